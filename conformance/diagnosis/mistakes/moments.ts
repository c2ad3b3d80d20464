/** Mistakes in momentum, moments and schedules, beside those of `optimizers.ts` (S116–S120). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { cosDouble, powInteger } from '../../../reference/num/double_double.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import type { AdamWOptions, AdamWScalars } from '../../../reference/optimizers/adamw.ts';
import type { SgdScalars } from '../../../reference/optimizers/sgd.ts';
import { primitives } from '../../../reference/primitives.ts';

const f = Math.fround;

const velocity = (
  id: string,
  bug: string,
  of: (n: Numerics, v: number, g: number, momentum: number) => number,
): Mutant => ({
  id: `momentum_${id}`,
  clause: 'S117',
  bug: `SGD momentum: ${bug}`,
  fix: 'v′ = (μ ⊗ v) ⊕ g′',
  fn: { momentumUpdate: of },
});

const velocities: readonly Mutant[] = [
  velocity(
    'on_gradient',
    'the coefficient μ stands at the gradient instead of the velocity, v + μ·g: the velocity never decays',
    (n, v, g, m) => n.f.mulAdd(m, g, v),
  ),
  velocity(
    'averaged',
    'the gradient is weighted by 1 − μ (an exponential average, dampening)',
    (n, v, g, m) => n.f.mulAddMul(m, v, n.f.sub(1, m), g),
  ),
  velocity('lerp', 'the velocity is an exponential average, v + (1 − μ)·(g − v)', (n, v, g, m) =>
    n.f.mulAdd(n.f.sub(1, m), n.f.sub(g, v), v),
  ),
  velocity('gradient_missing', 'the gradient is not added to the velocity', (n, v, _g, m) =>
    n.f.mul(m, v),
  ),
  velocity('negated', 'the velocity is subtracted, g − μ·v', (n, v, g, m) =>
    n.f.sub(g, n.f.mul(m, v)),
  ),
  velocity(
    'first_step_dampened',
    'the gradient is weighted by 1 − μ after the first step',
    (n, v, g, m) => (v === 0 ? g : n.f.mulAddMul(m, v, n.f.sub(1, m), g)),
  ),
];

type Step = (
  n: Numerics,
  p: number,
  g: number,
  v: number,
  s: SgdScalars,
) => readonly [number, number];

/** State and parameter of one element together, before they are stored. */
const together = (id: string, bug: string, fix: string, of: Step): Mutant => {
  const staged = new WeakMap<object, Float32Array>();
  return {
    id: `momentum_${id}`,
    clause: 'S117',
    bug: `SGD momentum: ${bug}`,
    fix,
    fn: {
      sgdMomentumStep: (n, parameter, gradient, state, s, rounding) => {
        const g = n.fn.decodeTensor(n, gradient);
        const old = n.fn.decodeTensor(n, state);
        staged.set(state, g);
        n.fn.executeOp(
          n,
          (_m, [v, _g, p], raw) => {
            raw.data.forEach((_, i) => {
              raw.data[i] = of(n, p!.data[i]!, _g!.data[i]!, v!.data[i]!, s)[0];
            });
          },
          [state, gradient, parameter],
          n.fn.updateArithmetic(n, rounding),
          'OUT_WRITE',
          state,
        );
        n.fn.executeOp(
          n,
          (_m, [p], raw) => {
            raw.data.forEach((_, i) => {
              raw.data[i] = of(n, p!.data[i]!, g[i]!, old[i]!, s)[1];
            });
          },
          [parameter],
          n.fn.updateArithmetic(n, rounding),
          'OUT_WRITE',
          parameter,
        );
      },
    },
  };
};

const decayed = (n: Numerics, g: number, p: number, s: SgdScalars): number =>
  n.f.mulAdd(s.weightDecay, p, g);

