/** Gradient tensors between steps: zeroing (S114) and scaling (S115, L32). */

import type { Numerics } from '../numerics.ts';
import { demand } from '../refusal.ts';
import { elementBits, floats, type Tensor, tensorCount } from '../tensor.ts';

/** S114: zero payload; scale 1 for the quantized formats, zero point 0 for ASYM. Width and mode stay. */
export function zeroGradient(n: Numerics, gradient: Tensor): void {
  if (n.contract.sgd === 'unrounded_momentum') {
    n.fn.zeroEarlyGradient(n, gradient);
    return;
  }
  gradient.data.fill(0);
  if (gradient.dtype === 'ASYM') gradient.zeroPoint = 0;
  const scaled = gradient.dtype === 'SYM_INT32' || gradient.dtype === 'SYM';
  if (scaled || gradient.dtype === 'ASYM') gradient.scale = 1;
}

/**
 * June: only SYM_INT32 gets the scale 1. Of a packed payload ⌊n·b/8⌋ bytes are cleared, and the bits of a last
 * byte that is not full stay.
 */
export function zeroEarlyGradient(_n: Numerics, gradient: Tensor): void {
  const whole = Math.floor((tensorCount(gradient) * elementBits(gradient)) / 8);
  if (gradient.data instanceof Uint8Array) gradient.data.fill(0, 0, whole);
  else gradient.data.fill(0);
  if (gradient.dtype === 'SYM_INT32') gradient.scale = 1;
}

/**
 * S115: multiplies a gradient by a float32 factor: FLOAT32 element-wise, the quantized formats through
 * their scale alone. Refuses (A23) INT32 and BOOL, in June the packed formats too. A factor that is not positive
 * is not an error.
 */
export function scaleGradient(n: Numerics, gradient: Tensor, factor: number): void {
  if (gradient.dtype === 'FLOAT32') {
    const values = floats(gradient);
    for (let i = 0; i < values.length; i++) values[i] = n.f.mul(values[i]!, factor);
    return;
  }
  const isPacked = gradient.dtype === 'SYM' || gradient.dtype === 'ASYM';
  const packs = n.contract.sgd === 'stored_momentum' && isPacked;
  demand(
    gradient.dtype === 'SYM_INT32' || packs,
    'A23',
    `a ${gradient.dtype} gradient cannot be scaled`,
  );
  gradient.scale = n.f.mul(gradient.scale, factor);
}
