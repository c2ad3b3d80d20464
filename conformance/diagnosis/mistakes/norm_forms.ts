/** Norm layers of which scale, shift and deviation are formed otherwise (L14–L17). */

import type { NormGeometry } from '../../../reference/layers/norm_statistics.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { floats, ints } from '../../../reference/tensor.ts';

type Rstd = (n: Numerics, variance: number, eps: number) => number;

const deviations: readonly Mutant[] = (
  [
    [
      'at_least_epsilon',
      'is 1 over the larger of σ and ε',
      (n, v, e) => n.f.div(1, Math.max(n.f.sqrt(v), e)),
    ],
    [
      'at_least_root_of_epsilon',
      'is 1 over the larger of σ and √ε',
      (n, v, e) => n.f.div(1, Math.max(n.f.sqrt(v), n.f.sqrt(e))),
    ],
    [
      'epsilon_where_zero',
      'has ε in place of the variance only where that is 0',
      (n, v, e) => n.f.div(1, n.f.sqrt(v === 0 ? e : v)),
    ],
    [
      'epsilon_for_small',
      'adds ε only where the variance is below it',
      (n, v, e) => n.f.div(1, n.f.sqrt(v < e ? n.f.add(v, e) : v)),
    ],
    [
      'epsilon_in_double',
      'adds ε in double precision',
      (n, v, e) => n.f.div(1, n.f.sqrt(Math.fround(v + e))),
    ],
    [
      'root_in_double',
      'takes the root in double precision and divides there',
      (n, v, e) => Math.fround(1 / Math.sqrt(n.f.add(v, e))),
    ],
    [
      'by_power',
      'is (σ² ⊕ ε)^(−1/2) by a power, rounded once',
      (n, v, e) => Math.fround(n.f.add(v, e) ** -0.5),
    ],
  ] as readonly (readonly [string, string, Rstd])[]
).map(([id, words, normRstd]) => ({
  id: `norm_rstd_${id}`,
  clause: 'L14',
  bug: `the reciprocal deviation of a norm layer ${words}`,
  fix: 'ι = 1 ⊘ √(σ² ⊕ ε)',
  fn: { normRstd },
}));

/** ε that is scaled as the mantissas are: the variance of mantissas takes it as it is. */
const scaledEpsilon: readonly Mutant[] = (
  [
    ['scaled', 'times the scale of x', (n, e, s) => n.f.mul(e, s)],
    ['scaled_twice', 'times the square of the scale of x', (n, e, s) => n.f.mul(e, n.f.mul(s, s))],
    ['over_scale', 'over the scale of x', (n, e, s) => n.f.div(e, s)],
    [
      'over_scale_twice',
      'over the square of the scale of x',
      (n, e, s) => n.f.div(e, n.f.mul(s, s)),
    ],
  ] as readonly (readonly [string, string, (n: Numerics, e: number, s: number) => number])[]
).map(([id, words, of]) => ({
  id: `norm_epsilon_${id}`,
  clause: 'L14',
  bug: `the ε of a norm layer is taken ${words}, in the SYM_INT32 arm`,
  fix: 'add ε to the variance of the values',
  fn: {
    normStatistics: (n, x, g, eps) => primitives.normStatistics(n, x, g, of(n, eps, x.scale)),
  },
}));

type Scale = (n: Numerics, absMax: number, bits: number) => number;

/** s_norm and the codes of another largest code; `both` changes the factor too. */
const normScales: readonly Mutant[] = (
  [
    ['over_codes', 'A ⊘ (Q + 1)', (n, a, bits) => n.f.div(a, n.f.add(n.fn.qMax(n, bits), 1))],
    ['over_all_codes', 'A ⊘ 2^bits', (n, a, bits) => n.f.div(a, 2 ** bits)],
    [
      'over_unsigned',
      '2 ⊗ A ⊘ (2^bits − 1)',
      (n, a, bits) => n.f.div(n.f.mul(2, a), 2 ** bits - 1),
    ],
    ['over_127', 'A ⊘ 127', (n, a) => n.f.div(a, 127)],
    ['over_128', 'A ⊘ 128', (n, a) => n.f.div(a, 128)],
    ['one', '1', () => 1],
    ['absmax', 'A', (_n, a) => a],
  ] as readonly (readonly [string, string, Scale])[]
).flatMap(([id, words, of]): Mutant[] => [
  {
    id: `norm_scale_${id}`,
    clause: 'L15',
    bug: `the scale of the normalised mantissas is ${words}; the mantissas are right`,
    fix: 's_norm = 1 ⊘ (Q ⊘ A)',
    fn: { normScale: (n, _factor, absMax, bits) => of(n, absMax, bits) },
  },
  {
    id: `norm_scale_and_codes_${id}`,
    clause: 'L15',
    bug: `the scale of the normalised mantissas is ${words}, and they are quotients by it`,
    fix: 'K = Q ⊘ A, h = n ⊗ K, s_norm = 1 ⊘ K',
    fn: {
      normScale: (n, _factor, absMax, bits) => of(n, absMax, bits),
      normFactor: (n, absMax, bits) => n.f.div(1, of(n, absMax, bits)),
    },
  },
]);

