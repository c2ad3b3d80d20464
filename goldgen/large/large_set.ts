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

/** The entries of an op, drawn and answered anew. */
export function largeEntriesOf(op: string): LargeEntry[] {
  return numbered()
    .filter(({ spec }) => spec.op === op)
    .map(({ spec, n }) => largeEntry(spec, n));
}

/** The file out of entries that were made and, for other cases of the table, those of the file before. */
export function newLargeFile(
  made: readonly LargeEntry[],
  before: readonly LargeEntry[] = [],
): LargeFile {
  const known = new Map([...before, ...made].map((entry) => [entry.id, entry]));
  const cases = numbered().flatMap((one) => known.get(idOf(one)) ?? []);
  return { format: 1, notes: largeNotes, cases };
}
