/** From the flat call of a model op to the reference's model, optimizer and samples. */

import { type Arithmetic, type OutputMode, outputModes } from '../../../reference/funnel.ts';
import {
  type Layer,
  type LayerContext,
  type Parameter,
  parametersOf,
  type WindowRecord,
} from '../../../reference/layers/layer.ts';
import type { Optimizer } from '../../../reference/optimizers/optimizer.ts';
import { newTensor, type Tensor } from '../../../reference/tensor.ts';
import type { Model, ModelLayer } from '../../../reference/training/model.ts';
import type { Reductions, Sample } from '../../../reference/training/step.ts';
import { type OpCall, tensorOf } from '../../op.ts';
import { parameterNames } from './model_specs.ts';

/** Everything a model op runs on; the tensors are those of the call, updated in place. */
export interface ModelCall {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly samples: readonly Sample[];
  readonly reductions: Reductions;
  readonly parameters: readonly Parameter[];
  /** argmax and mask tensors by their name in the call */
  readonly internals: Readonly<Record<string, Tensor>>;
}

function word(call: OpCall, name: string): string | undefined {
  const value = call.params[name];
  return typeof value === 'string' ? value : undefined;
}

function number(call: OpCall, name: string, otherwise: number): number {
  const value = call.params[name];
  return typeof value === 'number' ? value : otherwise;
}

function reduction(call: OpCall, name: string): 'MEAN' | 'SUM' {
  return word(call, name) === 'MEAN' ? 'MEAN' : 'SUM';
}

function rounding(text: string | undefined): Arithmetic['rounding'] {
  return text === 'SR_HALF_AWAY' ? 'SR_HALF_AWAY' : 'HALF_AWAY';
}

/** The layer's own word, or the model's. */
function arithmetic(call: OpCall, at: string, operation: string): Arithmetic {
  const type = word(call, `${at}_${operation}_arithmetic`) ?? word(call, 'arithmetic');
  const mode = word(call, `${at}_${operation}_rounding`) ?? word(call, 'rounding');
  return {
    type: type === 'ARITH_SYM_INT32' ? 'ARITH_SYM_INT32' : 'ARITH_FLOAT32',
    rounding: rounding(mode),
  };
}

function mode(call: OpCall, at: string, which: string): OutputMode {
  const text = word(call, `${at}_${which}_mode`) ?? word(call, `${which}_mode`);
  return outputModes.find((m) => m === text) ?? 'OUT_WRITE';
}

function contextOf(call: OpCall, at: string): LayerContext {
  return {
    forwardMath: arithmetic(call, at, 'forward'),
    weightGradMath: arithmetic(call, at, 'weight'),
    biasGradMath: arithmetic(call, at, 'bias'),
    propLossMath: arithmetic(call, at, 'dx'),
    weightGradAccMode: mode(call, at, 'weight'),
    biasGradAccMode: mode(call, at, 'bias'),
  };
}

function windowOf(call: OpCall, at: string): WindowRecord {
  const padding = word(call, `${at}_padding`);
  return {
    kernel: number(call, `${at}_kernel`, 1),
    stride: number(call, `${at}_stride`, 1),
    dilation: number(call, `${at}_dilation`, 1),
    padding: padding === 'SAME' || padding === 'EXPLICIT' ? padding : 'VALID',
    paddingAmount: number(call, `${at}_padding_amount`, 0),
  };
}

function parameterOf(call: OpCall, name: string): Parameter {
  return { value: tensorOf(call, name), grad: tensorOf(call, `${name}_grad`) };
}

