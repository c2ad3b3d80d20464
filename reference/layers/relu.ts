/** ReLU: the arm follows the arithmetic, never the tensors; the scale passes through (L24). */

import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { type Dtype, demandCount, type Tensor, tensorCount } from '../tensor.ts';
import type { ReluLayer } from './layer.ts';

/** L24 forward element: negative → 0; −0.0 and NaN pass. */
export function reluElement(_n: Numerics, x: number): number {
  return x < 0 ? 0 : x;
}

/** L24 backward element: +0 where the layer's input is ≤ 0, else dy. */
export function reluGradient(_n: Numerics, x: number, dy: number): number {
  return x <= 0 ? 0 : dy;
}

/** L24 forward in the forward arithmetic; labels are not looked at. Wires of another dtype are undefined. */
export function reluForward(n: Numerics, layer: ReluLayer, x: Tensor, y: Tensor): void {
  const dtype = n.fn.formatOf(n, layer.forwardMath);
  precondition(x.dtype === dtype && y.dtype === dtype, `ReLU forward in ${dtype} on other wires`);
  demandCount(y, tensorCount(x), 'y');
  for (let i = 0; i < x.data.length; i++) y.data[i] = n.fn.reluElement(n, x.data[i]!);
  if (dtype === 'SYM_INT32') y.scale = x.scale;
}

/** Refuses (B7) wires that do not all have the arm's dtype. */
export function guardArm(_n: Numerics, dtype: Dtype, wires: readonly Tensor[]): void {
  for (const wire of wires) demand(wire.dtype === dtype, 'B7', `${wire.dtype} in a ${dtype} arm`);
}

/** L24 backward in the dx arithmetic; x is the layer's input. Refuses (B7) mixed dtypes. */
export function reluBackward(
  n: Numerics,
  layer: ReluLayer,
  x: Tensor,
  dy: Tensor,
  dx: Tensor,
): void {
  const dtype = n.fn.formatOf(n, layer.propLossMath);
  n.fn.guardArm(n, dtype, [x, dy, dx]);
  for (const t of [x, dx]) demandCount(t, tensorCount(dy), 'a wire');
  for (let i = 0; i < dy.data.length; i++) {
    dx.data[i] = n.fn.reluGradient(n, x.data[i]!, dy.data[i]!);
  }
  if (dtype === 'SYM_INT32') dx.scale = dy.scale;
}
