/** Levels of a run: `all` is everything committed, `smoke` the smallest set found that kills the same mutants. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GoldError } from '../../schema/format/errors.ts';
import type { TestCase } from './load.ts';

export const levels = ['smoke', 'all'] as const;
export type Level = (typeof levels)[number];

interface SmokeFile {
  /** `<contract>/<op>.mp` → `<set>/<n>` */
  readonly files: Readonly<Record<string, readonly string[]>>;
}

/** Identities of the smoke level out of the text of `smoke.json`. */
export function parseSmoke(text: string): ReadonlySet<string> {
  const { files } = JSON.parse(text) as SmokeFile;
  return new Set(
    Object.entries(files).flatMap(([path, ids]) =>
      ids.map((id) => `${path.replace(/\.mp$/, '')}/${id}`),
    ),
  );
}

/** The cases of a level. Errors: file-missing where a folder has no smoke level. */
export function takeLevel(cases: readonly TestCase[], level: Level, dir: string): TestCase[] {
  if (level === 'all') return [...cases];
  const path = join(dir, 'smoke.json');
  if (!existsSync(path)) {
    throw new GoldError('file-missing', 'the vector folder has no smoke level', {
      path,
      hint: 'run `goldvec mutate`, which writes it, or leave out --level',
    });
  }
  const ids = parseSmoke(readFileSync(path, 'utf8'));
  return cases.filter((test) => ids.has(test.id));
}
