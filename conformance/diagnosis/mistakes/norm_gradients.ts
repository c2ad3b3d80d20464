/** Mistakes in each term of the backward of the norm layers (L16, L17). */

import type { NormOperands } from '../../../reference/layers/norm_backward.ts';
import type { BlockStatistics, NormGeometry } from '../../../reference/layers/norm_statistics.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';

/** What one element of a block adds to each of the four sums. */
interface Terms {
  readonly loss: number;
  readonly normal: number;
  readonly e: number;
  readonly gamma: number;
  readonly block: number;
  readonly j: number;
  readonly index: number;
}

interface Sums {
  dGamma(n: Numerics, t: Terms, old: number): number;
  dBeta(n: Numerics, t: Terms, old: number): number;
  a(n: Numerics, t: Terms, old: number): number;
  c(n: Numerics, t: Terms, old: number): number;
  /** what both means are divided by */
  divisors(size: number): { readonly a: number; readonly c: number };
}

const right: Sums = {
  dGamma: (n, { loss, normal }, old) => n.f.mulAdd(loss, normal, old),
  dBeta: (n, { loss }, old) => n.f.add(old, loss),
  a: (n, { e }, old) => n.f.add(old, e),
  c: (n, { e, normal }, old) => n.f.mulAdd(e, normal, old),
  divisors: (size) => ({ a: size, c: size }),
};

const sums = (id: string, bug: string, fix: string, of: Partial<Sums>): Mutant => {
  const all = { ...right, ...of };
  return {
    id: `norm_backward_${id}`,
    clause: 'L16',
    bug: `in the backward of a norm layer ${bug}`,
    fix,
    fn: {
      normBlockMeans: (n, operands, g, block, into) => {
        let [a, c] = [0, 0];
        for (let j = 0; j < g.size; j++) {
          const i = block * g.size + j;
          const index = g.affineIndex(block, j);
          const e = n.fn.normScaledLoss(n, operands, i, index);
          const gamma = operands.gamma(index);
          const loss = operands.loss(i);
          const t = { loss, normal: operands.normal(i), e, gamma, block, j, index };
          into.dBeta[index] = all.dBeta(n, t, into.dBeta[index]!);
          into.dGamma[index] = all.dGamma(n, t, into.dGamma[index]!);
          a = all.a(n, t, a);
          c = all.c(n, t, c);
        }
        const by = all.divisors(g.size);
        return { a: n.f.div(a, n.f.fromInt(by.a)), c: n.f.div(c, n.f.fromInt(by.c)) };
      },
    },
  };
};

const dGamma = 'dγ = Σ dy ⊗ n over all elements of the channel';
const dBeta = 'dβ = Σ dy over all elements of the channel';
const means = 'a = (Σ dy ⊗ γ) ⊘ N, c = (Σ dy ⊗ γ ⊗ n) ⊘ N';

