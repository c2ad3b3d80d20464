/** Which mistake each flag of `training_step` and `trajectory` catches. */

import { libmNotes, sensitive } from '../../kit/libm.ts';
import type { RecordNote } from '../../op.ts';

const chains: Readonly<Record<string, RecordNote>> = {
  chain_linear: {
    bug: 'a raw wire or dx passed on, layers stepped in another order, or γ given the gradient of β',
    effect: 'Linear and LayerNorm weights leave the reference within a few steps',
    clause: 'L33, step-july',
  },
  chain_pool: {
    bug: 'Softmax’ backward run as well under CrossEntropy, or the skip keyed on its kind',
    effect: 'gradients twice through the Softmax',
    clause: 'L28, L33',
  },
  chain_transposed: {
    bug: 'a raw wire or dx passed on, the bias tail left out, or the kernel flipped in one direction only',
    effect: 'decoder weights leave the reference within a few steps',
    clause: 'L10–L13, L33',
  },
  chain_dropout: {
    bug: 'mask drawn again in the backward, or the training flag left off',
    effect: 'gradients of other elements than were used',
    clause: 'L25, L33',
  },
  chain_geometry: {
    bug: 'a number, mode or arithmetic of a layer or of the optimizer read as its default, or that of another',
    effect: 'models train only with the usual settings',
    clause: 'L31, L33',
  },
};

const step: Readonly<Record<string, RecordNote>> = {
  'B6.9': {
    bug: 'the mean factor left out, the update rounded half away, or gradients kept after the step',
    effect: 'weights of the worked chain move by another amount in the first step',
    clause: 'B6.9',
  },
  float_twin: {
    bug: 'float wires quantized on the way, sums in another order, or products fused',
    effect: 'the float run that quantized training is compared with is itself off',
    clause: 'L33',
  },
  draw_order: {
    bug: 'weight, bias and input gradients in another order, or dγ and dβ swapped',
    effect: 'every later draw is another',
    clause: 'L33, S72',
  },
  layer0_dx: {
    bug: 'the input gradient of layer 0 skipped',
    effect: 'its draws are missing from the stream',
    clause: 'L33',
  },
  own_operation: {
    bug: 'an operation of a layer in the arithmetic or by the mode of another operation of the layer',
    effect: 'draws where there are none, other gradients',
    clause: 'L33, S63',
  },
  seed_record: {
    bug: 'the seed gradient FLOAT32, of a fixed width, or of another mode than the output wire',
    effect: 'a finer gradient than the device has',
    clause: 'L33',
  },
  mean_scale: {
    bug: 'gradients not scaled, scaled by mantissas, or scaled per sample',
    effect: 'steps of another length',
    clause: 'L34, S115',
  },
  label_shape: {
    bug: 'the mean factor from the model output instead of the first label’s shape',
    effect: 'steps too short where labels have rank 1',
    clause: 'L29, L34',
  },
  three_samples: {
    bug: 'a mean of losses or gradients as a product with 1 ÷ S, or a bias demanded of every layer',
    effect:
      'losses and steps differ in the last bit for three samples, or a model without bias crashes',
    clause: 'L34',
  },
  accumulates: {
    bug: 'gradients overwritten by the next sample, or summed before they are rounded',
    effect: 'a macro batch trains on its last sample only',
    clause: 'L32, L34',
  },
  not_zeroed: {
    bug: 'gradients zeroed at the start or by the step',
    effect: 'earlier gradient computations are lost',
    clause: 'L32',
  },
  write_back: {
    bug: 'the update rounded by the stored mode of the parameter',
    effect: 'small updates never accumulate',
    clause: 'S118',
  },
  without_quantization: {
    bug: 'raw wires where the contract restores them at the producer',
    effect: 'a model without Quantization layers overflows',
    clause: 'L1, L4, L15',
  },
  gradient_storage: {
    bug: 'increments rounded by the operation, at another width or in another number of stages',
    effect: 'gradients off, generator shifted',
    clause: 'S56–S62, L32',
  },
  optimizer_state: {
    bug: 'the parameter drawn for before its state, or all states before all parameters',
    effect: 'weights and moments are rounded with each other’s draws',
    clause: 'S117–S119',
  },
  wire_record: {
    bug: 'wires of one width for the whole model',
    effect: 'narrow layers train on wide data',
    clause: 'L33',
  },
  softmax_under_mse: {
    bug: 'Softmax skipped in the backward although the loss is MSE, or given its output instead of its input',
    effect: 'gradients other than the original’s reach the layers in front',
    clause: 'L27, L33, D16',
  },
  skipped_by_position: {
    bug: 'the backward of the last layer skipped only where it is a Softmax',
    effect: 'a last layer of another kind gets a gradient, and those in front another one',
    clause: 'L28, L33',
  },
  mixed_wires: {
    bug: 'wires of one format for the whole model, or a gradient wire with the format of the output wire',
    effect: 'models that mix float and integer wires fail, or round where nothing is to be rounded',
    clause: 'L31, L33',
  },
  refused: {
    bug: 'a guard late in the step that leaves gradients, wires or parameters written',
    effect: 'half a step is taken',
    clause: 'L33',
  },
};

const trajectory: Readonly<Record<string, RecordNote>> = {
  'B6.9': {
    bug: 'the mean factor left out, a generator seeded anew per step, or gradients kept after the step',
    effect: 'the weights of the worked chain leave the reference from the second step on',
    clause: 'B6.9',
  },
  'B6.10': {
    bug: 'bias gradients that keep more than whole units of the loss gradient',
    effect: 'biases move where the original’s stand still',
    clause: 'B6.10',
  },
  carried_state: {
    bug: 'the gradient scale not reset, or step count and momentum not carried over',
    effect: 'the first step agrees, and later ones use a stale scale or a fresh momentum',
    clause: 'S114, S117, S119',
  },
};

/** The notes of one of the two model ops. */
export function trainingNotes(op: 'step' | 'trajectory'): Readonly<Record<string, RecordNote>> {
  const own = op === 'step' ? { ...step, ...libmNotes } : trajectory;
  return { ...own, ...chains, [sensitive]: libmNotes[sensitive]! };
}
