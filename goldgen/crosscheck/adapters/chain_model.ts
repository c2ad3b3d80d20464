/** Builds the model of a recorded chain from `params.layers` and the tensors `L<i>.<name>`. */

import type { Arithmetic, OutputMode } from '../../../reference/funnel.ts';
import type { Window1d } from '../../../reference/kernels/window.ts';
import type { Layer, LayerContext, Parameter } from '../../../reference/layers/layer.ts';
import { parametersOf } from '../../../reference/layers/layer.ts';
import type { LossKind } from '../../../reference/losses/loss.ts';
import {
  newTensor,
  type QuantRecord,
  type Rounding,
  type Tensor,
} from '../../../reference/tensor.ts';
import type { Model, ModelLayer } from '../../../reference/training/model.ts';
import type { RecordedValue, Replay } from '../types.ts';

/** Names of a layer's parameters in optimizer order. */
const parameterNames: Readonly<Record<string, readonly string[]>> = {
  linear: ['w', 'b'],
  conv1d: ['w', 'b'],
  conv1d_transposed: ['w', 'b'],
  layer_norm: ['gamma', 'beta'],
  group_norm: ['gamma', 'beta'],
};

/** A model with the recorded name (`L0.w`) of each of its parameters, in optimizer order. */
export interface Chain {
  readonly model: Model;
  readonly names: readonly string[];
}

type Fields = Readonly<Record<string, RecordedValue>>;

function mathOf(value: RecordedValue | undefined): Arithmetic {
  const { type, rounding } = (value ?? {}) as { type?: string; rounding?: Rounding };
  return {
    type: type === 'SYM_INT32' ? 'ARITH_SYM_INT32' : 'ARITH_FLOAT32',
    rounding: rounding ?? 'HALF_AWAY',
  };
}

function recordOf(value: RecordedValue | undefined): QuantRecord | undefined {
  if (value === null || value === undefined) return undefined;
  const { dtype, qMaxBits, rounding } = value as {
    dtype: QuantRecord['dtype'];
    qMaxBits?: number;
    rounding?: Rounding;
  };
  return { dtype, bits: qMaxBits ?? 0, rounding: rounding ?? 'HALF_AWAY' };
}

function contextOf(fields: Fields): LayerContext {
  const mode = (name: string): OutputMode => (fields[name] as OutputMode) ?? 'OUT_WRITE';
  return {
    forwardMath: mathOf(fields.forwardMath),
    weightGradMath: mathOf(fields.weightGradMath),
    biasGradMath: mathOf(fields.biasGradMath),
    propLossMath: mathOf(fields.propLossMath),
    weightGradAccMode: mode('weightGradAccMode'),
    biasGradAccMode: mode('biasGradAccMode'),
  };
}

function parameterOf(r: Replay, name: string): Parameter {
  return { value: r.tensor(name), grad: r.tensor(`${name}.grad`) };
}

function windowOf(kernel: number, stride: number, padding: Window1d['padding']): Window1d {
  return { kernel, stride, dilation: 1, padding, paddingAmount: 0 };
}

/** ε of the norm layers; with AdamW the key `eps` holds the optimizer's. */
function normEps(r: Replay): number {
  return r.param('optimizer') === 'adamw' ? Math.fround(1e-5) : r.paramFloat('eps');
}

function poolWindow(r: Replay): Window1d {
  return windowOf(r.paramInt('poolKernel'), r.paramInt('poolStride'), 'VALID');
}

/** MaxPool's argmax buffer for an input of the given shape. */
function argmaxOf(r: Replay, window: Window1d, shape: readonly number[]): Tensor {
  const { outputLength } = r.n.fn.windowGeometry(r.n, window, shape[2]!);
  return newTensor('INT32', [shape[0]!, shape[1]!, outputLength]);
}

/**
 * The layer record of one recorded layer type; `at` is the prefix of its tensors, such as `L0`, `shape` the
 * shape of its input.
 */
