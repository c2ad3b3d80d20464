/**
 * Results below `.build/`, each with a hash of all that decides it, so that what has not changed is not worked out
 * again. Continuous integration remembers nothing.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textHash } from '../../goldgen/mutation/sources.ts';
import { sha256 } from '../../schema/format/file_bytes.ts';
import { replaceFile } from '../replace_file.ts';

interface Entry<T> {
  readonly hash: string;
  readonly value: T;
}

export interface Remembered<T> {
  /** What is known under the name, if it is of this hash. */
  get(name: string, hash: string): T | undefined;
  /** Keeps results beside those of other names. */
  keep(results: readonly (readonly [name: string, hash: string, value: T])[]): void;
}

/** What was kept in a file; undefined where nothing was that can be read. */
export function readKept<T>(path: string): T | undefined {
  if (process.env.CI || !existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    // of an older version
    return undefined;
  }
}

/** Hash of what decides every result beside the sources: Node and the packages. */
export function surroundingsHash(root: string): string {
  return textHash(process.version, sha256(readFileSync(join(root, 'package-lock.json'))));
}

/** The results in a file; values are those that JSON has. Errors, of `keep`: file-unwritable. */
export function remembered<T>(path: string): Remembered<T> {
  const before = readKept<Record<string, Entry<T>>>(path) ?? {};
  return {
    get: (name, hash) => {
      const known = Object.hasOwn(before, name) ? before[name] : undefined;
      return known?.hash === hash ? known.value : undefined;
    },
    keep: (results) => {
      if (results.length === 0) return;
      const fresh = results.map(([name, hash, value]) => [name, { hash, value }] as const);
      replaceFile(path, JSON.stringify({ ...before, ...Object.fromEntries(fresh) }));
    },
  };
}
