/** Flatten: the payload copied, `[d0, Π rest]` (L26). */

import type { Numerics } from '../numerics.ts';
import { precondition } from '../refusal.ts';
import { countOf, store, type Tensor } from '../tensor.ts';
import type { FlattenLayer } from './layer.ts';

/** L26: shape of the flattened wire. */
export function flattenShape(_n: Numerics, shape: readonly number[]): number[] {
  return [shape[0]!, countOf(shape.slice(1))];
}

/** L26: bytes and, for SYM_INT32, the scale; the width stays. Different dtypes are undefined. */
export function copyWire(_n: Numerics, from: Tensor, to: Tensor): void {
  precondition(from.dtype === to.dtype, `Flatten between ${from.dtype} and ${to.dtype}`);
  store(to.data, from.data);
  if (from.dtype === 'SYM_INT32') to.scale = from.scale;
}

/** L26 forward. */
export function flattenForward(n: Numerics, _layer: FlattenLayer, x: Tensor, y: Tensor): void {
  n.fn.copyWire(n, x, y);
}

/** L26 backward: dy back into the shape of x. */
export function flattenBackward(
  n: Numerics,
  _layer: FlattenLayer,
  _x: Tensor,
  dy: Tensor,
  dx: Tensor,
): void {
  n.fn.copyWire(n, dy, dx);
}