const gradientSums: readonly Mutant[] = [
  sums('gamma_gradient_missing', 'the gradient of γ is never added to', dGamma, {
    dGamma: (_n, _t, old) => old,
  }),
  sums('beta_gradient_missing', 'the gradient of β is never added to', dBeta, {
    dBeta: (_n, _t, old) => old,
  }),
  sums(
    'gamma_gradient_assigned',
    'the gradient of γ is assigned: only the last element counts',
    dGamma,
    {
      dGamma: (n, { loss, normal }) => n.f.mul(loss, normal),
    },
  ),
  sums(
    'beta_gradient_assigned',
    'the gradient of β is assigned: only the last element counts',
    dBeta,
    {
      dBeta: (_n, { loss }) => loss,
    },
  ),
  sums(
    'gradients_assigned',
    'the gradients of γ and β are assigned: only the last element counts',
    dGamma,
    {
      dGamma: (n, { loss, normal }) => n.f.mul(loss, normal),
      dBeta: (_n, { loss }) => loss,
    },
  ),
  sums('gamma_gradient_scaled', 'the gradient of γ is multiplied by γ', dGamma, {
    dGamma: (n, { e, normal }, old) => n.f.mulAdd(e, normal, old),
  }),
  sums('beta_gradient_scaled', 'the gradient of β is multiplied by γ', dBeta, {
    dBeta: (n, { e }, old) => n.f.add(old, e),
  }),
  sums('gamma_gradient_negated', 'the gradient of γ has the wrong sign', dGamma, {
    dGamma: (n, { loss, normal }, old) => n.f.mulAdd(-loss, normal, old),
  }),
  sums('beta_gradient_negated', 'the gradient of β has the wrong sign', dBeta, {
    dBeta: (n, { loss }, old) => n.f.sub(old, loss),
  }),
  sums(
    'gradients_of_first_block',
    'the gradients of γ and β take the first row (block) only',
    dGamma,
    {
      dGamma: (n, { loss, normal, block }, old) =>
        block === 0 ? n.f.mulAdd(loss, normal, old) : old,
      dBeta: (n, { loss, block }, old) => (block === 0 ? n.f.add(old, loss) : old),
    },
  ),
  sums('mean_of_loss', 'the mean of dy is subtracted instead of the mean of dy ⊗ γ', means, {
    a: (n, { loss }, old) => n.f.add(old, loss),
  }),
  sums('projection_of_loss', 'the projection takes dy ⊗ n without γ', means, {
    c: (n, { loss, normal }, old) => n.f.mulAdd(loss, normal, old),
  }),
  sums('means_of_loss', 'both means take dy without γ', means, {
    a: (n, { loss }, old) => n.f.add(old, loss),
    c: (n, { loss, normal }, old) => n.f.mulAdd(loss, normal, old),
  }),
  sums(
    'mean_of_last',
    'the sum of dy ⊗ γ is assigned instead of added to: only its last term counts',
    means,
    {
      a: (_n, { e }) => e,
    },
  ),
  sums(
    'projection_of_last',
    'the sum of dy ⊗ γ ⊗ n is assigned instead of added to: only its last term counts',
    means,
    {
      c: (n, { e, normal }) => n.f.mul(e, normal),
    },
  ),
  sums('mean_undivided', 'the sum of dy ⊗ γ is not divided by N', means, {
    divisors: (size) => ({ a: 1, c: size }),
  }),
  sums('projection_undivided', 'the sum of dy ⊗ γ ⊗ n is not divided by N', means, {
    divisors: (size) => ({ a: size, c: 1 }),
  }),
  sums('means_undivided', 'neither mean is divided by N', means, {
    divisors: () => ({ a: 1, c: 1 }),
  }),
  sums('means_unbiased', 'both means are divided by N − 1', means, {
    divisors: (size) => ({ a: size - 1, c: size - 1 }),
  }),
];

type Dx = (
  n: Numerics,
  t: {
    readonly rstd: number;
    readonly loss: number;
    readonly gamma: number;
    readonly normal: number;
    readonly a: number;
    readonly c: number;
  },
) => number;

/** dx of one element from everything that it may be made of. */
const dx = (id: string, bug: string, of: Dx): Mutant => ({
  id: `norm_dx_${id}`,
  clause: 'L16',
  bug: `in the dx of a norm layer ${bug}`,
  fix: 'dx = ι ⊗ ((e ⊖ a) ⊖ (n ⊗ c)), e = dy ⊗ γ',
  fn: {
    normGradients: (n, operands, statistics, g, into) => {
      for (let block = 0; block < g.blocks; block++) {
        const { a, c } = n.fn.normBlockMeans(n, operands, g, block, into);
        const { rstd } = statistics[block]!;
        for (let j = 0; j < g.size; j++) {
          const i = block * g.size + j;
          const gamma = operands.gamma(g.affineIndex(block, j));
          const [loss, normal] = [operands.loss(i), operands.normal(i)];
          into.dx[i] = of(n, { rstd, loss, gamma, normal, a, c });
        }
      }
    },
  },
});

