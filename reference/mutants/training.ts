/** Mistakes in activations, losses and the training loop (L24–L26, L28, L29, L32–L34). */

import { primitives } from '../primitives.ts';
import { newTensor } from '../tensor.ts';
import type { Mutant } from './mutant.ts';

export const activationMutants: readonly Mutant[] = [
  {
    id: 'relu_gradient_at_zero',
    clause: 'L24',
    catalogue: ['B-36'],
    bug: 'the gradient passes where x = 0',
    fix: 'the gradient is 0 where x ≤ 0',
    fn: { reluGradient: (_n, x, dy) => (x < 0 ? 0 : dy) },
  },
  {
    id: 'relu_gradient_of_loss',
    clause: 'L24',
    bug: 'the gradient is masked by the sign of dy',
    fix: 'mask by the sign of the layer input',
    fn: { reluGradient: (_n, _x, dy) => (dy <= 0 ? 0 : dy) },
  },
  {
    id: 'relu_clears_negative_zero',
    clause: 'L24',
    catalogue: ['A-M148'],
    bug: '−0.0 becomes +0.0 and NaN becomes 0',
    fix: 'only x < 0 is replaced',
    fn: { reluElement: (_n, x) => (x > 0 ? x : 0) },
  },
  {
    id: 'dropout_factor_of_rate',
    clause: 'L25',
    catalogue: ['B-37'],
    bug: 'kept elements are scaled by 1/p',
    fix: 'scale by 1 ⊘ (1 ⊖ p)',
    fn: { dropoutFactor: (n, p) => n.f.div(1, p) },
  },
  {
    id: 'dropout_unscaled',
    clause: 'L25',
    bug: 'kept elements are not scaled',
    fix: 'scale by 1 ⊘ (1 ⊖ p)',
    fn: { dropoutFactor: () => 1 },
  },
  {
    id: 'dropout_divides',
    clause: 'L25',
    bug: 'kept elements are divided by 1 ⊖ p',
    fix: 'multiply by the rounded factor 1 ⊘ (1 ⊖ p)',
    fn: {
      applyMask: (n, layer, from, to) => {
        const keep = n.fn.dropoutKeep(n, layer.p);
        primitives.applyMask(
          { ...n, f: { ...n.f, mul: (v) => n.f.div(v, keep) } },
          layer,
          from,
          to,
        );
      },
    },
  },
  {
    id: 'dropout_keeps_with_rate',
    clause: 'L25',
    bug: 'elements are kept with probability p',
    fix: 'keep with probability 1 ⊖ p',
    fn: { drawMask: (n, layer) => primitives.drawMask(n, { ...layer, p: n.f.sub(1, layer.p) }) },
  },
  {
    id: 'dropout_scales_mantissas',
    clause: 'L25',
    bug: 'the factor is applied to mantissas instead of the scale',
    fix: 'multiply the scale by the factor',
    fn: {
      applyMask: (n, layer, from, to) => {
        primitives.applyMask(n, layer, from, to);
        if (from.dtype !== 'SYM_INT32') return;
        const factor = n.fn.dropoutFactor(n, layer.p);
        to.data.forEach((q, i) => {
          to.data[i] = n.fn.roundHalfAway(n, n.f.mul(n.f.fromInt(q), factor));
        });
        to.scale = from.scale;
      },
    },
  },
  {
    id: 'dropout_mask_inverted',
    clause: 'L25',
    bug: 'elements are dropped where the mask is 1',
    fix: 'a mask bit of 1 keeps the element',
    fn: {
      applyMask: (n, layer, from, to) => {
        const boolGet: typeof primitives.boolGet = (m, t, i) => 1 - primitives.boolGet(m, t, i);
        primitives.applyMask({ ...n, fn: { ...n.fn, boolGet } }, layer, from, to);
      },
    },
  },
  {
    id: 'dropout_backward_redraws',
    clause: 'L25',
    bug: 'the backward draws a new mask',
    fix: 'use the mask of the forward',
    fn: {
      dropoutBackward: (n, layer, x, dy, dx) => {
        n.fn.guardMask(n, layer.mask, dy);
        n.fn.drawMask(n, layer);
        primitives.dropoutBackward(n, layer, x, dy, dx);
      },
    },
  },
  {
    id: 'flatten_forgets_scale',
    clause: 'L26',
    bug: 'Flatten leaves the scale of its output alone',
    fix: 'copy the scale with the mantissas',
    fn: {
      copyWire: (n, from, to) => {
        const { scale } = to;
        primitives.copyWire(n, from, to);
        to.scale = scale;
      },
    },
  },
];

