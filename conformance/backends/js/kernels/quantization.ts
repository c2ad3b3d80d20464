/** The Quantization layer (L30): a conversion forward, another one backward. */

import { type JsContext, type JsKernels, type JsTensor, KernelRefusal } from '../api.ts';
import { storeInto } from './conversion.ts';

function quantizeWire(ctx: JsContext, from: JsTensor, to: JsTensor): void {
  if (from.dtype === to.dtype && from.dtype !== 'SYM_INT32') {
    throw new KernelRefusal(`A22: ${from.dtype} to itself`);
  }
  storeInto(ctx, from, to, to.rounding);
}

export const quantizationKernels: JsKernels = {
  quantization_forward(ctx, call) {
    quantizeWire(ctx, call.tensor('x'), call.tensor('y'));
  },
  quantization_backward(ctx, call) {
    quantizeWire(ctx, call.tensor('dy'), call.tensor('dx'));
  },
};