const steps: readonly Mutant[] = [
  together(
    'rate_in_velocity',
    'the learning rate is inside the velocity, v′ = μ·v + lr·g',
    'v′ = (μ ⊗ v) ⊕ g′, p ⊖ lr ⊗ v′',
    (n, p, g, v, s) => {
      const next = n.f.add(n.f.mul(s.momentum, v), n.f.mul(s.learningRate, decayed(n, g, p, s)));
      return [next, n.f.sub(p, next)];
    },
  ),
  together(
    'rate_in_velocity_negated',
    'the learning rate is inside the velocity, v′ = μ·v − lr·g, p + v′',
    'v′ = (μ ⊗ v) ⊕ g′, p ⊖ lr ⊗ v′',
    (n, p, g, v, s) => {
      const next = n.f.sub(n.f.mul(s.momentum, v), n.f.mul(s.learningRate, decayed(n, g, p, s)));
      return [next, n.f.add(p, next)];
    },
  ),
  together(
    'decay_outside',
    'the weight decay is left out of the velocity and added to the step',
    'add wd ⊗ p to the gradient before the momentum',
    (n, p, g, v, s) => {
      const next = n.f.mulAdd(s.momentum, v, g);
      return [next, n.f.sub(p, n.f.mul(s.learningRate, n.f.mulAdd(s.weightDecay, p, next)))];
    },
  ),
  together(
    'steps_along_gradient',
    'the parameter steps along the gradient, not along the velocity',
    'step along the new momentum',
    (n, p, g, v, s) => {
      const drive = decayed(n, g, p, s);
      return [n.f.mulAdd(s.momentum, v, drive), n.f.sub(p, n.f.mul(s.learningRate, drive))];
    },
  ),
  {
    id: 'momentum_zero_without_decay',
    clause: 'S117',
    bug: 'SGD momentum: the weight decay is ignored where the momentum is 0',
    fix: 'add wd ⊗ p to the gradient whatever the momentum is',
    fn: {
      momentumStateStep: (n, parameter, gradient, state, s, rounding) =>
        primitives.momentumStateStep(
          n,
          parameter,
          gradient,
          state,
          s.momentum > 0 ? s : { ...s, weightDecay: 0 },
          rounding,
        ),
    },
  },
  {
    id: 'momentum_state_not_stored',
    clause: 'S117',
    bug: 'SGD momentum: the new velocity is not stored',
    fix: 'store the velocity for the next step',
    fn: {
      sgdMomentumStep: (n, parameter, gradient, state, s, rounding) => {
        const used = { ...state, data: state.data.slice() };
        primitives.sgdMomentumStep(n, parameter, gradient, used, s, rounding);
      },
    },
  },
];

const decays: readonly Mutant[] = (
  [
    ['ignored', 'the weight decay is left out', (_n: Numerics, g: number) => g],
    [
      'doubled',
      'the weight decay is doubled',
      (n: Numerics, g: number, p: number, w: number) => n.f.mulAdd(2 * w, p, g),
    ],
    [
      'halved',
      'the weight decay is halved',
      (n: Numerics, g: number, p: number, w: number) => n.f.mulAdd(w / 2, p, g),
    ],
    [
      'squared',
      'the weight decay coefficient is squared',
      (n: Numerics, g: number, p: number, w: number) => n.f.mulAdd(f(w * w), p, g),
    ],
    [
      'lasso',
      'the weight decay adds wd·sign(p) (L1) instead of wd·p',
      (n: Numerics, g: number, p: number, w: number) => n.f.mulAdd(w, Math.sign(p), g),
    ],
    [
      'on_gradient',
      'the gradient is multiplied by 1 + wd',
      (n: Numerics, g: number, _p: number, w: number) => n.f.mulAdd(w, g, g),
    ],
  ] as const
).map(([id, bug, of]) => ({
  id: `sgd_weight_decay_${id}`,
  clause: 'S116',
  bug: `SGD: ${bug}`,
  fix: 'g ⊕ wd ⊗ p',
  fn: { decayedGradient: of },
}));

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

const rates = (id: string, bug: string, fix: string, fn: Mutant['fn']): Mutant => ({
  id: `schedule_${id}`,
  clause: 'S120',
  bug,
  fix,
  ...(fn === undefined ? {} : { fn }),
});

const cosine = (
  id: string,
  bug: string,
  of: (base: number, eta: number, period: number, e: number) => number,
): Mutant =>
  rates(`cosine_${id}`, `the cosine schedule ${bug}`, 'η + ((base − η)·(1 + cos(π·e/T)))/2', {
    cosineRate: (_n, base, eta, period, e) => f(of(base, eta, period, e)),
  });

const wave = (base: number, eta: number, angle: number): number =>
  eta + ((base - eta) * (1 + cosDouble(angle))) / 2;

