/** Oracle of means, variances, reciprocal roots and sums (S96–S103, S110). */

import { root } from '../../../reference/independent/float32.ts';
import {
  blocks,
  encodedRoots,
  mantissaMean,
  mean,
  reciprocalRoot,
  summed,
  sumOfSquares,
  variance,
} from '../../../reference/independent/kernels.ts';
import { decoded, int32 } from '../../../reference/independent/primitives.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import {
  extentsOf,
  filled,
  isSymmetricWidth,
  logicalNumbersOf,
  numbersOf,
} from '../../kit/oracle.ts';
import type { OpCall, Oracle } from '../../op.ts';

/** The blocks that the trailing k axes make (S96). */
function blocksOf(call: OpCall): number[][] | undefined {
  const x = call.tensor('x');
  const extents = extentsOf(x);
  const k = call.number('k');
  if (k > extents.length) return undefined;
  const size = extents.slice(extents.length - k).reduce((n, extent) => n * extent, 1);
  return size === 0 ? [] : blocks(logicalNumbersOf(x), size);
}

function reductionOracle(reduce: (block: readonly number[], mean: number) => number): Oracle {
  return (call) => {
    const pieces = blocksOf(call);
    if (pieces === undefined) return 'refused';
    if (pieces.length === 0) return undefined;
    const means = call.tensors.mean === undefined ? [] : numbersOf(call.tensors.mean);
    return {
      y: filled(
        call.tensor('y'),
        pieces.map((piece, i) => reduce(piece, means[i]!)),
      ),
    };
  };
}

export const meanFloat32Oracle = reductionOracle(mean);

export const varianceFloat32Oracle = reductionOracle(variance);

export const sumSquaresFloat32Oracle = reductionOracle(sumOfSquares);

/** S101, S102: SYM_INT32 with a width of 1 to 16. */
function isNarrow(x: Tensor): boolean {
  return x.dtype === 'SYM_INT32' && x.bits >= 1 && x.bits <= 16;
}

/** S101 */
export const meanSymOracle: Oracle = (call, contract, g) => {
  const x = call.tensor('x');
  if (!isNarrow(x)) return 'refused';
  const pieces = blocksOf(call);
  if (pieces === undefined || (pieces[0]?.length ?? 0) >= 2 ** (32 - x.bits)) return 'refused';
  for (const piece of pieces) piece.reduce((sum, q) => int32(sum + q), 0);
  return reductionOracle((piece) => mantissaMean(piece, x.scale))(call, contract, g);
};

/** S102 */
export const varianceSymOracle: Oracle = (call, contract, g) => {
  const x = call.tensor('x');
  if (!isNarrow(x)) return 'refused';
  const around = (piece: readonly number[], m: number): number =>
    variance(
      piece.map((q) => decoded(q, x.scale)),
      m,
    );
  return reductionOracle(around)(call, contract, g);
};

export const rsqrtFloat32Oracle: Oracle = (call) => {
  const eps = call.number('eps');
  const roots = numbersOf(call.tensor('x')).map((v) => reciprocalRoot(v, eps));
  return { y: filled(call.tensor('y'), roots) };
};

/** S103; roots of negative values have no answer here. */
export const rsqrtSymOracle: Oracle = (call, contract, g) => {
  const [x, y] = [call.tensor('x'), call.tensor('y')];
  if (!isNarrow(x) || y.bits > 16) return 'refused';
  if (!isSymmetricWidth(y.bits)) return undefined;
  const [q, eps] = [numbersOf(x), call.number('eps')];
  const roots = q.map((v) => reciprocalRoot(decoded(v, x.scale), eps));
  // an all-zero result leaves what the target held
  if (roots.some(Number.isNaN) || roots.every((r) => r === 0)) return undefined;
  const grid = encodedRoots(g, q, x.scale, eps, y.bits, y.rounding, contract);
  return { y: filled(y, grid.codes, grid.scale) };
};

export const sumOracle: Oracle = (call) => {
  const x = call.tensor('x');
  const values = numbersOf(x);
  const sum = x.dtype === 'FLOAT32' ? summed(values) : values.reduce((s, v) => int32(s + v), 0);
  return { y: filled(call.tensor('y'), [sum]) };
};

/** S100 */
export const sqrtFloat32Oracle: Oracle = (call) => ({
  y: filled(call.tensor('y'), numbersOf(call.tensor('x')).map(root)),
});
