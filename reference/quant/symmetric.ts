/** Symmetric grids: width bounds, absolute-maximum scans, scale, encode and decode (S8, S21, S23, S25, S27). */

import { powerOfTwo } from '../num/powers.ts';
import type { Numerics } from '../numerics.ts';
import { precondition } from '../refusal.ts';
import type { Rounding } from '../tensor.ts';

/** S8 `qMax(b) = R(2^(b−1)) ⊖ 1` in float32: 2^(b−1) for b in 26..31. */
export function qMax(n: Numerics, bits: number): number {
  precondition(bits <= 31, 'symmetric bounds of more than 31 bits leave int32');
  return n.f.sub(powerOfTwo(bits - 1), 1);
}

/** S8 `qMin(b) = −2^(b−1)`. */
export function qMin(_n: Numerics, bits: number): number {
  precondition(bits <= 31, 'symmetric bounds of more than 31 bits leave int32');
  return -powerOfTwo(bits - 1);
}

/** S21 scan A (float buffers): starts at |v0|, so a NaN in v0 stays; empty input is undefined. */
export function absMaxOfBuffer(_n: Numerics, values: ArrayLike<number>): number {
  precondition(values.length > 0, 'absolute maximum of an empty buffer');
  let m = Math.abs(values[0]!);
  for (let i = 1; i < values.length; i++) {
    const v = Math.abs(values[i]!);
    if (v > m) m = v;
  }
  return m;
}

/** S21 scan B (streamed sources): starts at 0; NaN never enters; empty input gives 0. */
export function absMaxOfStream(_n: Numerics, count: number, at: (i: number) => number): number {
  let m = 0;
  for (let i = 0; i < count; i++) {
    const v = Math.abs(at(i));
    if (v > m) m = v;
  }
  return m;
}

/** S23: 1 if m = 0, else `m ⊘ qMax(b)`. */
export function symmetricScale(n: Numerics, m: number, bits: number): number {
  return m === 0 ? 1 : n.f.div(m, n.fn.qMax(n, bits));
}

/**
 * Rounds a quotient into the code range of a width: round, then clamp in integers (S25), or the June
 * order, a float clamp before the rounding, after which SR can leave the range by one. One draw in SR.
 */
export function roundIntoRange(n: Numerics, x: number, bits: number, mode: Rounding): number {
  const low = n.fn.qMin(n, bits);
  const high = n.fn.qMax(n, bits);
  if (n.contract.encode === 'clamp_then_round') {
    return n.fn.round(n, n.fn.clampFloat(n, x, low, high), mode);
  }
  return n.fn.clampInt(n, n.fn.round(n, x, mode), Math.trunc(low) | 0, Math.trunc(high));
}

/** S25: code of one value on a symmetric grid; divides, never multiplies by a reciprocal. */
export function encodeSymmetric(
  n: Numerics,
  v: number,
  scale: number,
  bits: number,
  mode: Rounding,
): number {
  return n.fn.roundIntoRange(n, n.f.div(v, scale), bits, mode);
}

/** S27: `i2f(q) ⊗ scale`; no draw, no guard. */
export function decodeSymmetric(n: Numerics, q: number, scale: number): number {
  return n.f.mul(n.f.fromInt(q), scale);
}
