/** Threshold helpers (S109): `x < b ? alt : x`. */

import type { Numerics } from '../numerics.ts';
import { demandCount, floats, ints, type Tensor, tensorCount } from '../tensor.ts';

/** S109 on float32: a NaN, and −0 against 0, are kept. */
export function thresholdFloat32(
  n: Numerics,
  x: Tensor,
  b: number,
  alt: number,
  out: Tensor,
): void {
  demandCount(out, tensorCount(x), 'the result');
  const result = floats(out);
  floats(x).forEach((v, i) => {
    result[i] = n.fn.thresholdValue(n, v, b, alt);
  });
}

/** S109 on int32. */
export function thresholdInt32(n: Numerics, x: Tensor, b: number, alt: number, out: Tensor): void {
  demandCount(out, tensorCount(x), 'the result');
  const result = ints(out);
  ints(x).forEach((v, i) => {
    result[i] = n.fn.thresholdValue(n, v, b, alt);
  });
}

/** S109: one value. */
export function thresholdValue(_n: Numerics, v: number, b: number, alt: number): number {
  return v < b ? alt : v;
}

/** S109 SYM_INT32 against zero: negative mantissas become `alt`; the scale of out is not touched. */
export function thresholdSymZero(n: Numerics, x: Tensor, alt: number, out: Tensor): void {
  n.fn.thresholdInt32(n, x, 0, alt, out);
}

/**
 * S109 SYM_INT32 against an integer value b: mantissas with `i2f(q) < (i2f(b) ⊘ s)` become the raw integer
 * `alt`; the scale of out is not touched.
 */
export function thresholdSym(n: Numerics, x: Tensor, b: number, alt: number, out: Tensor): void {
  demandCount(out, tensorCount(x), 'the result');
  const bound = n.f.div(n.f.fromInt(b), x.scale);
  const result = ints(out);
  ints(x).forEach((q, i) => {
    result[i] = n.f.fromInt(q) < bound ? alt : q;
  });
}
