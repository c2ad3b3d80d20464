/** Mistakes in optimizers and schedules, beside those of the catalogue (S116–S120). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { withScalars } from '../../../reference/mutants/shared/adamw_scalars.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import type { AdamWOptions, AdamWScalars } from '../../../reference/optimizers/adamw.ts';
import { primitives } from '../../../reference/primitives.ts';
import { bfloat16 } from '../facts/narrow.ts';

const f = Math.fround;

type Scalars = (s: AdamWScalars, o: AdamWOptions, t: number, n: Numerics) => Partial<AdamWScalars>;

const scalars = (id: string, bug: string, of: Scalars): Mutant => ({
  id: `adamw_${id}`,
  clause: 'S119',
  bug: `AdamW: ${bug}`,
  fix: 'compute the scalars of step t in double and cast each once',
  fn: withScalars((n, o, t, right) => of(right, o, t, n)),
});

/** Integer power by repeated multiplication. */
function power(base: number, t: number): number {
  let product = 1;
  for (let i = 0; i < t; i++) product *= base;
  return product;
}

const denominator = (
  id: string,
  bug: string,
  of: (n: Numerics, v: number, s: AdamWScalars) => number,
): Mutant => ({
  id: `adamw_denominator_${id}`,
  clause: 'S119',
  bug: `AdamW: ${bug}`,
  fix: '(√v ⊘ bc2) ⊕ ε',
  fn: { adamwDenominator: of },
});

/** Weight decay through the gradient instead of the parameter. */
function coupled(keepsDecay: boolean): Partial<Primitives> {
  return {
    adamwStep: (n, parameter, gradient, m, v, s, rounding) => {
      const decay = weightDecays.get(s) ?? 0;
      const p = n.fn.decodeTensor(n, parameter);
      const g = n.fn.decodeTensor(n, gradient).map((x, i) => n.f.add(x, n.f.mul(decay, p[i]!)));
      const sum = { ...gradient, dtype: 'FLOAT32' as const, data: g };
      const used = keepsDecay ? s : { ...s, decay: 1 };
      primitives.adamwStep(n, parameter, sum, m, v, used, rounding);
    },
    adamwScalars: (n, o, t) => {
      const made = primitives.adamwScalars(n, o, t);
      weightDecays.set(made, f(o.weightDecay));
      return made;
    },
  };
}

const weightDecays = new WeakMap<AdamWScalars, number>();

const stopsAt = [127, 128, 255, 256, 1000, 1024, 32767, 65535];

