/** Rounding of one float32 to an int32 (S16–S18), clamps (S19) and the seed rescale (S20). */

import type { Numerics } from './numerics.ts';
import { demand } from './refusal.ts';
import type { Rounding } from './tensor.ts';

/**
 * S16 HALF_AWAY: the exact float32 to the nearest integer, halves away from zero; no draw. A result
 * outside int32 or a NaN is noted as a `cast` overflow.
 */
export function roundHalfAway(n: Numerics, x: number): number {
  // |x| + 0.5 is exact in double for |x| < 2^52; larger floats are integers already
  const magnitude = Math.abs(x) < 4503599627370496 ? Math.floor(Math.abs(x) + 0.5) : Math.abs(x);
  return n.fn.castInt32(n, x < 0 ? -magnitude : magnitude);
}

/** S17 SR_HALF_AWAY: `ha((x ⊕ U()) ⊖ 0.5)`; exactly one draw, whatever x is. */
export function roundStochastic(n: Numerics, x: number): number {
  const u = n.fn.uniform(n);
  return n.fn.roundHalfAway(n, n.f.sub(n.f.add(x, u), 0.5));
}

/** S18: rounding by mode. */
export function round(n: Numerics, x: number, mode: Rounding): number {
  return mode === 'SR_HALF_AWAY' ? n.fn.roundStochastic(n, x) : n.fn.roundHalfAway(n, x);
}

/** S19 integer clamp. */
export function clampInt(_n: Numerics, v: number, low: number, high: number): number {
  if (v < low) return low;
  return v > high ? high : v;
}

/** S19 float clamp; NaN passes through. */
export function clampFloat(_n: Numerics, v: number, low: number, high: number): number {
  if (v < low) return low;
  return v > high ? high : v;
}

/** The bound T of the seed guard (S20): 2^30 + 2^15, bits 0x4e800100. */
export const seedGuardBound = 1073774592;

/** S20 guard: refuses NaN and everything beyond T; equality passes. */
export function guardSeed(n: Numerics, r: number): void {
  if (!n.contract.seedGuard) return;
  demand(Math.abs(r) <= seedGuardBound, 'A12', `seed ${r} is beyond the accumulator bound`);
}

/**
 * S20: moves mantissa q from scale `sP` to an accumulator at scale `sA`; multiplies first, then divides.
 * Refuses (A12) beyond the guard. One draw in SR mode, after the guard. Not clamped.
 */
export function seedRescale(
  n: Numerics,
  q: number,
  sP: number,
  sA: number,
  mode: Rounding,
): number {
  const r = n.f.div(n.f.mul(n.f.fromInt(q), sP), sA);
  n.fn.guardSeed(n, r);
  return n.fn.round(n, r, mode);
}
