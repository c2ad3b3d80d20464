/** Conv1d and Conv1dTransposed as layers: funnel or raw wires, gradients (L6–L13). */

import type { WireRounding } from '../../../../schema/format/types.ts';
import {
  f32,
  i32,
  type JsCall,
  type JsContext,
  type JsKernels,
  type JsTensor,
  KernelRefusal,
  roundingParam,
  tensorOf,
  wordParam,
} from '../api.ts';
import { contractOf } from '../contracts.ts';
import {
  type ConvCall,
  channelSums,
  conv1d,
  conv1dTransposed,
  conv1dWeightGradient,
  convOf,
  demandOutputPadding,
  transposedWeightGradient,
} from './convolution.ts';
import { accumulateInto } from './funnel.ts';
import {
  addThroughFloats,
  commit,
  convertsBack,
  isFixedMode,
  operandIn,
  staged,
} from './gradients.ts';
import { rescaleSeed } from './rounding.ts';
import { scratch, writeFloats, writeMantissas, writeMode } from './wires.ts';

type Kernel = (a: JsTensor, b: JsTensor, c: JsTensor | undefined, out: JsTensor) => void;

/** One operation of a layer: its arithmetic and rounding mode. */
interface Step {
  readonly isFloat: boolean;
  readonly mode: WireRounding;
}

function stepOf(ctx: JsContext, call: JsCall, prefix: string): Step {
  const rounds = prefix !== '' && convertsBack(ctx) ? 'weight_' : prefix;
  return {
    isFloat: wordParam(call, `${prefix}arithmetic`) === 'ARITH_FLOAT32',
    mode: roundingParam(call, `${rounds}rounding`),
  };
}

function rawFor(like: JsTensor, { isFloat, mode }: Step): JsTensor {
  return scratch(like, isFloat ? 'FLOAT32' : 'SYM_INT32', 0, mode);
}

/** A producer over converted operands, written as its wire says; raw into the wire in June. */
function produce(
  ctx: JsContext,
  step: Step,
  operands: readonly (JsTensor | undefined)[],
  wire: JsTensor,
  kernel: Kernel,
): void {
  const [a, b, c] = operands;
  if (!contractOf(ctx).restored) {
    kernel(a!, b!, c, wire);
    return;
  }
  const take = (t: JsTensor): JsTensor => operandIn(ctx, t, step.isFloat, step.mode);
  const [left, right] = [take(a!), take(b!)];
  const third = c === undefined ? undefined : take(c);
  const raw = rawFor(wire, step);
  kernel(left, right, third, raw);
  const mode = writeMode(ctx, step.mode, wire);
  if (step.isFloat) writeFloats(ctx, f32(raw), wire, mode);
  else writeMantissas(ctx, i32(raw), raw.scale, wire, mode);
}

function demandLayer(c: ConvCall, weight: JsTensor, isTransposed: boolean): void {
  if (isTransposed) {
    if (c.w.padding !== 'VALID') throw new KernelRefusal(`B5: transposed ${c.w.padding}`);
    demandOutputPadding(c);
  }
  if (c.groups <= 0) throw new KernelRefusal('A17: no groups');
  if (weight.shape[2] !== c.w.kernel) throw new KernelRefusal(`B5: a kernel of ${c.w.kernel}`);
}

function forward(ctx: JsContext, call: JsCall, isTransposed: boolean): void {
  const c = convOf(call, isTransposed);
  const [x, weight] = [tensorOf(call, 'x'), tensorOf(call, 'weight')];
  demandLayer(c, weight, isTransposed);
  const run = isTransposed ? conv1dTransposed : conv1d;
  produce(ctx, stepOf(ctx, call, ''), [x, weight, call.tensors.bias], tensorOf(call, 'y'), (...a) =>
    run(ctx, c, ...a),
  );
}

/** June L8, L12: one guarded rescale per channel at the carried scale. */
function addSums(ctx: JsContext, target: JsTensor, raw: JsTensor): void {
  if (raw.dtype === 'FLOAT32') {
    addThroughFloats(ctx, target, raw);
    return;
  }
  const [t, q] = [i32(target), i32(raw)];
  for (let i = 0; i < t.length; i++) {
    t[i] = t[i]! + rescaleSeed(ctx, q[i]!, raw.scale, target.scale, target.rounding);
  }
}