export const optimizerMistakes: readonly Mutant[] = [
  ...stopsAt.map((last) => ({
    id: `adamw_step_stops_at_${last}`,
    clause: 'S119',
    bug: `AdamW: the step number saturates at ${last}: the bias correction is frozen from there on`,
    fix: 'count steps in 32 bits',
    fn: {
      adamwScalars: (n: Numerics, o: AdamWOptions, t: number) =>
        primitives.adamwScalars(n, o, Math.min(t, last)),
    },
  })),
  ...[8, 16].map((bits) => ({
    id: `adamw_step_in_${bits}_bits`,
    clause: 'S119',
    bug: `AdamW: the step number wraps at ${bits} bits`,
    fix: 'count steps in 32 bits',
    fn: {
      adamwScalars: (n: Numerics, o: AdamWOptions, t: number) =>
        primitives.adamwScalars(n, o, t % 2 ** bits),
    },
  })),
  scalars('beta2_bfloat16', 'β2 is cut to 16 bits (bfloat16), 1 − β2 is not', (s) => ({
    beta2: bfloat16(s.beta2),
  })),
  scalars(
    'betas_bfloat16',
    'β1 and β2 and their complements are cut to 16 bits (bfloat16)',
    (_s, o) => ({
      beta2: bfloat16(o.beta2),
      s2: f(1 - bfloat16(o.beta2)),
      w1: f(1 - bfloat16(o.beta1)),
    }),
  ),
  scalars('scalars_bfloat16', 'β2, 1 − β1 and 1 − β2 are each cut to 16 bits (bfloat16)', (s) => ({
    beta2: bfloat16(s.beta2),
    s2: bfloat16(s.s2),
    w1: bfloat16(s.w1),
  })),
  scalars(
    'decay_without_rate',
    'the decay factor is 1 − wd: the learning rate is missing in the weight decay',
    (_s, o) => ({ decay: f(1 - o.weightDecay) }),
  ),
  scalars('decay_missing', 'the weight decay is left out', () => ({ decay: 1 })),
  scalars('decay_sign', 'the weight decay has the wrong sign (1 + lr·wd)', (_s, o) => ({
    decay: f(1 + o.learningRate * o.weightDecay),
  })),
  scalars(
    'first_correction_missing',
    'the bias correction of the first moment is left out',
    (_s, o) => ({ step: f(-o.learningRate) }),
  ),
  scalars(
    'second_correction_missing',
    'the bias correction of the second moment is left out',
    () => ({ bc2: 1 }),
  ),
  scalars('corrections_missing', 'both bias corrections are left out', (_s, o) => ({
    step: f(-o.learningRate),
    bc2: 1,
  })),
  scalars(
    'second_correction_unrooted',
    'the bias correction of the second moment is 1 − β2^t without the root',
    (_s, o, t) => ({ bc2: f(1 - power(o.beta2, t)) }),
  ),
  scalars(
    'step_from_zero',
    'the step number counts from 0: bias correction one step late',
    (_s, o, t, n) => primitives.adamwScalars(n, o, t - 1),
  ),
  scalars(
    'step_ahead',
    'the step number is one too large: bias correction one step early',
    (_s, o, t, n) => primitives.adamwScalars(n, o, t + 1),
  ),
  scalars('betas_exchanged', 'β1 and β2 are exchanged', (_s, o, t, n) =>
    primitives.adamwScalars(n, { ...o, beta1: o.beta2, beta2: o.beta1 }, t),
  ),
  scalars('float_scalars', 'the scalars are computed in float32', (s, o) => ({
    w1: f(1 - f(o.beta1)),
    s2: f(1 - f(o.beta2)),
    decay: f(1 - f(o.learningRate * f(o.weightDecay))),
    beta2: s.beta2,
  })),
  denominator('epsilon_inside', 'ε is added inside the root, √(v̂ + ε)', (n, v, s) =>
    n.f.sqrt(n.f.add(n.f.div(v, n.f.mul(s.bc2, s.bc2)), s.epsilon)),
  ),
  denominator(
    'epsilon_inside_uncorrected',
    'ε is added inside the root of v before the bias correction',
    (n, v, s) => n.f.div(n.f.sqrt(n.f.add(v, s.epsilon)), s.bc2),
  ),
  denominator('epsilon_before_correction', 'ε is added before the bias correction', (n, v, s) =>
    n.f.div(n.f.add(n.f.sqrt(v), s.epsilon), s.bc2),
  ),
  denominator('epsilon_missing', 'ε is left out', (n, v, s) => n.f.div(n.f.sqrt(v), s.bc2)),
  denominator('unrooted', 'the root of the second moment is missing', (n, v, s) =>
    n.f.add(n.f.div(v, s.bc2), s.epsilon),
  ),
  {
    id: 'adamw_decay_through_gradient',
    clause: 'S119',
    bug: 'AdamW: the weight decay is coupled: it is added to the gradient (Adam with L2) instead of shrinking the parameter',
    fix: 'multiply the parameter by 1 − lr·wd',
    fn: coupled(false),
  },
  {
    id: 'adamw_decay_both',
    clause: 'S119',
    bug: 'AdamW: the weight decay is added to the gradient (coupled) and shrinks the parameter too',
    fix: 'multiply the parameter by 1 − lr·wd only',
    fn: coupled(true),
  },
  {
    id: 'adamw_second_moment_grouped',
    clause: 'S119',
    bug: 'AdamW: the second moment multiplies g ⊗ g first, (v ⊗ β2) ⊕ (s2 ⊗ (g ⊗ g)): it is grouped otherwise',
    fix: '(v ⊗ β2) ⊕ ((s2 ⊗ g) ⊗ g)',
    fn: { adamwSecondMoment: (n, v, g, s) => n.f.mulAddMul(v, s.beta2, s.s2, n.f.mul(g, g)) },
  },
  {
    id: 'adamw_decay_after_step',
    clause: 'S119',
    bug: 'AdamW: the weight decay is applied after the step, to the updated parameter',
    fix: 'decay the parameter before the step',
    fn: {
      adamwParameter: (n, p, m, v, s) => {
        const quotient = n.f.div(n.f.mul(s.step, m), n.fn.adamwDenominator(n, v, s));
        return n.f.mul(n.f.add(p, quotient), s.decay);
      },
    },
  },
  {
    id: 'momentum_of_previous_step',
    clause: 'S117',
    bug: 'SGD momentum: the parameter steps along the old momentum, that of the previous step',
    fix: 'step along the new momentum',
    fn: {
      sgdMomentumStep: (n, parameter, gradient, state, s, rounding) => {
        const old = { ...state, data: state.data.slice() };
        n.fn.momentumStateStep(n, parameter, gradient, state, s, rounding);
        n.fn.momentumParameterStep(n, parameter, old, s, rounding);
      },
    },
  },
  {
    id: 'momentum_nesterov_exact',
    clause: 'S117',
    bug: 'SGD momentum: the step is Nesterov’s, g + μ·v′',
    fix: 'step along the stored momentum',
    fn: {
      momentumUpdate: (n, v, decayed, momentum) =>
        n.f.mulAdd(momentum, n.f.mulAdd(momentum, v, decayed), decayed),
    },
  },
  {
    id: 'momentum_with_rate',
    clause: 'S117',
    bug: 'SGD momentum: the gradient is subtracted from the momentum',
    fix: 'v′ = (μ ⊗ v) ⊕ g′',
    fn: { momentumUpdate: (n, v, decayed, momentum) => n.f.mulMinus(momentum, v, decayed) },
  },
  {
    id: 'cosine_clamped',
    clause: 'S120',
    bug: 'the cosine schedule is max(lr, minimum) instead of an interpolation between the two',
    fix: 'η + ((base − η)·(1 + cos))/2',
    fn: {
      cosineRate: (n, base, eta, period, e) =>
        f(Math.max(primitives.cosineRate(n, base, 0, period, e), eta)),
    },
  },
  {
    id: 'cosine_minimum_added',
    clause: 'S120',
    bug: 'the cosine schedule adds the minimum to the whole rate',
    fix: 'η + ((base − η)·(1 + cos))/2',
    fn: {
      cosineRate: (n, base, eta, period, e) =>
        f(eta + primitives.cosineRate(n, base, 0, period, e)),
    },
  },
  {
    id: 'cosine_stays_at_minimum',
    clause: 'S120',
    bug: 'the cosine schedule stays at its minimum after the period',
    fix: 'go on with the cosine',
    fn: {
      cosineRate: (n, b, eta, period, e) =>
        primitives.cosineRate(n, b, eta, period, Math.min(e, period)),
    },
  },
  {
    id: 'cosine_restarts',
    clause: 'S120',
    bug: 'the cosine schedule restarts after the period',
    fix: 'go on with the cosine',
    fn: {
      cosineRate: (n, b, eta, period, e) => primitives.cosineRate(n, b, eta, period, e % period),
    },
  },
  {
    id: 'step_rate_exact',
    clause: 'S120',
    bug: 'the step schedule decays at every tick (e / size is not floored to whole steps)',
    fix: 'base · γ^⌊e/size⌋',
    fn: { stepRate: (_n, base, gamma, size, e) => Math.fround(base * gamma ** (e / size)) },
  },
  {
    id: 'step_rate_rounded',
    clause: 'S120',
    bug: 'the step schedule rounds e / size to the nearest whole number: it decays half a period early',
    fix: 'base · γ^⌊e/size⌋',
    fn: {
      stepRate: (n, base, gamma, size, e) =>
        primitives.stepRate(n, base, gamma, 1, Math.round(e / size)),
    },
  },
];