const standard = (n: Numerics, rstd: number, e: number, a: number, moment: number): number =>
  n.f.mul(rstd, n.f.sub(n.f.sub(e, a), moment));

const terms: readonly Mutant[] = [
  dx(
    'gamma_twice_in_projection',
    'the projection n ⊗ c is multiplied by γ once more (γ twice)',
    (n, t) =>
      standard(n, t.rstd, n.f.mul(t.loss, t.gamma), t.a, n.f.mul(n.f.mul(t.normal, t.c), t.gamma)),
  ),
  dx('gamma_twice', 'e is multiplied by γ twice', (n, t) =>
    standard(n, t.rstd, n.f.mul(n.f.mul(t.loss, t.gamma), t.gamma), t.a, n.f.mul(t.normal, t.c)),
  ),
  dx(
    'gamma_on_all',
    'everything is multiplied by γ at the end, so that the means have it twice',
    (n, t) =>
      n.f.mul(standard(n, t.rstd, n.f.mul(t.loss, t.gamma), t.a, n.f.mul(t.normal, t.c)), t.gamma),
  ),
  dx('gamma_missing', 'e is dy: γ is missing, though the means have it', (n, t) =>
    standard(n, t.rstd, t.loss, t.a, n.f.mul(t.normal, t.c)),
  ),
  dx('rstd_squared', 'the factor ι (1/σ) is applied twice', (n, t) =>
    n.f.mul(t.rstd, standard(n, t.rstd, n.f.mul(t.loss, t.gamma), t.a, n.f.mul(t.normal, t.c))),
  ),
  dx('rstd_in_projection', 'the projection has the factor ι twice', (n, t) =>
    standard(n, t.rstd, n.f.mul(t.loss, t.gamma), t.a, n.f.mul(n.f.mul(t.normal, t.c), t.rstd)),
  ),
  dx('divided_by_rstd', 'it is divided by ι instead of multiplied', (n, t) =>
    n.f.div(n.f.sub(n.f.sub(n.f.mul(t.loss, t.gamma), t.a), n.f.mul(t.normal, t.c)), t.rstd),
  ),
  dx('mean_added', 'the mean of dy ⊗ γ is added', (n, t) =>
    n.f.mul(t.rstd, n.f.sub(n.f.add(n.f.mul(t.loss, t.gamma), t.a), n.f.mul(t.normal, t.c))),
  ),
  dx('projection_twice', 'the term n ⊗ c is subtracted twice', (n, t) => {
    const moment = n.f.mul(t.normal, t.c);
    const e = n.f.mul(t.loss, t.gamma);
    return n.f.mul(t.rstd, n.f.sub(n.f.sub(n.f.sub(e, t.a), moment), moment));
  }),
  dx('projection_without_normal', 'the mean c is subtracted without the factor n', (n, t) =>
    standard(n, t.rstd, n.f.mul(t.loss, t.gamma), t.a, t.c),
  ),
  dx(
    'sign',
    'the sign is wrong',
    (n, t) => 0 - standard(n, t.rstd, n.f.mul(t.loss, t.gamma), t.a, n.f.mul(t.normal, t.c)),
  ),
];

/** γ that is read from elsewhere in the whole backward. */
const gammaOf = (
  id: string,
  bug: string,
  of: (n: Numerics, operands: NormOperands, g: NormGeometry, i: number, index: number) => number,
): Mutant => ({
  id: `norm_backward_gamma_${id}`,
  clause: 'L16',
  bug: `in the backward of a norm layer γ is ${bug}`,
  fix: 'e = dy ⊗ γ of the channel of the element',
  fn: {
    normGradients: (n, operands, statistics, g, into) => {
      const fn = {
        ...n.fn,
        normScaledLoss: (m: Numerics, o: NormOperands, i: number, index: number) =>
          m.f.mul(o.loss(i), of(m, o, g, i, index)),
      };
      primitives.normGradients({ ...n, fn }, operands, statistics, g, into);
    },
  },
});

