/** Mistakes in which operand or statistic a term of a norm layer takes (L15, L16). */

import type { BlockStatistics } from '../../../reference/layers/norm_statistics.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { floats, ints, type Tensor } from '../../../reference/tensor.ts';

type Element = (n: Numerics, gamma: number, normal: number, beta: number) => number;

/** One element of the float forward from γ, the normalized value and β. */
const element = (id: string, words: string, of: Element): Mutant => ({
  id: `norm_element_${id}`,
  clause: 'L15',
  bug: `the float forward of a norm layer is ${words}`,
  fix: '(γ ⊗ n) ⊕ β',
  fn: {
    normForwardFloat: (n, x, gamma, beta, raw, g, eps) => {
      // keeps the guards
      primitives.normForwardFloat(n, x, gamma, beta, raw, g, eps);
      const statistics = n.fn.normStatisticsFloat(n, x, g, eps);
      const from = g.positions(x);
      for (const [i, at] of g.positions(raw).entries()) {
        const block = statistics[Math.floor(i / g.size)]!;
        const c = g.affineIndex(Math.floor(i / g.size), i % g.size);
        const normal = n.f.mul(n.f.sub(floats(x)[from[i]!]!, block.mean), block.rstd);
        floats(raw)[at] = of(n, floats(gamma)[c]!, normal, floats(beta)[c]!);
      }
    },
  },
});

const elements: readonly Mutant[] = [
  element('gamma_on_beta', 'γ ⊗ (n ⊕ β): β is multiplied by γ too', (n, gamma, x, beta) =>
    n.f.mul(gamma, n.f.add(x, beta)),
  ),
  element('gamma_added', '(γ ⊕ n) ⊕ β: γ is added instead of multiplied', (n, gamma, x, beta) =>
    n.f.add(n.f.add(gamma, x), beta),
  ),
  element('gamma_divides', '(n ⊘ γ) ⊕ β: it divides by γ', (n, gamma, x, beta) =>
    n.f.add(n.f.div(x, gamma), beta),
  ),
  element('beta_multiplied', '(γ ⊗ n) ⊗ β: β is multiplied instead of added', (n, gamma, x, beta) =>
    n.f.mul(n.f.mul(gamma, x), beta),
  ),
  element('gamma_twice', '(γ ⊗ γ ⊗ n) ⊕ β: γ is applied twice', (n, gamma, x, beta) =>
    n.f.mulAdd(n.f.mul(gamma, gamma), x, beta),
  ),
  element('beta_twice', '(γ ⊗ n) ⊕ β ⊕ β: β is added twice', (n, gamma, x, beta) =>
    n.f.add(n.f.mulAdd(gamma, x, beta), beta),
  ),
];

/** What the gradient of γ takes for the normalized input: x by its position, with its statistics. */
type Raw = (n: Numerics, x: number, s: BlockStatistics) => number;

const valueAt = (n: Numerics, x: Tensor, at: number): number =>
  x.dtype === 'SYM_INT32' ? n.fn.decodeSymmetric(n, ints(x)[at]!, x.scale) : floats(x)[at]!;

const gammaOf = (id: string, words: string, of: Raw): Mutant => {
  const rawOf = new WeakMap<object, (i: number) => number>();
  type Args = Parameters<typeof primitives.normOperands>;
  const noted = <T extends object>(made: T, [n, x, , , statistics, g]: Args): T => {
    const at = g.positions(x);
    rawOf.set(made, (i) => of(n, valueAt(n, x, at[i]!), statistics[Math.floor(i / g.size)]!));
    return made;
  };
  return {
    id: `norm_gamma_gradient_of_${id}`,
    clause: 'L16',
    bug: `the gradient of γ of a norm layer takes ${words} instead of the normalized input`,
    fix: 'dγ = Σ dy ⊗ n',
    fn: {
      normOperands: (...args) => noted(primitives.normOperands(...args), args),
      normOperandsFloat: (...args) => noted(primitives.normOperandsFloat(...args), args),
      normBlockMeans: (n, operands, g, block, into) => {
        const own = { ...into, dGamma: into.dGamma.slice() };
        const means = primitives.normBlockMeans(n, operands, g, block, own);
        for (let j = 0; j < g.size; j++) {
          const i = block * g.size + j;
          const c = g.affineIndex(block, j);
          const raw = rawOf.get(operands)!(i);
          into.dGamma[c] = n.f.mulAdd(operands.loss(i), raw, into.dGamma[c]!);
        }
        return means;
      },
    },
  };
};

type Statistic = (all: readonly BlockStatistics[], b: number) => BlockStatistics;

/** dx with other deviations than its normalized inputs. */
const deviation = (id: string, words: string, of: Statistic): Mutant => ({
  id: `norm_dx_deviation_${id}`,
  clause: 'L16',
  bug: `dx of a norm layer is multiplied by ${words}`,
  fix: 'multiply by the reciprocal deviation ι of the same row (block)',
  fn: {
    normGradients: (n, operands, statistics, g, into) =>
      primitives.normGradients(
        n,
        operands,
        statistics.map((_, b) => of(statistics, b)),
        g,
        into,
      ),
  },
});

const deviations: readonly Mutant[] = [
  deviation('of_first', 'the reciprocal deviation of the first row (block)', (all) => all[0]!),
  deviation('of_last', 'the reciprocal deviation of the last row (block)', (all) => all.at(-1)!),
  deviation(
    'of_previous',
    'the reciprocal deviation of the row (block) before',
    (all, b) => all[Math.max(0, b - 1)]!,
  ),
  deviation('squared', 'the square of the reciprocal deviation', (all, b) => ({
    ...all[b]!,
    rstd: Math.fround(all[b]!.rstd * all[b]!.rstd),
  })),
  deviation('inverse', 'the deviation instead of its reciprocal', (all, b) => ({
    ...all[b]!,
    rstd: Math.fround(1 / all[b]!.rstd),
  })),
];

export const normTermMistakes: readonly Mutant[] = [
  ...elements,
  ...deviations,
  gammaOf('x', 'x itself', (_n, x) => x),
  gammaOf('centred', 'x minus its mean, without the deviation,', (n, x, s) => n.f.sub(x, s.mean)),
  gammaOf('scaled', 'x over the deviation, without the mean,', (n, x, s) => n.f.mul(x, s.rstd)),
  {
    id: 'norm_beta_raw_after_draw',
    clause: 'L15',
    bug: 'β mantissas are added without being rescaled (the seeds are computed and not used)',
    fix: 'rescale β to s_norm ⊗ s_γ',
    fn: {
      affineSeed: (n, q, ...rest) => {
        primitives.affineSeed(n, q, ...rest);
        return q;
      },
    },
  },
  {
    id: 'norm_gradient_buffers_exchanged',
    clause: 'L16',
    bug: 'the gradients of γ and β are exchanged: each is added to the buffer of the other',
    fix: 'dγ sums dy ⊗ n, dβ sums dy',
    fn: {
      normGradients: (n, operands, statistics, g, into) =>
        primitives.normGradients(n, operands, statistics, g, {
          ...into,
          dGamma: into.dBeta,
          dBeta: into.dGamma,
        }),
    },
  },
];
