/** Flat parameters and tensors of a sequential model, as `training_step` and `trajectory` declare them. */

import { outputModes } from '../../../reference/funnel.ts';
import { lossKinds } from '../../../reference/losses/loss.ts';
import type { Dtype } from '../../../reference/tensor.ts';
import { arithmeticSpec, roundingSpec } from '../../kit/layer_operands.ts';
import type { ParamSpec, TensorSpec } from '../../op.ts';

/** Largest number of layers and of sample tensors of a case. */
export const layersMax = 8;
export const samplesMax = 4;

export const layerKinds = [
  'linear',
  'quantization',
  'layer_norm',
  'group_norm',
  'conv1d',
  'conv1d_transposed',
  'max_pool1d',
  'avg_pool1d',
  'adaptive_avg_pool1d',
  'relu',
  'dropout',
  'flatten',
  'softmax',
] as const;

const reductions = ['MEAN', 'SUM'] as const;

/** The four operations of a layer that have an arithmetic of their own. */
export const layerOperations = ['forward', 'weight', 'bias', 'dx'] as const;

function int(min: number, max: number, doc: string): ParamSpec {
  return { kind: 'int', min, max, optional: true, doc };
}

function modelWide(layers: number): Record<string, ParamSpec> {
  return {
    layers: { kind: 'int', min: 1, max: layers, doc: 'number of layers' },
    loss: {
      kind: 'word',
      values: lossKinds,
      doc: 'CROSS_ENTROPY skips the backward of the last layer',
    },
    samples: { kind: 'int', min: 1, max: samplesMax, doc: 'sample tensors x0, x1, …' },
    forward_reduction: {
      kind: 'word',
      values: reductions,
      doc: 'of the reported losses, per sample and over the macro batch',
    },
    backward_reduction: {
      kind: 'word',
      values: reductions,
      doc: 'MEAN: gradients are scaled by the mean factor before the step',
    },
    arithmetic: arithmeticSpec('every operation that names none'),
    rounding: roundingSpec('every operation that names none'),
    weight_mode: {
      kind: 'word',
      values: outputModes,
      doc: 'accumulate mode of weight and γ gradients; June: not read',
    },
    bias_mode: {
      kind: 'word',
      values: outputModes,
      doc: 'accumulate mode of bias and β gradients; June: not read',
    },
  };
}

function optimizerWide(): Record<string, ParamSpec> {
  return {
    optimizer: { kind: 'word', values: ['SGD', 'ADAMW'], doc: 'which optimizer' },
    update_arithmetic: arithmeticSpec('the update; all but FLOAT32 is refused'),
    write_back: roundingSpec('parameter and state writes; June: not read'),
    lr: { kind: 'f32', doc: 'learning rate' },
    momentum: { kind: 'f32', optional: true, doc: 'SGD; 0: no state, except in June' },
    weight_decay: { kind: 'f32', optional: true, doc: 'SGD' },
    beta1: { kind: 'f64', optional: true, doc: 'ADAMW' },
    beta2: { kind: 'f64', optional: true, doc: 'ADAMW' },
    epsilon: { kind: 'f64', optional: true, doc: 'ADAMW' },
    decay: { kind: 'f64', optional: true, doc: 'ADAMW: decoupled weight decay' },
    t: int(0, 1000000, 'ADAMW: steps done before'),
  };
}

function layerParams(i: number): Record<string, ParamSpec> {
  const at = `l${i}`;
  const specs: Record<string, ParamSpec> = {
    [`${at}_kind`]: { kind: 'word', values: layerKinds, optional: true, doc: `kind of layer ${i}` },
  };
  for (const operation of layerOperations) {
    const what = `${operation} of layer ${i}`;
    specs[`${at}_${operation}_arithmetic`] = { ...arithmeticSpec(what), optional: true };
    specs[`${at}_${operation}_rounding`] = { ...roundingSpec(what), optional: true };
  }
  for (const which of ['weight', 'bias']) {
    const doc = `accumulate mode of the ${which} gradient of layer ${i}`;
    specs[`${at}_${which}_mode`] = { kind: 'word', values: outputModes, optional: true, doc };
  }
  return {
    ...specs,
    [`${at}_eps`]: { kind: 'f32', optional: true, doc: 'norm layers: ε' },
    [`${at}_groups`]: int(1, 64, 'group_norm, convolutions'),
    [`${at}_kernel`]: int(1, 64, 'convolutions and pools: K'),
    [`${at}_stride`]: int(1, 64, 'convolutions and pools: S; default 1'),
    [`${at}_dilation`]: int(1, 64, 'convolutions and pools: D; default 1'),
    [`${at}_padding`]: {
      kind: 'word',
      values: ['VALID', 'SAME', 'EXPLICIT'],
      optional: true,
      doc: 'convolutions and pools; default VALID',
    },
    [`${at}_padding_amount`]: int(0, 64, 'P of EXPLICIT; default 0'),
    [`${at}_output_padding`]: int(0, 64, 'conv1d_transposed; default 0'),
    [`${at}_output_size`]: int(1, 64, 'adaptive_avg_pool1d'),
    [`${at}_p`]: { kind: 'f32', optional: true, doc: 'dropout' },
  };
}

