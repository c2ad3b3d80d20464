/** Mistakes in optimizers, gradient bookkeeping and schedules (S114–S121). */

import { primitives } from '../primitives.ts';
import { floats, ints } from '../tensor.ts';
import type { Mutant } from './mutant.ts';

export const optimizerMutants: readonly Mutant[] = [
  {
    id: 'sgd_decay_ignored',
    clause: 'S116',
    bug: 'weight decay is not added to the gradient',
    fix: 'add wd ⊗ p to the gradient before the momentum and the step',
    fn: { decayedGradient: (_n, g) => g },
  },
  {
    id: 'sgd_decay_sign',
    clause: 'S116',
    bug: 'weight decay is subtracted from the gradient',
    fix: 'add wd ⊗ p',
    fn: { decayedGradient: (n, g, p, wd) => n.f.mulSub(wd, p, g) },
  },
  {
    id: 'sgd_ascends',
    clause: 'S116',
    bug: 'the step is added to the parameter',
    fix: 'subtract lr ⊗ g',
    fn: { descend: (n, p, d, lr) => n.f.mulAdd(lr, d, p) },
  },
  {
    id: 'sgd_double',
    clause: 'S116',
    bug: 'the update is computed in double precision',
    fix: 'round product and difference to float32',
    fn: { descend: (_n, p, d, lr) => Math.fround(p - lr * d) },
  },
  {
    id: 'momentum_dampened',
    clause: 'S117',
    catalogue: ['A-M133'],
    bug: 'the momentum is μ·v + (1 − μ)·g',
    fix: 'v′ = (μ ⊗ v) ⊕ g′',
    fn: {
      momentumUpdate: (n, v, decayed, momentum) =>
        n.f.mulAdd(momentum, v, n.f.mul(n.f.sub(1, momentum), decayed)),
    },
  },
  {
    id: 'momentum_ignored',
    clause: 'S117',
    bug: 'the old momentum is not carried',
    fix: 'v′ = (μ ⊗ v) ⊕ g′',
    fn: { momentumUpdate: (_n, _v, decayed) => decayed },
  },
  {
    id: 'momentum_nesterov',
    clause: 'S117',
    catalogue: ['A-M133'],
    bug: 'the parameter looks ahead as in Nesterov momentum',
    fix: 'step along the stored momentum',
    fn: {
      momentumParameterStep: (n, parameter, state, scalars, rounding) => {
        const ahead = {
          ...scalars,
          learningRate: n.f.mul(scalars.learningRate, n.f.add(1, scalars.momentum)),
        };
        primitives.momentumParameterStep(n, parameter, state, ahead, rounding);
      },
    },
  },
  {
    id: 'momentum_unrounded',
    clause: 'S117',
    catalogue: ['A-M134'],
    bug: 'the parameter follows the momentum before it is quantized',
    fix: 're-decode the stored momentum',
    fn: {
      sgdMomentumStep: (n, parameter, gradient, state, scalars, rounding) => {
        const p = n.fn.decodeTensor(n, parameter);
        const g = n.fn.decodeTensor(n, gradient);
        const v = n.fn.decodeTensor(n, state).map((value, i) => {
          const decayed = n.fn.decayedGradient(n, g[i]!, p[i]!, scalars.weightDecay);
          return n.fn.momentumUpdate(n, value, decayed, scalars.momentum);
        });
        n.fn.momentumStateStep(n, parameter, gradient, state, scalars, rounding);
        const exact = { ...state, dtype: 'FLOAT32' as const, data: v };
        n.fn.momentumParameterStep(n, parameter, exact, scalars, rounding);
      },
    },
  },
  {
    id: 'parameter_before_state',
    clause: 'S118',
    catalogue: ['A-M135'],
    bug: 'the parameter is written before the momentum',
    fix: 'write the state first, then the parameter from the stored state',
    fn: {
      sgdMomentumStep: (n, parameter, gradient, state, scalars, rounding) => {
        n.fn.momentumParameterStep(n, parameter, state, scalars, rounding);
        n.fn.momentumStateStep(n, parameter, gradient, state, scalars, rounding);
      },
    },
  },
  {
    id: 'write_back_half_away',
    clause: 'S118',
    catalogue: ['A-M136'],
    bug: 'parameters are always written back half-away',
    fix: "use the optimizer's write-back mode",
    fn: { updateArithmetic: () => ({ type: 'ARITH_FLOAT32', rounding: 'HALF_AWAY' }) },
  },
  {
    id: 'write_back_keeps_scale',
    clause: 'S116',
    catalogue: ['A-M137'],
    bug: 'the scale of a quantized parameter is frozen across steps',
    fix: 'derive a fresh scale on every write',
    fn: {
      sgdStep: (n, parameter, gradient, scalars, rounding) => {
        const { scale } = parameter;
        primitives.sgdStep(n, parameter, gradient, scalars, rounding);
        parameter.scale = scale;
      },
    },
  },
  {
    id: 'zero_gradient_keeps_scale',
    clause: 'S114',
    catalogue: ['A-M139', 'B-60'],
    bug: 'zeroing a gradient keeps its scale',
    fix: 'set the scale to 1',
    fn: {
      zeroGradient: (n, gradient) => {
        const { scale } = gradient;
        primitives.zeroGradient(n, gradient);
        gradient.scale = scale;
      },
    },
  },
  {
    id: 'zero_gradient_keeps_zero_point',
    clause: 'S114',
    catalogue: ['A-M139'],
    bug: 'zeroing an ASYM gradient keeps its zero point',
    fix: 'set the zero point to 0',
    fn: {
      zeroGradient: (n, gradient) => {
        const { zeroPoint } = gradient;
        primitives.zeroGradient(n, gradient);
        gradient.zeroPoint = zeroPoint;
      },
    },
  },
  {
    id: 'zero_gradient_keeps_payload',
    clause: 'S114',
    bug: 'the payload of the gradient is not zeroed',
    fix: 'zero the whole payload',
    fn: {
      zeroGradient: (n, gradient) => {
        const data = gradient.data.slice();
        primitives.zeroGradient(n, gradient);
        gradient.data.set(data);
      },
    },
  },
  {
    id: 'scale_gradient_mantissas',
    clause: 'S115',
    catalogue: ['A-M140', 'B-61'],
    bug: 'scaling a quantized gradient multiplies its mantissas',
    fix: 'multiply the scale only',
    fn: {
      scaleGradient: (n, gradient, factor) => {
        if (gradient.dtype !== 'SYM_INT32') {
          primitives.scaleGradient(n, gradient, factor);
          return;
        }
        ints(gradient).forEach((q, i) => {
          ints(gradient)[i] = n.fn.roundHalfAway(n, n.f.mul(n.f.fromInt(q), factor));
        });
      },
    },
  },
  {
    id: 'scale_gradient_twice',
    clause: 'S115',
    bug: 'scaling multiplies the scale by the factor twice',
    fix: 'multiply the scale once',
    fn: {
      scaleGradient: (n, gradient, factor) => {
        primitives.scaleGradient(n, gradient, factor);
        if (gradient.dtype !== 'FLOAT32') primitives.scaleGradient(n, gradient, factor);
      },
    },
  },
  {
    id: 'scale_gradient_divides',
    clause: 'S115',
    bug: 'gradients are divided by the factor',
    fix: 'multiply by the factor',
    fn: {
      scaleGradient: (n, gradient, factor) =>
        primitives.scaleGradient(n, gradient, n.f.div(1, factor)),
    },
  },
  {
    id: 'scale_gradient_zero_point',
    clause: 'S115',
    catalogue: ['A-M140'],
    bug: 'scaling an ASYM gradient multiplies its zero point',
    fix: 'leave the zero point alone',
    fn: {
      scaleGradient: (n, gradient, factor) => {
        primitives.scaleGradient(n, gradient, factor);
        if (gradient.dtype === 'ASYM') {
          gradient.zeroPoint = n.fn.roundHalfAway(n, n.f.mul(gradient.zeroPoint, factor));
        }
      },
    },
  },
  {
    id: 'gradient_zeroed_by_step',
    clause: 'S116',
    catalogue: ['A-M138'],
    bug: 'the step zeroes the gradient',
    fix: 'the step only reads the gradient',
    flags: ['not_zeroed'],
    fn: {
      sgdParameterStep: (n, o, p, i) => {
        primitives.sgdParameterStep(n, o, p, i);
        n.fn.zeroGradient(n, p.grad);
      },
    },
  },
  {
    id: 'adamw_decay_ignored',
    clause: 'S119',
    bug: 'AdamW does not decay the parameter',
    fix: 'multiply the parameter by 1 − lr·wd before the step',
    fn: {
      adamwScalars: (n, o, t) => ({ ...primitives.adamwScalars(n, o, t), decay: 1 }),
    },
  },
  {
    id: 'adamw_float32_scalars',
    clause: 'S119',
    catalogue: ['A-M141'],
    bug: 'the per-step scalars are computed in float32',
    fix: 'compute them in double and cast once',
    fn: {
      adamwScalars: (n, o, t) => {
        const f = Math.fround;
        const power = (b: number): number => {
          let x = 1;
          for (let i = 0; i < t; i++) x = f(x * f(b));
          return x;
        };
        return {
          ...primitives.adamwScalars(n, o, t),
          w1: f(1 - f(o.beta1)),
          s2: f(1 - f(o.beta2)),
          bc2: f(Math.sqrt(f(1 - power(o.beta2)))),
          step: f(-f(o.learningRate / f(1 - power(o.beta1)))),
          decay: f(1 - f(o.learningRate * f(o.weightDecay))),
        };
      },
    },
  },
  {
    id: 'adamw_epsilon_inside',
    clause: 'S119',
    catalogue: ['A-M141'],
    bug: 'ε is added inside the root',
    fix: 'add ε after dividing the root by the bias correction',
    fn: {
      adamwDenominator: (n, v, s) => n.f.div(n.f.sqrt(n.f.add(v, s.epsilon)), s.bc2),
    },
  },
  {
    id: 'adamw_correction_on_v',
    clause: 'S119',
    catalogue: ['A-M141'],
    bug: 'the bias correction divides v by its root instead of dividing √v',
    fix: 'divide sqrt(v) by sqrt(1 − β2^t)',
    fn: {
      adamwDenominator: (n, v, s) => n.f.add(n.f.sqrt(n.f.div(v, s.bc2)), s.epsilon),
    },
  },
  {
    id: 'adamw_correction_missing',
    clause: 'S119',
    bug: 'the second moment is not bias-corrected',
    fix: 'divide sqrt(v) by sqrt(1 − β2^t)',
    fn: {
      adamwScalars: (n, o, t) => ({ ...primitives.adamwScalars(n, o, t), bc2: 1 }),
    },
  },
  {
    id: 'adamw_first_moment_unfused',
    clause: 'S106',
    catalogue: ['A-M142'],
    bug: 'the first moment is interpolated without a fused multiply-add',
    fix: 'm ← fma(w1, g ⊖ m, m), one rounding',
    fn: { adamwFirstMoment: (n, m, g, s) => n.f.mulAdd(s.w1, n.f.sub(g, m), m) },
  },
  {
    id: 'adamw_first_moment_weighted',
    clause: 'S106',
    catalogue: ['A-M142'],
    bug: 'the first moment is (1 − w)·m + w·g',
    fix: 'm ← fma(w1, g ⊖ m, m)',
    fn: {
      adamwFirstMoment: (n, m, g, s) => n.f.mulAddMul(n.f.sub(1, s.w1), m, s.w1, g),
    },
  },
  {
    id: 'adamw_step_count_late',
    clause: 'S119',
    catalogue: ['A-M143'],
    bug: 'the step count is raised after use',
    fix: 'raise t before computing the scalars of the step',
    fn: {
      adamwAllParameters: (n, o, parameters) => {
        o.t += 1;
        const scalars = n.fn.adamwScalars(n, o.options, Math.max(o.t - 1, 1));
        parameters.forEach((p, i) => {
          const { m, v } = o.moments[i]!;
          n.fn.adamwStep(n, p.value, p.grad, m, v, scalars, o.rounding);
        });
      },
    },
  },
  {
    id: 'schedule_compounds',
    clause: 'S120',
    catalogue: ['A-M145'],
    bug: 'the exponential schedule multiplies the current float32 rate',
    fix: 'compute base·γ^e in double from the captured base',
    fn: {
      exponentialRate: (_n, base, gamma, e) => {
        let rate = base;
        for (let i = 0; i < e; i++) rate = Math.fround(rate * gamma);
        return rate;
      },
    },
  },
  {
    id: 'schedule_step_late',
    clause: 'S120',
    bug: 'the step schedule decays one tick late',
    fix: 'use ⌊e / size⌋ with e raised before use',
    fn: { stepRate: (n, base, gamma, size, e) => primitives.stepRate(n, base, gamma, size, e - 1) },
  },
  {
    id: 'schedule_cosine_half',
    clause: 'S120',
    bug: 'the cosine schedule starts from 0 instead of η',
    fix: 'η + (base − η)·(1 + cos(π·e/T))/2',
    fn: {
      cosineRate: (n, base, eta, period, e) =>
        Math.fround(primitives.cosineRate(n, base, eta, period, e) - eta),
    },
  },
  {
    id: 'june_stores_parameter_first',
    clause: 'H2',
    bug: 'the parameter is stored before the momentum buffer',
    fix: 'under this contract the state is encoded first',
    fn: {
      juneSgdStep: (n, parameter, gradient, state, scalars) => {
        const stored: Parameters<typeof n.fn.storeUpdate>[] = [];
        const late: typeof n.fn.storeUpdate = (m, values, target) => {
          stored.push([m, values, target]);
        };
        const view = { ...n, fn: { ...n.fn, storeUpdate: late } };
        primitives.juneSgdStep(view, parameter, gradient, state, scalars);
        for (const [m, values, target] of stored.reverse()) n.fn.storeUpdate(m, values, target);
      },
    },
  },
  {
    id: 'float_gradient_scaled_in_double',
    clause: 'S115',
    bug: 'a FLOAT32 gradient is divided by the sample count instead of multiplied by its reciprocal',
    fix: 'multiply by the float32 factor',
    fn: {
      scaleGradient: (n, gradient, factor) => {
        if (gradient.dtype !== 'FLOAT32') {
          primitives.scaleGradient(n, gradient, factor);
          return;
        }
        const divisor = n.f.div(1, factor);
        const values = floats(gradient);
        for (let i = 0; i < values.length; i++) values[i] = n.f.div(values[i]!, divisor);
      },
    },
  },
];
