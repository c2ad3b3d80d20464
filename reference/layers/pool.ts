/** What the pools share: geometry, value-sum guard, and the loops over windows (L18–L23). */

import type { Window1d } from '../kernels/window.ts';
import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import type { Tensor } from '../tensor.ts';
import type { PoolPlace } from './pool_place.ts';

/** Rows (batch × channel) of a pool and the lengths on both sides. */
export interface PoolExtents {
  readonly rows: number;
  readonly inLength: number;
  readonly outLength: number;
  /** rows of y: other than those of x are undefined */
  readonly outRows: number;
}

/** Extents of x[B,C,L] and y[B,C,Lo]; another rank is undefined. */
export function poolExtents(_n: Numerics, x: Tensor, y: Tensor): PoolExtents {
  for (const t of [x, y]) precondition(t.shape.length === 3, `a wire of rank ${t.shape.length}`);
  const [batch, channels, inLength] = x.shape as [number, number, number];
  const [outBatch, outChannels, outLength] = y.shape as [number, number, number];
  return { rows: batch * channels, inLength, outLength, outRows: outBatch * outChannels };
}

/** Other rows on the two sides are read or written past an end: undefined. */
export function demandPoolRows(_n: Numerics, e: PoolExtents): void {
  precondition(e.rows === e.outRows, `${e.rows} and ${e.outRows} rows`);
}

/** Refuses (B6) an output length that the windows do not give. */
export function guardPoolLength(_n: Numerics, got: number, given: number): void {
  demand(got === given, 'B6', `output length ${got} is not ${given}`);
}

/** Refuses (B6) a window of no taps, by which nothing can be divided. */
export function guardPoolTaps(_n: Numerics, kernel: number): void {
  demand(kernel > 0, 'B6', 'average over a window of no taps');
}

/** Every output position in the order b, c, position. Refuses (B6) lengths that do not fit (L5). */
export function forEachWindow(
  n: Numerics,
  window: Window1d,
  e: PoolExtents,
  visit: (place: PoolPlace) => void,
): void {
  const geometry = n.fn.windowGeometry(n, window, e.inLength);
  n.fn.guardPoolLength(n, e.outLength, geometry.outputLength);
  n.fn.demandPoolRows(n, e);
  for (let r = 0; r < e.rows; r++) {
    for (let o = 0; o < e.outLength; o++) {
      const slice = n.fn.windowSlice(n, window, e.inLength, geometry.padLeft, o);
      visit({ yi: r * e.outLength + o, row: r * e.inLength, slice });
    }
  }
}

/** S123, L19–L23: refuses (B6) a label outside 1..16 and `terms ≥ 2^(32 − label)`. */
export function guardValueSum(_n: Numerics, bits: number, terms: number): void {
  demand(bits >= 1 && bits <= 16, 'B6', `value sum over a label of ${bits} bits`);
  demand(terms < 2 ** (32 - bits), 'B6', `value sum of ${terms} terms of ${bits} bits`);
}

/** L19, L21: the largest number of windows that cover one input position. */
export function windowOverlap(n: Numerics, window: Window1d): number {
  return Math.floor((n.fn.effectiveKernel(n, window) - 1) / window.stride) + 1;
}