function layerOf(
  r: Replay,
  type: string,
  at: string,
  fields: Fields,
  shape: readonly number[],
): Layer {
  const context = contextOf(fields);
  const weights = () => ({
    weight: parameterOf(r, `${at}.w`),
    bias: r.has(`${at}.b`) ? parameterOf(r, `${at}.b`) : undefined,
  });
  const affine = () => ({
    gamma: parameterOf(r, `${at}.gamma`),
    beta: parameterOf(r, `${at}.beta`),
    eps: normEps(r),
  });
  switch (type) {
    case 'Linear':
      return { kind: 'linear', ...context, ...weights() };
    case 'LayerNorm':
      return { kind: 'layer_norm', ...context, ...affine() };
    case 'GroupNorm':
      return { kind: 'group_norm', ...context, ...affine(), groups: r.paramInt('numGroups') };
    case 'Quantization':
      return { kind: 'quantization' };
    case 'Conv1d': {
      const padding = r.param('convPadding') === 'SAME' ? 'SAME' : 'VALID';
      const window = windowOf(r.paramInt('convKernel'), 1, padding);
      return { kind: 'conv1d', ...context, ...weights(), window, groups: 1 };
    }
    case 'Conv1dTransposed': {
      const window = windowOf(r.paramInt('kernel'), r.paramInt('stride'), 'VALID');
      const outputPadding = r.paramInt('outputPadding');
      return {
        kind: 'conv1d_transposed',
        ...context,
        ...weights(),
        window,
        groups: 1,
        outputPadding,
      };
    }
    case 'MaxPool1d': {
      const window = poolWindow(r);
      return { kind: 'max_pool1d', ...context, window, argmax: argmaxOf(r, window, shape) };
    }
    case 'AvgPool1d':
      return { kind: 'avg_pool1d', ...context, window: poolWindow(r) };
    case 'Relu':
      return { kind: 'relu', ...context };
    case 'Dropout': {
      const p = r.paramFloat('dropoutP');
      return { kind: 'dropout', ...context, p, mask: newTensor('BOOL', shape), training: false };
    }
    case 'Flatten':
      return { kind: 'flatten' };
    case 'Softmax':
      return { kind: 'softmax', ...context };
    default:
      throw new TypeError(`"layers" has the unknown type ${type}`);
  }
}

function namesOf(layers: readonly ModelLayer[], prefixes: readonly string[]): string[] {
  return layers.flatMap(({ layer }, i) => {
    const names = parameterNames[layer.kind] ?? [];
    return parametersOf(layer).map((_, k) => `${prefixes[i]}.${names[k]}`);
  });
}

function chainOf(
  layers: readonly ModelLayer[],
  prefixes: readonly string[],
  loss: LossKind,
): Chain {
  return { model: { layers, loss }, names: namesOf(layers, prefixes) };
}

/** Builds the layers in order, following the shape of the first sample through them. */
function layersOf(
  r: Replay,
  count: number,
  build: (i: number, shape: readonly number[]) => ModelLayer,
): ModelLayer[] {
  let shape = r.tensor('x0').shape;
  return Array.from({ length: count }, (_, i) => {
    const built = build(i, shape);
    shape = r.n.fn.layerOutputShape(r.n, built.layer, shape);
    return built;
  });
}

/** The chain of a 2026-07-21 recording. */
export function currentChain(r: Replay): Chain {
  const recorded = r.param('layers') as readonly Fields[];
  const layers = layersOf(r, recorded.length, (i, shape) => {
    const fields = recorded[i]!;
    return {
      layer: layerOf(r, `${fields.type}`, `L${i}`, fields, shape),
      output: recordOf(fields.outputQ),
      propLoss: recordOf(fields.propLossQ),
    };
  });
  const prefixes = layers.map((_, i) => `L${i}`);
  return chainOf(layers, prefixes, r.paramWord('loss') as LossKind);
}

/** The chain of a June recording: one arithmetic for all layers; FLOAT32 has no Quantization layers. */
export function juneChain(r: Replay): Chain {
  const types = r.param('layers') as readonly string[];
  const rounding = r.paramRounding('layerRounding');
  const type = r.paramWord('forwardQ');
  const math = { type, rounding };
  const fields: Fields = {
    forwardMath: math,
    weightGradMath: math,
    biasGradMath: math,
    propLossMath: math,
  };
  const wire: QuantRecord = {
    dtype: type === 'SYM_INT32' ? 'SYM_INT32' : 'FLOAT32',
    bits: r.paramInt('forwardBits'),
    rounding,
  };
  const quantized = { ...wire, rounding: r.paramRounding('wireRounding') };
  const prefixes = types.map((_, i) => `L${type === 'SYM_INT32' ? i : 2 * i}`);
  const layers = layersOf(r, types.length, (i, shape) => {
    const record = types[i] === 'Quantization' ? quantized : wire;
    const layer = layerOf(r, types[i]!, prefixes[i]!, fields, shape);
    return { layer, output: record, propLoss: record };
  });
  return chainOf(layers, prefixes, 'MSE');
}
