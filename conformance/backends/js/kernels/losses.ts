/** Mean squared error (L29) and what losses share. */

import {
  f32,
  type JsCall,
  type JsContext,
  type JsKernels,
  type JsTensor,
  KernelRefusal,
} from '../api.ts';
import { floatsToFill } from '../workspace.ts';
import { demandCell, valuesOf, writeFloats } from './wires.ts';

const fround = Math.fround;

/** Output and label as floats; refuses (B8) an output that the loss does not take. */
export function lossValues(
  ctx: JsContext,
  output: JsTensor,
  label: JsTensor,
  quantized: readonly string[],
): { o: Float32Array; l: Float32Array } {
  if (output.dtype !== 'FLOAT32' && !quantized.includes(output.dtype)) {
    throw new KernelRefusal(`B8: a loss of a ${output.dtype} output`);
  }
  if (label.dtype !== 'FLOAT32') demandCell(ctx, label.dtype, 'FLOAT32');
  return { o: valuesOf(output), l: valuesOf(label) };
}

/** L29 loss value. */
export function mseLoss(
  ctx: JsContext,
  output: JsTensor,
  label: JsTensor,
  reduction: string,
): number {
  const { o, l } = lossValues(ctx, output, label, ['SYM_INT32']);
  let loss = 0;
  for (let i = 0; i < o.length; i++) {
    const delta = fround(o[i]! - l[i]!);
    loss = fround(loss + fround(delta * delta));
  }
  return reduction === 'MEAN' ? fround(loss / fround(o.length)) : loss;
}

function sumOf(values: Float32Array): number {
  return values.reduce((sum, v) => fround(sum + v), 0);
}

/** L28: the factor of all gradients of a macro batch. */
export function crossEntropyFactor(samples: number): number {
  return fround(1 / fround(samples));
}

/** L29 seed gradient into a tensor's own record. */
export function mseGradient(
  ctx: JsContext,
  output: JsTensor,
  label: JsTensor,
  gradient: JsTensor,
): void {
  const { o, l } = lossValues(ctx, output, label, ['SYM_INT32']);
  const g = floatsToFill(o.length);
  for (let i = 0; i < g.length; i++) g[i] = 2 * fround(o[i]! - l[i]!);
  writeFloats(ctx, g, gradient, gradient.rounding);
}

/** L29 factor of a macro batch; the shape is the first label's. */
export function mseFactor(samples: number, label: JsTensor): number {
  const features = Math.floor(label.count / (label.shape[0] ?? 1));
  return fround(1 / fround(samples * features));
}

function first(call: JsCall, name: string): Float32Array {
  return f32(call.tensor(name));
}

export const lossKernels: JsKernels = {
  mse_forward(ctx, call) {
    const [output, label] = [call.tensor('output'), call.tensor('label')];
    first(call, 'loss')[0] = mseLoss(ctx, output, label, call.word('reduction'));
  },
  mse_backward(ctx, call) {
    const [output, label] = [call.tensor('output'), call.tensor('label')];
    mseGradient(ctx, output, label, call.tensor('gradient'));
  },
  epoch_loss(_ctx, call) {
    const [losses, mean] = [call.tensor('losses'), call.word('reduction') === 'MEAN'];
    const [batches = 0, size = 0] = losses.shape;
    let sum = 0;
    for (let b = 0; b < batches; b++) {
      const total = sumOf(f32(losses).subarray(b * size, (b + 1) * size));
      sum = fround(sum + (mean ? fround(total / fround(size)) : total));
    }
    first(call, 'loss')[0] = fround(sum / fround(batches));
  },
  cross_entropy_mean_scale(_ctx, call) {
    first(call, 'factor')[0] = crossEntropyFactor(call.int('samples'));
  },
  mse_mean_scale(_ctx, call) {
    first(call, 'factor')[0] = mseFactor(call.int('samples'), call.tensor('label'));
  },
};
