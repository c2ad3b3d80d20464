/** From the flat call of a model op to the reference's model, samples and optimizer. */

import { type Arithmetic, type OutputMode, outputModes } from '../../../reference/funnel.ts';
import type { Window1d } from '../../../reference/kernels/window.ts';
import {
  type Layer,
  type LayerContext,
  type Parameter,
  parametersOf,
} from '../../../reference/layers/layer.ts';
import type { Optimizer } from '../../../reference/optimizers/optimizer.ts';
import { precondition } from '../../../reference/refusal.ts';
import { newTensor, type Tensor } from '../../../reference/tensor.ts';
import type { Model, ModelLayer } from '../../../reference/training/model.ts';
import type { Reductions, Sample } from '../../../reference/training/step.ts';
import type { OpCall } from '../../op.ts';
import {
  forwardWire,
  gradientWire,
  type LayerFields,
  labelName,
  layerFields,
  numberOf,
  ofLayer,
  parameterNamesOf,
  sampleName,
  stateOf,
  wordOf,
} from './model_names.ts';

/** Everything a model op runs on; the tensors are those of the call, updated in place. */
export interface ModelCall {
  readonly model: Model;
  readonly samples: readonly Sample[];
  readonly reductions: Reductions;
  readonly parameters: readonly Parameter[];
  /** argmax and mask tensors by their name in the call */
  readonly internals: Readonly<Record<string, Tensor>>;
}

function reduction(call: OpCall, name: string): 'MEAN' | 'SUM' {
  return wordOf(call, name) === 'MEAN' ? 'MEAN' : 'SUM';
}

function rounding(text: string | undefined): Arithmetic['rounding'] {
  return text === 'SR_HALF_AWAY' ? 'SR_HALF_AWAY' : 'HALF_AWAY';
}

/** The layer's own word, or the model's. */
function arithmetic(call: OpCall, layer: LayerFields, operation: string): Arithmetic {
  const type = layer.word(`${operation}_arithmetic`) ?? wordOf(call, 'arithmetic');
  const mode = layer.word(`${operation}_rounding`) ?? wordOf(call, 'rounding');
  return {
    type: type === 'ARITH_SYM_INT32' ? 'ARITH_SYM_INT32' : 'ARITH_FLOAT32',
    rounding: rounding(mode),
  };
}

function mode(call: OpCall, layer: LayerFields, which: 'weight_mode' | 'bias_mode'): OutputMode {
  const text = layer.word(which) ?? wordOf(call, which);
  return outputModes.find((m) => m === text) ?? 'OUT_WRITE';
}

function contextOf(call: OpCall, layer: LayerFields): LayerContext {
  return {
    forwardMath: arithmetic(call, layer, 'forward'),
    weightGradMath: arithmetic(call, layer, 'weight'),
    biasGradMath: arithmetic(call, layer, 'bias'),
    propLossMath: arithmetic(call, layer, 'dx'),
    weightGradAccMode: mode(call, layer, 'weight_mode'),
    biasGradAccMode: mode(call, layer, 'bias_mode'),
  };
}

function windowOf({ word, number }: LayerFields): Window1d {
  const padding = word('padding');
  return {
    kernel: number('kernel', 1),
    stride: number('stride', 1),
    dilation: number('dilation', 1),
    padding: padding === 'SAME' || padding === 'EXPLICIT' ? padding : 'VALID',
    paddingAmount: number('padding_amount', 0),
  };
}

/** The layer record; `internal` is the argmax or mask of the call, or a stand-in. */
export function layerOf(call: OpCall, i: number, internal: Tensor): Layer {
  const fields = layerFields(call, i);
  const { number, parameter } = fields;
  const context = contextOf(call, fields);
  const groups = number('groups', 1);
  const weights = () => ({
    weight: parameter('weight'),
    bias: fields.has('bias') ? parameter('bias') : undefined,
  });
  const affine = () => ({
    gamma: parameter('gamma'),
    beta: parameter('beta'),
    eps: number('eps', Math.fround(1e-5)),
  });
  const window = windowOf(fields);
  const kind = fields.word('kind') as Layer['kind'];
  switch (kind) {
    case 'linear':
      return { kind, ...context, ...weights() };
    case 'layer_norm':
      return { kind, ...context, ...affine() };
    case 'group_norm':
      return { kind, ...context, ...affine(), groups };
    case 'conv1d':
      return { kind, ...context, ...weights(), window, groups };
    case 'conv1d_transposed': {
      const outputPadding = number('output_padding', 0);
      return { kind, ...context, ...weights(), window, groups, outputPadding };
    }
    case 'max_pool1d':
      return { kind, ...context, window, argmax: internal };
    case 'avg_pool1d':
      return { kind, ...context, window };
    case 'adaptive_avg_pool1d':
      return { kind, ...context, outputSize: number('output_size', 1) };
    case 'dropout':
      return { kind, ...context, p: number('p', 0), mask: internal, training: false };
    case 'relu':
    case 'softmax':
      return { kind, ...context };
    case 'flatten':
    case 'quantization':
      return { kind };
  }
}

