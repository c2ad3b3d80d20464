/** Variances from the sum of squares instead of from the deviations (S98, S102, L14). */

import type { Numerics } from '../../numerics.ts';

/** `(Σ v² ⊘ N) ⊖ μ²`: the textbook's other formula, which cancels. */
export function singlePass(n: Numerics, values: Float32Array, mean: number): number {
  let squares = 0;
  for (const v of values) squares = n.f.mulAdd(v, v, squares);
  return n.f.sub(n.f.div(squares, n.f.fromInt(values.length)), n.f.mul(mean, mean));
}

export function decoded(n: Numerics, q: Int32Array, scale: number): Float32Array {
  return Float32Array.from(q, (m) => n.fn.decodeSymmetric(n, m, scale));
}

export const onePass = {
  bug: 'the variance is the mean of the squares minus the square of the mean (one pass)',
  fix: 'average the squares of the deviations from the mean',
} as const;
