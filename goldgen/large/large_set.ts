/** The large cases of the table, by identity, and the file that they make. */

import { GoldError } from '../../schema/format/errors.ts';
import type { LargeEntry, LargeFile } from '../../schema/format/types.ts';
import { type LargeSpec, largeContract, largeEntry, largeNotes } from './large.ts';
import { largeSpecs } from './specs.ts';

interface Numbered {
  readonly spec: LargeSpec;
  /** its place among those of its op */
  readonly n: number;
}

function numbered(): Numbered[] {
  const counts = new Map<string, number>();
  return largeSpecs.map((spec) => {
    const n = counts.get(spec.op) ?? 0;
    counts.set(spec.op, n + 1);
    return { spec, n };
  });
}

const idOf = ({ spec, n }: Numbered): string => `${largeContract}/${spec.op}/large/${n}`;

/** What draws a case of `large.json`. Errors: vector-stale, where this version has no such case. */
export function specOf(id: string): Numbered {
  const found = numbered().find((one) => idOf(one) === id);
  if (found !== undefined) return found;
  throw new GoldError('vector-stale', `this version draws no case "${id}"`, {
    hint: 'take the version that wrote the folder',
  });
}

/** The file; entries of ops that are not wanted are taken over from the one before, if it has them. */
export function newLargeFile(
  isWanted: (op: string) => boolean,
  before: readonly LargeEntry[] = [],
): LargeFile {
  const known = new Map(before.map((entry) => [entry.id, entry]));
  const cases = numbered().flatMap((one) => {
    if (isWanted(one.spec.op)) return [largeEntry(one.spec, one.n)];
    return known.get(idOf(one)) ?? [];
  });
  return { format: 1, notes: largeNotes, cases };
}
