/**
 * Kill matrices of earlier runs: after a change of one mutant only that mutant is run again. The cache is
 * a convenience of the checkout; the kill map never depends on it being there.
 */

import type { VectorFile } from '../../schema/format/types.ts';
import type { OpDef } from '../op.ts';
import { type KillMatrix, type KillMemory, killMatrix } from './kill.ts';
import type { HashedMutant } from './sources.ts';

export interface CachedMatrix {
  /** hash of vectors, reference, engine and op record; another one makes the cache void */
  readonly base: string;
  /** mutant → hash of the mutant, and its killers or `null` where no case reaches it */
  readonly mutants: Readonly<Record<string, readonly [string, readonly number[] | null]>>;
}

/** What the cache needs of a mutant: the hash of what it does. */
type CachedMutant = Pick<HashedMutant, 'mutant' | 'hash'>;

/** The matrix of a file, with the mutants known from before taken over, and the cache to keep. */
export function matrixWithCache(
  op: OpDef,
  file: VectorFile,
  base: string,
  mutants: readonly CachedMutant[],
  before: CachedMatrix | undefined,
  memory?: KillMemory,
): { readonly matrix: KillMatrix; readonly cache: CachedMatrix } {
  const known = before?.base === base ? before.mutants : {};
  const isKnown = ({ mutant, hash }: CachedMutant): boolean => known[mutant.id]?.[0] === hash;
  const due = mutants.filter((m) => !isKnown(m)).map((m) => m.mutant);
  // where nothing is due, the cases need not be traced either
  const fresh: KillMatrix = due.length === 0 ? new Map() : killMatrix(op, file, due, memory);
  const entries = mutants.map(
    (m): readonly [string, readonly [string, readonly number[] | null]] => {
      const { id } = m.mutant;
      return [id, isKnown(m) ? known[id]! : [m.hash, fresh.get(id) ?? null]];
    },
  );
  const matrix = new Map<string, readonly number[]>();
  for (const [id, [, killers]] of entries) if (killers !== null) matrix.set(id, killers);
  return { matrix, cache: { base, mutants: Object.fromEntries(entries) } };
}