interface At {
  readonly x: number;
  readonly mean: number;
  readonly rstd: number;
  readonly gamma: number;
  readonly beta: number;
}

/** The float forward with scale and shift formed before. */
const forms: readonly Mutant[] = (
  [
    [
      'scale_and_shift',
      'x ⊗ (γ ⊗ ι) ⊕ (β ⊖ μ ⊗ (γ ⊗ ι))',
      (n, t) => {
        const scale = n.f.mul(t.gamma, t.rstd);
        return n.f.mulAdd(t.x, scale, n.f.mulSub(t.mean, scale, t.beta));
      },
    ],
    [
      'scale_of_rstd_first',
      'x ⊗ (γ ⊗ ι) ⊕ (β ⊖ (μ ⊗ γ) ⊗ ι)',
      (n, t) =>
        n.f.mulAdd(
          t.x,
          n.f.mul(t.gamma, t.rstd),
          n.f.mulSub(n.f.mul(t.mean, t.gamma), t.rstd, t.beta),
        ),
    ],
    [
      'scale_and_shift_of_rstd',
      'x ⊗ (γ ⊗ ι) ⊕ (β ⊖ (μ ⊗ ι) ⊗ γ)',
      (n, t) =>
        n.f.mulAdd(
          t.x,
          n.f.mul(t.gamma, t.rstd),
          n.f.mulSub(n.f.mul(t.mean, t.rstd), t.gamma, t.beta),
        ),
    ],
    [
      'centred',
      '(x ⊖ μ) ⊗ (γ ⊗ ι) ⊕ β',
      (n, t) => n.f.mulAdd(n.f.sub(t.x, t.mean), n.f.mul(t.gamma, t.rstd), t.beta),
    ],
    [
      'gamma_first',
      '((x ⊖ μ) ⊗ γ) ⊗ ι ⊕ β',
      (n, t) => n.f.mulAdd(n.f.mul(n.f.sub(t.x, t.mean), t.gamma), t.rstd, t.beta),
    ],
    [
      'normal_as_difference',
      '(x ⊗ ι ⊖ μ ⊗ ι) ⊗ γ ⊕ β',
      (n, t) => n.f.mulAdd(t.gamma, n.f.sub(n.f.mul(t.x, t.rstd), n.f.mul(t.mean, t.rstd)), t.beta),
    ],
    [
      'divided',
      '(x ⊖ μ) ⊘ (1 ⊘ ι) ⊗ γ ⊕ β',
      (n, t) => n.f.mulAdd(t.gamma, n.f.div(n.f.sub(t.x, t.mean), n.f.div(1, t.rstd)), t.beta),
    ],
  ] as readonly (readonly [string, string, (n: Numerics, t: At) => number])[]
).map(([id, words, of]) => ({
  id: `norm_form_${id}`,
  clause: 'L15',
  bug: `the float forward of a norm layer computes ${words}: equal, but rounded otherwise`,
  fix: '(γ ⊗ ((x ⊖ μ) ⊗ ι)) ⊕ β',
  fn: {
    normForwardFloat: (n, x, gamma, beta, y, g: NormGeometry, eps) => {
      primitives.normForwardFloat(n, x, gamma, beta, y, g, eps);
      const [xAt, yAt] = [g.positions(x), g.positions(y)];
      const statistics = n.fn.normStatisticsFloat(n, x, g, eps);
      for (let i = 0; i < xAt.length; i++) {
        const block = Math.floor(i / g.size);
        const c = g.affineIndex(block, i % g.size);
        floats(y)[yAt[i]!] = of(n, {
          x: floats(x)[xAt[i]!]!,
          ...statistics[block]!,
          gamma: floats(gamma)[c]!,
          beta: floats(beta)[c]!,
        });
      }
    },
  },
}));

