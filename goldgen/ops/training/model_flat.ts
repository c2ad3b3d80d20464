/** From the reference's model and optimizer to the flat parameters and tensors of a model op. */

import type { Arithmetic } from '../../../reference/funnel.ts';
import type { Layer, LayerContext, Parameter } from '../../../reference/layers/layer.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import type { Optimizer } from '../../../reference/optimizers/optimizer.ts';
import type { QuantRecord, Tensor } from '../../../reference/tensor.ts';
import type { Model } from '../../../reference/training/model.ts';
import { target } from '../../kit/tensors.ts';
import type { Params } from '../../op.ts';
import { forwardWire, gradientOf, gradientWire, ofLayer, stateOf } from './model_names.ts';

/** A call that lacks its samples and results. */
export interface FlatModel {
  readonly params: Params;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

type Draft = { params: Record<string, number | string>; tensors: Record<string, Tensor> };

const float: Arithmetic = { type: 'ARITH_FLOAT32', rounding: 'HALF_AWAY' };

function addMath(draft: Draft, i: number, operation: string, math: Arithmetic): void {
  if (math.type === draft.params.arithmetic && math.rounding === draft.params.rounding) return;
  draft.params[ofLayer(i, `${operation}_arithmetic`)] = math.type;
  draft.params[ofLayer(i, `${operation}_rounding`)] = math.rounding;
}

function addContext(draft: Draft, i: number, context: LayerContext, isTrainable: boolean): void {
  addMath(draft, i, 'forward', context.forwardMath);
  addMath(draft, i, 'dx', context.propLossMath);
  if (!isTrainable) return;
  addMath(draft, i, 'weight', context.weightGradMath);
  addMath(draft, i, 'bias', context.biasGradMath);
  const { weightGradAccMode: weight, biasGradAccMode: bias } = context;
  if (weight !== draft.params.weight_mode) draft.params[ofLayer(i, 'weight_mode')] = weight;
  if (bias !== draft.params.bias_mode) draft.params[ofLayer(i, 'bias_mode')] = bias;
}

/** States of the optimizer for parameter k. */
function statesOf(optimizer: Optimizer, k: number): readonly Tensor[] {
  if (optimizer.kind === 'sgd') return optimizer.states.slice(k, k + 1);
  const { m, v } = optimizer.moments[k]!;
  return [m, v];
}

function addWindow(draft: Draft, i: number, layer: Layer): void {
  if (!('window' in layer)) return;
  const { kernel, stride, dilation, padding, paddingAmount } = layer.window;
  Object.assign(draft.params, { [ofLayer(i, 'kernel')]: kernel, [ofLayer(i, 'stride')]: stride });
  if (dilation !== 1) draft.params[ofLayer(i, 'dilation')] = dilation;
  if (padding !== 'VALID') draft.params[ofLayer(i, 'padding')] = padding;
  if (paddingAmount !== 0) draft.params[ofLayer(i, 'padding_amount')] = paddingAmount;
}

function namedParameters(layer: Layer): readonly (readonly [string, Parameter])[] {
  switch (layer.kind) {
    case 'linear':
    case 'conv1d':
    case 'conv1d_transposed': {
      const weight = ['weight', layer.weight] as const;
      return layer.bias === undefined ? [weight] : [weight, ['bias', layer.bias] as const];
    }
    default:
      return [];
  }
}

function targetLike(record: QuantRecord, shape: readonly number[]): Tensor {
  return target(record.dtype, shape, record.bits, record.rounding);
}

/** `f<i>`, `d<i>`, argmax: the wires that a sample of the given shape meets. */
function addWires(n: Numerics, draft: Draft, model: Model, shape: readonly number[]): void {
  let input: QuantRecord = { dtype: 'FLOAT32', bits: 0, rounding: 'HALF_AWAY' };
  let extents = shape;
  const first = n.fn.firstBackwardLayer(n, model);
  model.layers.forEach(({ layer, output, propLoss }, i) => {
    if (i <= first) {
      draft.tensors[gradientWire(i)] = targetLike(n.fn.propLossRecord(n, propLoss, input), extents);
    }
    input = n.fn.forwardRecord(n, output, input);
    extents = n.fn.layerOutputShape(n, layer, extents);
    draft.tensors[forwardWire(i)] = targetLike(input, extents);
    if (layer.kind === 'max_pool1d') draft.tensors[ofLayer(i, 'argmax')] = target('INT32', extents);
  });
  draft.tensors[gradientWire(first + 1)] = targetLike(input, extents);
}

function optimizerParams(optimizer: Optimizer): Record<string, number | string> {
  const common = { update_arithmetic: optimizer.arithmetic, write_back: optimizer.rounding };
  if (optimizer.kind === 'sgd') {
    const { learningRate, momentum, weightDecay } = optimizer.scalars;
    return { optimizer: 'SGD', ...common, lr: learningRate, momentum, weight_decay: weightDecay };
  }
  const { learningRate, beta1, beta2, epsilon, weightDecay } = optimizer.options;
  const rates = { lr: learningRate, beta1, beta2, epsilon, decay: weightDecay, t: optimizer.t };
  return { optimizer: 'ADAMW', ...common, ...rates };
}

/** The model of convolutions, pools, activations and Linear layers for samples of one shape [1, …]. */
export function flattenModel(
  n: Numerics,
  model: Model,
  optimizer: Optimizer,
  shape: readonly number[],
): FlatModel {
  const draft: Draft = { params: {}, tensors: {} };
  const head = model.layers[0]!.layer;
  const math = 'propLossMath' in head ? head.propLossMath : float;
  Object.assign(draft.params, {
    layers: model.layers.length,
    loss: model.loss,
    forward_reduction: 'MEAN',
    backward_reduction: 'MEAN',
    arithmetic: math.type,
    rounding: math.rounding,
    weight_mode: 'OUT_ACC_DYNAMIC_RESCALE',
    bias_mode: 'OUT_ACC_DYNAMIC_RESCALE',
    ...optimizerParams(optimizer),
  });
  let k = 0;
  model.layers.forEach(({ layer }, i) => {
    draft.params[ofLayer(i, 'kind')] = layer.kind;
    const parameters = namedParameters(layer);
    if ('forwardMath' in layer) addContext(draft, i, layer, parameters.length > 0);
    addWindow(draft, i, layer);
    for (const [field, { value, grad }] of parameters) {
      const name = ofLayer(i, field);
      draft.tensors[name] = value;
      draft.tensors[gradientOf(name)] = grad;
      statesOf(optimizer, k).forEach((state, s) => {
        draft.tensors[stateOf(name, s)] = state;
      });
      k++;
    }
  });
  addWires(n, draft, model, shape);
  return draft;
}
