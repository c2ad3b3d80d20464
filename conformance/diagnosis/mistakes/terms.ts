/** Mistakes in terms of layers and optimizers that the files of their families do not hold yet. */

import type { BlockStatistics } from '../../../reference/layers/norm_statistics.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { withScalars } from '../../../reference/mutants/shared/adamw_scalars.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { ints } from '../../../reference/tensor.ts';

const f = Math.fround;

type Statistic = (all: readonly BlockStatistics[], b: number) => BlockStatistics;

/** Statistics of a block replaced by those of others. */
const statistic = (id: string, bug: string, of: Statistic): Mutant => {
  const some = (all: BlockStatistics[]): BlockStatistics[] => all.map((_, b) => of(all, b));
  return {
    id: `norm_statistics_${id}`,
    clause: 'L14',
    bug: `a norm layer uses ${bug}`,
    fix: 'each row (block) has a mean and a deviation of its own',
    fn: {
      normStatistics: (n, ...rest) => some(primitives.normStatistics(n, ...rest)),
      normStatisticsFloat: (n, ...rest) => some(primitives.normStatisticsFloat(n, ...rest)),
    },
  };
};

const statistics: readonly Mutant[] = [
  statistic(
    'deviation_of_first',
    'the deviation of the first row (block) for every row',
    (all, b) => ({
      ...all[b]!,
      rstd: all[0]!.rstd,
    }),
  ),
  statistic('mean_of_first', 'the mean of the first row (block) for every row', (all, b) => ({
    ...all[b]!,
    mean: all[0]!.mean,
  })),
  statistic(
    'of_previous',
    'the statistics of the row (block) before',
    (all, b) => all[Math.max(0, b - 1)]!,
  ),
  statistic(
    'of_last',
    'the statistics of the last row (block) for every row',
    (all) => all.at(-1)!,
  ),
  statistic(
    'reversed',
    'the statistics of the rows in reverse order',
    (all, b) => all[all.length - 1 - b]!,
  ),
];

const roots: readonly Mutant[] = (
  [
    [
      'of_reciprocal',
      'is √(1/(σ² + ε)), the root of the reciprocal',
      (n, v, e) => n.f.sqrt(n.f.div(1, n.f.add(v, e))),
    ],
    ['epsilon_twice', 'adds ε twice', (n, v, e) => n.f.div(1, n.f.sqrt(n.f.add(n.f.add(v, e), e)))],
    [
      'epsilon_both',
      'adds ε inside of the root and outside of it',
      (n, v, e) => n.f.div(1, n.f.add(n.f.sqrt(n.f.add(v, e)), e)),
    ],
    [
      'epsilon_rooted',
      'adds √ε to the deviation',
      (n, v, e) => n.f.div(1, n.f.add(n.f.sqrt(v), n.f.sqrt(e))),
    ],
    ['epsilon_subtracted', 'subtracts ε', (n, v, e) => n.f.div(1, n.f.sqrt(n.f.sub(v, e)))],
    ['in_double', 'is computed in double precision', (_n, v, e) => f(1 / Math.sqrt(v + e))],
    [
      'zero_guarded',
      'is 0 where the variance is 0',
      (n, v, e) => (v === 0 ? 0 : n.f.div(1, n.f.sqrt(n.f.add(v, e)))),
    ],
    [
      'one_guarded',
      'is 1 where the variance is 0',
      (n, v, e) => (v === 0 ? 1 : n.f.div(1, n.f.sqrt(n.f.add(v, e)))),
    ],
  ] as readonly (readonly [string, string, (n: Numerics, v: number, e: number) => number])[]
).map(([id, bug, of]) => ({
  id: `norm_rstd_${id}`,
  clause: 'L14',
  bug: `the reciprocal deviation of a norm layer ${bug}`,
  fix: 'ι = 1 ⊘ √(σ² ⊕ ε)',
  fn: { normRstd: of },
}));

const maxima: readonly Mutant[] = (
  [
    ['last', 'the last logit', (v) => v.at(-1)!],
    ['first', 'the first logit', (v) => v[0]!],
    ['minimum', 'the smallest logit', (v) => v.reduce((a, b) => Math.min(a, b))],
    ['mean', 'the mean of the logits', (v) => f(v.reduce((a, b) => f(a + b), 0) / v.length)],
    [
      'skips_last',
      'the maximum without the last logit',
      (v) => v.slice(0, Math.max(1, v.length - 1)).reduce((a, b) => Math.max(a, b)),
    ],
  ] as readonly (readonly [string, string, (v: Float32Array) => number])[]
).map(([id, words, of]) => ({
  id: `softmax_maximum_${id}`,
  clause: 'L27',
  bug: `the softmax subtracts ${words} instead of the maximum`,
  fix: 'subtract the largest logit',
  fn: { softmaxMaximum: (_n, values) => of(Float32Array.from(values)) },
}));

const power = (base: number, t: number): number => {
  let product = 1;
  for (let i = 0; i < t; i++) product = f(product * f(base));
  return product;
};

