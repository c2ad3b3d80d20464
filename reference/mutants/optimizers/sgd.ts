/** Mistakes in SGD and in what all optimizers share (S116, S118, S121). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';
import { fusedIn } from '../shared/fused.ts';

export const mutants: readonly Mutant[] = [
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
    id: 'write_back_half_away',
    clause: 'S118',
    pitfalls: ['A-M136'],
    bug: 'parameters are always written back half-away',
    fix: "use the optimizer's write-back mode",
    fn: { updateArithmetic: () => ({ type: 'ARITH_FLOAT32', rounding: 'HALF_AWAY' }) },
  },
  {
    id: 'write_back_keeps_scale',
    clause: 'S116',
    pitfalls: ['A-M137'],
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
    id: 'sgd_decay_decoupled',
    clause: 'S116',
    pitfalls: ['A-M131'],
    bug: 'weight decay shrinks the parameter instead of being added to the gradient',
    fix: 'add wd ⊗ p to the gradient before the momentum and the step',
    fn: {
      decayedGradient: (_n, g) => g,
      sgdStep: (n, parameter, gradient, scalars, rounding) => {
        const shrink = n.f.mulSub(scalars.learningRate, scalars.weightDecay, 1);
        const descend: typeof n.fn.descend = (m, p, d, lr) =>
          primitives.descend(m, n.f.mul(p, shrink), d, lr);
        const view = { ...n, fn: { ...n.fn, descend } };
        primitives.sgdStep(view, parameter, gradient, scalars, rounding);
      },
    },
  },
  {
    id: 'sgd_decay_distributed',
    clause: 'S116',
    pitfalls: ['A-M132'],
    bug: 'the update is (p ⊖ lr ⊗ g) ⊖ (lr ⊗ wd) ⊗ p',
    fix: 'form g ⊕ (wd ⊗ p) first, then subtract lr times it',
    fn: {
      sgdStep: (n, parameter, gradient, scalars, rounding) => {
        const factor = n.f.mul(scalars.learningRate, scalars.weightDecay);
        const descend: typeof n.fn.descend = (m, p, d, lr) =>
          m.f.mulSub(factor, p, m.f.mulSub(lr, d, p));
        const decayedGradient: typeof n.fn.decayedGradient = (_n, g) => g;
        const view = { ...n, fn: { ...n.fn, descend, decayedGradient } };
        primitives.sgdStep(view, parameter, gradient, scalars, rounding);
      },
    },
  },
  {
    id: 'write_back_mode_of_tensor',
    clause: 'S118',
    pitfalls: ['A-M136'],
    bug: 'parameters are written back in the mode of their own record',
    fix: "use the optimizer's write-back mode",
    fn: {
      sgdStep: (n, parameter, gradient, scalars) =>
        primitives.sgdStep(n, parameter, gradient, scalars, parameter.rounding),
      adamwStep: (n, parameter, gradient, m, v, scalars) =>
        primitives.adamwStep(n, parameter, gradient, m, v, scalars, parameter.rounding),
    },
  },
  {
    id: 'gradient_encoded_again',
    clause: 'S116',
    pitfalls: ['A-M138'],
    bug: 'the step writes the gradient back onto a fresh grid',
    fix: 'the step only reads the gradient',
    flags: ['gradient_kept', 'accumulates', 'V14', 'example'],
    fn: {
      sgdStep: (n, parameter, gradient, scalars, rounding) => {
        primitives.sgdStep(n, parameter, gradient, scalars, rounding);
        if (gradient.dtype === 'SYM_INT32') n.fn.requantDynamic(n, gradient, gradient);
      },
    },
  },
  fusedIn('decayedGradient', 'S116', 'the weight decay', []),
  fusedIn('descend', 'S116', 'the step', []),
];
