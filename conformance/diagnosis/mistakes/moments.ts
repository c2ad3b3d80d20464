/** Mistakes in the moments of AdamW, beside those of `optimizers.ts` (S119). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { powInteger } from '../../../reference/num/double_double.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import type { AdamWOptions, AdamWScalars } from '../../../reference/optimizers/adamw.ts';
import { primitives } from '../../../reference/primitives.ts';

const f = Math.fround;

type Scalars = (o: AdamWOptions, t: number, n: Numerics) => Partial<AdamWScalars>;

const scalars = (id: string, bug: string, of: Scalars): Mutant => ({
  id: `adamw_${id}`,
  clause: 'S119',
  bug: `AdamW: ${bug}`,
  fix: 'divide by 1 − β1^t and √(1 − β2^t); the decay is 1 − lr·wd',
  fn: {
    adamwScalars: (n, o, t) => ({ ...primitives.adamwScalars(n, o, t), ...of(o, t, n) }),
  },
});

/** Steps and roots of given corrections. */
const corrected = (o: AdamWOptions, bc1: number, bc2: number): Partial<AdamWScalars> => ({
  step: f(-(o.learningRate / bc1)),
  bc2: f(Math.sqrt(bc2)),
});

const complement = (beta: number, t: number): number => 1 - powInteger(beta, t);

const corrections: readonly Mutant[] = [
  scalars(
    'corrections_multiply',
    'the bias corrections are multiplied instead of divided by',
    (o, t) => ({
      step: f(-(o.learningRate * complement(o.beta1, t))),
      bc2: f(1 / Math.sqrt(complement(o.beta2, t))),
    }),
  ),
  {
    id: 'adamw_corrections_multiplied',
    clause: 'S119',
    bug: 'AdamW: the bias corrections are multiplied by instead of divided by',
    fix: 'divide by 1 − β1^t and √(1 − β2^t)',
    fn: {
      adamwScalars: (n, o, t) => ({
        ...primitives.adamwScalars(n, o, t),
        step: f(-(o.learningRate * complement(o.beta1, t))),
      }),
      adamwDenominator: (n, v, s) => n.f.add(n.f.mul(n.f.sqrt(v), s.bc2), s.epsilon),
    },
  },
  {
    id: 'adamw_first_correction_multiplied',
    clause: 'S119',
    bug: 'AdamW: the bias correction of the first moment is multiplied by instead of divided by',
    fix: 'divide by 1 − β1^t',
    fn: {
      adamwScalars: (n, o, t) => ({
        ...primitives.adamwScalars(n, o, t),
        step: f(-(o.learningRate * complement(o.beta1, t))),
      }),
    },
  },
  {
    id: 'adamw_second_correction_multiplied',
    clause: 'S119',
    bug: 'AdamW: the bias correction of the second moment is multiplied by instead of divided by',
    fix: 'divide by √(1 − β2^t)',
    fn: { adamwDenominator: (n, v, s) => n.f.add(n.f.mul(n.f.sqrt(v), s.bc2), s.epsilon) },
  },
  scalars(
    'corrections_without_power',
    'the bias corrections are those of step 1, 1 − β: the power is missing, or the step number is taken as 1 and never incremented',
    (o) => corrected(o, 1 - o.beta1, 1 - o.beta2),
  ),
  scalars(
    'first_correction_without_power',
    'the bias correction of the first moment is 1 − β1, without the power of t',
    (o, t) => corrected(o, 1 - o.beta1, complement(o.beta2, t)),
  ),
  scalars(
    'second_correction_without_power',
    'the bias correction of the second moment is 1 − β2, without the power of t',
    (o, t) => corrected(o, complement(o.beta1, t), 1 - o.beta2),
  ),
  scalars(
    'corrections_complement',
    'the bias corrections are β^t instead of 1 − β^t (1 minus is applied twice)',
    (o, t) => corrected(o, powInteger(o.beta1, t), powInteger(o.beta2, t)),
  ),
  scalars(
    'corrections_times_step',
    'the bias corrections are 1 − β·t instead of 1 − β^t (a product for a power)',
    (o, t) => corrected(o, 1 - o.beta1 * t, 1 - o.beta2 * t),
  ),
  scalars('corrections_squared', 'the bias corrections are 1 − β^2 instead of 1 − β^t', (o) =>
    corrected(o, 1 - o.beta1 * o.beta1, 1 - o.beta2 * o.beta2),
  ),
  scalars(
    'corrections_exchanged',
    'the bias corrections of the two moments are exchanged',
    (o, t) => corrected(o, complement(o.beta2, t), complement(o.beta1, t)),
  ),
  scalars(
    'first_correction_rooted',
    'the bias correction of the first moment is rooted too',
    (o, t) => ({ step: f(-(o.learningRate / Math.sqrt(complement(o.beta1, t)))) }),
  ),
  scalars(
    'first_correction_of_beta2',
    'the bias correction of the first moment uses β2',
    (o, t) => ({ step: f(-(o.learningRate / complement(o.beta2, t))) }),
  ),
  scalars(
    'second_correction_of_beta1',
    'the bias correction of the second moment uses β1',
    (o, t) => ({ bc2: f(Math.sqrt(complement(o.beta1, t))) }),
  ),
  scalars('step_number_doubled', 'the step number is incremented twice per step', (o, t, n) =>
    primitives.adamwScalars(n, o, 2 * t),
  ),
  scalars('ascends', 'the step is added: the sign of the update is wrong', (o, t) => ({
    step: f(o.learningRate / complement(o.beta1, t)),
  })),
  scalars('decay_doubled', 'the weight decay is doubled', (o) => ({
    decay: f(1 - 2 * o.learningRate * o.weightDecay),
  })),
  scalars(
    'decay_rate_squared',
    'the weight decay is multiplied by the learning rate twice',
    (o) => ({ decay: f(1 - o.learningRate * o.learningRate * o.weightDecay) }),
  ),
  scalars('decay_corrected', 'the weight decay uses the bias corrected learning rate', (o, t) => ({
    decay: f(1 - (o.learningRate / complement(o.beta1, t)) * o.weightDecay),
  })),
  scalars('decay_of_first_correction', 'the weight decay is divided by (1 + lr·wd)', (o) => ({
    decay: f(1 / (1 + o.learningRate * o.weightDecay)),
  })),
  scalars('epsilon_squared', 'ε is squared', (o) => ({ epsilon: f(o.epsilon * o.epsilon) })),
  scalars('epsilon_corrected', 'ε is multiplied by the bias correction', (o, t) => ({
    epsilon: f(o.epsilon * Math.sqrt(complement(o.beta2, t))),
  })),
  ...[1e-5, 1e-6, 1e-7, 1e-8, 1e-10].map((epsilon) =>
    scalars(`epsilon_fixed_${epsilon}`, `ε is fixed at ${epsilon}, whatever the call says`, () => ({
      epsilon: f(epsilon),
    })),
  ),
];

