/** Linear backward (L2–L4). */

import { f32, i32, type JsCall, type JsContext, type JsKernels, type JsTensor } from '../api.ts';
import { accumulateInto } from './funnel.ts';
import {
  addBiasSums,
  addThroughFloats,
  commit,
  convertBack,
  convertsBack,
  isFixedMode,
  staged,
} from './gradients.ts';
import { transposed } from './linear.ts';
import { multiplyFloat, multiplySym } from './matmul.ts';
import { conversionStep, produceInputGradient, rawFor } from './steps.ts';
import { operandIn } from './wires.ts';

const fround = Math.fround;

/** L3: sums over the batch, in int32 or sequentially in float32. */
function sumRows(dy: JsTensor, db: JsTensor): void {
  const width = db.count;
  const [from, to] = [dy.data, db.data];
  to.fill(0);
  if (dy.dtype === 'FLOAT32') {
    for (let i = 0, o = 0; i < from.length; i++, o = o + 1 === width ? 0 : o + 1) {
      to[o] = fround(to[o]! + from[i]!);
    }
    return;
  }
  for (let i = 0, o = 0; i < from.length; i++, o = o + 1 === width ? 0 : o + 1) {
    to[o] = (to[o]! + from[i]!) | 0;
  }
  db.scale = dy.scale;
}

/** L2, L4: a product in the format of its operands. */
function product(ctx: JsContext, a: JsTensor, b: JsTensor, out: JsTensor): void {
  if (out.dtype === 'FLOAT32') multiplyFloat(ctx, a, b, undefined, f32(out));
  else out.scale = multiplySym(ctx, a, b, undefined, i32(out));
}

function weightStep(ctx: JsContext, call: JsCall, grad: JsTensor): void {
  const [x, dy] = [call.tensor('x'), call.tensor('dy')];
  const step = conversionStep(ctx, call, 'weight_');
  const take = (t: JsTensor): JsTensor => operandIn(ctx, t, step.isFloat, step.mode);
  const raw = rawFor(ctx, grad, step);
  if (convertsBack(ctx)) {
    const [source, loss] = [take(x), take(dy)];
    convertBack(ctx, grad, step.isFloat, step.mode, (target) => {
      product(ctx, transposed(loss), source, raw);
      addThroughFloats(ctx, target, raw);
    });
    return;
  }
  const isFixed = isFixedMode(call, 'weight_mode');
  const [loss, source] = [take(dy), take(x)];
  product(ctx, transposed(loss), source, raw);
  accumulateInto(ctx, raw, grad, isFixed);
}

function biasStep(ctx: JsContext, call: JsCall, grad: JsTensor): void {
  const step = conversionStep(ctx, call, 'bias_');
  const june = convertsBack(ctx);
  const isFixed = !june && isFixedMode(call, 'bias_mode');
  const loss = operandIn(ctx, call.tensor('dy'), step.isFloat, step.mode);
  const raw = rawFor(ctx, grad, step);
  sumRows(loss, raw);
  if (!june) accumulateInto(ctx, raw, grad, isFixed);
  else convertBack(ctx, grad, step.isFloat, step.mode, (target) => addBiasSums(ctx, target, raw));
}

export const linearBackwardKernels: JsKernels = {
  linear_weight_grad_raw(ctx, call) {
    const dw = call.tensor('dw');
    product(ctx, transposed(call.tensor('dy')), call.tensor('x'), dw);
  },
  linear_bias_grad_raw(_ctx, call) {
    sumRows(call.tensor('dy'), call.tensor('db'));
  },
  linear_input_grad_raw(ctx, call) {
    product(ctx, call.tensor('dy'), call.tensor('weight'), call.tensor('dx'));
  },
  linear_backward(ctx, call) {
    const weightGrad = call.tensor('weight_grad');
    const biasGrad = call.tensors.bias_grad;
    const weightCopy = staged(weightGrad);
    weightStep(ctx, call, weightCopy);
    const biasCopy = biasGrad === undefined ? undefined : staged(biasGrad);
    if (biasCopy !== undefined) biasStep(ctx, call, biasCopy);
    const inner = [call.tensor('dy'), call.tensor('weight')] as const;
    produceInputGradient(ctx, call, inner, call.tensor('dx'), (loss, factor, _none, out) =>
      product(ctx, loss, factor, out),
    );
    commit(weightCopy, weightGrad);
    if (biasGrad !== undefined && biasCopy !== undefined) commit(biasCopy, biasGrad);
  },
};
