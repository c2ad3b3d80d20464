/**
 * Statistics of the norm layers: mean, biased variance and reciprocal deviation per block (L14).
 *
 * Forward and backward compute them anew from the layer input; nothing is cached.
 */

import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { demandCount, floats, ints, type Tensor, tensorCount } from '../tensor.ts';

/** How a norm layer cuts its input: `blocks` runs of `size` elements in logical order. */
export interface NormGeometry {
  readonly blocks: number;
  readonly size: number;
  /** number of γ and β values */
  readonly affineCount: number;
  /** index of γ and β for element j of a block */
  readonly affineIndex: (block: number, j: number) => number;
  /** β seeds are rounded anew per element (LayerNorm) or once per channel (GroupNorm) */
  readonly seedPer: 'element' | 'channel';
  /** storage position of every element of a wire, in the order of the blocks */
  readonly positions: (t: Tensor) => Int32Array;
  /** whether a NaN replaces the absolute maximum so far, and is itself replaced by what comes next */
  readonly maximum: 'skips_nan' | 'takes_nan';
}

/** Positions of a wire that is read as it is stored. */
export function storedPositions(_n: Numerics, t: Tensor): Int32Array {
  return Int32Array.from({ length: tensorCount(t) }, (_, i) => i);
}

/**
 * Positions of a wire that is read through its axis order; a view of other extents than x's is read at other
 * places: undefined.
 */
export function viewPositions(n: Numerics, t: Tensor, x: Tensor): Int32Array {
  const isPlain = t.order.every((axis, p) => axis === p);
  precondition(isPlain || n.fn.sameExtents(n, t, x), 'a view of other extents than x');
  return n.fn.storageOrder(n, t);
}

/** A wire of another element count than x is read or written past an end: undefined. */
export function demandNormWire(_n: Numerics, t: Tensor, x: Tensor): void {
  demandCount(t, tensorCount(x), 'a wire');
}

/** Whether the logical extents of two tensors are the same. */
export function sameExtents(n: Numerics, a: Tensor, b: Tensor): boolean {
  return `${n.fn.logicalExtents(n, a)}` === `${n.fn.logicalExtents(n, b)}`;
}

/** μ and ι = 1/√(σ² + ε) of one block, float32. */
export interface BlockStatistics {
  readonly mean: number;
  readonly rstd: number;
}

/** L14 guards: label 1..16 and fewer than 2^(32−label) elements per block (A19). */
export function guardNormStatistics(n: Numerics, x: Tensor, size: number): void {
  if (n.contract.statisticsLabel === 'guarded') {
    demand(x.bits >= 1 && x.bits <= 16, 'A19', `statistics of a ${x.bits}-bit label`);
  }
  demand(size < 2 ** (32 - x.bits), 'A19', `${size} elements of ${x.bits} bits may leave int32`);
}

/** L14 step 1: `s ⊗ (i2f(Σ) ⊘ i2f(N))`; the int32 sum may overflow, then noted. */
export function normMean(n: Numerics, q: Int32Array, scale: number): number {
  const sum = n.fn.newAccumulators(n, 1);
  for (const mantissa of q) sum.add(0, mantissa);
  const total = sum.finish()[0]!;
  return n.f.mul(scale, n.f.div(n.f.fromInt(total), n.f.fromInt(q.length)));
}

/** L14 mean of the FLOAT32 arm: sequential sum from 0, then `⊘ i2f(N)`. */
export function normMeanFloat(n: Numerics, x: Float32Array): number {
  let sum = 0;
  for (const value of x) sum = n.f.add(sum, value);
  return n.f.div(sum, n.f.fromInt(x.length));
}

/** L14 step 2: `(i2f(q) ⊗ s) ⊖ μ`. */
export function normDeviation(n: Numerics, q: number, scale: number, mean: number): number {
  return n.f.mulMinus(n.f.fromInt(q), scale, mean);
}

/** L14 step 2: biased variance of the deviations, sequential from 0. */
export function normVariance(n: Numerics, deviations: Float32Array): number {
  let v = 0;
  for (const d of deviations) v = n.f.mulAdd(d, d, v);
  return n.f.div(v, n.f.fromInt(deviations.length));
}

/** L14 step 3: `1 ⊘ √(σ² ⊕ ε)`, ε inside the root. */
export function normRstd(n: Numerics, variance: number, eps: number): number {
  return n.f.div(1, n.f.sqrt(n.f.add(variance, eps)));
}

/** L14 of every block of a SYM_INT32 input. Refuses A19. */
export function normStatistics(
  n: Numerics,
  x: Tensor,
  g: NormGeometry,
  eps: number,
): BlockStatistics[] {
  n.fn.guardNormStatistics(n, x, g.size);
  const mantissas = ints(x);
  const at = g.positions(x);
  return Array.from({ length: g.blocks }, (_, block) => {
    const q = Int32Array.from({ length: g.size }, (_v, j) => mantissas[at[block * g.size + j]!]!);
    const mean = n.fn.normMean(n, q, x.scale);
    const d = Float32Array.from(q, (m) => n.fn.normDeviation(n, m, x.scale, mean));
    return { mean, rstd: n.fn.normRstd(n, n.fn.normVariance(n, d), eps) };
  });
}

/** L14 of every block of a FLOAT32 input. */
export function normStatisticsFloat(
  n: Numerics,
  x: Tensor,
  g: NormGeometry,
  eps: number,
): BlockStatistics[] {
  const values = floats(x);
  const at = g.positions(x);
  return Array.from({ length: g.blocks }, (_, block) => {
    const run = Float32Array.from({ length: g.size }, (_v, j) => values[at[block * g.size + j]!]!);
    const mean = n.fn.normMeanFloat(n, run);
    const d = Float32Array.from(run, (v) => n.f.sub(v, mean));
    return { mean, rstd: n.fn.normRstd(n, n.fn.normVariance(n, d), eps) };
  });
}