export const lossMutants: readonly Mutant[] = [
  {
    id: 'mse_mean_over_batch',
    clause: 'L29',
    catalogue: ['B-40'],
    bug: 'the MEAN loss is divided by the batch size only',
    fix: 'divide by the number of all elements',
    fn: { mseMean: (n, loss, shape) => n.f.div(loss, n.f.fromInt(shape[0] ?? 1)) },
  },
  {
    id: 'mse_gradient_divided',
    clause: 'L29',
    bug: 'the gradient is o ⊖ l without the factor 2',
    fix: 'g = 2 ⊗ (o ⊖ l)',
    fn: { mseGradient: (n, o, l) => n.f.sub(o, l) },
  },
  {
    id: 'mse_gradient_sign',
    clause: 'L29',
    bug: 'the gradient is 2 ⊗ (l ⊖ o)',
    fix: 'g = 2 ⊗ (o ⊖ l)',
    fn: { mseGradient: (n, o, l) => n.f.mul(2, n.f.sub(l, o)) },
  },
  {
    id: 'mse_gradient_already_mean',
    clause: 'L29',
    catalogue: ['B-41'],
    bug: 'the gradient is already divided by the number of elements',
    fix: 'the seed gradient is not divided; the mean scale comes later',
    fn: {
      mseBackward: (n, output, label, target) => {
        primitives.mseBackward(n, output, label, target);
        if (target.dtype === 'FLOAT32') {
          target.data.forEach((v, i) => {
            target.data[i] = n.f.div(v, n.f.fromInt(target.data.length));
          });
        } else target.scale = n.f.div(target.scale, n.f.fromInt(target.data.length));
      },
    },
  },
  {
    id: 'mse_mean_scale_batch_only',
    clause: 'L29',
    bug: 'the mean scale is 1/S',
    fix: 'it is 1 ⊘ i2f(S·F)',
    fn: { mseMeanScale: (n, samples) => n.f.div(1, n.f.fromInt(samples)) },
  },
  {
    id: 'cross_entropy_mean_over_elements',
    clause: 'L28',
    catalogue: ['B-39'],
    bug: 'the MEAN loss is divided by the number of all elements',
    fix: 'divide by dims[0] from rank 2 on',
    fn: {
      crossEntropyMean: (n, loss, shape) =>
        n.f.div(loss, n.f.fromInt(shape.reduce((p, e) => p * e, 1))),
    },
  },
  {
    id: 'cross_entropy_mean_of_vector',
    clause: 'L28',
    bug: 'a rank-1 output is divided by its length too',
    fix: 'rank 1 is not scaled',
    fn: { crossEntropyMean: (n, loss, shape) => n.f.div(loss, n.f.fromInt(shape[0] ?? 1)) },
  },
  {
    id: 'cross_entropy_gradient_clamped',
    clause: 'L28',
    catalogue: ['B-59'],
    bug: 'the gradient uses the clamped probability',
    fix: 'use the unclamped p',
    fn: {
      crossEntropyGradient: (n, p, y) => n.f.sub(Math.max(p, Math.fround(1e-7)), y),
    },
  },
  {
    id: 'cross_entropy_unclamped',
    clause: 'L28',
    bug: 'probabilities below 1e−7 are not clamped',
    fix: 'take the log of max(p, 1e−7f)',
    fn: {
      crossEntropyTerm: (n, loss, p, y) =>
        n.f.mulAdd(y, -n.fn.log32(n, p === 0 ? 2 ** -149 : p), loss),
    },
  },
  {
    id: 'cross_entropy_sym_accepted',
    clause: 'L28',
    bug: 'a SYM_INT32 output is accepted',
    fix: 'under this contract the dispatch guard refuses it',
    contract: { crossEntropySym: 'present' },
  },
  {
    id: 'argmax_last_wins',
    clause: 'L34',
    catalogue: ['B-65'],
    bug: 'the last of equal maxima is the predicted class',
    fix: 'the first index of the strict maximum',
    fn: {
      argmax: (n, t, classes) => {
        primitives.argmax(n, t, classes);
        let best = 0;
        for (let i = 1; i < classes; i++) if (t.data[i]! >= t.data[best]!) best = i;
        return best;
      },
    },
  },
  {
    id: 'argmax_of_bits',
    clause: 'L34',
    catalogue: ['B-65'],
    bug: 'mantissas are compared by magnitude',
    fix: 'compare signed mantissas',
    fn: {
      argmax: (n, t, classes) => {
        primitives.argmax(n, t, classes);
        let best = 0;
        for (let i = 1; i < classes; i++) {
          if (Math.abs(t.data[i]!) > Math.abs(t.data[best]!)) best = i;
        }
        return best;
      },
    },
  },
];

