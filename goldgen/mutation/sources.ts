/** Content hashes of everything that decides a kill map besides the vectors. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from '../../reference/mutants/mutant.ts';

/** What a run of a mutant goes through outside `reference/` and the record of the op. */
const engine = [
  'goldgen/case.ts',
  'goldgen/op.ts',
  'goldgen/wire.ts',
  'goldgen/mutation/kill.ts',
  'goldgen/mutation/record.ts',
  'goldgen/mutation/trace.ts',
];

/** Parts of `reference/` that no op runs. */
const apart = /^reference\/(independent|examples|mutants)\//;

function sourcesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile() && e.name.endsWith('.ts') && !e.name.endsWith('.test.ts'))
    .map((e) => `${e.parentPath.slice(root.length).replace(/^\/+/, '')}/${e.name}`)
    .sort();
}

function hashOf(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(`${path}\n`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

/** Hash of a text. */
export function textHash(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}\n${text}`);
  return hash.digest('hex');
}

export interface Sources {
  /** reference without mutants, and engine */
  readonly base: string;
  /** the catalogue */
  readonly mutants: string;
  /** source of an op's record */
  readonly op: (name: string) => string;
}

/** Hashes of the sources under the root of a checkout. */
export function readSources(root: string): Sources {
  const reference = sourcesIn(root, 'reference').filter((path) => !apart.test(path));
  const opFile = (name: string): string => `goldgen/ops/${name}.ts`;
  return {
    base: hashOf(root, [...reference, ...engine]),
    mutants: hashOf(root, sourcesIn(root, 'reference/mutants')),
    op: (name) => (existsSync(join(root, opFile(name))) ? hashOf(root, [opFile(name)]) : ''),
  };
}

/** Hash of what a mutant does; helpers of its file stand before its first list of mutants. */
export function mutantHash(mutant: Mutant, fileText: string): string {
  const helpers = fileText.slice(0, fileText.search(/^export const \w+Mutants/m));
  const { fn = {}, f = {}, contract = {} } = mutant;
  const parts = [...Object.entries(fn), ...Object.entries(f)].map(([k, v]) => `${k} ${v}`);
  return textHash(helpers, JSON.stringify(contract), ...parts);
}
