/** Mistakes in the statistics of the norm layers (L14). */

import type { BlockStatistics, NormGeometry } from '../../layers/norm_statistics.ts';
import type { Numerics } from '../../numerics.ts';
import { primitives } from '../../primitives.ts';
import { floats, ints, type Tensor } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';
import { fusedIn } from '../shared/fused.ts';
import { decoded, onePass, singlePass } from '../shared/one_pass.ts';

/** Elements that a load of a power of two of channels takes in, as far as the batch item goes. */
function loaded(g: NormGeometry, block: number): number {
  const perGroup = g.affineIndex(0, g.size - 1) + 1;
  const first = g.affineIndex(block, 0);
  let width = 1;
  while (width < perGroup) width *= 2;
  return Math.min(width, g.affineCount - first) * (g.size / perGroup);
}

/** Sums over what is loaded, divided by the size of the block. */
function wideStatistics(n: Numerics, x: Tensor, g: NormGeometry, eps: number): BlockStatistics[] {
  const at = g.positions(x);
  const size = n.f.fromInt(g.size);
  return Array.from({ length: g.blocks }, (_, block) => {
    const run = at.subarray(block * g.size, block * g.size + loaded(g, block));
    let mean: number;
    let deviations: number[];
    if (x.dtype === 'FLOAT32') {
      const values = Array.from(run, (k) => floats(x)[k]!);
      mean = n.f.div(
        values.reduce((a, b) => n.f.add(a, b), 0),
        size,
      );
      deviations = values.map((v) => n.f.sub(v, mean));
    } else {
      const q = Array.from(run, (k) => ints(x)[k]!);
      const sum = q.reduce((a, b) => (a + b) | 0, 0);
      mean = n.f.mul(x.scale, n.f.div(n.f.fromInt(sum), size));
      deviations = q.map((m) => n.fn.normDeviation(n, m, x.scale, mean));
    }
    const v = deviations.reduce((sum, d) => n.f.mulAdd(d, d, sum), 0);
    return { mean, rstd: n.fn.normRstd(n, n.f.div(v, size), eps) };
  });
}

const isOfGroups = (g: NormGeometry): boolean => g.seedPer === 'channel' && g.size > 0;

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
  {
    id: 'norm_statistics_check_labels',
    clause: 'L14',
    flags: ['label'],
    bug: 'the statistics check labels where only the entry of the layer does',
    fix: 'leave the label to the layer',
    contract: { statisticsLabel: 'guarded' },
  },
  {
    id: 'group_norm_power_of_two',
    clause: 'L17',
    bug: 'the sums of a group take in channels of the next one, up to a power of two',
    fix: 'sum the C ÷ groups channels of the group, whatever their number',
    flags: ['group_size'],
    fn: {
      normStatistics: (n, x, g, eps) =>
        (isOfGroups(g) ? wideStatistics : primitives.normStatistics)(n, x, g, eps),
      normStatisticsFloat: (n, x, g, eps) =>
        (isOfGroups(g) ? wideStatistics : primitives.normStatisticsFloat)(n, x, g, eps),
    },
  },
];
