/** Levels of a run: `all` is everything committed, `smoke` the smallest set found that kills the same mutants. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GoldError } from '../../schema/format/errors.ts';
import { parseFile } from '../../schema/format/file_bytes.ts';
import type { TestCase } from './load.ts';

export const levels = ['smoke', 'all'] as const;
export type Level = (typeof levels)[number];

interface SmokeFile {
  /** format 2: op → `<set>/<n>`, once for contracts that agree */
  readonly ops?: Readonly<
    Record<
      string,
      readonly { readonly contracts: readonly string[]; readonly cases: readonly string[] }[]
    >
  >;
  /** format 1: `<contract>/<op>.mp` → `<set>/<n>` */
  readonly files?: Readonly<Record<string, readonly string[]>>;
}

/** Identities of the smoke level out of the text of `smoke.json`, of either format. */
export function parseSmoke(text: string): ReadonlySet<string> {
  const file = JSON.parse(text) as SmokeFile;
  const { ops = {}, files = {} } = file;
  if (file.ops === undefined && file.files === undefined) throw new Error('it lists no cases');
  const single = Object.entries(files).flatMap(([path, ids]) =>
    ids.map((id) => `${path.replace(/\.mp$/, '')}/${id}`),
  );
  const shared = Object.entries(ops).flatMap(([op, groups]) =>
    groups.flatMap(({ contracts, cases }) =>
      contracts.flatMap((contract) => cases.map((id) => `${contract}/${op}/${id}`)),
    ),
  );
  return new Set([...single, ...shared]);
}

/** Which identities a level takes. Errors: file-missing where a folder has no smoke level; as of a vector file. */
export function levelOf(level: Level, dir: string): (id: string) => boolean {
  if (level === 'all') return () => true;
  const path = join(dir, 'smoke.json');
  if (!existsSync(path)) {
    throw new GoldError('file-missing', 'the vector folder has no smoke level', {
      path,
      hint: 'run `goldvec mutate`, which writes it, or leave out --level',
    });
  }
  const ids = parseFile(path, 'smoke.json', parseSmoke);
  return (id) => ids.has(id);
}

/** The cases of a level. Errors: as of `levelOf`. */
export function takeLevel(cases: readonly TestCase[], level: Level, dir: string): TestCase[] {
  const isTaken = levelOf(level, dir);
  return cases.filter(({ id }) => isTaken(id));
}
