/** Oracle of SYM_INT32 sums, differences, products and quotients (S76–S82). */

import { minus, over, times } from '../../../reference/independent/float32.ts';
import { encodedSum } from '../../../reference/independent/kernels.ts';
import { decoded, int32, quantized } from '../../../reference/independent/primitives.ts';
import { exact } from '../../../reference/independent/rational.ts';
import {
  filled,
  isSymmetricWidth,
  logicalNumbersOf,
  numbersOf,
  sameExtents,
} from '../../kit/oracle.ts';
import { integerFns, pairOf, scatteredBack } from '../../kit/view_oracle.ts';
import type { Oracle } from '../../op.ts';

/** Flat integer arms of S76, S78–S81. */
export function symFlatOracle(fn: 'add' | 'sub' | 'mul' | 'div'): Oracle {
  return (call) => {
    const { a, b } = pairOf(call);
    const [left, right] = [numbersOf(a), numbersOf(b)];
    if (left.length !== right.length) return 'refused';
    const keeps = fn === 'add' || fn === 'sub';
    if (keeps && a.scale !== b.scale) return undefined;
    const scaled = fn === 'mul' ? times(a.scale, b.scale) : over(a.scale, b.scale);
    const numbers = left.map((q, i) => integerFns[fn]!(q, right[i]!));
    const [name, target] = call.tensors.y === undefined ? ['a', a] : ['y', call.tensors.y];
    return { [name]: filled(target, numbers, keeps ? a.scale : scaled) };
  };
}

/** S77 */
export const symAddInplaceOracle: Oracle = (call, contract, g) => {
  const { a, b } = pairOf(call);
  if (!sameExtents(a, b)) return 'refused';
  if (!isSymmetricWidth(a.bits)) return undefined;
  const right = scatteredBack(a, logicalNumbersOf(b));
  const { bits, rounding } = a;
  const left = numbersOf(a);
  const grid = encodedSum(g, left, a.scale, right, b.scale, bits, rounding, contract);
  return { a: filled(a, grid.codes, grid.scale) };
};

const flatSub = symFlatOracle('sub');

/** S78 */
export const symSubOracle: Oracle = (call, contract, g) => {
  const { a, b } = pairOf(call);
  if (a.scale === b.scale) return flatSub(call, contract, g);
  const y = call.tensor('y');
  if (!sameExtents(a, b)) return 'refused';
  if (!isSymmetricWidth(y.bits)) return undefined;
  const right = scatteredBack(a, logicalNumbersOf(b));
  const values = numbersOf(a).map((q, i) =>
    minus(decoded(q, a.scale), decoded(right[i]!, b.scale)),
  );
  const { codes, scale } = quantized(g, values, y.bits, y.rounding, contract);
  return { y: filled(y, codes, scale) };
};

/** A float without its fraction, as an exact integer. */
function truncated(v: number): bigint {
  if (!Number.isFinite(v)) return 1n << 40n;
  const { num, den } = exact(v);
  return num / den;
}

/** S82 */
export const symMixedOracle: Oracle = (call) => {
  const { a, b } = pairOf(call);
  const [left, right] = [numbersOf(a), numbersOf(b)];
  if (left.length !== right.length) return 'refused';
  const sums = left.map((q, i) => int32(BigInt(q) + BigInt(int32(truncated(right[i]!)))));
  return { a: filled(a, sums) };
};
