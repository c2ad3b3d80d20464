/** One-dimensional window geometry: convolutions and pools (S88–S90, S95, L5). */

import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';

export type Padding = 'VALID' | 'SAME' | 'EXPLICIT';

/** The kernel record of L5. */
export interface Window1d {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: Padding;
  /** zeros on both sides; read by EXPLICIT only */
  readonly paddingAmount: number;
}

export interface Geometry1d {
  readonly outputLength: number;
  readonly padLeft: number;
  readonly padRight: number;
}

/** The valid taps of one output position (S89). */
export interface WindowSlice {
  /** input position of the first valid tap */
  readonly firstInput: number;
  /** its index in the kernel */
  readonly firstTap: number;
  readonly count: number;
}

/** Extent of the dilated kernel: `D·(K−1)+1`. */
export function effectiveKernel(_n: Numerics, w: Window1d): number {
  return w.dilation * (w.kernel - 1) + 1;
}

/** Number of whole windows in a padded length; 0 if none fits. */
export function windowsIn(n: Numerics, w: Window1d, length: number): number {
  const extent = n.fn.effectiveKernel(n, w);
  return length >= extent ? Math.floor((length - extent) / w.stride) + 1 : 0;
}

/** SAME output length: `⌈L/S⌉`. */
export function sameLength(_n: Numerics, w: Window1d, length: number): number {
  return Math.ceil(length / w.stride);
}

/** How a total padding is shared: the odd sample goes to the right. */
export function padLeftOf(_n: Numerics, total: number): number {
  return Math.floor(total / 2);
}

/** S88: output length and paddings; K = 0, or L = 0 under SAME, are undefined. */
export function windowGeometry(n: Numerics, w: Window1d, length: number): Geometry1d {
  precondition(w.kernel > 0, 'a window of no taps');
  if (w.padding === 'SAME') {
    precondition(length > 0, 'SAME padding of an empty input');
    const outputLength = n.fn.sameLength(n, w, length);
    const needed = n.fn.effectiveKernel(n, w) + (outputLength - 1) * w.stride;
    const total = Math.max(0, needed - length);
    const padLeft = n.fn.padLeftOf(n, total);
    return { outputLength, padLeft, padRight: total - padLeft };
  }
  const pad = w.padding === 'EXPLICIT' ? w.paddingAmount : 0;
  const outputLength = n.fn.windowsIn(n, w, length + 2 * pad);
  return { outputLength, padLeft: pad, padRight: pad };
}

/** S89: the valid taps at output position o; a window without any is `(0, K, 0)`. */
export function windowSlice(
  _n: Numerics,
  w: Window1d,
  length: number,
  padLeft: number,
  o: number,
): WindowSlice {
  const start = o * w.stride - padLeft;
  const firstTap = start < 0 ? Math.ceil(-start / w.dilation) : 0;
  const lastTap = Math.min(w.kernel - 1, Math.floor((length - 1 - start) / w.dilation));
  if (start >= length || lastTap < firstTap) {
    return { firstInput: 0, firstTap: w.kernel, count: 0 };
  }
  return {
    firstInput: start + firstTap * w.dilation,
    firstTap,
    count: lastTap - firstTap + 1,
  };
}

/** S90: output length of a transposed VALID convolution; Lin = 0 or K = 0 are undefined. */
export function transposedLength(
  n: Numerics,
  w: Window1d,
  length: number,
  outputPadding: number,
): number {
  precondition(length > 0 && w.kernel > 0, 'transposed length of an empty input or kernel');
  return (length - 1) * w.stride + n.fn.effectiveKernel(n, w) + outputPadding;
}

/** End of an adaptive window, exclusive: `⌈(o+1)·L/O⌉`. */
export function adaptiveEnd(_n: Numerics, o: number, length: number, outputs: number): number {
  return Math.ceil(((o + 1) * length) / outputs);
}

/** S95: first input and count of adaptive window o of O; refuses (A18) empty lengths and o ≥ O. */
export function adaptiveWindow(
  n: Numerics,
  o: number,
  length: number,
  outputs: number,
): { readonly start: number; readonly count: number } {
  demand(length > 0 && outputs > 0 && o < outputs, 'A18', `adaptive window ${o} of ${outputs}`);
  const start = Math.floor((o * length) / outputs);
  return { start, count: n.fn.adaptiveEnd(n, o, length, outputs) - start };
}
