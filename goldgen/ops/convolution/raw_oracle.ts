/** Oracle of the window geometry and of the raw convolutions (S88–S94). */

import type { Contract } from '../../../reference/contracts.ts';
import {
  type Cube,
  floats,
  gathered,
  integers,
  positions,
  scattered,
  type Taps,
} from '../../../reference/independent/convolution.ts';
import { times } from '../../../reference/independent/float32.ts';
import { biasSeeds } from '../../../reference/independent/matmul.ts';
import type { Generator } from '../../../reference/independent/primitives.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { filled, numbersOf } from '../../kit/oracle.ts';
import type { OpCall, Oracle, OracleAnswer } from '../../op.ts';

export function tapsOf(call: OpCall): Taps {
  const word = call.word('padding');
  const padding = word === 'SAME' || word === 'EXPLICIT' ? word : 'VALID';
  const [kernel, stride] = [call.number('kernel'), call.number('stride')];
  const [dilation, amount] = [call.number('dilation'), call.number('padding_amount')];
  return { kernel, stride, dilation, padding, amount };
}

/** S88, S89 */
export const windowGeometryOracle: Oracle = (call) => {
  const [t, length] = [tapsOf(call), call.number('length')];
  const rows = positions(t, length);
  // paddings show in the first taps only where there is a window
  if (rows.length === 0) return undefined;
  const front = -rows[0]![0]!;
  const back = t.padding === 'VALID' ? 0 : Math.max(0, rows.at(-1)!.at(-1)! + 1 - length);
  const slices = rows.flatMap((row) => {
    const valid = row.filter((p) => p >= 0 && p < length);
    return valid.length === 0
      ? [0, t.kernel, 0]
      : [valid[0]!, row.indexOf(valid[0]!), valid.length];
  });
  const right = t.padding === 'EXPLICIT' ? t.amount : back;
  return {
    geometry: filled(call.tensor('geometry'), [rows.length, front, right]),
    slices: filled(call.tensor('slices'), slices),
  };
};

function cubeOf(t: Tensor): Cube | undefined {
  if (t.shape.length !== 3) return undefined;
  return { dims: t.shape as readonly [number, number, number], values: numbersOf(t) };
}

interface Sides {
  readonly x: Cube;
  readonly w: Cube;
  readonly y: Cube;
}

function sidesOf(call: OpCall): Sides | undefined {
  const x = cubeOf(call.tensor('x'));
  const w = cubeOf(call.tensor('weight'));
  const y = cubeOf(call.tensor('y'));
  return x === undefined || w === undefined || y === undefined ? undefined : { x, w, y };
}

/** The bias as floats, or as seeds at the product scale. */
function startOf(
  call: OpCall,
  contract: Contract,
  g: Generator,
  scale: number,
): readonly number[] | 'refused' | undefined {
  const { bias } = call.tensors;
  if (bias === undefined) return undefined;
  const mantissas = numbersOf(bias);
  if (bias.dtype === 'FLOAT32') return mantissas;
  return (
    biasSeeds(g, { mantissas, scale: bias.scale, mode: bias.rounding }, scale, contract) ??
    'refused'
  );
}

function raw(
  call: OpCall,
  contract: Contract,
  g: Generator,
  sum: (ring: typeof floats, start: readonly number[] | undefined) => number[],
): OracleAnswer {
  const [x, weight, y] = [call.tensor('x'), call.tensor('weight'), call.tensor('y')];
  const isFloat = y.dtype === 'FLOAT32';
  const scale = isFloat ? 1 : times(x.scale, weight.scale);
  const start = startOf(call, contract, g, scale);
  if (start === 'refused') return 'refused';
  return { y: filled(y, sum(isFloat ? floats : integers, start), scale) };
}

/** S91, S92 */
export const conv1dRawOracle: Oracle = (call, contract, g) => {
  const sides = sidesOf(call);
  if (sides === undefined) return undefined;
  const [{ x, w, y }, groups, t] = [sides, call.number('groups'), tapsOf(call)];
  const [inner, outer] = [x.dims[1], y.dims[1]];
  if (inner % groups !== 0 || outer % groups !== 0) return 'refused';
  if (positions(t, x.dims[2]).length !== y.dims[2]) return 'refused';
  if (w.dims[0] !== outer || w.dims[1] * groups !== inner) return undefined;
  return raw(call, contract, g, (ring, start) => gathered(ring, t, groups, x, w, start ?? []));
};

export function isAdjoint(t: Taps, extra: number, inLength: number, outLength: number): boolean {
  if (t.padding !== 'VALID') return extra === 0 && positions(t, outLength).length === inLength;
  if (extra !== 0 && extra >= Math.max(t.stride, t.dilation)) return false;
  return outLength === (inLength - 1) * t.stride + t.dilation * (t.kernel - 1) + extra + 1;
}

/** S93, S94 */
export const conv1dTransposedRawOracle: Oracle = (call, contract, g) => {
  const sides = sidesOf(call);
  if (sides === undefined) return undefined;
  const [{ x, w, y }, groups, t] = [sides, call.number('groups'), tapsOf(call)];
  const [inner, outer] = [x.dims[1], y.dims[1]];
  if (inner % groups !== 0 || outer % groups !== 0) return 'refused';
  const extra = call.number('output_padding');
  if (!isAdjoint(t, extra, x.dims[2], y.dims[2])) return 'refused';
  if (w.dims[1] * groups !== outer) return undefined;
  return raw(call, contract, g, (ring, start) =>
    scattered(ring, t, groups, x, w, start, y.dims[2]),
  );
};
