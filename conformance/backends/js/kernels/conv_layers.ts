/** Conv1d and Conv1dTransposed as layers: funnel or raw wires, gradients (L6–L13). */

import {
  i32,
  type JsCall,
  type JsContext,
  type JsKernels,
  type JsTensor,
  KernelRefusal,
} from '../api.ts';
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
import { addThroughFloats, commit, convertsBack, isFixedMode, staged } from './gradients.ts';
import { rescaleSeed } from './rounding.ts';
import { conversionStep, produce, produceInputGradient, rawFor, stepOf } from './steps.ts';
import { operandIn } from './wires.ts';

function demandLayer(c: ConvCall, weight: JsTensor, isTransposed: boolean): void {
  if (isTransposed) {
    if (c.w.padding !== 'VALID') throw new KernelRefusal(`B5: transposed ${c.w.padding}`);
    demandOutputPadding(c);
  }
  if (c.groups <= 0) throw new KernelRefusal('A17: no groups');
  if (weight.shape[2] !== c.w.kernel) throw new KernelRefusal(`B5: a kernel of ${c.w.kernel}`);
}

/** The convolution of a layer, which fits its weights. */
const layerOf =
  (isTransposed: boolean) =>
  (call: JsCall): ConvCall => {
    const c = convOf(call, isTransposed);
    demandLayer(c, call.tensor('weight'), isTransposed);
    return c;
  };

const plainLayer = layerOf(false);
const transposedLayer = layerOf(true);

function forward(ctx: JsContext, call: JsCall, isTransposed: boolean): void {
  const c = call.once(isTransposed ? transposedLayer : plainLayer);
  const run = isTransposed ? conv1dTransposed : conv1d;
  const operands = [call.tensor('x'), call.tensor('weight'), call.tensors.bias];
  produce(ctx, stepOf(call, ''), operands, call.tensor('y'), (x, weight, bias, y) =>
    run(ctx, c, x, weight, bias, y),
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
  const step = conversionStep(ctx, call, 'weight_');
  const june = convertsBack(ctx);
  const isFixed = !june && isFixedMode(call, 'weight_mode');
  const take = (name: string) => operandIn(ctx, call.tensor(name), step.isFloat, step.mode);
  const [x, dy] = [take('x'), take('dy')];
  const raw = rawFor(ctx, grad, step);
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
  const step = conversionStep(ctx, call, 'bias_');
  const june = convertsBack(ctx);
  const isFixed = !june && isFixedMode(call, 'bias_mode');
  const dy = operandIn(ctx, call.tensor('dy'), step.isFloat, step.mode);
  const raw = rawFor(ctx, grad, step);
  channelSums(dy, raw);
  if (!june) accumulateInto(ctx, raw, grad, isFixed);
  else addSums(ctx, grad, raw);
}

function backward(ctx: JsContext, call: JsCall, isTransposed: boolean): void {
  const c = call.once(isTransposed ? transposedLayer : plainLayer);
  const [x, dy, weight] = [call.tensor('x'), call.tensor('dy'), call.tensor('weight')];
  const channels = isTransposed ? weight.shape[1]! * c.groups : weight.shape[0]!;
  if (dy.shape[0] !== x.shape[0] || dy.shape[1] !== channels) {
    throw new KernelRefusal(`B5: a gradient of [${dy.shape}]`);
  }
  const [weightGrad, biasGrad] = [call.tensor('weight_grad'), call.tensors.bias_grad];
  const [weightCopy, biasCopy] = [staged(weightGrad), biasGrad && staged(biasGrad)];
  const dw = isTransposed ? transposedWeightGradient : conv1dWeightGradient;
  weightStep(ctx, call, weightCopy, (source, loss, raw) => dw(c, source, loss, raw));
  if (biasCopy !== undefined) biasStep(ctx, call, biasCopy);
  const adjoint = isTransposed ? conv1d : conv1dTransposed;
  const plain = { ...c, outputPadding: 0 };
  produceInputGradient(ctx, call, [dy, weight], call.tensor('dx'), (loss, factor, none, dx) =>
    adjoint(ctx, plain, loss, factor, none, dx),
  );
  commit(weightCopy, weightGrad);
  if (biasGrad !== undefined && biasCopy !== undefined) commit(biasCopy, biasGrad);
}

export const convLayerKernels: JsKernels = {
  conv1d_forward: (ctx, call) => forward(ctx, call, false),
  conv1d_backward: (ctx, call) => backward(ctx, call, false),
  conv1d_transposed_forward: (ctx, call) => forward(ctx, call, true),
  conv1d_transposed_backward: (ctx, call) => backward(ctx, call, true),
};
