/**
 * What `gen` found to be as it should be, by the content of everything that decides it: an op whose sources and file
 * are those of then need not be built again to be compared. Continuous integration remembers nothing.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readSources, textHash } from '../../../goldgen/mutation/sources.ts';
import { recordPath } from '../../../goldgen/registry.ts';
import { sha256 } from '../../../schema/format/file_bytes.ts';
import { vectorPath } from '../../../schema/format/vector_folder.ts';
import { replaceFile } from '../../replace_file.ts';
import { readKept } from '../remembered.ts';

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
const sourceFolders = ['reference', 'goldgen', 'schema/format'];

export interface BuildMemory {
  /** Ops that need not be built: all of them where nothing has changed. */
  builtBefore(names: readonly string[]): ReadonlySet<string>;
  /**
   * Looks at the sources before a full generation. What it returns is called after it, and remembers that the files
   * of the vector folder are those that were written.
   */
  begin(names: readonly string[]): () => void;
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

/** Hash of what decides the file of an op, by the op's name. */
function sourceHashes(root: string, names: readonly string[]): ReadonlyMap<string, string> {
  const { modules } = readSources(root);
  const shared = dataHash(root);
  // what each record leads to goes through the builders as well, whose part is the same for all
  const building = modules(builders);
  return new Map(
    names.map((name) => {
      const own = modules([recordPath(name)]);
      return [name, textHash(shared, building, own)];
    }),
  );
}

/** The same with the files as they are. */
function opHashes(root: string, sources: ReadonlyMap<string, string>): Record<string, string> {
  const hashes = [...sources].map(([name, hash]): [string, string] => [
    name,
    textHash(hash, hashOfFiles(root, [`vectors/${vectorPath(name)}`])),
  ]);
  return Object.fromEntries(hashes);
}

/** The memory of a checkout, below its `.build/`. */
export function newBuildMemory(root: string): BuildMemory {
  const path = join(root, '.build', 'gen.json');
  const allSources = (): string =>
    hashOfFiles(root, [...files, ...sourceFolders.flatMap((folder) => filesIn(root, folder))]);
  const treeOf = (sources: string): string =>
    textHash(sources, hashOfFiles(root, filesIn(root, 'vectors')));
  function builtBefore(names: readonly string[]): ReadonlySet<string> {
    const before = readKept<Remembered>(path);
    if (before === undefined) return new Set();
    if (before.tree === treeOf(allSources())) return new Set(names);
    const now = opHashes(root, sourceHashes(root, names));
    return new Set(names.filter((name) => now[name] === before.ops[name]));
  }
  function begin(names: readonly string[]): () => void {
    const [all, own] = [allSources(), sourceHashes(root, names)];
    return () => {
      const now: Remembered = { tree: treeOf(all), ops: opHashes(root, own) };
      replaceFile(path, JSON.stringify(now));
    };
  }
  return { builtBefore, begin };
}
