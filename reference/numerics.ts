/**
 * The one seam through which the reference does everything that a contract or a mutant may change.
 *
 * A `Numerics` is created per operation. `fn` is the table of all primitives; reference functions call
 * each other through it (`n.fn.seedRescale(n, …)`), so that a mutant replaces one entry and nothing else.
 */

import { type Contract, type ContractId, contracts } from './contracts.ts';
import { type Float32Ops, strictFloat32 } from './num/float32.ts';
import { newOverflowLog, type OverflowLog } from './num/overflow.ts';
import { type Primitives, primitives } from './primitives.ts';

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

/** A fresh `Numerics` for one operation under the given contract. */
export function newNumerics(contract: ContractId, options: NumericsOptions = {}): Numerics {
  return {
    contract: options.contract ?? contracts[contract],
    fn: options.fn === undefined ? primitives : { ...primitives, ...options.fn },
    f: options.f === undefined ? strictFloat32 : { ...strictFloat32, ...options.f },
    rng: { state: options.rngState ?? 1 },
    overflow: newOverflowLog(),
  };
}
