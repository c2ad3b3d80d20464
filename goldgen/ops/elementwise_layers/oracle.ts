/** Oracle of ReLU, Dropout and Flatten (L24–L26), and of PReLU (L36). */

import { minus, over, times } from '../../../reference/independent/float32.ts';
import { mask } from '../../../reference/independent/random.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { filled, isIdentity, numbersOf, sameExtents } from '../../kit/oracle.ts';
import type { OpCall, Oracle } from '../../op.ts';

function isArm(call: OpCall, param: string, tensors: readonly Tensor[]): boolean {
  const dtype = call.word(param) === 'ARITH_FLOAT32' ? 'FLOAT32' : 'SYM_INT32';
  return tensors.every((t) => t.dtype === dtype);
}

/** L24 */
export const reluForwardOracle: Oracle = (call) => {
  const [x, y] = [call.tensor('x'), call.tensor('y')];
  if (!isArm(call, 'arithmetic', [x, y])) return undefined;
  const numbers = numbersOf(x).map((v) => (v < 0 ? 0 : v));
  return { y: filled(y, numbers, x.scale) };
};

/** L24 */
export const reluBackwardOracle: Oracle = (call) => {
  const [x, dy, dx] = [call.tensor('x'), call.tensor('dy'), call.tensor('dx')];
  if (!isArm(call, 'dx_arithmetic', [x, dy, dx])) return 'refused';
  const slope = numbersOf(dy);
  const numbers = numbersOf(x).map((v, i) => (v <= 0 ? 0 : slope[i]!));
  return { dx: filled(dx, numbers, dy.scale) };
};

/** L25: what the mask keeps, scaled by 1 ⊘ (1 ⊖ p). */
function kept(x: Tensor, y: Tensor, bits: readonly number[], p: number): Tensor {
  const factor = over(1, minus(1, p));
  const keep = (v: number, i: number): number => (bits[i] === 1 ? v : 0);
  const numbers = numbersOf(x);
  if (x.dtype === 'SYM_INT32') return filled(y, numbers.map(keep), times(x.scale, factor));
  return filled(
    y,
    numbers.map((v, i) => keep(times(v, factor), i)),
  );
}

/** L25 */
export const dropoutForwardOracle: Oracle = (call, _contract, g) => {
  const [x, y, bits] = [call.tensor('x'), call.tensor('y'), call.tensor('mask')];
  const p = call.number('p');
  if (!(p >= 0 && p < 1)) return 'refused';
  if (!isArm(call, 'arithmetic', [x, y])) return undefined;
  if (call.word('training') !== 'yes') {
    return { y: filled(y, numbersOf(x), x.scale), mask: bits };
  }
  const { length } = numbersOf(x);
  if (numbersOf(bits).length !== length) return 'refused';
  const drawn = mask(g, length, minus(1, p));
  return { y: kept(x, y, drawn, p), mask: filled(bits, drawn) };
};

/** L25 */
export const dropoutBackwardOracle: Oracle = (call) => {
  const [dy, dx, bits] = [call.tensor('dy'), call.tensor('dx'), call.tensor('mask')];
  const p = call.number('p');
  if (!(p >= 0 && p < 1) || !isArm(call, 'dx_arithmetic', [dy, dx])) return 'refused';
  if (numbersOf(bits).length !== numbersOf(dy).length) return 'refused';
  return { dx: kept(dy, dx, numbersOf(bits), p) };
};

/** L26 */
function copyOracle(from: string, to: string): Oracle {
  return (call) => {
    const [x, y] = [call.tensor(from), call.tensor(to)];
    if (x.dtype !== y.dtype || numbersOf(x).length !== numbersOf(y).length) return undefined;
    return { [to]: filled(y, numbersOf(x), x.scale) };
  };
}

export const flattenForwardOracle = copyOracle('x', 'y');

export const flattenBackwardOracle = copyOracle('dy', 'dx');

/** L36: walks batches, channels and what lies behind them. */
export const preluForwardOracle: Oracle = (call) => {
  const [x, alpha, y] = [call.tensor('x'), call.tensor('alpha'), call.tensor('y')];
  if ([x, alpha, y].some((t) => t.dtype !== 'FLOAT32' || !isIdentity(t))) return 'refused';
  const [values, slopes] = [numbersOf(x), numbersOf(alpha)];
  const [batch = 1, channels = 1] = x.shape;
  if (!sameExtents(x, y) || (slopes.length !== 1 && slopes.length !== channels)) return 'refused';
  const rows = batch * channels;
  const length = rows === 0 ? 0 : values.length / rows;
  const numbers = Array.from({ length: rows }, (_, row) => {
    const slope = slopes.length === 1 ? slopes[0]! : slopes[row % channels]!;
    const part = values.slice(row * length, (row + 1) * length);
    return part.map((v) => (v > 0 ? v : times(slope, v)));
  });
  return { y: filled(y, numbers.flat()) };
};