export const trainingMutants: readonly Mutant[] = [
  {
    id: 'first_dx_skipped',
    clause: 'L33',
    catalogue: ['B-62'],
    bug: 'the dx of layer 0 is not computed',
    fix: 'compute and drop it: its draws count',
    fn: {
      modelBackward: (n, model, x, forward, seed, first) => {
        const before = n.fn.layerBackward;
        const skip: typeof before = (m, layer, input, dy, dx) => {
          const state = n.rng.state;
          before(m, layer, input, dy, dx);
          if (input === x) n.rng.state = state;
        };
        const view = { ...n, fn: { ...n.fn, layerBackward: skip } };
        return primitives.modelBackward(view, model, x, forward, seed, first);
      },
    },
  },
  {
    id: 'seed_gradient_float',
    clause: 'L33',
    catalogue: ['B-63'],
    bug: 'the seed gradient is allocated as FLOAT32',
    fix: 'clone dtype, width and mode of the output wire',
    fn: { newSeedGradient: (_n, output) => newTensor('FLOAT32', output.shape) },
  },
  {
    id: 'seed_gradient_16_bits',
    clause: 'L33',
    catalogue: ['B-63'],
    bug: 'the seed gradient has 16 bits',
    fix: 'clone the width of the output wire',
    fn: {
      newSeedGradient: (n, output) => {
        const seed = primitives.newSeedGradient(n, output);
        return output.dtype === 'SYM_INT32' ? { ...seed, bits: 16 } : seed;
      },
    },
  },
  {
    id: 'cross_entropy_softmax_backward',
    clause: 'L33',
    catalogue: ['B-58'],
    bug: 'the Softmax backward is run under CrossEntropy too',
    fix: 'skip the last layer by position: its Jacobian is in the seed gradient',
    fn: { firstBackwardLayer: (_n, model) => model.layers.length - 1 },
  },
  {
    id: 'gradients_not_zeroed',
    clause: 'L34',
    bug: 'gradients are not zeroed after the step',
    fix: 'zero all gradients once per macro batch',
    flags: ['carried_state'],
    fn: { zeroGradients: () => {} },
  },
  {
    id: 'dropout_factor_in_double',
    clause: 'L25',
    flags: ['factor'],
    bug: '1 ÷ (1 − p) is formed in double and rounded once',
    fix: 'round 1 ⊖ p to float32 first',
    fn: { dropoutFactor: (_n, p) => Math.fround(1 / (1 - p)) },
  },
  {
    id: 'gradients_unscaled',
    clause: 'L34',
    bug: 'the mean scaling of the gradients is left out',
    fix: 'scale all gradients by the mean scale of the loss before the step',
    fn: { scaleGradients: () => {} },
  },
  {
    id: 'batch_loss_unscaled',
    clause: 'L34',
    bug: 'the batch loss is a sum under MEAN too',
    fix: 'divide by the number of samples',
    fn: { batchLoss: (n, losses) => primitives.batchLoss(n, losses, 'SUM') },
  },
  {
    id: 'batch_loss_reciprocal',
    clause: 'L34',
    flags: ['three_samples'],
    bug: 'the batch loss is multiplied by 1 ÷ S',
    fix: 'divide by S',
    fn: {
      batchLoss: (n, losses, reduction) => {
        const sum = primitives.batchLoss(n, losses, 'SUM');
        return reduction === 'MEAN' ? n.f.mul(sum, n.f.div(1, losses.length)) : sum;
      },
    },
  },
  {
    id: 'parameter_order_bias_first',
    clause: 'S118',
    catalogue: ['A-M144'],
    bug: 'biases are updated before weights',
    fix: 'model order: weight, then bias; γ, then β',
    fn: {
      modelParameters: (n, model) => {
        const all = primitives.modelParameters(n, model);
        return all.map((_, i) => all[i ^ 1] ?? all[i]!);
      },
    },
  },
  {
    id: 'dx_record_of_layer',
    clause: 'L33',
    bug: 'the dx wire always takes the dtype and mode of the forward wire',
    fix: "use the layer's declared dx record",
    fn: {
      propLossRecord: (n, declared, input) =>
        n.contract.wires === 'default_width'
          ? primitives.propLossRecord(n, declared, input)
          : input,
    },
  },
  {
    id: 'wires_default_width',
    clause: 'L33',
    bug: 'wires are allocated at the default width',
    fix: 'honour the declared width of each wire',
    contract: { wires: 'default_width' },
  },
];
