/** The chains step-july and B6.9, and shorter ones, with random values, as model calls. */

import { type Contract, existsIn } from '../../../reference/contracts.ts';
import {
  type QuantRecord,
  type Rounding,
  roundings,
  type Tensor,
} from '../../../reference/tensor.ts';
import type { Random } from '../../kit/random.ts';
import type { CaseTensors, Params } from '../../op.ts';
import { isFunnelSgd } from '../optimizers/optimizer_cases.ts';
import {
  currentOptimizer,
  floatRecord,
  juneOptimizer,
  modelDefaults,
  type OptimizerChoice,
  type OptimizerName,
  randomValues,
  recordOf,
  type Storages,
  symRecord,
  trainable,
  type Wires,
  withWires,
} from './model_cases.ts';
import { ofLayer } from './model_names.ts';

/** A complete case of a model op: everything but steps and generator state. */
export interface ChainCase {
  readonly params: Params;
  readonly tensors: CaseTensors;
}

export interface ChainOptions {
  readonly optimizer: OptimizerName;
  /** write-back mode */
  readonly writeBack: Rounding;
  /** rounding of all operations, wires and records */
  readonly rounding: Rounding;
  /** entries per sample tensor */
  readonly batch: number;
  readonly samples: number;
}

export const chainKinds = ['linear', 'pool', 'transposed', 'dropout', 'geometry'] as const;
export type ChainKind = (typeof chainKinds)[number];

/** All option combinations that the issue of a chain asks for, in a short list. */
export function chainOptions(r: Random): ChainOptions {
  return {
    optimizer: r.pick(['sgd', 'momentum', 'momentum_sym', 'adamw']),
    writeBack: r.pick(roundings),
    rounding: r.pick(roundings),
    batch: r.pick([1, 1, 2, 4]),
    samples: r.pick([1, 1, 2, 4]),
  };
}

interface Plan {
  readonly storages: Storages;
  readonly norm: Storages;
  readonly choice: OptimizerChoice;
  readonly wire: QuantRecord;
}

/** Storages, optimizer and wires: packed and float ones in the current contract, SYM_INT32 in June. */
function planOf(r: Random, contract: Contract, o: ChainOptions): Plan {
  const wire = symRecord(contract.operandBits, o.rounding);
  if (!isFunnelSgd(contract)) {
    const parameter = symRecord(12, o.rounding);
    const choice = juneOptimizer(r, contract, parameter);
    const storages = { parameter, gradient: symRecord(16, o.rounding), states: choice.states };
    return { storages, norm: storages, choice, wire };
  }
  const choice = currentOptimizer(r, o.optimizer);
  const parameter = recordOf(r.pick(['SYM_INT32', 'SYM_INT32', 'FLOAT32', 'SYM']), 11, o.rounding);
  const gradient = recordOf(r.pick(['SYM_INT32', 'FLOAT32', 'SYM', 'ASYM']), 16, o.rounding);
  const narrow =
    gradient.bits === 16 && gradient.dtype !== 'SYM_INT32' ? { ...gradient, bits: 12 } : gradient;
  const storages = { parameter, gradient: narrow, states: choice.states };
  const norm = { ...storages, parameter: symRecord(12, o.rounding) };
  return { storages, norm, choice, wire };
}

/** Samples and labels of the given shapes. */
function samplesOf(
  r: Random,
  o: ChainOptions,
  x: readonly number[],
  label: (r: Random) => Tensor,
  record = symRecord(12),
): Record<string, Tensor> {
  const tensors: Record<string, Tensor> = {};
  for (let i = 0; i < o.samples; i++) {
    tensors[`x${i}`] = randomValues(r, record, x);
    tensors[`label${i}`] = label(r);
  }
  return tensors;
}

/** A bias or β far smaller than the weights, so that no seed meets the guard. */
function small(r: Random, record: QuantRecord, shape: readonly number[]): Tensor {
  const t = randomValues(r, record, shape);
  t.scale = Math.fround(t.scale / 8);
  return t;
}

interface Layers {
  readonly params: Record<string, number | string>;
  readonly tensors: Record<string, Tensor>;
}

