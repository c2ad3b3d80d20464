/**
 * What `gen` found to be as it should be, by the content of everything that decides it: an op whose sources and file
 * are those of then need not be built again to be compared. Continuous integration remembers nothing.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readSources, textHash } from '../../../goldgen/mutation/sources.ts';
import { familyOf } from '../../../goldgen/registry.ts';
import { sha256 } from '../../../schema/format/file_bytes.ts';
import { vectorPath } from '../../../schema/format/vector_folder.ts';
import { replaceFile } from '../../replace_file.ts';

interface Remembered {
  /** hash of all of it, which takes a moment */
  readonly tree: string;
  /** op → hash of its own part */
  readonly ops: Readonly<Record<string, string>>;
}

/** Where the files of an op come from besides its record and what that leads to. */
const builders = ['goldgen/shared.ts', 'goldgen/canonical.ts'];
const data = ['goldgen/data', 'goldgen/regressions', 'goldgen/edges'];
const files = ['package-lock.json', 'vectors/errata.json', 'vectors/versions.json'];
const folders = ['reference', 'goldgen', 'schema/format', 'vectors'];

export interface BuildMemory {
  /** Ops that need not be built: all of them where nothing has changed. */
  builtBefore(names: readonly string[]): ReadonlySet<string>;
  /** Remembers that the files of the vector folder are those that a full generation writes. */
  remember(names: readonly string[]): void;
}

function filesIn(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(rej|tmp|md)$|\.test\.ts$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

function hashOfFiles(root: string, paths: readonly string[]): string {
  const present = paths.filter((path) => existsSync(join(root, path)));
  return textHash(...present.map((path) => `${path} ${sha256(readFileSync(join(root, path)))}`));
}

/** Hash of the data that calls are made of, of what was withdrawn, and of the packages. */
export function dataHash(root: string): string {
  return hashOfFiles(root, [...files, ...data.flatMap((folder) => filesIn(root, folder))]);
}

/** Hash of what decides the file of an op, and of the file, by the op's name. */
function opHashes(root: string, names: readonly string[]): Record<string, string> {
  const { modules } = readSources(root);
  const shared = dataHash(root);
  // what each record leads to goes through the builders as well, whose part is the same for all
  const building = modules(builders);
  const hashes = names.map((name): [string, string] => {
    const sources = textHash(building, modules([`goldgen/ops/${familyOf(name)}/${name}.ts`]));
    return [name, textHash(shared, sources, hashOfFiles(root, [`vectors/${vectorPath(name)}`]))];
  });
  return Object.fromEntries(hashes);
}

function readMemory(path: string): Remembered | undefined {
  if (process.env.CI || !existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Remembered;
  } catch {
    // of an older version
    return undefined;
  }
}

/** The memory of a checkout, below its `.build/`. */
export function newBuildMemory(root: string): BuildMemory {
  const path = join(root, '.build', 'gen.json');
  const treeHash = (): string =>
    hashOfFiles(root, [...files, ...folders.flatMap((folder) => filesIn(root, folder))]);
  function builtBefore(names: readonly string[]): ReadonlySet<string> {
    const before = readMemory(path);
    if (before === undefined) return new Set();
    if (before.tree === treeHash()) return new Set(names);
    const now = opHashes(root, names);
    return new Set(names.filter((name) => now[name] === before.ops[name]));
  }
  function remember(names: readonly string[]): void {
    const now: Remembered = { tree: treeHash(), ops: opHashes(root, names) };
    replaceFile(path, JSON.stringify(now));
  }
  return { builtBefore, remember };
}
