/** What differs in one op: counts, distances, the choices that explain it, and worked examples. */

import { compareCases, expectedDifferences, type Moves, type Pair } from '../moves.ts';
import { type Attribution, attributionsOf } from './attribution.ts';
import { type Distances, distancesOf } from './distance.ts';
import type { FilePair, Side } from './sides.ts';

export interface OpDiff {
  readonly op: string;
  /** where the sides hold several contracts */
  readonly contract?: string;
  /** versions before and after, where both sides have the op */
  readonly versions?: readonly [number, number];
  readonly moves: Moves;
  /** changed cases by set, and by flag */
  readonly sets: Readonly<Record<string, number>>;
  readonly flags: Readonly<Record<string, number>>;
  /** `ok → refused` → changed cases whose status is another */
  readonly statuses: Readonly<Record<string, number>>;
  readonly distances: Distances;
  readonly attributions: readonly Attribution[];
}

/** How often each text occurs, the most frequent first. */
function counted(texts: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return Object.fromEntries(sorted);
}

function statusText({ before, after }: Pair): string[] {
  const [a, b] = [before.expected.status, after.expected.status];
  return a === b ? [] : [`${a} → ${b}`];
}

/** The difference of two files of an op. */
export function opDiff(a: Side, b: Side, pair: FilePair): OpDiff {
  const { op, contract, before, after } = pair;
  const moves = compareCases(before?.cases ?? [], after?.cases ?? []);
  const { changed } = moves;
  return {
    op,
    ...(b.contract === undefined ? { contract } : {}),
    ...(before === undefined || after === undefined
      ? {}
      : { versions: [before.op_version, after.op_version] as const }),
    moves,
    sets: counted(changed.map((c) => c.after.id.split('/')[1]!)),
    flags: counted(changed.flatMap((c) => c.after.flags)),
    statuses: counted(changed.flatMap(statusText)),
    distances: distancesOf(changed),
    attributions: attributionsOf(a, b, pair, changed),
  };
}

export const isEmpty = ({ moves }: OpDiff): boolean =>
  moves.changed.length + moves.added.length + moves.removed.length === 0;

export function pairTexts({ before, after }: Pair): string[] {
  return expectedDifferences(before.expected, after.expected);
}

/** `directed/3`, or both identities where they differ. */
export function pairName({ before, after }: Pair): string {
  return before.id === after.id ? after.id : `${before.id} = ${after.id}`;
}

/** Differing cases, those with a difference in the data of an output first: they say most. */
export function tellingFirst(changed: readonly Pair[]): Pair[] {
  const rank = (pair: Pair): number => (/^\w+\[/.test(pairTexts(pair)[0] ?? '') ? 0 : 1);
  return [...changed].sort((a, b) => rank(a) - rank(b));
}
