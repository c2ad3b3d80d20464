/** From records to a trainable model: initial values (L31), wires, gradients and optimizer state. */

import type { Window1d } from '../kernels/window.ts';
import type { Layer, LayerContext, Parameter } from '../layers/layer.ts';
import type { Numerics } from '../numerics.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { float32Tensor, newTensor, newTensorLike, type Tensor } from '../tensor.ts';
import type { Model, ModelLayer } from '../training/model.ts';
import type { LayerRecord, ModelRecord, TrainingRecord, VariantRecord } from './record.ts';

/** A model with its optimizer, ready for `trainingStep`. */
export interface Trainable {
  readonly model: Model;
  readonly optimizer: Optimizer;
}

/** 1/√3 as the nearest float32. */
const inverseRootThree = Math.fround(0.57735026919);

/** L31: bound of the default initial values, `0.57735f ⊗ √(3 ⊘ fanIn)`. */
export function initialLimit(n: Numerics, fanIn: number): number {
  return n.f.mul(inverseRootThree, n.f.sqrt(n.f.div(3, n.f.fromInt(fanIn))));
}

/** L31: uniform in ±limit, one draw per element ascending. */
export function initialValues(n: Numerics, shape: readonly number[], fanIn: number): Tensor {
  const limit = initialLimit(n, fanIn);
  const range = n.f.sub(limit, -limit);
  const t = newTensor('FLOAT32', shape);
  t.data = Float32Array.from(t.data, () => n.f.mulAdd(n.fn.uniform(n), range, -limit));
  return t;
}

/** Initialised in FLOAT32, then converted (HALF_AWAY) to the variant's storage, with a zero gradient. */
function parameter(
  n: Numerics,
  variant: VariantRecord,
  shape: readonly number[],
  fanIn: number,
): Parameter {
  const initial = initialValues(n, shape, fanIn);
  const value = newTensorLike(variant.parameter, shape);
  n.fn.convert(n, initial, value);
  return { value, grad: newTensorLike(variant.gradient, shape) };
}

/** Layers without parameters compute in the format of the wires around them. */
function wireContext(n: Numerics, variant: VariantRecord): LayerContext {
  const forwardMath = n.fn.arithmeticOf(n, variant.output);
  const propLossMath = n.fn.arithmeticOf(n, variant.propLossWire);
  return { ...contextOf(variant), forwardMath, propLossMath };
}

function contextOf(variant: VariantRecord): LayerContext {
  return {
    forwardMath: variant.forward,
    weightGradMath: variant.weightGrad,
    biasGradMath: variant.biasGrad,
    propLossMath: variant.propLoss,
    weightGradAccMode: variant.accumulate,
    biasGradAccMode: variant.accumulate,
  };
}

function windowOf(record: {
  readonly kernel: number;
  readonly stride: number;
  readonly padding?: 'SAME' | 'EXPLICIT';
  readonly paddingAmount?: number;
}): Window1d {
  const { kernel, stride, padding = 'VALID', paddingAmount = 0 } = record;
  return { kernel, stride, dilation: 1, padding, paddingAmount };
}

/** One layer; weights are drawn before the bias, with the same fan-in. */
function layerOf(n: Numerics, variant: VariantRecord, record: LayerRecord): Layer {
  const context = contextOf(variant);
  const wires = wireContext(n, variant);
  const trainable = (shape: readonly number[], outputs: number, fanIn: number) => ({
    weight: parameter(n, variant, shape, fanIn),
    bias: parameter(n, variant, [outputs], fanIn),
  });
  switch (record.kind) {
    case 'conv1d': {
      const { kind, inChannels: i, outChannels: o, kernel: k } = record;
      const own = { kind, groups: 1, window: windowOf(record) };
      return { ...own, ...context, ...trainable([o, i, k], o, i * k) };
    }
    case 'conv1d_transposed': {
      const { kind, inChannels: i, outChannels: o, kernel: k } = record;
      const own = { kind, groups: 1, window: windowOf(record), outputPadding: 0 };
      return { ...own, ...context, ...trainable([i, o, k], o, o * k) };
    }
    case 'linear': {
      const { kind, inFeatures: i, outFeatures: o } = record;
      return { kind, ...context, ...trainable([o, i], o, i) };
    }
    case 'max_pool1d':
      return {
        kind: 'max_pool1d',
        ...wires,
        window: windowOf(record),
        argmax: newTensor('INT32', [0]),
      };
    case 'avg_pool1d':
      return { kind: 'avg_pool1d', ...wires, window: windowOf(record) };
    case 'relu':
    case 'softmax':
      return { kind: record.kind, ...wires };
    case 'flatten':
      return { kind: 'flatten' };
  }
}

/** Layers in order, each with the wires that the variant declares; the argmax has the shape of its output. */
export function buildModel(n: Numerics, record: ModelRecord, variant: VariantRecord): Model {
  let shape: readonly number[] = [1, record.channels, record.length];
  const layers = record.layers.map((r): ModelLayer => {
    const layer = layerOf(n, variant, r);
    shape = n.fn.layerOutputShape(n, layer, shape);
    const declares = layer.kind !== 'flatten';
    return {
      layer: layer.kind === 'max_pool1d' ? { ...layer, argmax: newTensor('INT32', shape) } : layer,
      output: declares ? variant.output : undefined,
      propLoss: declares ? variant.propLossWire : undefined,
    };
  });
  return { layers, loss: record.loss };
}

/** L31, S121: draws all initial values from the generator as it is, then allocates the optimizer. */
export function buildTrainable(
  n: Numerics,
  record: ModelRecord,
  variant: VariantRecord,
  training: TrainingRecord,
): Trainable {
  const model = buildModel(n, record, variant);
  const { learningRate, momentum } = training;
  const scalars = { learningRate, momentum, weightDecay: 0 };
  const parameters = n.fn.modelParameters(n, model);
  return {
    model,
    optimizer: n.fn.newSgd(n, parameters, scalars, variant.writeBack, variant.state),
  };
}

/** Sample tensor [1, …shape] of one row of values. */
export function sampleTensor(values: Float32Array, shape: readonly number[]): Tensor {
  return float32Tensor(values, [1, ...shape]);
}

/** Number of trainable scalars. */
export function parameterCount(n: Numerics, model: Model): number {
  const parameters = n.fn.modelParameters(n, model);
  return parameters.reduce((sum, { value }) => sum + value.shape.reduce((a, b) => a * b, 1), 0);
}
