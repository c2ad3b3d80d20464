/** Linear forward (L1). */

import {
  f32,
  i32,
  type JsContext,
  type JsKernels,
  type JsTensor,
  roundingParam,
  tensorOf,
  wordParam,
} from '../api.ts';
import { contractOf } from '../contracts.ts';
import { multiplyFloat, multiplySym } from './matmul.ts';
import {
  floatOperand,
  scratch,
  symOperand,
  writeFloats,
  writeMantissas,
  writeMode,
} from './wires.ts';

/** W[O, I] as the right operand [I, O]. */
export function transposed(weight: JsTensor): JsTensor {
  return weight.shape.length < 2
    ? weight
    : { ...weight, order: [weight.order[1]!, weight.order[0]!] };
}

/** The raw SYM arm: mantissas into y, product scale into its record. */
function forwardRaw(
  ctx: JsContext,
  x: JsTensor,
  weight: JsTensor,
  bias: JsTensor | undefined,
  y: JsTensor,
): void {
  y.scale = multiplySym(ctx, x, transposed(weight), bias, i32(y));
}

export const linearKernels: JsKernels = {
  linear_forward_raw(ctx, call) {
    const [x, weight] = [tensorOf(call, 'x'), tensorOf(call, 'weight')];
    forwardRaw(ctx, x, weight, call.tensors.bias, tensorOf(call, 'y'));
  },
  linear_forward(ctx, call) {
    const [x, weight, y] = [tensorOf(call, 'x'), tensorOf(call, 'weight'), tensorOf(call, 'y')];
    const bias = call.tensors.bias;
    const mode = roundingParam(call, 'rounding');
    const isFloat = wordParam(call, 'arithmetic') === 'ARITH_FLOAT32';
    if (!contractOf(ctx).restored) {
      if (isFloat) multiplyFloat(ctx, x, transposed(weight), bias, f32(y));
      else forwardRaw(ctx, x, weight, bias, y);
      return;
    }
    const take = (t: JsTensor): JsTensor =>
      isFloat ? floatOperand(ctx, t) : symOperand(ctx, t, mode);
    const [left, right] = [take(x), take(weight)];
    const start = bias === undefined ? undefined : take(bias);
    const write = writeMode(ctx, mode, y);
    if (isFloat) {
      const raw = new Float32Array(y.count);
      multiplyFloat(ctx, left, transposed(right), start, raw);
      writeFloats(ctx, raw, y, write);
    } else {
      const raw = scratch(y, 'SYM_INT32', 0, mode);
      forwardRaw(ctx, left, right, start, raw);
      writeMantissas(ctx, i32(raw), raw.scale, y, write);
    }
  },
};
