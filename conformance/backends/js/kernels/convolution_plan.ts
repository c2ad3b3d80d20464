/** What gather and scatter have in common: the geometry of a convolution, and where its taps fall. */

import type { Window } from './windows.ts';

/**
 * A convolution seen from its short side: `outer` positions o meet `inner` positions `o·S − pad + k·D`. The
 * gather reads inner and writes outer, the scatter reads outer and writes inner. Weights are
 * [outer channels, inner channels / groups, kernel].
 */
export interface Plan {
  readonly w: Window;
  readonly padLeft: number;
  readonly groups: number;
  readonly batch: number;
  readonly outerChannels: number;
  readonly innerChannels: number;
  readonly outer: number;
  readonly inner: number;
}

/** Positions o whose tap k lies inside the inner row, and the inner position of the first. */
export interface TapRange {
  readonly first: number;
  readonly count: number;
  readonly inner: number;
}

export function tapRange(p: Plan, k: number): TapRange {
  const shift = k * p.w.dilation - p.padLeft;
  const first = Math.max(0, Math.ceil(-shift / p.w.stride));
  const last = Math.min(p.outer - 1, Math.floor((p.inner - 1 - shift) / p.w.stride));
  return { first, count: last - first + 1, inner: first * p.w.stride + shift };
}
