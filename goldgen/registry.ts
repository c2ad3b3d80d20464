/**
 * Every op with its regression cases, sorted by name. The records are found by their folder: `ops/<family>/<name>.ts`.
 */

import type { OpDef } from './op.ts';
import { families } from './ops/index.ts';
import { readRegressions, withRegressions } from './regressions.ts';

export const ops: readonly OpDef[] = Object.values(families)
  .flat()
  .map((op) => withRegressions(op, readRegressions(op.name)))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

const byName = new Map(ops.map((op) => [op.name, op]));

const familyByName = new Map(
  Object.entries(families).flatMap(([family, members]) => members.map((op) => [op.name, family])),
);

/** The op of that name, or `undefined`. */
export function findOp(name: string): OpDef | undefined {
  return byName.get(name);
}

/** The family of a registered op: the folder in which its record lives. */
export function familyOf(name: string): string {
  return familyByName.get(name) ?? 'unregistered';
}

/** The path of an op's record below the root; there is no such file for a name that is no op's. */
export function recordPath(name: string): string {
  return `goldgen/ops/${familyOf(name)}/${name}.ts`;
}