/** Parameters of a model of at most so many layers with its optimizer. */
export function modelParams(most = layersMax): Record<string, ParamSpec> {
  const layers = Array.from({ length: most }, (_, i) => layerParams(i));
  return Object.assign({}, modelWide(most), optimizerWide(), ...layers);
}

/** Parameters of an op that runs the two examples as they are. */
export function examplesOnly(
  params: Readonly<Record<string, ParamSpec>>,
): Record<string, ParamSpec> {
  const fixed = 'both examples have it so; training_step and trajectory vary it';
  return Object.fromEntries(
    Object.entries(params).map(([name, spec]) => [name, { ...spec, fixed }]),
  );
}

const stored: readonly Dtype[] = ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'];
const wire: readonly Dtype[] = ['FLOAT32', 'SYM_INT32'];

/** Names of the trainable tensors that a layer may have, in optimizer order. */
export const parameterNames = ['weight', 'bias', 'gamma', 'beta'] as const;

function layerTensors(i: number): Record<string, TensorSpec> {
  const specs: Record<string, TensorSpec> = {};
  const add = (
    name: string,
    role: TensorSpec['role'],
    dtypes: readonly Dtype[],
    doc: string,
    unread: TensorSpec['unread'] = {},
  ) => {
    specs[name] = { role, dtypes, optional: true, doc, unread };
  };
  const fresh = { scale: 'training starts from zeros, which any scale decodes to 0' };
  for (const name of parameterNames) {
    const at = `l${i}_${name}`;
    add(at, 'inout', stored, `${name} of layer ${i}, updated`);
    add(
      `${at}_grad`,
      'inout',
      [...stored, 'INT32', 'BOOL'],
      'its gradient; added to, then scaled',
      fresh,
    );
    add(`${at}_s0`, 'inout', stored, 'its momentum (SGD) or first moment (ADAMW)', fresh);
    add(`${at}_s1`, 'inout', stored, 'its second moment (ADAMW)');
  }
  add(`l${i}_argmax`, 'out', ['INT32'], `max_pool1d layer ${i}: positions of the last sample`);
  add(`l${i}_mask`, 'out', ['BOOL'], `dropout layer ${i}: mask of the last sample`);
  return specs;
}

/** Tensors of a model: samples, parameters with gradient and state, wires of the last sample. */
export function modelTensors(most = layersMax, samples = samplesMax): Record<string, TensorSpec> {
  const specs: Record<string, TensorSpec> = {};
  for (let i = 0; i < samples; i++) {
    const optional = i > 0;
    specs[`x${i}`] = { role: 'in', dtypes: stored, optional, doc: `[B, …]: sample tensor ${i}` };
    specs[`label${i}`] = { role: 'in', dtypes: stored, optional, doc: 'its label' };
  }
  for (let i = 0; i < most; i++) Object.assign(specs, layerTensors(i));
  for (let i = 0; i < most; i++) {
    const optional = i > 0;
    const doc = `output wire of layer ${i}, last sample; its record is the wire’s`;
    specs[`f${i}`] = { role: 'out', dtypes: [...wire, 'SYM'], optional, doc };
  }
  for (let i = 0; i <= most; i++) {
    const doc = `gradient entering below layer ${i} (the last one: of the loss); its record is the wire’s`;
    specs[`d${i}`] = { role: 'out', dtypes: [...wire, 'SYM'], optional: true, doc };
  }
  return specs;
}
