/** What makes a case or a flag worth little, found in the committed vectors. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CachedMatrix } from '../../goldgen/mutation/cache.ts';
import { noteFault } from '../../goldgen/note_text.ts';
import type { OpDef } from '../../goldgen/op.ts';
import type { VectorFile } from '../../schema/format/types.ts';
import { nearPairs } from './near.ts';

export const lintKinds = ['near-duplicate', 'kills-nothing', 'empty-flag'] as const;

export interface LintFinding {
  readonly kind: (typeof lintKinds)[number];
  readonly text: string;
}

/** The kills of a file: numbers of cases by mutant. */
export type Kills = readonly (readonly number[])[];

/** What `goldvec mutate` left in the checkout of a file's kills; undefined where it is of other vectors or missing. */
export function cachedKills(root: string, file: VectorFile, base: string): Kills | undefined {
  const path = join(root, '.build/mutation', file.contract, `${file.op}.json`);
  if (!existsSync(path)) return undefined;
  const cache = JSON.parse(readFileSync(path, 'utf8')) as CachedMatrix;
  if (cache.base !== base) return undefined;
  return Object.values(cache.mutants).flatMap(([, killers]) => (killers === null ? [] : [killers]));
}

/** Identities of the cases that kill nothing under any contract of which the kills are known. */
export function idleCases(files: readonly VectorFile[], kills: readonly (Kills | undefined)[]) {
  const idle = new Set<string>();
  const killing = new Set<string>();
  files.forEach((file, i) => {
    const known = kills[i];
    if (known === undefined) return;
    const killers = new Set(known.flat());
    file.cases.forEach(({ id }, k) => {
      (killers.has(k) ? killing : idle).add(id);
    });
  });
  return [...idle].filter((id) => !killing.has(id));
}

function nearFindings(files: readonly VectorFile[]): LintFinding[] {
  return nearPairs(files).map(({ first, second, differing, of }) => {
    const what =
      differing === 0
        ? 'differs in the generator state alone, which changes nothing'
        : `differs in ${differing} of ${of} elements`;
    return { kind: 'near-duplicate', text: `${second} repeats ${first}: ${what}` };
  });
}

/** Flags whose note says nothing, and flags whose cases all kill nothing. */
function flagFindings(op: OpDef, files: readonly VectorFile[], idle: ReadonlySet<string>) {
  return Object.entries(op.notes).flatMap(([flag, note]): LintFinding[] => {
    const fault = noteFault(note);
    const cases = files.flatMap((file) => file.cases.filter((c) => c.flags.includes(flag)));
    const reason =
      fault ??
      (cases.length > 0 && cases.every(({ id }) => idle.has(id)) ? 'its cases kill nothing' : '');
    return reason === ''
      ? []
      : [{ kind: 'empty-flag', text: `${op.name}, flag ${flag}: ${reason}` }];
  });
}

/** All findings of an op; `kills` beside each file, undefined where they are not known. */
export function lintOp(
  op: OpDef,
  files: readonly VectorFile[],
  kills: readonly (Kills | undefined)[],
): LintFinding[] {
  const idle = idleCases(files, kills);
  return [
    ...nearFindings(files),
    ...idle.map((id): LintFinding => ({ kind: 'kills-nothing', text: `${id} kills no mutant` })),
    ...flagFindings(op, files, new Set(idle)),
  ];
}
