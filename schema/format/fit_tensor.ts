/** A tensor as the terms of a declaration see it. */

import type { WireDtype } from './types.ts';

export interface FitTensor {
  readonly dtype: WireDtype;
  /** physical extents, and their product */
  readonly shape: readonly number[];
  readonly count: number;
  /** physical axis p carries logical axis order[p] (S3) */
  readonly order: readonly number[];
  readonly data: Int32Array | Float32Array | Uint8Array;
  readonly scale: number;
  readonly bits: number;
}
