/** The flat parameters and tensors of a sequential model, as the ops of whole models declare them. */

import { outputModes } from '../../../reference/funnel.ts';
import { lossKinds } from '../../../reference/losses/loss.ts';
import type { Dtype } from '../../../reference/tensor.ts';
import { below, count, type Fits, sameCount } from '../../kit/fits.ts';
import { arithmeticSpec, roundingSpec } from '../../kit/layer_operands.ts';
import type { ParamSpec, TensorSpec } from '../../op.ts';
import {
  forwardWire,
  gradientOf,
  gradientWire,
  labelName,
  ofLayer,
  parametersOfLayer,
  sampleName,
  stateOf,
} from './model_names.ts';

/** How much of a model an op takes. */
export interface ModelSize {
  /** largest number of layers */
  readonly layers: number;
  /** largest number of sample tensors; 0 where the samples come stacked in one tensor */
  readonly samples: number;
  /** with gradients, optimizer and backward wires, or the forward pass alone */
  readonly trains: boolean;
}

/** The size of `training_step` and `trajectory`. */
export const smallTraining: ModelSize = { layers: 8, samples: 4, trains: true };

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

/** The operations of a layer that have an arithmetic of their own. */
const operations = { forward: ['forward'], training: ['forward', 'weight', 'bias', 'dx'] } as const;

function int(min: number, max: number, doc: string): ParamSpec {
  return { kind: 'int', min, max, optional: true, doc };
}

function sampleTensors(max: number): ParamSpec {
  return { kind: 'int', min: 1, max, doc: 'sample tensors x0, x1, …' };
}

const backwardReduction: ParamSpec = {
  kind: 'word',
  values: reductions,
  doc: 'MEAN: gradients are scaled by the mean factor before the step',
};

function accumulateMode(what: string): ParamSpec {
  return {
    kind: 'word',
    values: outputModes,
    doc: `accumulate mode of ${what} gradients; June: not read`,
  };
}

