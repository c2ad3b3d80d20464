/** Mistakes in AdamW (S119). */

import { powInteger } from '../../num/double_double.ts';
import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';
import { withScalars } from '../shared/adamw_scalars.ts';
import { fusedIn } from '../shared/fused.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'adamw_decay_ignored',
    clause: 'S119',
    bug: 'AdamW does not decay the parameter',
    fix: 'multiply the parameter by 1 − lr·wd before the step',
    fn: withScalars(() => ({ decay: 1 })),
  },
  {
    id: 'adamw_float32_scalars',
    clause: 'S119',
    pitfalls: ['A-M141'],
    bug: 'the per-step scalars are computed in float32',
    fix: 'compute them in double and cast once',
    fn: withScalars((_n, o, t) => {
      const f = Math.fround;
      const power = (b: number): number => {
        let x = 1;
        for (let i = 0; i < t; i++) x = f(x * f(b));
        return x;
      };
      return {
        w1: f(1 - f(o.beta1)),
        s2: f(1 - f(o.beta2)),
        bc2: f(Math.sqrt(f(1 - power(o.beta2)))),
        step: f(-f(o.learningRate / f(1 - power(o.beta1)))),
        decay: f(1 - f(o.learningRate * f(o.weightDecay))),
      };
    }),
  },
  {
    id: 'adamw_float32_step',
    clause: 'S119',
    pitfalls: ['A-M141'],
    bug: 'the learning rate is divided by the bias correction of the first moment in float32',
    fix: 'compute −lr/(1 − β1^t) in double and cast once',
    fn: withScalars((n, o, t) => ({
      step: -n.f.div(o.learningRate, Math.fround(1 - powInteger(o.beta1, t))),
    })),
  },
  {
    id: 'adamw_float32_decay',
    clause: 'S119',
    pitfalls: ['A-M141'],
    bug: 'the factor of the weight decay is computed in float32',
    fix: 'compute 1 − lr·wd in double and cast once',
    fn: withScalars((n, o) => ({
      decay: n.f.sub(1, n.f.mul(o.learningRate, Math.fround(o.weightDecay))),
    })),
  },
  {
    id: 'adamw_double_epsilon',
    clause: 'S119',
    bug: 'ε is added as a double',
    fix: 'cast ε to float32 before it is added',
    fn: {
      ...withScalars((_n, o) => ({ epsilon: o.epsilon })),
      adamwDenominator: (n, v, s) => Math.fround(n.f.div(n.f.sqrt(v), s.bc2) + s.epsilon),
    },
  },
  {
    id: 'adamw_epsilon_inside',
    clause: 'S119',
    pitfalls: ['A-M141'],
    bug: 'ε is added inside the root',
    fix: 'add ε after dividing the root by the bias correction',
    fn: {
      adamwDenominator: (n, v, s) => n.f.div(n.f.sqrt(n.f.add(v, s.epsilon)), s.bc2),
    },
  },
  {
    id: 'adamw_correction_on_v',
    clause: 'S119',
    pitfalls: ['A-M141'],
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
    fn: withScalars(() => ({ bc2: 1 })),
  },
  {
    id: 'adamw_first_moment_unfused',
    clause: 'S106',
    pitfalls: ['A-M142'],
    bug: 'the first moment is interpolated without a fused multiply-add',
    fix: 'm ← fma(w1, g ⊖ m, m), one rounding',
    fn: { adamwFirstMoment: (n, m, g, s) => n.f.mulAdd(s.w1, n.f.sub(g, m), m) },
  },
  {
    id: 'adamw_first_moment_weighted',
    clause: 'S106',
    pitfalls: ['A-M142'],
    bug: 'the first moment is (1 − w)·m + w·g',
    fix: 'm ← fma(w1, g ⊖ m, m)',
    fn: {
      adamwFirstMoment: (n, m, g, s) => n.f.mulAddMul(n.f.sub(1, s.w1), m, s.w1, g),
    },
  },
  {
    id: 'adamw_decay_coupled',
    clause: 'S119',
    pitfalls: ['A-M131'],
    bug: 'weight decay is added to the gradient (Adam with L2)',
    fix: 'multiply the parameter by 1 − lr·wd before the step',
    fn: {
      adamwFirstMoment: (n, m, g, s) =>
        primitives.adamwFirstMoment(n, m, n.f.add(g, 1 - s.decay), s),
      adamwParameter: (n, p, m, v, s) => primitives.adamwParameter(n, p, m, v, { ...s, decay: 1 }),
    },
  },
  {
    id: 'adamw_moments_exchanged',
    clause: 'S119',
    bug: 'β1 and β2 are exchanged in the second moment',
    fix: 'v ← β2·v + (1 − β2)·g²',
    fn: {
      adamwSecondMoment: (n, v, g, s) =>
        primitives.adamwSecondMoment(n, v, g, { ...s, beta2: n.f.sub(1, s.w1), s2: s.w1 }),
    },
  },
  fusedIn('adamwSecondMoment', 'S119', 'the second moment of AdamW', []),
  fusedIn('adamwParameter', 'S119', 'the decayed parameter of AdamW', []),
  {
    id: 'adamw_operands_unguarded',
    clause: 'S119',
    flags: ['refused_operand'],
    bug: 'AdamW walks operands of any order and extents in storage order',
    fix: 'refuse views and other extents, as the fused forms do',
    fn: { guardUpdateOperands: () => {} },
  },
];