const first = (
  id: string,
  bug: string,
  of: (n: Numerics, m: number, g: number, s: AdamWScalars) => number,
): Mutant => ({
  id: `adamw_first_moment_${id}`,
  clause: 'S119',
  bug: `AdamW: the first moment ${bug}`,
  fix: 'm + (1 − β1)·(g − m), fused once',
  fn: { adamwFirstMoment: of },
});

const second = (
  id: string,
  bug: string,
  of: (n: Numerics, v: number, g: number, s: AdamWScalars) => number,
): Mutant => ({
  id: `adamw_second_moment_${id}`,
  clause: 'S119',
  bug: `AdamW: the second moment ${bug}`,
  fix: '(v ⊗ β2) ⊕ ((s2 ⊗ g) ⊗ g)',
  fn: { adamwSecondMoment: of },
});

const moments: readonly Mutant[] = [
  first('is_gradient', 'is the gradient itself: m is not kept', (_n, _m, g) => g),
  first('exchanged', 'exchanges β1 and 1 − β1', (n, m, g, s) =>
    n.f.fma(n.f.sub(1, s.w1), n.f.sub(g, m), m),
  ),
  first('unweighted', 'adds g without the factor 1 − β1', (n, m, g, s) =>
    n.f.add(n.f.mul(n.f.sub(1, s.w1), m), g),
  ),
  first('expanded', 'is β1·m + (1 − β1)·g in separate roundings', (n, m, g, s) =>
    n.f.mulAddMul(n.f.sub(1, s.w1), m, s.w1, g),
  ),
  first('undecayed', 'does not decay m, m + (1 − β1)·g', (n, m, g, s) => n.f.mulAdd(s.w1, g, m)),
  second('unsquared', 'takes g instead of g²', (n, v, g, s) => n.f.mulAddMul(v, s.beta2, s.s2, g)),
  second('absolute', 'takes |g| instead of g²', (n, v, g, s) =>
    n.f.mulAddMul(v, s.beta2, s.s2, Math.abs(g)),
  ),
  second('exchanged', 'exchanges β2 and 1 − β2', (n, v, g, s) =>
    n.f.mulAddMul(v, s.s2, n.f.mul(s.beta2, g), g),
  ),
  second('unweighted', 'adds g² without the factor 1 − β2', (n, v, g, s) =>
    n.f.mulAddMul(v, s.beta2, g, g),
  ),
  second('undecayed', 'does not decay v, v + (1 − β2)·g²', (n, v, g, s) =>
    n.f.mulAdd(n.f.mul(s.s2, g), g, v),
  ),
  second('never_shrinks', 'never shrinks (AMSGrad)', (n, v, g, s) =>
    Math.max(v, primitives.adamwSecondMoment(n, v, g, s)),
  ),
  second('is_gradient', 'is g² alone: v is not kept', (n, _v, g) => n.f.mul(g, g)),
  second('of_beta1', 'uses β1 instead of β2', (n, v, g, s) =>
    n.f.mulAddMul(v, n.f.sub(1, s.w1), n.f.mul(s.w1, g), g),
  ),
  {
    id: 'adamw_old_first_moment',
    clause: 'S119',
    bug: 'AdamW: the update uses the first moment of the previous step',
    fix: 'update both moments before the parameter',
    fn: {
      adamwStep: (n, parameter, gradient, m, v, s, rounding) => {
        const old = { ...m, data: m.data.slice() };
        const kept = { ...parameter, data: parameter.data.slice() };
        primitives.adamwStep(n, kept, gradient, m, v, s, rounding);
        const frozen = {
          ...n,
          fn: {
            ...n.fn,
            adamwFirstMoment: (_n: Numerics, a: number) => a,
            adamwSecondMoment: (_n: Numerics, a: number) => a,
          },
        };
        primitives.adamwStep(
          frozen,
          parameter,
          gradient,
          old,
          { ...v, data: v.data.slice() },
          s,
          rounding,
        );
      },
    },
  },
];

export const momentMistakes: readonly Mutant[] = [...corrections, ...moments];
