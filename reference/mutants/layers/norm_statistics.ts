/** Mistakes in the statistics of the norm layers (L14). */

import { primitives } from '../../primitives.ts';
import { floats, ints } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';
import { fusedIn } from '../shared/fused.ts';
import { decoded, onePass, singlePass } from '../shared/one_pass.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'norm_variance_single_pass',
    clause: 'L14',
    ...onePass,
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
    id: 'norm_mean_scaled_first',
    clause: 'L14',
    pitfalls: ['B-12'],
    bug: 'the mean is (s ⊗ Σ) ⊘ N',
    fix: 'divide the sum by N first, then multiply by the scale',
    fn: {
      normMean: (n, q, scale) => {
        const sum = n.fn.newAccumulators(n, 1);
        for (const mantissa of q) sum.add(0, mantissa);
        const total = n.f.fromInt(sum.finish()[0]!);
        return n.f.div(n.f.mul(scale, total), n.f.fromInt(q.length));
      },
    },
  },
  {
    id: 'norm_variance_unbiased',
    clause: 'L14',
    pitfalls: ['B-13'],
    bug: 'the variance is divided by N − 1',
    fix: 'divide by N',
    fn: {
      normVariance: (n, deviations) => {
        const biased = primitives.normVariance(n, deviations);
        const count = deviations.length;
        return count < 2 ? biased : n.f.div(n.f.mul(biased, count), count - 1);
      },
    },
  },
  {
    id: 'norm_epsilon_outside',
    clause: 'L14',
    pitfalls: ['B-14'],
    bug: 'ε is added outside the root',
    fix: 'ι = 1 ⊘ √(σ² ⊕ ε)',
    fn: { normRstd: (n, variance, eps) => n.f.div(1, n.f.add(n.f.sqrt(variance), eps)) },
  },
  {
    id: 'norm_epsilon_missing',
    clause: 'L14',
    bug: 'ε is left out',
    fix: 'ι = 1 ⊘ √(σ² ⊕ ε)',
    fn: { normRstd: (n, variance) => n.f.div(1, n.f.sqrt(variance)) },
  },
  {
    id: 'norm_statistics_unguarded',
    clause: 'L14',
    bug: 'the value-sum guard is missing',
    fix: 'refuse labels outside 1..16 and N ≥ 2^(32 − label)',
    fn: { guardNormStatistics: () => {} },
  },
  fusedIn('normDeviation', 'L14', 'the deviation of a norm layer', ['block_constant']),
  fusedIn('normVariance', 'L14', 'a squared deviation of a norm layer', []),
];
