/**
 * The one seam through which the reference does everything that a contract or a mutant may change.
 *
 * A `Numerics` is created per operation. `fn` is the table of all primitives; reference functions call
 * each other through it (`n.fn.seedRescale(n, …)`), so that a mutant replaces one entry and nothing else.
 */

import type { Contract } from './contracts.ts';
import type { Float32Ops } from './num/float32.ts';
import type { OverflowLog } from './num/overflow.ts';

/** Left open here: `primitives.ts` fills it, so that the primitives need nothing above them. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Primitives {}

export interface Numerics {
  readonly contract: Contract;
  readonly fn: Primitives;
  /** float32 arithmetic */
  readonly f: Float32Ops;
  /** state of the one process-wide xorshift32 generator (S10); never 0 */
  readonly rng: { state: number };
  readonly overflow: OverflowLog;
}

export interface NumericsOptions {
  readonly contract?: Contract;
  readonly fn?: Partial<Primitives>;
  readonly f?: Partial<Float32Ops>;
  /** generator state before the operation; default 1 (S10) */
  readonly rngState?: number;
}