const optimizers: readonly Mutant[] = [
  {
    id: 'adamw_powers_in_float',
    clause: 'S119',
    bug: 'AdamW: the power β1^t of the bias correction is computed in float32 instead of double',
    fix: 'compute the powers in double, cast once',
    fn: withScalars((_n, o, t) => ({ step: f(-(o.learningRate / f(1 - power(o.beta1, t)))) })),
  },
  {
    id: 'adamw_both_powers_in_float',
    clause: 'S119',
    bug: 'AdamW: the powers β^t of both bias corrections are computed in float32 instead of double',
    fix: 'compute the powers in double, cast once',
    fn: withScalars((_n, o, t) => ({
      step: f(-(o.learningRate / f(1 - power(o.beta1, t)))),
      bc2: f(Math.sqrt(f(1 - power(o.beta2, t)))),
    })),
  },
  {
    id: 'adamw_betas_exchanged_in_moments',
    clause: 'S119',
    bug: 'AdamW: β1 and β2 are exchanged in the moments (not in the bias corrections)',
    fix: 'm decays by β1, v by β2',
    fn: {
      adamwScalars: (n, o, t) => ({
        ...primitives.adamwScalars(n, o, t),
        w1: f(1 - o.beta2),
        beta2: f(o.beta1),
        s2: f(1 - o.beta1),
      }),
    },
  },
  {
    id: 'schedule_step_ceiled',
    clause: 'S120',
    bug: 'the step schedule rounds e / size up: it decays early, in the first tick of a period',
    fix: 'base · γ^⌊e/size⌋',
    fn: {
      stepRate: (n, base, gamma, size, e) =>
        primitives.stepRate(n, base, gamma, 1, Math.ceil(e / size)),
    },
  },
  {
    id: 'schedule_exponential_product',
    clause: 'S120',
    bug: 'the exponential schedule multiplies by γ·e instead of the power γ^e',
    fix: 'base · γ^e',
    fn: { exponentialRate: (_n, base, gamma, e) => f(base * gamma * e) },
  },
  {
    id: 'schedule_exponential_natural',
    clause: 'S120',
    bug: 'the exponential schedule decays once only: the power e is missing',
    fix: 'base · γ^e',
    fn: { exponentialRate: (_n, base, gamma, e) => f(e === 0 ? base : base * gamma) },
  },
];

type Direction = (n: Numerics, v: number, drive: number, momentum: number) => number;

/** A parameter that steps along something made of the new velocity and the decayed gradient. */
const along = (id: string, words: string, of: Direction): Mutant => ({
  id: `momentum_along_${id}`,
  clause: 'S117',
  bug: `SGD momentum: the parameter steps along ${words}`,
  fix: 'step along the stored velocity',
  fn: {
    sgdMomentumStep: (n, parameter, gradient, state, s, rounding) => {
      const [p, g] = [n.fn.decodeTensor(n, parameter), n.fn.decodeTensor(n, gradient)];
      n.fn.momentumStateStep(n, parameter, gradient, state, s, rounding);
      const data = n.fn
        .decodeTensor(n, state)
        .map((v, i) => of(n, v, n.fn.decayedGradient(n, g[i]!, p[i]!, s.weightDecay), s.momentum));
      const direction = { ...state, dtype: 'FLOAT32' as const, data };
      n.fn.momentumParameterStep(n, parameter, direction, s, rounding);
    },
  },
});

const directions: readonly Mutant[] = [
  along('gradient_and_velocity', 'g + μ·v: a Nesterov step', (n, v, g, mu) => n.f.mulAdd(mu, v, g)),
  along('velocity_twice', 'v + μ·v: it looks ahead as in Nesterov', (n, v, _g, mu) =>
    n.f.mulAdd(mu, v, v),
  ),
  along('scaled_velocity', 'μ·v: the momentum is applied twice', (n, v, _g, mu) => n.f.mul(mu, v)),
  along('gradient_added', 'v + g: the gradient counts twice', (n, v, g) => n.f.add(v, g)),
];

const others: readonly Mutant[] = [
  {
    id: 'requant_fixed_inverted',
    clause: 'S52',
    bug: 'the requant to a fixed scale takes the ratio the other way round: the scales of x and y are exchanged',
    fix: '(q ⊗ s_x) ⊘ s_y',
    fn: {
      requantFixed: (n, x, y) => {
        const [source, target] = [ints(x), ints(y)];
        const [low, high] = [n.fn.qMin(n, y.bits), n.fn.qMax(n, y.bits)];
        // keeps the guard
        primitives.requantFixed(
          n,
          { ...x, data: new Int32Array(0), shape: [0] },
          { ...y, data: new Int32Array(0), shape: [0] },
        );
        source.forEach((q, i) => {
          const value = n.f.div(n.f.mul(n.f.fromInt(q), y.scale), x.scale);
          target[i] = n.fn.round(n, n.fn.clampFloat(n, value, low, high), y.rounding);
        });
      },
    },
  },
];

export const termMistakes: readonly Mutant[] = [
  ...statistics,
  ...roots,
  ...maxima,
  ...optimizers,
  ...directions,
  ...others,
];
