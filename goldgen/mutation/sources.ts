/** Content hashes of everything that decides a kill map or the marks, besides the vectors. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutantFiles } from '../../reference/mutants/index.ts';
import type { Mutant } from '../../reference/mutants/mutant.ts';
import { primitives } from '../../reference/primitives.ts';
import { recordPath } from '../registry.ts';
import { type Closure, readDependencies } from './dependencies.ts';

/** Where a run of a mutant begins; what these modules import takes part too. */
const engine = ['goldgen/mutation/kill.ts', 'goldgen/mutation/record.ts'];

/** Hash of texts. */
export function textHash(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}\n${text}`);
  return hash.digest('hex');
}

/** Short hash in a record by which a later run knows that nothing has changed since it was made. */
export function stampOf(vectors: string, sources: string): string {
  return textHash(vectors, sources).slice(0, 24);
}

/** The text of one entry of a list of mutants, or all of the list where the entry does not begin with its id. */
function entryText(id: string, listText: string): string {
  const start = new RegExp(`\\{\\s+id: '${id}'`).exec(listText)?.index;
  if (start === undefined) return listText;
  const next = /\{\s+id: '/g;
  next.lastIndex = start + 1;
  return listText.slice(start, next.exec(listText)?.index);
}

/**
 * Hash of what a mutant does, by its source, whatever a compiler makes of it; in the text of its file, and of what it
 * shares, helpers stand before the list.
 */
export function mutantHash({ id }: Mutant, fileText: string): string {
  const list = fileText.search(/^export const mutants/m);
  return textHash(fileText.slice(0, list), entryText(id, fileText.slice(list)));
}

/** A mutant, the hash of what it does, and the hash of that and of what decides its witness. */
export interface HashedMutant {
  readonly mutant: Mutant;
  readonly hash: string;
  readonly recordHash: string;
}

/** The catalogue of a checkout with its hashes. */
export function hashedMutants(root: string): readonly HashedMutant[] {
  const dir = join(root, 'reference/mutants');
  const shared = readdirSync(join(dir, 'shared'))
    .sort()
    .map((name) => readFileSync(join(dir, 'shared', name), 'utf8'))
    .join('');
  return Object.entries(mutantFiles).flatMap(([name, list]) => {
    const text = shared + readFileSync(join(dir, `${name}.ts`), 'utf8');
    return list.map((mutant) => {
      const { id, clause, flags = [], equivalent = '' } = mutant;
      const hash = mutantHash(mutant, text);
      return { mutant, hash, recordHash: textHash(hash, id, clause, equivalent, ...flags) };
    });
  });
}

export interface Sources {
  /** what the answers to an op's calls are made by: its record, the reference behind it, and the engine */
  readonly op: (name: string) => string;
  /** the mutants that can change such an answer */
  readonly mutants: (name: string) => string;
  /** the given modules and what they import */
  readonly modules: (paths: readonly string[]) => string;
}

/** The function, which is asked once for each name. */
function newMemo<T>(make: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    if (!known.has(name)) known.set(name, make(name));
    return known.get(name)!;
  };
}

/** Hashes of the sources under the root of a checkout; `name` is that of a registered op. */
export function readSources(root: string): Sources {
  const closureOf = readDependencies(root, new Set(Object.keys(primitives)));
  const opClosure = newMemo((name: string): Closure => {
    return closureOf([recordPath(name), ...engine]);
  });
  const catalogue = hashedMutants(root);
  return {
    // asked for under every contract of an op
    op: newMemo((name) => textHash(...opClosure(name).texts)),
    modules: (paths) => textHash(...closureOf(paths).texts),
    mutants: newMemo((name) => {
      const { primitives: reached } = opClosure(name);
      const touching = catalogue.filter(
        ({ mutant }) =>
          mutant.f !== undefined ||
          mutant.contract !== undefined ||
          Object.keys(mutant.fn ?? {}).some((key) => reached.has(key)),
      );
      return textHash(...touching.map(({ recordHash }) => recordHash));
    }),
  };
}
