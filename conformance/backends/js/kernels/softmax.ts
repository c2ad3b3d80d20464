/** Softmax, CrossEntropy and the class of a metric (L27, L28, L34). */

import { f32, i32, type JsContext, type JsKernels, type JsTensor, KernelRefusal } from '../api.ts';
import { expf, logf } from './exp_log.ts';
import { lossValues } from './losses.ts';
import { floatOperand, valuesOf, writeFloats, writeMode } from './wires.ts';

const fround = Math.fround;

/** 1e-7f */
const smallest = fround(1e-7);

function softmax(ctx: JsContext, x: JsTensor, y: JsTensor): void {
  const early = ctx.contract.softmax === 'raw_logits';
  if (early && (x.dtype === 'ASYM' || y.dtype === 'ASYM')) {
    throw new KernelRefusal('A4: Softmax of an ASYM wire');
  }
  const values = f32(floatOperand(ctx, x));
  let shift = 0;
  // the early SYM arm, which a wire on either side selects, exponentiates raw logits
  if (!early || (x.dtype === 'FLOAT32' && y.dtype === 'FLOAT32')) {
    shift = values[0]!;
    for (const v of values) if (v > shift) shift = v;
  }
  const powers = new Float32Array(values.length);
  let sum = 0;
  for (let i = 0; i < powers.length; i++) {
    powers[i] = expf(fround(values[i]! - shift));
    sum = fround(sum + powers[i]!);
  }
  for (let i = 0; i < powers.length; i++) powers[i] = powers[i]! / sum;
  writeFloats(ctx, powers, y, writeMode(ctx, 'HALF_AWAY', y));
}

/** Quantized outputs that a contract's cross-entropy takes. */
function quantized(ctx: JsContext, more: readonly string[]): readonly string[] {
  return ctx.contract.crossEntropySym === 'present' ? ['SYM_INT32', ...more] : [];
}

/** L34: the first index of the strict maximum of so many elements from a place on. */
function classAt(x: JsTensor, from: number, classes: number): number {
  if (x.dtype !== 'FLOAT32' && x.dtype !== 'SYM_INT32') {
    throw new KernelRefusal(`B9: a class of ${x.dtype}`);
  }
  let best = 0;
  for (let i = 1; i < classes; i++) if (x.data[from + i]! > x.data[from + best]!) best = i;
  return best;
}

export const softmaxKernels: JsKernels = {
  softmax_forward(ctx, call) {
    softmax(ctx, call.tensor('x'), call.tensor('y'));
  },
  softmax_backward(ctx, call) {
    const [s, g] = [valuesOf(call.tensor('x')), valuesOf(call.tensor('dy'))];
    const dx = call.tensor('dx');
    let dot = 0;
    for (let i = 0; i < s.length; i++) dot = fround(dot + fround(s[i]! * g[i]!));
    const gradient = s.map((v, i) => v * fround(g[i]! - dot));
    writeFloats(ctx, gradient, dx, dx.rounding);
  },
  cross_entropy_forward(ctx, call) {
    const output = call.tensor('output');
    const { o, l } = lossValues(ctx, output, call.tensor('label'), quantized(ctx, []));
    let loss = 0;
    for (let i = 0; i < o.length; i++) {
      if (!Number.isFinite(o[i]!)) throw new KernelRefusal(`B8: a probability of ${o[i]}`);
      loss = fround(loss + fround(l[i]! * -logf(Math.max(o[i]!, smallest))));
    }
    const isMean = call.word('reduction') === 'MEAN' && output.shape.length > 1;
    f32(call.tensor('loss'))[0] = isMean ? loss / output.shape[0]! : loss;
  },
  cross_entropy_backward(ctx, call) {
    const gradient = call.tensor('gradient');
    const accepted = quantized(ctx, ['ASYM']);
    const { o, l } = lossValues(ctx, call.tensor('output'), call.tensor('label'), accepted);
    const g = o.map((p, i) => p - l[i]!);
    writeFloats(ctx, g, gradient, gradient.rounding);
  },
  argmax(_ctx, call) {
    i32(call.tensor('index'))[0] = classAt(call.tensor('x'), 0, call.int('classes'));
  },
  confusion_matrix(_ctx, call) {
    const [outputs, labels] = [call.tensor('outputs'), call.tensor('labels')];
    const [table, samples] = [i32(call.tensor('table')), labels.shape[0]!];
    const [width, classes] = [outputs.count / samples, labels.count / samples];
    const cells = Array.from({ length: samples }, (_, i) => {
      const target = classAt(labels, i * classes, classes);
      return target * classes + classAt(outputs, i * width, classes);
    });
    table.fill(0);
    for (const cell of cells) table[cell]! += 1;
  },
};
