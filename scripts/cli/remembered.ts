/**
 * Results below `.build/`, each with a hash of all that decides it, so that what has not changed is not worked out
 * again. Continuous integration remembers nothing.
 */

import { existsSync, readFileSync } from 'node:fs';
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

function read<T>(path: string): Record<string, Entry<T>> {
  if (process.env.CI || !existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, Entry<T>>;
  } catch {
    // of an older version
    return {};
  }
}

/** The results in a file; values are those that JSON has. Errors, of `keep`: file-unwritable. */
export function remembered<T>(path: string): Remembered<T> {
  const before = read<T>(path);
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
