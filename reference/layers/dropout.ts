/** Dropout: a Bernoulli mask, kept values scaled by 1/(1 − p) (L25). */

import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { demandCount, store, type Tensor, tensorCount } from '../tensor.ts';
import type { DropoutLayer } from './layer.ts';

/** L25: refuses (B7) a p outside [0, 1), NaN included. */
export function guardDropoutRate(_n: Numerics, p: number): void {
  demand(p >= 0 && p < 1, 'B7', `dropout rate ${p}`);
}

/** L25: probability to keep an element, `1 ⊖ p`. */
export function dropoutKeep(n: Numerics, p: number): number {
  return n.f.sub(1, p);
}

/** L25: factor of kept elements, `1 ⊘ (1 ⊖ p)`. */
export function dropoutFactor(n: Numerics, p: number): number {
  return n.f.div(1, n.fn.dropoutKeep(n, p));
}

/** L25: refuses (B7) a mask of another size than the tensor it masks. */
export function guardMask(_n: Numerics, mask: Tensor, t: Tensor): void {
  const size = tensorCount(mask);
  demand(size === tensorCount(t), 'B7', `mask of ${size} for ${tensorCount(t)} elements`);
}

/** L25: draws a new mask, one draw per element, also for p = 0. */
export function drawMask(n: Numerics, layer: DropoutLayer): void {
  const keep = n.fn.bernoulli(n, tensorCount(layer.mask), n.fn.dropoutKeep(n, layer.p));
  keep.forEach((bit, i) => {
    n.fn.boolSet(n, layer.mask, i, bit);
  });
}

/** L25: kept mantissas with a scaled scale, or kept floats scaled one by one; dropped ones are +0. */
export function applyMask(n: Numerics, layer: DropoutLayer, from: Tensor, to: Tensor): void {
  demandCount(to, tensorCount(from), 'the wire');
  const factor = n.fn.dropoutFactor(n, layer.p);
  const sym = from.dtype === 'SYM_INT32';
  for (let i = 0; i < from.data.length; i++) {
    const kept = n.fn.boolGet(n, layer.mask, i) === 1;
    const value = from.data[i]!;
    if (!kept) to.data[i] = 0;
    else to.data[i] = sym ? value : n.f.mul(value, factor);
  }
  if (sym) to.scale = n.f.mul(from.scale, factor);
}

/**
 * L25 forward in the forward arithmetic. Training: new mask, then masked and scaled; inference: a copy.
 * Refuses (B7) a rate outside [0, 1) and, in training, a mask of another size (before drawing). Wires of
 * another dtype than the arm's are undefined.
 */
export function dropoutForward(n: Numerics, layer: DropoutLayer, x: Tensor, y: Tensor): void {
  n.fn.guardDropoutRate(n, layer.p);
  const dtype = n.fn.formatOf(n, layer.forwardMath);
  precondition(x.dtype === dtype && y.dtype === dtype, `Dropout in ${dtype} on other wires`);
  if (layer.training) {
    n.fn.guardMask(n, layer.mask, x);
    n.fn.drawMask(n, layer);
    n.fn.applyMask(n, layer, x, y);
    return;
  }
  store(y.data, x.data);
  if (dtype === 'SYM_INT32') y.scale = x.scale;
}

/** L25 backward: always applies the stored mask; x is not looked at. Refuses (B7). No draw. */
export function dropoutBackward(
  n: Numerics,
  layer: DropoutLayer,
  _x: Tensor,
  dy: Tensor,
  dx: Tensor,
): void {
  n.fn.guardDropoutRate(n, layer.p);
  n.fn.guardArm(n, n.fn.formatOf(n, layer.propLossMath), [dy, dx]);
  n.fn.guardMask(n, layer.mask, dy);
  n.fn.applyMask(n, layer, dy, dx);
}