function addWeights(
  r: Random,
  layers: Layers,
  i: number,
  weight: readonly number[],
  biases: number,
  s: Storages,
): void {
  const values = randomValues(r, s.parameter, weight);
  Object.assign(layers.tensors, trainable(ofLayer(i, 'weight'), values, s));
  Object.assign(layers.tensors, trainable(ofLayer(i, 'bias'), small(r, s.parameter, [biases]), s));
}

/** A quantized γ keeps its largest entry: a tiny one would trip the seed guard. */
function addAffine(r: Random, layers: Layers, i: number, size: number, s: Storages): void {
  const gamma = randomValues(r, s.parameter, [size]);
  if (gamma.dtype !== 'FLOAT32') gamma.data[0] = 2047;
  Object.assign(layers.tensors, trainable(ofLayer(i, 'gamma'), gamma, s));
  Object.assign(layers.tensors, trainable(ofLayer(i, 'beta'), small(r, s.parameter, [size]), s));
  layers.params[ofLayer(i, 'eps')] = Math.fround(1e-5);
  // a float increment has no fixed scale to go to
  layers.params[ofLayer(i, 'bias_mode')] = 'OUT_ACC_DYNAMIC_RESCALE';
}

function setKinds(layers: Layers, kinds: readonly string[]): void {
  layers.params.layers = kinds.length;
  kinds.forEach((kind, i) => {
    layers.params[ofLayer(i, 'kind')] = kind;
  });
}

/** A packed gradient on a fixed grid overflows, an ASYM one has none. */
function biasMode(gradient: QuantRecord): string {
  const fixed = gradient.dtype === 'SYM_INT32' || gradient.dtype === 'FLOAT32';
  return fixed ? 'OUT_ACC_FIXED_SCALE' : 'OUT_ACC_DYNAMIC_RESCALE';
}

function finish(
  contract: Contract,
  o: ChainOptions,
  plan: Plan,
  layers: Layers,
  wires: Wires,
): ChainCase {
  const params = {
    ...modelDefaults,
    ...plan.choice.params,
    bias_mode: biasMode(plan.storages.gradient),
    samples: o.samples,
    rounding: o.rounding,
    write_back: o.writeBack,
    ...layers.params,
  };
  return { params, tensors: withWires(contract, params, layers.tensors, wires) };
}

/** Linear → Quantization → LayerNorm → Quantization → Linear → MSE (step-july). */
export function linearChain(r: Random, contract: Contract, o: ChainOptions): ChainCase {
  const plan = planOf(r, contract, o);
  const [inner, hidden, out] = [r.int(2, 5), r.int(3, 5), r.int(1, 3)];
  const layers: Layers = { params: {}, tensors: {} };
  setKinds(layers, ['linear', 'quantization', 'layer_norm', 'quantization', 'linear']);
  addWeights(r, layers, 0, [hidden, inner], hidden, plan.storages);
  addAffine(r, layers, 2, hidden, plan.norm);
  addWeights(r, layers, 4, [out, hidden], out, plan.storages);
  const label = (seed: Random): Tensor => {
    return randomValues(seed, seed.pick([floatRecord, symRecord(12)]), [o.batch, out]);
  };
  Object.assign(layers.tensors, samplesOf(r, o, [o.batch, inner], label));
  const quantized = isFunnelSgd(contract) ? { ...plan.wire, bits: r.pick([8, 10, 12]) } : plan.wire;
  const output = [plan.wire, plan.wire, plan.wire, quantized, plan.wire];
  const propLoss = [plan.wire, quantized, plan.wire, plan.wire, plan.wire];
  return finish(contract, o, plan, layers, { output, propLoss });
}

