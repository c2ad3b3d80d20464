/** Where a build finds its sources: those of the tree, replaced ones beside them, many that are compiled in one call. */

import { createHash, randomUUID } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../../schema/format/make_folder.ts';
import { buildRoot } from './build_folder.ts';
import { type SourceTree, sourceRoot } from './sources.ts';

/** Name for what the texts decide. */
export function hashOf(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 20);
}

type Texts = Readonly<Record<string, string>>;

/** A folder with these texts, by their paths in it. */
function folderWith(texts: Texts): string {
  const folder = join(buildRoot, 'overlay', hashOf(Object.entries(texts).flat()));
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${randomUUID()}.tmp`;
  for (const [path, text] of Object.entries(texts)) {
    makeFolder(dirname(join(draft, path)));
    writeFileSync(join(draft, path), text);
  }
  try {
    renameSync(draft, folder);
  } catch (cause) {
    // another process has just written the same texts
    if (!existsSync(folder)) throw cause;
  }
  return folder;
}

/** Where a build finds its sources. */
export interface Place {
  /** the folder to compile in */
  readonly folder: string;
  /** path of a source, from there or as a full one */
  readonly pathOf: (path: string) => string;
}

/** The sources themselves, with the overlay's beside them, or a copy where the overlay has headers, which include each other. */
export function placeOf(tree: SourceTree, overlay: Texts = {}): Place {
  const replaced = Object.keys(overlay);
  if (replaced.length === 0) return { folder: sourceRoot, pathOf: (path) => path };
  if (!replaced.every((path) => path.endsWith('.c'))) {
    return { folder: folderWith(Object.fromEntries(tree)), pathOf: (path) => path };
  }
  const beside = folderWith(overlay);
  const pathOf = (path: string): string =>
    Object.hasOwn(overlay, path) ? join(beside, path) : path;
  return { folder: sourceRoot, pathOf };
}

/** A source, or one that includes several. */
export function sourceOf(paths: readonly string[], { pathOf }: Place): string {
  if (paths.length === 1) return pathOf(paths[0]!);
  const text = paths.map((path) => `#include "${pathOf(path)}"\n`).join('');
  const folder = join(buildRoot, 'together');
  const file = join(folder, `${hashOf([text])}.c`);
  if (existsSync(file)) return file;
  makeFolder(folder);
  const draft = `${file}.${randomUUID()}.tmp`;
  writeFileSync(draft, text);
  renameSync(draft, file);
  return file;
}
