/** Mistakes in norms, activations, softmax and losses, beside those of the catalogue. */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';

type DxElement = (
  n: Numerics,
  rstd: number,
  e: number,
  a: number,
  normal: number,
  c: number,
) => number;

const dx = (id: string, bug: string, of: DxElement): Mutant => ({
  id: `norm_dx_${id}`,
  clause: 'L16',
  bug: `in the dx of a norm layer ${bug}`,
  fix: 'dx = ι ⊗ ((e ⊖ a) ⊖ (n ⊗ c))',
  fn: { normDxElement: of },
});

const root = (
  id: string,
  bug: string,
  of: (n: Numerics, v: number, eps: number) => number,
): Mutant => ({
  id: `norm_rstd_${id}`,
  clause: 'L14',
  bug: `the reciprocal deviation of a norm layer ${bug}`,
  fix: 'ι = 1 ⊘ √(σ² ⊕ ε)',
  fn: { normRstd: of },
});

const affineBy = (
  id: string,
  words: string,
  of: (block: number, j: number, groups: number, perGroup: number, length: number) => number,
): Mutant => ({
  id: `group_norm_affine_by_${id}`,
  clause: 'L17',
  bug: `γ and β of a group norm are indexed by ${words} instead of by channel`,
  fix: 'element j of block b belongs to channel (b mod groups) · C/groups + ⌊j / T⌋',
  fn: {
    groupNormGeometry: (n, x, gamma, groups) => {
      const length = Math.max(1, x.shape[2]!);
      const perGroup = x.shape[1]! / groups;
      return {
        ...primitives.groupNormGeometry(n, x, gamma, groups),
        affineIndex: (block, j) => of(block, j, groups, perGroup, length) % gamma.data.length,
      };
    },
  },
});

type Softmax = (n: Numerics, s: Float32Array, g: Float32Array) => Float32Array;

const softmaxGradient = (id: string, bug: string, of: Softmax): Mutant => ({
  id: `softmax_gradient_${id}`,
  clause: 'L27',
  bug: `the softmax backward ${bug}`,
  fix: 'dx = s ⊗ (g ⊖ Σ s ⊗ g)',
  fn: { softmaxGradient: of },
});

function dotOf(n: Numerics, s: Float32Array, g: Float32Array): number {
  let dot = 0;
  for (let i = 0; i < s.length; i++) dot = n.f.mulAdd(s[i]!, g[i]!, dot);
  return dot;
}

const clamps: readonly (readonly [string, number])[] = [
  ['1e-20', 1e-20],
  ['1e-12', 1e-12],
  ['1e-10', 1e-10],
  ['1e-8', 1e-8],
  ['1e-7', 1e-7],
  ['1e-6', 1e-6],
  ['1e-5', 1e-5],
  ['FLT_EPSILON', 2 ** -23],
  ['FLT_MIN', 2 ** -126],
];

const logs: readonly Mutant[] = clamps.flatMap(([text, epsilon]) => {
  const tiny = Math.fround(epsilon);
  const fix = 'take the log of max(p, 1e−7f)';
  const id = text.replace(/\W/g, '_').toLowerCase();
  return [
    {
      id: `cross_entropy_plus_${id}`,
      clause: 'L28',
      bug: `the cross entropy takes log(p + ${text}): an epsilon is added, p is not clamped`,
      fix,
      fn: {
        crossEntropyTerm: (n: Numerics, loss: number, p: number, y: number) =>
          n.f.mulAdd(y, -n.fn.log32(n, n.f.add(p, tiny)), loss),
      },
    },
    {
      id: `cross_entropy_clamped_at_${id}`,
      clause: 'L28',
      bug: `the cross entropy clamps p at ${text}`,
      fix,
      fn: {
        crossEntropyTerm: (n: Numerics, loss: number, p: number, y: number) =>
          n.f.mulAdd(y, -n.fn.log32(n, p < tiny ? tiny : p), loss),
      },
    },
  ];
});

const reluGradient = (id: string, bug: string, of: (x: number, dy: number) => number): Mutant => ({
  id: `relu_gradient_${id}`,
  clause: 'L24',
  bug: `the ReLU backward ${bug}`,
  fix: 'dx = 0 where x ≤ 0, else dy',
  fn: { reluGradient: (_n, x, dy) => of(x, dy) },
});