/** Conv1d → ReLU → MaxPool → Flatten → Linear → Softmax → CrossEntropy. */
export function poolChain(r: Random, contract: Contract, o: ChainOptions): ChainCase {
  const plan = planOf(r, contract, o);
  const [channels, maps, classes, length] = [r.int(1, 2), r.int(2, 3), r.int(2, 4), 8];
  const layers: Layers = { params: { loss: 'CROSS_ENTROPY' }, tensors: {} };
  setKinds(layers, ['conv1d', 'relu', 'max_pool1d', 'flatten', 'linear', 'softmax']);
  addWeights(r, layers, 0, [maps, channels, 3], maps, plan.storages);
  addWeights(r, layers, 4, [classes, maps * 4], classes, plan.storages);
  Object.assign(layers.params, { l0_kernel: 3, l0_padding: 'SAME', l2_kernel: 2, l2_stride: 2 });
  const label = (seed: Random): Tensor => {
    const t = targetOfLabel(o.batch, classes);
    for (let b = 0; b < o.batch; b++) t.data[b * classes + seed.int(0, classes - 1)] = 1;
    return t;
  };
  Object.assign(layers.tensors, samplesOf(r, o, [o.batch, channels, length], label));
  return finish(contract, o, plan, layers, { output: plan.wire, propLoss: plan.wire });
}

function targetOfLabel(batch: number, classes: number): Tensor {
  return {
    dtype: 'FLOAT32',
    shape: [batch, classes],
    order: [0, 1],
    data: new Float32Array(batch * classes),
    scale: 1,
    zeroPoint: 0,
    bits: 0,
    rounding: 'HALF_AWAY',
  };
}

/** Conv1dTransposed → Quantization → MSE (B6.10). */
export function transposedChain(r: Random, contract: Contract, o: ChainOptions): ChainCase {
  const plan = planOf(r, contract, o);
  const [channels, maps, length, kernel, stride] = [
    r.int(1, 3),
    r.int(1, 2),
    r.int(3, 5),
    3,
    r.int(1, 2),
  ];
  const layers: Layers = { params: {}, tensors: {} };
  setKinds(layers, ['conv1d_transposed', 'quantization']);
  addWeights(r, layers, 0, [channels, maps, kernel], maps, plan.storages);
  const padding = r.int(0, stride - 1);
  Object.assign(layers.params, {
    l0_kernel: kernel,
    l0_stride: stride,
    l0_output_padding: padding,
  });
  const outLength = (length - 1) * stride + kernel + padding;
  const label = (seed: Random): Tensor =>
    randomValues(seed, floatRecord, [o.batch, maps, outLength]);
  Object.assign(layers.tensors, samplesOf(r, o, [o.batch, channels, length], label));
  const quantized = isFunnelSgd(contract) ? { ...plan.wire, bits: r.pick([8, 12]) } : plan.wire;
  const wires = { output: [plan.wire, quantized], propLoss: [plan.wire, quantized] };
  return finish(contract, o, plan, layers, wires);
}

/** Conv1d → GroupNorm → ReLU → AvgPool → Flatten → Dropout → Linear → MSE. */
export function dropoutChain(r: Random, contract: Contract, o: ChainOptions): ChainCase {
  const plan = planOf(r, contract, o);
  const [maps, length, out] = [2, 8, r.int(1, 2)];
  const layers: Layers = { params: {}, tensors: {} };
  const kinds = ['conv1d', 'group_norm', 'relu', 'avg_pool1d', 'flatten', 'dropout', 'linear'];
  setKinds(layers, kinds);
  addWeights(r, layers, 0, [maps, 1, 3], maps, plan.storages);
  addAffine(r, layers, 1, maps, plan.norm);
  addWeights(r, layers, 6, [out, maps * 3], out, plan.storages);
  Object.assign(layers.params, {
    l0_kernel: 3,
    l1_groups: r.int(1, 2),
    l3_kernel: 2,
    l3_stride: 2,
    l5_p: r.pick([0.25, 0.5]),
  });
  const label = (seed: Random): Tensor => randomValues(seed, floatRecord, [o.batch, out]);
  Object.assign(layers.tensors, samplesOf(r, o, [o.batch, 1, length], label));
  return finish(contract, o, plan, layers, { output: plan.wire, propLoss: plan.wire });
}

