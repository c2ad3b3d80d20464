/** Whether the integers of two tensors can be divided as C divides them. */

import type { FitTensor } from './fit_tensor.ts';

/** Storage place of a logical index. */
function placeOf({ shape, order }: FitTensor, index: number): number {
  let rest = index;
  let place = 0;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const physical = order.indexOf(axis);
    const stride = shape.slice(physical + 1).reduce((product, extent) => product * extent, 1);
    place += (rest % shape[physical]!) * stride;
    rest = Math.trunc(rest / shape[physical]!);
  }
  return place;
}

/** No divisor is 0, and no quotient is that of −2^31 and −1. */
export function haveQuotients(a: FitTensor, b: FitTensor, stored: boolean): boolean {
  if (a.dtype === 'FLOAT32' || b.dtype === 'FLOAT32') return true;
  for (let i = 0; i < a.count; i++) {
    const divided = a.data[stored ? i : placeOf(a, i)]!;
    const divisor = b.data[stored ? i : placeOf(b, i)]!;
    if (divisor === 0 || (divisor === -1 && divided === -(2 ** 31))) return false;
  }
  return true;
}