function modelWide({ layers, samples, trains }: ModelSize): Record<string, ParamSpec> {
  return {
    layers: { kind: 'int', min: 1, max: layers, doc: 'number of layers' },
    loss: {
      kind: 'word',
      values: lossKinds,
      doc: 'CROSS_ENTROPY skips the backward of the last layer',
    },
    ...(samples > 0 && { samples: sampleTensors(samples) }),
    forward_reduction: {
      kind: 'word',
      values: reductions,
      doc: 'of the reported losses, per sample and over the macro batch',
    },
    ...(trains && { backward_reduction: backwardReduction }),
    arithmetic: arithmeticSpec('every operation that names none'),
    rounding: roundingSpec('every operation that names none'),
    ...(trains && {
      weight_mode: accumulateMode('weight and γ'),
      bias_mode: accumulateMode('bias and β'),
      ...optimizerWide(),
    }),
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

function layerParams(i: number, trains: boolean): Record<string, ParamSpec> {
  const specs: Record<string, ParamSpec> = {
    kind: { kind: 'word', values: layerKinds, optional: true, doc: `kind of layer ${i}` },
  };
  for (const operation of operations[trains ? 'training' : 'forward']) {
    const what = `${operation} of layer ${i}`;
    specs[`${operation}_arithmetic`] = { ...arithmeticSpec(what), optional: true };
    specs[`${operation}_rounding`] = { ...roundingSpec(what), optional: true };
  }
  for (const which of trains ? ['weight', 'bias'] : []) {
    const doc = `accumulate mode of the ${which} gradient of layer ${i}`;
    specs[`${which}_mode`] = { kind: 'word', values: outputModes, optional: true, doc };
  }
  Object.assign(specs, {
    eps: { kind: 'f32', optional: true, doc: 'norm layers: ε' },
    groups: int(1, 64, 'group_norm, convolutions'),
    kernel: int(1, 64, 'convolutions and pools: K'),
    stride: int(1, 64, 'convolutions and pools: S; default 1'),
    dilation: int(1, 64, 'convolutions and pools: D; default 1'),
    padding: {
      kind: 'word',
      values: ['VALID', 'SAME', 'EXPLICIT'],
      optional: true,
      doc: 'convolutions and pools; default VALID',
    },
    padding_amount: int(0, 64, 'P of EXPLICIT; default 0'),
    output_padding: int(0, 64, 'conv1d_transposed; default 0'),
    output_size: int(1, 64, 'adaptive_avg_pool1d'),
    p: { kind: 'f32', optional: true, doc: 'dropout' },
  });
  return Object.fromEntries(
    Object.entries(specs).map(([field, spec]) => [ofLayer(i, field), spec]),
  );
}

/** Parameters of a model of that size and, where it trains, of its optimizer. */
export function modelParams(size: ModelSize): Record<string, ParamSpec> {
  const layers = Array.from({ length: size.layers }, (_, i) => layerParams(i, size.trains));
  return Object.assign({}, modelWide(size), ...layers);
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

type Add = (
  name: string,
  role: TensorSpec['role'],
  dtypes: readonly Dtype[],
  doc: string,
  more?: Partial<TensorSpec>,
) => void;

const fresh = {
  unread: { scale: 'training starts from zeros, which any scale decodes to 0' },
};

function addTrained(add: Add, name: string, what: string): void {
  add(name, 'inout', stored, `${what}, updated`);
  const formats: readonly Dtype[] = [...stored, 'INT32', 'BOOL'];
  add(gradientOf(name), 'inout', formats, 'its gradient; added to, then scaled', fresh);
  add(stateOf(name, 0), 'inout', stored, 'its momentum (SGD) or first moment (ADAMW)', fresh);
  add(stateOf(name, 1), 'inout', stored, 'its second moment (ADAMW)');
}

function addLayer(add: Add, i: number, trains: boolean): void {
  for (const name of parametersOfLayer(i)) {
    if (trains) addTrained(add, name, `${name.slice(name.indexOf('_') + 1)} of layer ${i}`);
    else add(name, 'in', stored, 'parameter, as stored');
  }
  const position = `max_pool1d layer ${i}: positions of the last sample`;
  add(ofLayer(i, 'argmax'), 'out', ['INT32'], position);
  add(ofLayer(i, 'mask'), 'out', ['BOOL'], `dropout layer ${i}: mask of the last sample`);
}

/** Tensors of a model of that size: samples, layers, wires of the last sample. */
export function modelTensors({ layers, samples, trains }: ModelSize): Record<string, TensorSpec> {
  const specs: Record<string, TensorSpec> = {};
  const add: Add = (name, role, dtypes, doc, more) => {
    specs[name] = { role, dtypes, optional: true, doc, unread: {}, ...more };
  };
  for (let i = 0; i < samples; i++) {
    const optional = i > 0;
    specs[sampleName(i)] = {
      role: 'in',
      dtypes: stored,
      optional,
      doc: `[B, …]: sample tensor ${i}`,
    };
    specs[labelName(i)] = { role: 'in', dtypes: stored, optional, doc: 'its label' };
  }
  for (let i = 0; i < layers; i++) addLayer(add, i, trains);
  const wires: readonly Dtype[] = [...wire, 'SYM'];
  for (let i = 0; i < layers; i++) {
    const doc = `output wire of layer ${i}, last sample; its record is the wire’s`;
    specs[forwardWire(i)] = { role: 'out', dtypes: wires, optional: i > 0, doc };
  }
  for (let i = 0; trains && i <= layers; i++) {
    const doc = `gradient entering below layer ${i} (the last one: of the loss); its record is the wire’s`;
    specs[gradientWire(i)] = { role: 'out', dtypes: wires, optional: true, doc };
  }
  return specs;
}

/** The samples of an op that takes them stacked. */
export function stackedSamples(dtypes: readonly Dtype[]): Readonly<Record<string, TensorSpec>> {
  const own = 'absent: each sample is its own label';
  return {
    x: { role: 'in', dtypes, doc: '[S, …]: row i is the sample tensor [1, …]' },
    label: { role: 'in', dtypes, optional: true, doc: `[S, …]: row i is the label [1, …]; ${own}` },
  };
}

/** What an op of several steps reports of each. */
export const stepResults: Readonly<Record<string, TensorSpec>> = {
  losses: { role: 'out', dtypes: ['FLOAT32'], doc: '[steps]: loss of each macro batch' },
  digests: {
    role: 'out',
    dtypes: ['INT32'],
    doc: '[steps]: FNV-1a over all parameters after each step: payload, scale bits, zero point',
  },
};

/** A training of no step would leave its wires unwritten. */
export const stepFits: Fits = {
  losses: [below(0, count('losses'))],
  digests: [sameCount('digests', 'losses')],
};
