/** Linear forward (L1). */

import { f32, i32, type JsContext, type JsKernels, type JsTensor } from '../api.ts';
import { multiplyFloat, multiplySym } from './matmul.ts';
import { produce, stepOf } from './steps.ts';

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
    const [x, weight] = [call.tensor('x'), call.tensor('weight')];
    forwardRaw(ctx, x, weight, call.tensors.bias, call.tensor('y'));
  },
  linear_forward(ctx, call) {
    const [x, weight, y] = [call.tensor('x'), call.tensor('weight'), call.tensor('y')];
    produce(ctx, stepOf(call, ''), [x, weight, call.tensors.bias], y, (a, b, bias, out) => {
      if (out.dtype === 'FLOAT32') multiplyFloat(ctx, a, transposed(b), bias, f32(out));
      else forwardRaw(ctx, a, b, bias, out);
    });
  },
};