const schedules: readonly Mutant[] = [
  ...([1, -1] as const).flatMap((by) => {
    const words =
      by > 0
        ? 'one step early: the step number is one too large (e + 1)'
        : 'one step late: the step number is one too small (e − 1)';
    const id = by > 0 ? 'early' : 'late';
    return [
      rates(`step_tick_${id}`, `the step schedule decays ${words}`, 'base · γ^⌊e/size⌋', {
        stepRate: (n, base, gamma, size, e) =>
          primitives.stepRate(n, base, gamma, size, Math.max(0, e + by)),
      }),
      rates(`exponential_${id}`, `the exponential schedule decays ${words}`, 'base · γ^e', {
        exponentialRate: (n, base, gamma, e) =>
          primitives.exponentialRate(n, base, gamma, Math.max(0, e + by)),
      }),
      rates(`cosine_${id}`, `the cosine schedule runs ${words}`, 'cos(π·e/T)', {
        cosineRate: (n, base, eta, period, e) =>
          primitives.cosineRate(n, base, eta, period, Math.max(0, e + by)),
      }),
      rates(
        `cosine_period_${id}`,
        `the cosine schedule divides by a period that is ${by > 0 ? 'one too large (T + 1)' : 'one too small (T − 1)'}`,
        'cos(π·e/T)',
        {
          cosineRate: (n, base, eta, period, e) =>
            primitives.cosineRate(n, base, eta, Math.max(1, period + by), e),
        },
      ),
      rates(
        `step_size_${id}`,
        `the step schedule has a step size that is ${by > 0 ? 'one too large' : 'one too small'}`,
        'base · γ^⌊e/size⌋',
        {
          stepRate: (n, base, gamma, size, e) =>
            primitives.stepRate(n, base, gamma, Math.max(1, size + by), e),
        },
      ),
    ];
  }),
  rates('step_once', 'the step schedule decays once only', 'base · γ^⌊e/size⌋', {
    stepRate: (_n, base, gamma, size, e) => f(e >= size ? base * gamma : base),
  }),
  rates(
    'step_linear',
    'the step schedule multiplies by γ·⌊e/size⌋ instead of the power',
    'base · γ^⌊e/size⌋',
    {
      stepRate: (_n, base, gamma, size, e) =>
        f(e < size ? base : base * gamma * Math.floor(e / size)),
    },
  ),
  rates(
    'step_strict',
    'the step schedule decays only after the boundary (e > size)',
    'base · γ^⌊e/size⌋',
    {
      stepRate: (n, base, gamma, size, e) =>
        primitives.stepRate(n, base, gamma, size, e > 0 && e % size === 0 ? e - 1 : e),
    },
  ),
  cosine(
    'without_half',
    'lacks the division by 2',
    (b, eta, t, e) => eta + (b - eta) * (1 + cosDouble((Math.PI * e) / t)),
  ),
  cosine('without_pi', 'lacks π', (b, eta, t, e) => wave(b, eta, e / t)),
  cosine('whole_period', 'runs a whole cosine in one period, cos(2π·e/T)', (b, eta, t, e) =>
    wave(b, eta, (2 * Math.PI * e) / t),
  ),
  cosine('quarter_period', 'runs a quarter cosine, cos(π·e/(2T))', (b, eta, t, e) =>
    wave(b, eta, (Math.PI * e) / (2 * t)),
  ),
  cosine(
    'rising',
    'rises, (1 − cos)',
    (b, eta, t, e) => eta + ((b - eta) * (1 - cosDouble((Math.PI * e) / t))) / 2,
  ),
  cosine('linear', 'is linear', (b, eta, t, e) => b + ((eta - b) * e) / t),
  cosine('minimum_ignored', 'ignores its minimum', (b, _eta, t, e) =>
    wave(b, 0, (Math.PI * e) / t),
  ),
  cosine(
    'minimum_unsubtracted',
    'adds the minimum to the whole wave of the base rate',
    (b, eta, t, e) => eta + (b * (1 + cosDouble((Math.PI * e) / t))) / 2,
  ),
  cosine('minimum_as_share', 'takes its minimum as a share of the base rate', (b, eta, t, e) =>
    wave(b, eta * b, (Math.PI * e) / t),
  ),
];

export const momentMistakes: readonly Mutant[] = [
  ...velocities,
  ...steps,
  ...decays,
  ...corrections,
  ...moments,
  ...schedules,
];
