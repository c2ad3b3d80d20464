/** Gradient tensors between steps: zeroing (S114) and scaling (S115, L32). */

import type { Numerics } from '../numerics.ts';
import { demand } from '../refusal.ts';
import { floats, type Tensor } from '../tensor.ts';

/** S114: zero payload; scale 1 for the quantized formats, zero point 0 for ASYM. Width and mode stay. */
export function zeroGradient(_n: Numerics, gradient: Tensor): void {
  gradient.data.fill(0);
  if (gradient.dtype === 'ASYM') gradient.zeroPoint = 0;
  const scaled = gradient.dtype === 'SYM_INT32' || gradient.dtype === 'SYM';
  if (scaled || gradient.dtype === 'ASYM') gradient.scale = 1;
}

/**
 * S115: multiplies a gradient by a float32 factor: FLOAT32 element-wise, the quantized formats through
 * their scale alone. Refuses (A23) INT32 and BOOL. A factor that is not positive is not an error.
 */
export function scaleGradient(n: Numerics, gradient: Tensor, factor: number): void {
  if (gradient.dtype === 'FLOAT32') {
    const values = floats(gradient);
    for (let i = 0; i < values.length; i++) values[i] = n.f.mul(values[i]!, factor);
    return;
  }
  const scaled = gradient.dtype !== 'INT32' && gradient.dtype !== 'BOOL';
  demand(scaled, 'A23', `a ${gradient.dtype} gradient cannot be scaled`);
  gradient.scale = n.f.mul(gradient.scale, factor);
}
