/** Random initial weights: uniform and normal numbers, and the bounds of Kaiming and Xavier (S15). */

import { cosDouble } from './num/double_double.ts';
import type { Numerics } from './numerics.ts';

/** S15: f32(10^−7); a first draw up to it is drawn again. */
export const smallestFirstDraw = Math.fround(1e-7);

/**
 * S15: the cosine rounded once to float32, of a finite x from 0 to 2^40. For all 2^24 angles of `normalSample` the
 * double cosine decides the rounding.
 */
export function cos32(_n: Numerics, x: number): number {
  return Math.fround(cosDouble(x));
}

/** S15: `a ⊕ (r ⊗ (b ⊖ a))`; one draw. */
export function uniformBetween(n: Numerics, a: number, b: number): number {
  const r = n.fn.uniform(n);
  return n.f.add(a, n.f.mul(r, n.f.sub(b, a)));
}

/** S15: both draws of a normal number; only the first is drawn again. */
export function normalDraws(n: Numerics): { readonly u1: number; readonly u2: number } {
  let u1 = n.fn.uniform(n);
  const u2 = n.fn.uniform(n);
  while (u1 <= smallestFirstDraw) u1 = n.fn.uniform(n);
  return { u1, u2 };
}

/** S15: `sqrt32(−2 ⊗ log32(u1))`. */
export function normalRadius(n: Numerics, u1: number): number {
  return n.f.sqrt(n.f.mul(-2, n.fn.log32(n, u1)));
}

/** S15: `cos32((2 ⊗ π) ⊗ u2)`. */
export function normalDirection(n: Numerics, u2: number): number {
  return n.fn.cos32(n, n.f.mul(n.f.mul(2, Math.fround(Math.PI)), u2));
}

/** S15: `mean ⊕ ((deviation ⊗ radius) ⊗ direction)`; two draws and one more per rejected one. */
export function normalSample(n: Numerics, mean: number, deviation: number): number {
  const { u1, u2 } = n.fn.normalDraws(n);
  const length = n.f.mul(deviation, n.fn.normalRadius(n, u1));
  return n.f.add(mean, n.f.mul(length, n.fn.normalDirection(n, u2)));
}

/** S15: bound of the uniform weights of a layer with `fan` inputs: `g ⊗ sqrt32(3 ⊘ i2f(fan))`. */
export function kaimingLimit(n: Numerics, gain: number, fan: number): number {
  return n.f.mul(gain, n.f.sqrt(n.f.div(3, n.f.fromInt(fan))));
}

/** S15: deviation of the normal weights of a layer with `fan` inputs: `g ⊘ sqrt32(i2f(fan))`. */
export function kaimingDeviation(n: Numerics, gain: number, fan: number): number {
  return n.f.div(gain, n.f.sqrt(n.f.fromInt(fan)));
}

/** S15: `g ⊗ sqrt32(t ⊘ i2f(in + out))`: bound of uniform weights with t = 6, deviation of normal ones with t = 2. */
export function xavierScale(
  n: Numerics,
  gain: number,
  t: number,
  fanIn: number,
  fanOut: number,
): number {
  return n.f.mul(gain, n.f.sqrt(n.f.div(t, n.f.fromInt(fanIn + fanOut))));
}
