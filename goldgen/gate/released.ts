/**
 * `vectors/released.json`: versions and digests of the last release, kept in the tree, so that a checkout without any
 * history knows what may not move.
 */

import { type Grouped, grouped, valueAt } from '../grouped.ts';
import { digestLength, type Unit } from './unit.ts';

export const releasedName = 'released.json';

export interface Released {
  readonly release: string;
  readonly units: readonly Unit[];
}

interface StoredOp {
  readonly op: string;
  /** in the order of their names */
  readonly contracts: Readonly<Record<string, number>>;
  /** set → digests one after the other, by number, with blanks where there is no case; once for contracts that agree */
  readonly cases: Readonly<Record<string, Grouped<string>>>;
}

const blank = '-'.repeat(digestLength);

/** The digests of one set in the order of their numbers. */
function packed({ digests }: Unit, set: string): string | undefined {
  const byNumber: string[] = [];
  for (const [id, digest] of digests) {
    const [name, n] = id.split('/');
    if (name === set) byNumber[Number(n)] = digest;
  }
  return byNumber.length === 0 ? undefined : Array.from(byNumber, (d) => d ?? blank).join('');
}

function stored(op: string, units: readonly Unit[]): StoredOp {
  const mine = units.filter((unit) => unit.op === op);
  mine.sort((a, b) => (a.contract < b.contract ? -1 : 1));
  const ids = mine.flatMap(({ digests }) => [...digests.keys()]);
  const sets = [...new Set(ids.map((id) => id.split('/')[0]!))].sort();
  return {
    op,
    contracts: Object.fromEntries(mine.map(({ contract, version }) => [contract, version])),
    cases: Object.fromEntries(sets.map((set) => [set, grouped(mine.map((u) => packed(u, set)))])),
  };
}

function unpacked(set: string, text: string): [string, string][] {
  const count = text.length / digestLength;
  return Array.from({ length: count }, (_, n): [string, string] => {
    return [`${set}/${n}`, text.slice(n * digestLength, (n + 1) * digestLength)];
  }).filter(([, digest]) => digest !== blank);
}

/** The text of the file, one op a line. */
export function releasedText({ release, units }: Released): string {
  const ops = [...new Set(units.map(({ op }) => op))].sort();
  const lines = ops.map((op) => JSON.stringify(stored(op, units)));
  return `{"format":1,"release":${JSON.stringify(release)},"ops":[\n${lines.join(',\n')}\n]}\n`;
}

/** The release out of the text of the file. */
export function parseReleased(text: string): Released {
  const { release, ops } = JSON.parse(text) as { release: string; ops: readonly StoredOp[] };
  const units = ops.flatMap(({ op, contracts, cases }) =>
    Object.entries(contracts).map(([contract, version], place): Unit => {
      const digests = Object.entries(cases).flatMap(([set, groups]) =>
        unpacked(set, valueAt(groups, place) ?? ''),
      );
      return { contract, op, version, digests: new Map(digests) };
    }),
  );
  return { release, units };
}
