/** Predicted and target class of the metrics (L34). */

import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { type Tensor, tensorCount } from '../tensor.ts';

/**
 * L34: first index of the strict maximum over the first `classes` elements, compared in the wire's own
 * dtype (FLOAT32 values or SYM_INT32 mantissas). Refuses (B9) other dtypes.
 */
export function argmax(_n: Numerics, t: Tensor, classes: number): number {
  const wire = t.dtype === 'FLOAT32' || t.dtype === 'SYM_INT32';
  demand(wire, 'B9', `class of a ${t.dtype} tensor`);
  const count = tensorCount(t);
  precondition(classes >= 1 && classes <= count, `${classes} classes of ${count} elements`);
  let best = 0;
  for (let i = 1; i < classes; i++) if (t.data[i]! > t.data[best]!) best = i;
  return best;
}