export const layerMistakes: readonly Mutant[] = [
  dx('mean_twice', 'the mean of dy ⊗ γ is subtracted twice', (n, rstd, e, a, normal, c) =>
    n.f.mul(rstd, n.f.mulSub(normal, c, n.f.sub(n.f.sub(e, a), a))),
  ),
  dx('plain', 'both means are left out', (n, rstd, e) => n.f.mul(rstd, e)),
  dx('rstd_missing', 'the factor ι (1/σ) is missing', (n, _rstd, e, a, normal, c) =>
    n.f.mulSub(normal, c, n.f.sub(e, a)),
  ),
  dx('projection_added', 'the term n ⊗ c is added', (n, rstd, e, a, normal, c) =>
    n.f.mul(rstd, n.f.mulAdd(normal, c, n.f.sub(e, a))),
  ),
  root('of_variance', 'is 1/σ², the root is missing', (n, v, eps) => n.f.div(1, n.f.add(v, eps))),
  root('without_reciprocal', 'is the deviation itself', (n, v, eps) => n.f.sqrt(n.f.add(v, eps))),
  root('epsilon_squared', 'has ε² under the root', (n, v, eps) =>
    n.f.div(1, n.f.sqrt(n.f.mulAdd(eps, eps, v))),
  ),
  root('maximum', 'has max(σ², ε) under the root', (n, v, eps) =>
    n.f.div(1, n.f.sqrt(Math.max(v, eps))),
  ),
  ...[1e-3, 1e-5, 1e-6, 1e-7, 1e-8, 1e-12].map((fixed) =>
    root(`epsilon_fixed_${fixed}`, `has a fixed ε of ${fixed}, whatever the layer says`, (n, v) =>
      n.f.div(1, n.f.sqrt(n.f.add(v, Math.fround(fixed)))),
    ),
  ),
  affineBy('group', 'group', (block, _j, groups) => block % groups),
  affineBy('block', 'block', (block) => block),
  affineBy('position', 'position', (_block, j, _g, _p, length) => j % length),
  affineBy('element', 'element of the group', (_block, j) => j),
  affineBy('first_group', 'channel of the first group', (_b, j, _g, _p, length) =>
    Math.floor(j / length),
  ),
  affineBy(
    'interleaved',
    'interleaved channel',
    (b, j, groups, _p, length) => Math.floor(j / length) * groups + (b % groups),
  ),
  {
    id: 'softmax_maximum_of_magnitudes',
    clause: 'L27',
    bug: 'the largest magnitude is subtracted in the softmax',
    fix: 'subtract the largest logit',
    fn: { softmaxMaximum: (_n, values) => values.reduce((m, x) => Math.max(m, Math.abs(x)), 0) },
  },
  softmaxGradient(
    'diagonal',
    'has the diagonal only, s ⊗ (1 ⊖ s) ⊗ g: the cross terms are missing',
    (n, s, g) => s.map((x, i) => n.f.mul(n.f.mul(x, n.f.sub(1, x)), g[i]!)),
  ),
  softmaxGradient(
    'diagonal_regrouped',
    'has the diagonal only, g ⊗ (s ⊗ (1 ⊖ s)): the cross terms are missing',
    (n, s, g) => s.map((x, i) => n.f.mul(g[i]!, n.f.mul(x, n.f.sub(1, x)))),
  ),
  softmaxGradient('unscaled', 'is g ⊖ Σ s ⊗ g: the factor s is missing', (n, s, g) => {
    const dot = dotOf(n, s, g);
    return s.map((_, i) => n.f.sub(g[i]!, dot));
  }),
  softmaxGradient('expanded', 'is s ⊗ g ⊖ s ⊗ Σ s ⊗ g', (n, s, g) => {
    const dot = dotOf(n, s, g);
    return s.map((x, i) => n.f.sub(n.f.mul(x, g[i]!), n.f.mul(x, dot)));
  }),
  softmaxGradient('sum_of_loss', 'subtracts the sum of g instead of Σ s ⊗ g', (n, s, g) => {
    let sum = 0;
    for (const x of g) sum = n.f.add(sum, x);
    return s.map((x, i) => n.f.mul(x, n.f.sub(g[i]!, sum)));
  }),
  softmaxGradient(
    'dot_unscaled',
    'is s ⊗ g ⊖ Σ s ⊗ g: the sum is not multiplied by s',
    (n, s, g) => {
      const dot = dotOf(n, s, g);
      return s.map((x, i) => n.f.mulMinus(x, g[i]!, dot));
    },
  ),
  softmaxGradient('added', 'adds Σ s ⊗ g instead of subtracting it', (n, s, g) => {
    const dot = dotOf(n, s, g);
    return s.map((x, i) => n.f.mul(x, n.f.add(g[i]!, dot)));
  }),
  ...logs,
  {
    id: 'cross_entropy_sign',
    clause: 'L28',
    bug: 'the sign of the cross entropy is missing',
    fix: 'add y ⊗ −log p',
    fn: {
      crossEntropyTerm: (n, loss, p, y) =>
        n.f.mulAdd(y, n.fn.log32(n, Math.max(p, Math.fround(1e-7))), loss),
    },
  },
  reluGradient(
    'blocked_by_nan',
    'gives 0 where the input x is NaN: NaN blocks the gradient',
    (x, dy) => (x > 0 ? dy : 0),
  ),
  reluGradient(
    'multiplied',
    'multiplies dy by 0 or 1, so that NaN and −0 come out otherwise',
    (x, dy) => dy * (x > 0 ? 1 : 0),
  ),
  {
    id: 'dropout_factor_twice',
    clause: 'L25',
    bug: 'dropout applies its factor 1/(1 − p) twice (kept elements are scaled twice)',
    fix: 'scale kept elements by 1 ⊘ (1 ⊖ p) once',
    fn: {
      dropoutFactor: (n, p) => {
        const keep = n.fn.dropoutKeep(n, p);
        return n.f.div(n.f.div(1, keep), keep);
      },
    },
  },
  {
    id: 'dropout_factor_squared',
    clause: 'L25',
    bug: 'dropout squares its factor 1/(1 − p): kept elements are scaled twice',
    fix: 'scale kept elements by 1 ⊘ (1 ⊖ p) once',
    fn: {
      dropoutFactor: (n, p) => {
        const once = primitives.dropoutFactor(n, p);
        return n.f.mul(once, once);
      },
    },
  },
  {
    id: 'dropout_factor_inverted',
    clause: 'L25',
    bug: 'dropout multiplies kept elements by 1 − p instead of dividing by it',
    fix: 'scale kept elements by 1 ⊘ (1 ⊖ p)',
    fn: { dropoutFactor: (n, p) => n.fn.dropoutKeep(n, p) },
  },
];
