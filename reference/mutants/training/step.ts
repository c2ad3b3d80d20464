/** Mistakes in gradient computation and the training step (L33, L34). */

import { primitives } from '../../primitives.ts';
import { newTensor } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'first_dx_skipped',
    clause: 'L33',
    pitfalls: ['B-62'],
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
    pitfalls: ['B-63'],
    bug: 'the seed gradient is allocated as FLOAT32',
    fix: 'clone dtype, width and mode of the output wire',
    fn: { newSeedGradient: (_n, output) => newTensor('FLOAT32', output.shape) },
  },
  {
    id: 'seed_gradient_16_bits',
    clause: 'L33',
    pitfalls: ['B-63'],
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
    pitfalls: ['B-58'],
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
    id: 'mean_scale_of_output',
    clause: 'L34',
    pitfalls: ['B-64'],
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
    id: 'batch_loss_reversed',
    clause: 'L34',
    bug: 'losses are summed from the last to the first',
    fix: 'sum them in order',
    fn: {
      batchLoss: (n, losses, reduction) => primitives.batchLoss(n, losses.toReversed(), reduction),
    },
  },
  {
    id: 'cross_entropy_skips_softmax_only',
    clause: 'L33',
    bug: 'CrossEntropy skips the backward of the last layer only where it is a Softmax',
    fix: 'skip it by position, whatever it is',
    flags: ['skipped_by_position'],
    fn: {
      firstBackwardLayer: (n, model) => {
        const isSoftmax = model.layers.at(-1)!.layer.kind === 'softmax';
        return isSoftmax ? primitives.firstBackwardLayer(n, model) : model.layers.length - 1;
      },
    },
  },
];