const gammas: readonly Mutant[] = [
  {
    ...gammaOf('ignored', 'left out (ignored): e is dy alone', () => 1),
    fn: { normScaledLoss: (_n, operands, i) => operands.loss(i) },
  },
  gammaOf('by_row', 'indexed by row (block) instead of by column (channel)', (_n, o, g, i) =>
    o.gamma(Math.floor(i / g.size) % g.affineCount),
  ),
  gammaOf('of_first', 'that of index 0 for every element', (_n, o) => o.gamma(0)),
  gammaOf('by_element', 'indexed by the element of the block', (_n, o, g, i) =>
    o.gamma((i % g.size) % g.affineCount),
  ),
  gammaOf('reversed', 'indexed in reverse order', (_n, o, g, _i, index) =>
    o.gamma(g.affineCount - 1 - index),
  ),
  gammaOf('plus_one', 'taken as 1 + γ', (n, o, _g, _i, index) => n.f.add(1, o.gamma(index))),
];

/** n of an element by the statistics of another block, for the gradient of γ only. */
const foreign = (
  id: string,
  bug: string,
  of: (block: number, index: number, groups: number) => number,
): Mutant => {
  const groupsOf = (g: NormGeometry): number => {
    let groups = 1;
    while (groups < g.blocks && g.affineIndex(groups, 0) !== g.affineIndex(0, 0)) groups++;
    return groups;
  };
  type Made = (s: readonly BlockStatistics[]) => NormOperands;
  const moved = (made: Made, s: readonly BlockStatistics[], g: NormGeometry): NormOperands => {
    const groups = groupsOf(g);
    const others = s.map((_, at) => made(s.map(() => s[at]!)));
    const own = made(s);
    return {
      ...own,
      foreign: (i: number) => {
        const block = Math.floor(i / g.size);
        const index = g.affineIndex(block, i % g.size);
        return (others[of(block, index, groups)] ?? own).normal(i);
      },
    } as NormOperands;
  };
  return {
    id: `norm_gamma_gradient_of_${id}`,
    clause: 'L17',
    bug: `the gradient of γ of a group norm takes mean and deviation of ${bug}`,
    fix: 'the statistics of group ⌊c / (C / groups)⌋ of the same item',
    fn: {
      normOperands: (n, x, dy, gamma, s, g) =>
        moved((all) => primitives.normOperands(n, x, dy, gamma, all, g), s, g),
      normOperandsFloat: (n, x, dy, gamma, s, g) =>
        moved((all) => primitives.normOperandsFloat(n, x, dy, gamma, all, g), s, g),
      normBlockMeans: (n, operands, g, block, into) => {
        const kept = into.dGamma.slice();
        const made = primitives.normBlockMeans(n, operands, g, block, { ...into, dGamma: kept });
        const { foreign: normalOf } = operands as NormOperands & {
          readonly foreign: (i: number) => number;
        };
        for (let j = 0; j < g.size; j++) {
          const index = g.affineIndex(block, j);
          const i = block * g.size + j;
          into.dGamma[index] = n.f.mulAdd(operands.loss(i), normalOf(i), into.dGamma[index]!);
        }
        return made;
      },
    },
  };
};

const foreigners: readonly Mutant[] = [
  foreign(
    'channel_modulo',
    'group c mod groups instead of its own',
    (block, index, groups) => block - (block % groups) + (index % groups),
  ),
  foreign('first_group', 'group 0', (block, _index, groups) => block - (block % groups)),
  foreign('first_item', 'the first item of the batch', (block, _index, groups) => block % groups),
];

export const normGradientMistakes: readonly Mutant[] = [
  ...gradientSums,
  ...terms,
  ...gammas,
  ...foreigners,
];
