/** What a thread of `goldvec mutate` is asked for, an op under some of its contracts, and what it answers to each. */

import type { Shard } from '../../../conformance/core/select.ts';
import type { CachedMatrix } from '../../../goldgen/mutation/cache.ts';
import type { FileRecord } from '../../../goldgen/mutation/record.ts';

/** An op under a contract. */
export interface Unit {
  /** vector file below the vector folder */
  readonly path: string;
  readonly op: string;
  readonly contract: string;
  readonly cases: number;
  /** hash of the cases */
  readonly vectors: string;
  /** hash of reference, engine and op record */
  readonly base: string;
  /** the same with the catalogue and the cases; stored in the record */
  readonly stamp: string;
}

/** Kills of an op under a contract, by mutant. */
export interface UnitMatrix {
  readonly op: string;
  readonly contract: string;
  readonly cache: CachedMatrix;
}

export interface UnitAnswer {
  readonly record: FileRecord;
  /** `ok` cases that the sentinel survives */
  readonly escaped: readonly string[];
}

/** Units of one op. */
export interface Job {
  readonly units: readonly Unit[];
  /** only these of the mutants, and no records */
  readonly shard?: Shard;
  /** what parts of this run have found */
  readonly known?: readonly UnitMatrix[];
}

export interface JobAnswer {
  readonly answers: readonly UnitAnswer[];
  /** of a part, what it has found */
  readonly matrices: readonly UnitMatrix[];
}
