/** Quantization layer: a pure conversion node with a straight-through backward (L30, S112, S113). */

import type { Numerics } from '../numerics.ts';
import { demand } from '../refusal.ts';
import type { Tensor } from '../tensor.ts';
import type { QuantizationLayer } from './layer.ts';

/**
 * S112 dispatch: requant between SYM_INT32 records, else a conversion by dtype; the record written owns
 * width and rounding. Refuses A22 (same dtype other than SYM_INT32) and what the conversion refuses.
 */
export function quantizationDispatch(n: Numerics, from: Tensor, to: Tensor): void {
  const same = from.dtype === to.dtype && from.dtype !== 'SYM_INT32';
  demand(!same, 'A22', `a Quantization layer from ${from.dtype} to itself`);
  n.fn.executeConvert(n, from, to);
}

/** L30 forward: x → y by the tensors' dtypes; the layer record is not read. */
export function quantizationForward(
  n: Numerics,
  _layer: QuantizationLayer,
  x: Tensor,
  y: Tensor,
): void {
  n.fn.quantizationDispatch(n, x, y);
}

/** S113, L30 backward: dy → dx, itself a quantization; x is not read and nothing is masked. */
export function quantizationBackward(
  n: Numerics,
  _layer: QuantizationLayer,
  _x: Tensor,
  dy: Tensor,
  dx: Tensor,
): void {
  n.fn.quantizationDispatch(n, dy, dx);
}