function weightStep(
  ctx: JsContext,
  call: JsCall,
  grad: JsTensor,
  kernel: (x: JsTensor, dy: JsTensor, dw: JsTensor) => void,
): void {
  const step = stepOf(ctx, call, 'weight_');
  const june = convertsBack(ctx);
  const isFixed = !june && isFixedMode(call, 'weight_mode');
  const take = (name: string) => operandIn(ctx, tensorOf(call, name), step.isFloat, step.mode);
  const [x, dy] = [take('x'), take('dy')];
  const raw = rawFor(grad, step);
  if (!june) {
    kernel(x, dy, raw);
    accumulateInto(ctx, raw, grad, isFixed);
    return;
  }
  // the early convolutions convert nothing, and add float products straight into the gradient
  if (step.isFloat) {
    kernel(x, dy, grad);
    return;
  }
  kernel(x, dy, raw);
  addThroughFloats(ctx, grad, raw);
}

function biasStep(ctx: JsContext, call: JsCall, grad: JsTensor): void {
  const step = stepOf(ctx, call, 'bias_');
  const june = convertsBack(ctx);
  const isFixed = !june && isFixedMode(call, 'bias_mode');
  const dy = operandIn(ctx, tensorOf(call, 'dy'), step.isFloat, step.mode);
  const raw = rawFor(grad, step);
  channelSums(dy, raw);
  if (!june) accumulateInto(ctx, raw, grad, isFixed);
  else addSums(ctx, grad, raw);
}

function inputStep(ctx: JsContext, call: JsCall, dx: JsTensor, kernel: Kernel): void {
  const step = stepOf(ctx, call, 'dx_');
  const [dy, weight] = [tensorOf(call, 'dy'), tensorOf(call, 'weight')];
  if (!convertsBack(ctx)) {
    produce(ctx, step, [dy, weight], dx, kernel);
    return;
  }
  const factor = operandIn(ctx, weight, step.isFloat, step.mode);
  kernel(operandIn(ctx, dy, step.isFloat, step.mode), factor, undefined, dx);
}

function backward(ctx: JsContext, call: JsCall, isTransposed: boolean): void {
  const c = convOf(call, isTransposed);
  const [x, dy, weight] = [tensorOf(call, 'x'), tensorOf(call, 'dy'), tensorOf(call, 'weight')];
  demandLayer(c, weight, isTransposed);
  const channels = isTransposed ? weight.shape[1]! * c.groups : weight.shape[0]!;
  if (dy.shape[0] !== x.shape[0] || dy.shape[1] !== channels) {
    throw new KernelRefusal(`B5: a gradient of [${dy.shape}]`);
  }
  const [weightGrad, biasGrad] = [tensorOf(call, 'weight_grad'), call.tensors.bias_grad];
  const [weightCopy, biasCopy] = [staged(weightGrad), biasGrad && staged(biasGrad)];
  const dw = isTransposed ? transposedWeightGradient : conv1dWeightGradient;
  weightStep(ctx, call, weightCopy, (source, loss, raw) => dw(c, source, loss, raw));
  if (biasCopy !== undefined) biasStep(ctx, call, biasCopy);
  const adjoint = isTransposed ? conv1d : conv1dTransposed;
  const plain = { ...c, outputPadding: 0 };
  inputStep(ctx, call, tensorOf(call, 'dx'), (...a) => adjoint(ctx, plain, ...a));
  commit(weightCopy, weightGrad);
  if (biasGrad !== undefined && biasCopy !== undefined) commit(biasCopy, biasGrad);
}

export const convLayerKernels: JsKernels = {
  conv1d_forward: (ctx, call) => forward(ctx, call, false),
  conv1d_backward: (ctx, call) => backward(ctx, call, false),
  conv1d_transposed_forward: (ctx, call) => forward(ctx, call, true),
  conv1d_transposed_backward: (ctx, call) => backward(ctx, call, true),
};
