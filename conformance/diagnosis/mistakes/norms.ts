/** Mistakes in the statistics and the forward of the norm layers (L14, L15). */

import type { BlockStatistics } from '../../../reference/layers/norm_statistics.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { mapped, ones, zeros } from './tensors.ts';

const variance = (
  id: string,
  bug: string,
  of: (n: Numerics, deviations: Float32Array) => number,
): Mutant => ({
  id: `norm_variance_${id}`,
  clause: 'L14',
  bug: `the variance of a norm layer ${bug}`,
  fix: 'σ² = (Σ (x ⊖ μ)²) ⊘ N',
  fn: { normVariance: of },
});

function squares(n: Numerics, deviations: Float32Array): number {
  let v = 0;
  for (const d of deviations) v = n.f.mulAdd(d, d, v);
  return v;
}

/** The variance over N ⊕ ε, and its root without an epsilon. */
function dividingBy(n: Numerics, eps: number): Numerics {
  const normVariance: Primitives['normVariance'] = (m, d) =>
    m.f.div(squares(m, d), m.f.add(m.f.fromInt(d.length), eps));
  const normRstd: Primitives['normRstd'] = (m, variance) => m.f.div(1, m.f.sqrt(variance));
  return { ...n, fn: { ...n.fn, normVariance, normRstd } };
}

/** A deviation from 0. */
const decoded: Primitives['normDeviation'] = (n, q, scale) => n.f.mul(n.f.fromInt(q), scale);

const statistics: readonly Mutant[] = [
  variance('undivided', 'is not divided by N', squares),
  variance('absolute', 'is the mean absolute deviation', (n, d) => {
    let v = 0;
    for (const x of d) v = n.f.add(v, Math.abs(x));
    return n.f.div(v, n.f.fromInt(d.length));
  }),
  variance('skips_last', 'leaves out the last element', (n, d) =>
    n.f.div(squares(n, d.subarray(0, -1)), n.f.fromInt(d.length)),
  ),
  ...[2, 4, 8].map((unroll) =>
    variance(
      `tail_of_${unroll}`,
      `leaves out the last N mod ${unroll} elements (an unrolled loop without its tail)`,
      (n, d) =>
        n.f.div(squares(n, d.subarray(0, d.length - (d.length % unroll))), n.f.fromInt(d.length)),
    ),
  ),
  {
    id: 'norm_epsilon_in_divisor',
    clause: 'L14',
    bug: 'the eps of a norm layer is added to the count that the variance is divided by, (Σ (x ⊖ μ)²) ⊘ (N ⊕ ε), not to the variance',
    fix: '1 ⊘ √(σ² ⊕ ε) with σ² = (Σ (x ⊖ μ)²) ⊘ N',
    fn: {
      normStatistics: (n, x, g, eps) => primitives.normStatistics(dividingBy(n, eps), x, g, eps),
      normStatisticsFloat: (n, x, g, eps) =>
        primitives.normStatisticsFloat(dividingBy(n, eps), x, g, eps),
    },
  },
  {
    id: 'norm_mean_ignored',
    clause: 'L14',
    bug: 'the mean is not subtracted in a norm layer (as in an RMS norm)',
    fix: 'subtract the mean of the block',
    fn: { normMean: () => 0, normMeanFloat: () => 0 },
  },
  {
    id: 'norm_variance_uncentred',
    clause: 'L14',
    bug: 'the variance of a norm layer is the mean of the squares: the mean is not subtracted before',
    fix: 'σ² = (Σ (x ⊖ μ)²) ⊘ N',
    fn: {
      normStatistics: (n, ...rest) =>
        primitives.normStatistics({ ...n, fn: { ...n.fn, normDeviation: decoded } }, ...rest),
      normStatisticsFloat: (n, ...rest) =>
        primitives.normStatisticsFloat({ ...n, f: { ...n.f, sub: (x) => x } }, ...rest),
    },
  },
  {
    id: 'norm_mean_undivided',
    clause: 'L14',
    bug: 'the mean of a norm layer is the sum: it is not divided by N',
    fix: 'divide by N',
    fn: {
      normMean: (n, q, scale) => n.f.mul(primitives.normMean(n, q, scale), n.f.fromInt(q.length)),
      normMeanFloat: (n, x) => n.f.mul(primitives.normMeanFloat(n, x), n.f.fromInt(x.length)),
    },
  },
  {
    id: 'norm_of_first_block',
    clause: 'L14',
    bug: 'every row (block) of a norm layer takes the statistics of the first',
    fix: 'compute mean and deviation of each block',
    fn: {
      normStatistics: (n, ...rest) => firstOf(primitives.normStatistics(n, ...rest)),
      normStatisticsFloat: (n, ...rest) => firstOf(primitives.normStatisticsFloat(n, ...rest)),
    },
  },
];

function firstOf(all: BlockStatistics[]): BlockStatistics[] {
  return all.map(() => all[0]!);
}

/** The norm layers read γ and β through the same two functions in each arm. */
type Affine = Pick<Primitives, 'normForwardSym' | 'normForwardFloat'>;

function affine(
  id: string,
  bug: string,
  of: (gamma: Tensor, beta: Tensor) => readonly [Tensor, Tensor],
): Mutant {
  const fn: Affine = {
    normForwardSym: (n, x, gamma, beta, raw, g, eps) =>
      primitives.normForwardSym(n, x, ...of(gamma, beta), raw, g, eps),
    normForwardFloat: (n, x, gamma, beta, raw, g, eps) =>
      primitives.normForwardFloat(n, x, ...of(gamma, beta), raw, g, eps),
  };
  return {
    id: `norm_affine_${id}`,
    clause: 'L15',
    bug: `the forward of a norm layer ${bug}`,
    fix: 'γ ⊗ n ⊕ β',
    fn,
  };
}

const halfOf = (t: Tensor): number => (t.dtype === 'FLOAT32' ? 1 : Math.round(1 / t.scale));

const affines: readonly Mutant[] = [
  affine('gamma_ignored', 'does not multiply by γ', (g, b) => [ones(g), b]),
  affine('beta_ignored', 'does not add β', (g, b) => [g, zeros(b)]),
  affine('exchanged', 'exchanges γ and β', (g, b) => [b, g]),
  affine('beta_subtracted', 'subtracts β', (g, b) => [g, mapped(b, (q) => 0 - q)]),
  affine('gamma_plus_one', 'multiplies by 1 + γ', (g, b) => [mapped(g, (q) => q + halfOf(g)), b]),
  affine('gamma_of_first', 'uses γ of channel 0 for every channel', (g, b) => [
    mapped(g, (_, _i, d) => d[0]!),
    b,
  ]),
  affine('beta_of_first', 'uses β of channel 0 for every channel', (g, b) => [
    g,
    mapped(b, (_, _i, d) => d[0]!),
  ]),
  affine('first', 'uses γ and β of channel 0 for every channel', (g, b) => [
    mapped(g, (_, _i, d) => d[0]!),
    mapped(b, (_, _i, d) => d[0]!),
  ]),
];

export const normMistakes: readonly Mutant[] = [...statistics, ...affines];
