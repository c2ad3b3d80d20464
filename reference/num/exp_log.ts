/**
 * exp and log of float32, correctly rounded (L27, L28, S110): the exact value rounded once.
 *
 * A double approximation with a stated error bound decides almost every argument. Where the two ends of
 * the error interval round to different floats, the exact value is compared with the boundary between
 * them (`exact_exp.ts`).
 */

import type { Numerics } from '../numerics.ts';
import { approximateExp, approximateLog, approximationError } from './approximate.ts';
import { compareExp } from './exact_exp.ts';

/** The float32 candidates between which the exact value of an approximation lies, lower first. */
function candidates(approximation: number): readonly [number, number] {
  const a = Math.fround(approximation * (1 - approximationError));
  const b = Math.fround(approximation * (1 + approximationError));
  return a <= b ? [a, b] : [b, a];
}

/** Boundary between two neighbouring float32 values, exact in double; ∞ counts as 2^128. */
function boundary(low: number, high: number): number {
  return high === Infinity ? 2 ** 128 - 2 ** 103 : (low + high) / 2;
}

/** `R(e^x)` of a float32 x: NaN → NaN, overflow → ∞, below 2^−150 → 0. */
export function exp32(_n: Numerics, x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x > 89) return Infinity;
  if (x < -104) return 0;
  const [low, high] = candidates(approximateExp(x));
  if (low === high) return low;
  return compareExp(x, boundary(low, high)) > 0 ? high : low;
}

/** `R(ln x)` of a float32 x: ±0 → −∞, negative or NaN → NaN, ∞ → ∞, 1 → +0. */
export function log32(_n: Numerics, x: number): number {
  if (Number.isNaN(x) || x < 0) return Number.NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return Infinity;
  const [low, high] = candidates(approximateLog(x));
  if (low === high) return low;
  return compareExp(boundary(low, high), x) < 0 ? high : low;
}
