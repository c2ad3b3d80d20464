/** Variances from the sum of squares instead of from the deviations (S98, S102, L14). */

import type { Numerics } from '../numerics.ts';
import { primitives } from '../primitives.ts';
import { floats, ints, type Tensor } from '../tensor.ts';
import type { Mutant } from './mutant.ts';

/** `(Σ v² ⊘ N) ⊖ μ²`: the textbook's other formula, which cancels. */
function singlePass(n: Numerics, values: Float32Array, mean: number): number {
  let squares = 0;
  for (const v of values) squares = n.f.mulAdd(v, v, squares);
  return n.f.sub(n.f.div(squares, n.f.fromInt(values.length)), n.f.mul(mean, mean));
}

function decoded(n: Numerics, q: Int32Array, scale: number): Float32Array {
  return Float32Array.from(q, (m) => n.fn.decodeSymmetric(n, m, scale));
}

/** The variance of every block of a reduction over the last k axes. */
function ofBlocks(
  n: Numerics,
  x: Tensor,
  values: Float32Array,
  mean: Float32Array,
  k: number,
): Float32Array {
  const { size } = n.fn.reductionBlocks(n, x, k);
  return mean.map((m, block) =>
    singlePass(n, values.subarray(block * size, block * size + size), m),
  );
}

const bug = 'the variance is the mean of the squares minus the square of the mean (one pass)';
const fix = 'average the squares of the deviations from the mean';

export const statisticsMutants: readonly Mutant[] = [
  {
    id: 'norm_variance_single_pass',
    clause: 'L14',
    bug,
    fix,
    fn: {
      normStatistics: (n, x, g, eps) =>
        primitives.normStatistics(n, x, g, eps).map(({ mean }, block) => {
          const q = ints(x).subarray(block * g.size, (block + 1) * g.size);
          const variance = singlePass(n, decoded(n, q, x.scale), mean);
          return { mean, rstd: n.fn.normRstd(n, variance, eps) };
        }),
      normStatisticsFloat: (n, x, g, eps) =>
        primitives.normStatisticsFloat(n, x, g, eps).map(({ mean }, block) => {
          const values = floats(x).subarray(block * g.size, (block + 1) * g.size);
          return { mean, rstd: n.fn.normRstd(n, singlePass(n, values, mean), eps) };
        }),
    },
  },
  {
    id: 'variance_single_pass',
    clause: 'S98',
    bug,
    fix,
    fn: { varianceFloat32: (n, x, mean, k) => ofBlocks(n, x, floats(x), mean, k) },
  },
  {
    id: 'variance_sym_single_pass',
    clause: 'S102',
    bug,
    fix,
    fn: {
      varianceSym: (n, x, mean, k) => {
        n.fn.guardReductionOperand(n, x);
        return ofBlocks(n, x, decoded(n, ints(x), x.scale), mean, k);
      },
    },
  },
];