/** Moments that training has left behind; the second one of AdamW is a mean of squares. */
function usedStates(r: Random, tensors: Record<string, Tensor>): void {
  for (const [name, t] of Object.entries(tensors)) {
    if (!/_s[01]$/.test(name)) continue;
    const { data, scale } = randomValues(r, t, t.shape);
    if (t.dtype === 'FLOAT32' && name.endsWith('_s1')) {
      data.forEach((v, i) => {
        data[i] = Math.abs(v);
      });
    }
    t.data = data;
    t.scale = scale;
  }
}

/** No number of the optimizer at its usual value. */
function unusual(r: Random, choice: OptimizerChoice): OptimizerChoice {
  if (choice.params.optimizer !== 'ADAMW') {
    const momentum = choice.states.length === 0 ? 0 : 0.75;
    return { ...choice, params: { ...choice.params, momentum, weight_decay: 0.125 } };
  }
  const scalars = { beta1: 0.75, beta2: 0.96875, epsilon: 0.001, decay: 0.0625, t: r.int(0, 5) };
  return { ...choice, params: { ...choice.params, ...scalars } };
}

/**
 * Conv1d → Conv1dTransposed → GroupNorm → AdaptiveAvgPool → Flatten → Linear → MSE on FLOAT32 wires, with every
 * number of the layers away from its default: dilated, grouped and padded windows, ε, output padding and size.
 */
export function geometryChain(r: Random, contract: Contract, o: ChainOptions): ChainCase {
  const drawn = planOf(r, contract, o);
  const plan = { ...drawn, choice: unusual(r, drawn.choice) };
  const [channels, maps, length, classes] = [2, 4, 5, 2];
  const [outputs, padding] = o.optimizer === 'adamw' ? [3, 1] : [2, 2];
  const layers: Layers = { params: {}, tensors: {} };
  setKinds(layers, [
    'conv1d',
    'conv1d_transposed',
    'group_norm',
    'adaptive_avg_pool1d',
    'flatten',
    'linear',
  ]);
  addWeights(r, layers, 0, [maps, channels / 2, 2], maps, plan.storages);
  addWeights(r, layers, 1, [maps, 1, 2], 2, plan.storages);
  const float = { ...plan.storages, parameter: floatRecord, gradient: floatRecord };
  addAffine(r, layers, 2, 2, float);
  addWeights(r, layers, 5, [classes, 2 * outputs], classes, plan.storages);
  Object.assign(layers.params, {
    arithmetic: 'ARITH_FLOAT32',
    // a float increment has no fixed scale to go to
    bias_mode: 'OUT_ACC_DYNAMIC_RESCALE',
    forward_reduction: o.optimizer === 'adamw' ? 'SUM' : 'MEAN',
    l0_kernel: 2,
    l0_dilation: 2,
    l0_groups: 2,
    l0_padding: 'EXPLICIT',
    l0_padding_amount: padding,
    l1_kernel: 2,
    l1_stride: 2,
    l1_dilation: 3,
    l1_groups: 2,
    l1_output_padding: 1,
    l2_eps: r.pick([0.25, 0.0625]),
    l2_groups: 2,
    l3_output_size: outputs,
  });
  usedStates(r, layers.tensors);
  const label = (seed: Random): Tensor => randomValues(seed, floatRecord, [o.batch, classes]);
  const samples = samplesOf(r, o, [o.batch, channels, length], label, floatRecord);
  Object.assign(layers.tensors, samples);
  return finish(contract, o, plan, layers, { output: floatRecord, propLoss: floatRecord });
}

const builders: Readonly<
  Record<ChainKind, (r: Random, contract: Contract, o: ChainOptions) => ChainCase>
> = {
  linear: linearChain,
  pool: poolChain,
  transposed: transposedChain,
  dropout: dropoutChain,
  geometry: geometryChain,
};

/** The chains that exist under a contract. */
export function chainsOf(contract: Contract): readonly ChainKind[] {
  if (existsIn(contract, '2026-07-21')) return chainKinds;
  return existsIn(contract, '2026-06-23') ? ['linear', 'transposed'] : ['linear'];
}

export function chainCase(
  kind: ChainKind,
  r: Random,
  contract: Contract,
  o: ChainOptions,
): ChainCase {
  return builders[kind](r, contract, o);
}
