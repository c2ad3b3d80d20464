/** Mistakes in updates, mean factors and model checks that concern a whole step (S116–S119, L28–L34, H5). */

import { primitives } from '../primitives.ts';
import type { Mutant } from './mutant.ts';

/** A layer behind the last one, to which no rule applies. */
const tail = { kind: 'relu', output: 'FLOAT32', forward: 'ARITH_FLOAT32' } as const;

export const updateMutants: readonly Mutant[] = [
  {
    id: 'sgd_decay_decoupled',
    clause: 'S116',
    catalogue: ['A-M131'],
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
    catalogue: ['A-M132'],
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
    catalogue: ['A-M136'],
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
    catalogue: ['A-M138'],
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
  {
    id: 'adamw_decay_coupled',
    clause: 'S119',
    catalogue: ['A-M131'],
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
  {
    id: 'sgd_unrounded_momentum',
    clause: 'S117',
    catalogue: ['A-M134'],
    bug: 'momentum is kept for every parameter and reaches it unrounded',
    fix: 'store the momentum, then step along what is stored',
    contract: { sgd: 'unrounded_momentum' },
  },
  {
    id: 'sgd_stored_momentum',
    clause: 'H2',
    bug: 'the parameter follows the stored momentum',
    fix: 'under this contract it follows the unrounded momentum',
    flags: ['unrounded_momentum', 'V35', 'B6.9'],
    contract: { sgd: 'stored_momentum' },
  },
  {
    id: 'adamw_operands_unguarded',
    clause: 'S119',
    flags: ['refused_operand'],
    bug: 'AdamW walks operands of any order and extents in storage order',
    fix: 'refuse views and other extents, as the fused forms do',
    fn: { guardUpdateOperands: () => {} },
  },
  {
    id: 'june_packed_gradient_scaled',
    clause: 'S115',
    flags: ['refused'],
    bug: 'a packed gradient is scaled in June',
    fix: 'refuse SYM and ASYM',
    fn: {
      scaleGradient: (n, gradient, factor) => {
        const isPacked = gradient.dtype === 'SYM' || gradient.dtype === 'ASYM';
        if (isPacked) gradient.scale = n.f.mul(gradient.scale, factor);
        else primitives.scaleGradient(n, gradient, factor);
      },
    },
  },
  {
    id: 'june_packed_gradient_zeroed',
    clause: 'S114',
    flags: ['june_bytes'],
    bug: 'a June packed gradient is zeroed to its last bit, and its scale reset',
    fix: 'clear ⌊n·b/8⌋ bytes; only SYM_INT32 gets the scale 1',
    fn: {
      zeroEarlyGradient: (n, gradient) => {
        primitives.zeroEarlyGradient(n, gradient);
        gradient.data.fill(0);
        gradient.zeroPoint = 0;
        if (gradient.dtype === 'SYM' || gradient.dtype === 'ASYM') gradient.scale = 1;
      },
    },
  },
];

export const modelMutants: readonly Mutant[] = [
  {
    id: 'mean_scale_of_output',
    clause: 'L34',
    catalogue: ['B-64'],
    bug: 'the mean factor comes from the shape of the sample instead of the label',
    fix: "use the first label's shape",
    fn: {
      scaleGradients: (n, model, samples) => {
        const first = samples[0]!;
        const label = { ...first.label, shape: first.x.shape };
        primitives.scaleGradients(n, model, [{ ...first, label }, ...samples.slice(1)]);
      },
    },
  },
  {
    id: 'cross_entropy_gradient_mean',
    clause: 'L28',
    catalogue: ['B-41'],
    bug: 'the CrossEntropy gradient is already divided by the number of elements',
    fix: 'the seed gradient is not divided; the mean scale comes later',
    fn: {
      crossEntropyBackward: (n, output, label, target) => {
        const count = n.f.fromInt(label.data.length);
        const crossEntropyGradient: typeof n.fn.crossEntropyGradient = (m, p, y) =>
          m.f.div(primitives.crossEntropyGradient(m, p, y), count);
        const view = { ...n, fn: { ...n.fn, crossEntropyGradient } };
        primitives.crossEntropyBackward(view, output, label, target);
      },
    },
  },
  {
    id: 'cross_entropy_sym_refused',
    clause: 'L28',
    bug: 'a SYM_INT32 output is refused',
    fix: 'decode it',
    contract: { crossEntropySym: 'refused' },
  },
  {
    id: 'softmax_raw_logits',
    clause: 'L27',
    bug: 'SYM logits are exponentiated without subtracting their maximum',
    fix: 'subtract the first maximum before exp',
    contract: { softmax: 'raw_logits' },
  },
  {
    id: 'softmax_stabilised',
    clause: 'L27',
    bug: 'the maximum of SYM logits is subtracted',
    fix: 'under this contract the raw logits are exponentiated',
    contract: { softmax: 'stabilised' },
  },
  {
    id: 'validator_first_only',
    clause: 'H5',
    bug: 'only the first violation is reported',
    fix: 'report every violation in layer order',
    fn: {
      modelViolations: (n, model, rule) => primitives.modelViolations(n, model, rule).slice(0, 1),
    },
  },
  {
    id: 'validator_last_counts',
    clause: 'H5',
    bug: 'a producer in last position is reported',
    fix: 'the last layer may be a producer',
    fn: {
      modelViolations: (n, model, rule) =>
        primitives.modelViolations(n, model === undefined ? model : [...model, tail], rule),
    },
  },
  {
    id: 'validator_oldest_rule',
    clause: 'H5',
    catalogue: ['A-M149'],
    bug: 'rule V1 is applied, whatever the contract says',
    fix: 'apply the rule of the contract',
    fn: { modelViolations: (n, model) => primitives.modelViolations(n, model, 'V1') },
  },
  {
    id: 'validator_newest_rule',
    clause: 'H5',
    catalogue: ['A-M149'],
    bug: 'rule V4 is applied, whatever the contract says',
    fix: 'apply the rule of the contract',
    fn: { modelViolations: (n, model) => primitives.modelViolations(n, model, 'V4') },
  },
];