/** The optimizer of a training, all of whose own parameters must be there; its state tensors are those of the call. */
export function optimizerOf(call: OpCall): Optimizer {
  const names = parameterNamesOf(call.tensors, call.number('layers'));
  const base = {
    rounding: rounding(wordOf(call, 'write_back')),
    arithmetic:
      wordOf(call, 'update_arithmetic') === 'ARITH_FLOAT32'
        ? ('ARITH_FLOAT32' as const)
        : ('ARITH_SYM_INT32' as const),
  };
  const learningRate = call.number('lr');
  if (wordOf(call, 'optimizer') === 'ADAMW') {
    const options = {
      learningRate,
      beta1: call.number('beta1'),
      beta2: call.number('beta2'),
      epsilon: call.number('epsilon'),
      weightDecay: call.number('decay'),
    };
    const moments = names.map((name) => {
      return { m: call.tensor(stateOf(name, 0)), v: call.tensor(stateOf(name, 1)) };
    });
    return { kind: 'adamw', ...base, options, moments, t: call.number('t') };
  }
  const scalars = {
    learningRate,
    momentum: call.number('momentum'),
    weightDecay: call.number('weight_decay'),
  };
  const states = names.flatMap((name) => call.tensors[stateOf(name, 0)] ?? []);
  return { kind: 'sgd', ...base, scalars, states };
}

function separateSamples(call: OpCall): Sample[] {
  return Array.from({ length: numberOf(call, 'samples', 1) }, (_, i): Sample => {
    return { x: call.tensor(sampleName(i)), label: call.tensor(labelName(i)) };
  });
}

/** A gradient or a state whose parameter the call does not have belongs to nothing. */
function demandParameters(call: OpCall): void {
  for (const name of Object.keys(call.tensors)) {
    const [, parameter] = /^(l\d+_[a-z]+)_(?:grad|s\d)$/.exec(name) ?? [];
    if (parameter !== undefined) call.tensor(parameter);
  }
}

/** A parameter of a layer of a kind without it belongs to nothing either: who counts it updates others. */
function demandOwners(call: OpCall, layers: number, parameters: readonly Parameter[]): void {
  const own = new Set(parameters.map(({ value }) => value));
  for (const name of parameterNamesOf(call.tensors, layers)) {
    precondition(own.has(call.tensor(name)), `"${name}" is none of its layer`);
  }
}

/** Builds model and samples (x0, label0, … unless they are given) of a complete call. */
export function modelCallOf(call: OpCall, given?: readonly Sample[]): ModelCall {
  demandParameters(call);
  const count = numberOf(call, 'layers', 0);
  const internals: Record<string, Tensor> = {};
  const layers = Array.from({ length: count }, (_, i): ModelLayer => {
    const name = [ofLayer(i, 'argmax'), ofLayer(i, 'mask')].find(
      (n) => call.tensors[n] !== undefined,
    );
    const internal = name === undefined ? newTensor('BOOL', [0]) : call.tensor(name);
    // the framework's buffers start zeroed
    if (name !== undefined) internals[name] = internal;
    internal.data.fill(0);
    const inherits = wordOf(call, ofLayer(i, 'kind')) === 'flatten';
    return {
      layer: layerOf(call, i, internal),
      output: inherits ? undefined : call.tensors[forwardWire(i)],
      propLoss: inherits ? undefined : call.tensors[gradientWire(i)],
    };
  });
  const parameters = layers.flatMap(({ layer }) => [...parametersOf(layer)]);
  demandOwners(call, count, parameters);
  const loss = wordOf(call, 'loss') === 'MSE' ? 'MSE' : 'CROSS_ENTROPY';
  const samples = given ?? separateSamples(call);
  return {
    model: { layers, loss },
    samples,
    reductions: {
      forward: reduction(call, 'forward_reduction'),
      backward: reduction(call, 'backward_reduction'),
    },
    parameters,
    internals,
  };
}
