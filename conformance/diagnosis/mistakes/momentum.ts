/** Mistakes in momentum and in the weight decay of SGD, beside those of `optimizers.ts` (S116, S117). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';
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

export const momentumMistakes: readonly Mutant[] = [...velocities, ...steps, ...decays];