/** The dx of the backward as a fraction of N. */
const gradients: readonly Mutant[] = (
  [
    [
      'of_count',
      '(ι ⊘ N) ⊗ ((N ⊗ e ⊖ N ⊗ a) ⊖ n ⊗ (N ⊗ c))',
      (n, r, e, a, x, c, count) =>
        n.f.mul(
          n.f.div(r, count),
          n.f.mulSub(x, n.f.mul(c, count), n.f.sub(n.f.mul(count, e), n.f.mul(a, count))),
        ),
    ],
    [
      'distributed',
      'ι ⊗ e ⊖ ι ⊗ (a ⊕ n ⊗ c)',
      (n, r, e, a, x, c) => n.f.sub(n.f.mul(r, e), n.f.mul(r, n.f.mulAdd(x, c, a))),
    ],
    [
      'in_three',
      '(ι ⊗ e ⊖ ι ⊗ a) ⊖ ι ⊗ (n ⊗ c)',
      (n, r, e, a, x, c) =>
        n.f.sub(n.f.sub(n.f.mul(r, e), n.f.mul(r, a)), n.f.mul(r, n.f.mul(x, c))),
    ],
  ] as readonly (readonly [
    string,
    string,
    (n: Numerics, r: number, e: number, a: number, x: number, c: number, count: number) => number,
  ])[]
).map(([id, words, of]) => ({
  id: `norm_dx_form_${id}`,
  clause: 'L16',
  bug: `dx of a norm layer is ${words}: equal, but rounded otherwise`,
  fix: 'dx = ι ⊗ ((e ⊖ a) ⊖ (n ⊗ c))',
  fn: {
    normGradients: (n, operands, statistics, g, into) =>
      primitives.normGradients(
        {
          ...n,
          fn: {
            ...n.fn,
            normDxElement: (m, r, e, a, x, c) => of(m, r, e, a, x, c, n.f.fromInt(g.size)),
          },
        },
        operands,
        statistics,
        g,
        into,
      ),
  },
}));

type Normal = (n: Numerics, x: number, mean: number, rstd: number) => number;

/** The normalised input of the backward, in both arms. */
const normals: readonly Mutant[] = (
  [
    [
      'as_difference',
      'x ⊗ ι ⊖ μ ⊗ ι',
      (n, x, mean, rstd) => n.f.mulSub(mean, rstd, n.f.mul(x, rstd)),
    ],
    [
      'as_quotient',
      '(x ⊖ μ) ⊘ (1 ⊘ ι)',
      (n, x, mean, rstd) => n.f.div(n.f.sub(x, mean), n.f.div(1, rstd)),
    ],
    [
      'fused',
      'x ⊗ ι ⊖ μ ⊗ ι, fused once',
      (n, x, mean, rstd) => n.f.fma(x, rstd, -n.f.mul(mean, rstd)),
    ],
  ] as readonly (readonly [string, string, Normal])[]
).flatMap(([id, words, of]): Mutant[] => {
  const normOperands: Primitives['normOperands'] = (n, x, dy, gamma, statistics, g) => {
    const at = g.positions(x);
    return {
      ...primitives.normOperands(n, x, dy, gamma, statistics, g),
      normal(i) {
        const { mean, rstd } = statistics[Math.floor(i / g.size)]!;
        return of(n, n.fn.decodeSymmetric(n, ints(x)[at[i]!]!, x.scale), mean, rstd);
      },
    };
  };
  const normOperandsFloat: Primitives['normOperandsFloat'] = (n, x, dy, gamma, statistics, g) => {
    const at = g.positions(x);
    return {
      ...primitives.normOperandsFloat(n, x, dy, gamma, statistics, g),
      normal(i) {
        const { mean, rstd } = statistics[Math.floor(i / g.size)]!;
        return of(n, floats(x)[at[i]!]!, mean, rstd);
      },
    };
  };
  const made = (suffix: string, fn: Mutant['fn']): Mutant => ({
    id: `norm_normal_${id}${suffix}`,
    clause: 'L16',
    bug: `the normalised input in the backward of a norm layer is ${words}: equal, but rounded otherwise`,
    fix: 'n = (x ⊖ μ) ⊗ ι',
    fn: fn!,
  });
  return [
    made('', { normOperands, normOperandsFloat }),
    made('_sym', { normOperands }),
    made('_float', { normOperandsFloat }),
  ];
});

/** The dx with the sums over N, not the means. */
const ofSums: Mutant = {
  id: 'norm_dx_form_of_sums',
  clause: 'L16',
  bug: 'dx of a norm layer is (ι ⊘ N) ⊗ ((N ⊗ e ⊖ Σe) ⊖ n ⊗ Σ(e ⊗ n)): equal, but rounded otherwise',
  fix: 'dx = ι ⊗ ((e ⊖ a) ⊖ (n ⊗ c))',
  fn: {
    normBlockMeans: (n, operands, g, block, into) =>
      primitives.normBlockMeans({ ...n, f: { ...n.f, div: (x) => x } }, operands, g, block, into),
    normGradients: (n, operands, statistics, g, into) => {
      const count = n.f.fromInt(g.size);
      primitives.normGradients(
        {
          ...n,
          fn: {
            ...n.fn,
            normDxElement: (m, r, e, a, x, c) =>
              m.f.mul(m.f.div(r, count), m.f.mulSub(x, c, m.f.sub(m.f.mul(count, e), a))),
          },
        },
        operands,
        statistics,
        g,
        into,
      );
    },
  },
};

export const normFormMistakes: readonly Mutant[] = [
  ...deviations,
  ...scaledEpsilon,
  ...normScales,
  ...forms,
  ...gradients,
  ...normals,
  ofSums,
];