/** The layer record; `internal` is the argmax or mask of the call, or a stand-in. */
export function layerOf(call: OpCall, i: number, internal: Tensor): Layer {
  const at = `l${i}`;
  const context = contextOf(call, at);
  const groups = number(call, `${at}_groups`, 1);
  const weights = () => ({
    weight: parameterOf(call, `${at}_weight`),
    bias: call.tensors[`${at}_bias`] === undefined ? undefined : parameterOf(call, `${at}_bias`),
  });
  const affine = () => ({
    gamma: parameterOf(call, `${at}_gamma`),
    beta: parameterOf(call, `${at}_beta`),
    eps: number(call, `${at}_eps`, Math.fround(1e-5)),
  });
  const window = windowOf(call, at);
  const kind = word(call, `${at}_kind`) as Layer['kind'];
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
      const outputPadding = number(call, `${at}_output_padding`, 0);
      return { kind, ...context, ...weights(), window, groups, outputPadding };
    }
    case 'max_pool1d':
      return { kind, ...context, window, argmax: internal };
    case 'avg_pool1d':
      return { kind, ...context, window };
    case 'adaptive_avg_pool1d':
      return { kind, ...context, outputSize: number(call, `${at}_output_size`, 1) };
    case 'dropout':
      return { kind, ...context, p: number(call, `${at}_p`, 0), mask: internal, training: false };
    case 'relu':
    case 'softmax':
      return { kind, ...context };
    case 'flatten':
    case 'quantization':
      return { kind };
  }
}

/** Names of the parameters of a call in optimizer order, such as `l0_weight`. */
export function parameterNamesOf(tensors: OpCall['tensors'], layers: number): string[] {
  return Array.from({ length: layers }, (_, i) => i).flatMap((i) =>
    parameterNames.map((name) => `l${i}_${name}`).filter((name) => tensors[name] !== undefined),
  );
}

function optimizerOf(call: OpCall, names: readonly string[]): Optimizer {
  const base = {
    rounding: rounding(word(call, 'write_back')),
    arithmetic:
      word(call, 'update_arithmetic') === 'ARITH_FLOAT32'
        ? ('ARITH_FLOAT32' as const)
        : ('ARITH_SYM_INT32' as const),
  };
  if (word(call, 'optimizer') === 'ADAMW') {
    const options = {
      learningRate: number(call, 'lr', 0),
      beta1: number(call, 'beta1', 0),
      beta2: number(call, 'beta2', 0),
      epsilon: number(call, 'epsilon', 0),
      weightDecay: number(call, 'decay', 0),
    };
    const moments = names.map((name) => {
      return { m: tensorOf(call, `${name}_s0`), v: tensorOf(call, `${name}_s1`) };
    });
    return { kind: 'adamw', ...base, options, moments, t: number(call, 't', 0) };
  }
  const scalars = {
    learningRate: number(call, 'lr', 0),
    momentum: number(call, 'momentum', 0),
    weightDecay: number(call, 'weight_decay', 0),
  };
  const states = names.flatMap((name) => call.tensors[`${name}_s0`] ?? []);
  return { kind: 'sgd', ...base, scalars, states };
}

function separateSamples(call: OpCall): Sample[] {
  return Array.from({ length: number(call, 'samples', 1) }, (_, i): Sample => {
    return { x: tensorOf(call, `x${i}`), label: tensorOf(call, `label${i}`) };
  });
}

/** Builds model, optimizer and samples (x0, label0, … unless they are given) of a complete call. */
export function modelCallOf(call: OpCall, given?: readonly Sample[]): ModelCall {
  const count = number(call, 'layers', 0);
  const internals: Record<string, Tensor> = {};
  const layers = Array.from({ length: count }, (_, i): ModelLayer => {
    const name = [`l${i}_argmax`, `l${i}_mask`].find((n) => call.tensors[n] !== undefined);
    const internal = name === undefined ? newTensor('BOOL', [0]) : tensorOf(call, name);
    // the framework's buffers start zeroed
    if (name !== undefined) internals[name] = internal;
    internal.data.fill(0);
    const inherits = word(call, `l${i}_kind`) === 'flatten';
    return {
      layer: layerOf(call, i, internal),
      output: inherits ? undefined : call.tensors[`f${i}`],
      propLoss: inherits ? undefined : call.tensors[`d${i}`],
    };
  });
  const loss = word(call, 'loss') === 'MSE' ? 'MSE' : 'CROSS_ENTROPY';
  const samples = given ?? separateSamples(call);
  return {
    model: { layers, loss },
    optimizer: optimizerOf(call, parameterNamesOf(call.tensors, count)),
    samples,
    reductions: {
      forward: reduction(call, 'forward_reduction'),
      backward: reduction(call, 'backward_reduction'),
    },
    parameters: layers.flatMap(({ layer }) => [...parametersOf(layer)]),
    internals,
  };
}
