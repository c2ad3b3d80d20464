/**
 * Which version the answers of an op have under a contract. `vectors/versions.json` says it where a contract has a
 * version of its own; elsewhere it is the record's.
 */

import { contractIds } from '../reference/contracts.ts';
import versions from '../vectors/versions.json' with { type: 'json' };
import type { OpDef } from './op.ts';

/** op → contract → version, as stored. */
export type Versions = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The version of an op under a contract. */
export function versionOf(op: OpDef, contract: string, own: Versions = versions): number {
  return own[op.name]?.[contract] ?? op.version;
}

/** The versions of an op in words: `2`, or `1, 2 under sym-2026-07-21`. */
export function versionText(op: OpDef, own: Versions = versions): string {
  const ownOnes = contractIds.filter((id) => own[op.name]?.[id] !== undefined);
  const texts = ownOnes.map((id) => `${versionOf(op, id, own)} under ${id}`);
  return [`${op.version}`, ...texts].join(', ');
}

/** The text of the file with other versions of an op, sorted. */
export function versionsText(
  op: string,
  raised: Readonly<Record<string, number>>,
  own: Versions = versions,
): string {
  const all: Versions = { ...own, [op]: { ...own[op], ...raised } };
  const lines = Object.keys(all)
    .sort()
    .map((name) => {
      const sorted = Object.entries(all[name]!).sort(([a], [b]) => (a < b ? -1 : 1));
      return `${JSON.stringify(name)}: ${JSON.stringify(Object.fromEntries(sorted))}`;
    });
  return `{\n  ${lines.join(',\n  ')}\n}\n`;
}
