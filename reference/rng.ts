/** The process-wide xorshift32 generator and what is drawn from it (S10–S14). */

import type { Numerics } from './numerics.ts';

/** S11: the state after seeding with a uint32; 0 becomes 0xFFFFFFFF. */
export function seedState(_n: Numerics, seed: number): number {
  return seed >>> 0 === 0 ? 0xffffffff : seed >>> 0;
}

/** S10: one step; returns the new state, which is the output. */
export function rngStep(n: Numerics): number {
  let x = n.rng.state | 0;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  n.rng.state = x >>> 0;
  return n.rng.state;
}

/** S12: uniform on the 24-bit grid in [0, 1 − 2^−24]; one draw. */
export function uniform(n: Numerics): number {
  return (n.fn.rngStep(n) >>> 8) / 16777216;
}

/** S13: uniform integer in [0, bound) with rejection; bound in 1..2^32−1. */
export function bounded(n: Numerics, bound: number): number {
  const limit = 4294967295 - (4294967295 % bound);
  let x = n.fn.rngStep(n);
  while (x >= limit) x = n.fn.rngStep(n);
  return x % bound;
}

/** S13: Fisher–Yates from the last index down; fewer than two elements draw nothing. */
export function shuffle(n: Numerics, indices: Int32Array): void {
  for (let i = indices.length - 1; i >= 1; i--) {
    const j = n.fn.bounded(n, i + 1);
    const held = indices[i]!;
    indices[i] = indices[j]!;
    indices[j] = held;
  }
}

/** S14: bit i := U() < p, one draw per element; p is float32. */
export function bernoulli(n: Numerics, count: number, p: number): Uint8Array {
  const bits = new Uint8Array(count);
  for (let i = 0; i < count; i++) bits[i] = n.fn.uniform(n) < p ? 1 : 0;
  return bits;
}
