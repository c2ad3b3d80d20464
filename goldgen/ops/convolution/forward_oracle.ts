/** Oracle of the forwards of the convolution layers (L6, L10), current contract. */

import type { Contract } from '../../../reference/contracts.ts';
import type { Kernel } from '../../../reference/independent/accumulation.ts';
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
import { forward } from '../../kit/forward_oracle.ts';
import type { OpCall, Oracle } from '../../op.ts';
import { isAdjoint, tapsOf } from './raw_oracle.ts';

type Dims = readonly [number, number, number];

function dimsOf(t: Tensor): Dims | undefined {
  return t.shape.length === 3 ? (t.shape as Dims) : undefined;
}

type Sum = (ring: typeof floats, x: Cube, w: Cube, bias: readonly number[] | undefined) => number[];

function convolved(g: Generator, contract: Contract, xDims: Dims, wDims: Dims, sum: Sum): Kernel {
  return ([a, w, bias]) => {
    if (a === undefined || w === undefined) return undefined;
    const [x, weight] = [
      { dims: xDims, values: a.numbers },
      { dims: wDims, values: w.numbers },
    ];
    if (a.format === 'FLOAT32') return { ...a, numbers: sum(floats, x, weight, bias?.numbers) };
    const scale = times(a.scale, w.scale);
    const record = bias && { mantissas: bias.numbers, scale: bias.scale, mode: bias.mode };
    const seeds = record && biasSeeds(g, record, scale, contract);
    if (record !== undefined && seeds === undefined) return undefined;
    return { ...a, numbers: sum(integers, x, weight, seeds), scale };
  };
}

interface Shapes {
  readonly x: Dims;
  readonly w: Dims;
  readonly y: Dims;
  readonly groups: number;
  readonly taps: Taps;
}

/** What the layer itself refuses (A17, B5): no groups, or a kernel that is not its weight's. */
function isRefused(call: OpCall): boolean {
  const w = dimsOf(call.tensor('weight'));
  return call.number('groups') === 0 || (w !== undefined && tapsOf(call).kernel !== w[2]);
}

function shapesOf(call: OpCall): Shapes | undefined {
  const [x, w] = [dimsOf(call.tensor('x')), dimsOf(call.tensor('weight'))];
  const y = dimsOf(call.tensor('y'));
  if (x === undefined || w === undefined || y === undefined) return undefined;
  const groups = call.number('groups');
  if (x[1] % groups !== 0 || y[1] % groups !== 0) return undefined;
  return { x, w, y, groups, taps: tapsOf(call) };
}

const convNames = ['x', 'weight', 'bias'];

/** L6 */
export const conv1dForwardOracle: Oracle = (call, contract, g) => {
  if (isRefused(call)) return 'refused';
  const s = shapesOf(call);
  if (s === undefined || s.w[1] * s.groups !== s.x[1]) return undefined;
  if (positions(s.taps, s.x[2]).length !== s.y[2]) return undefined;
  const kernel = convolved(g, contract, s.x, s.w, (ring, x, w, bias) =>
    gathered(ring, s.taps, s.groups, x, w, bias ?? []),
  );
  return forward(call, contract, g, convNames, kernel);
};

/** L10 */
export const conv1dTransposedForwardOracle: Oracle = (call, contract, g) => {
  if (isRefused(call)) return 'refused';
  const s = shapesOf(call);
  if (s === undefined || s.w[1] * s.groups !== s.y[1]) return undefined;
  // the layer has no other padding (B5)
  if (s.taps.padding !== 'VALID') return 'refused';
  const extra = call.number('output_padding');
  if (!isAdjoint(s.taps, extra, s.x[2], s.y[2])) return undefined;
  const kernel = convolved(g, contract, s.x, s.w, (ring, x, w, bias) =>
    scattered(ring, s.taps, s.groups, x, w, bias, s.y[2]),
  );
  return forward(call, contract, g, convNames, kernel);
};
