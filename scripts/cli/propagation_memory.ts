/**
 * What `goldvec propagation` found of each op, by the content of everything that decides it: an op whose sources and
 * vectors are those of then is not tried again. Continuous integration remembers nothing.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Propagation } from '../../goldgen/mutation/propagation.ts';
import { readSources, textHash } from '../../goldgen/mutation/sources.ts';
import { sha256 } from '../../schema/format/file_bytes.ts';
import { vectorPath } from '../../schema/format/vector_folder.ts';
import { replaceFile } from '../replace_file.ts';

interface Remembered {
  readonly hash: string;
  readonly found: Propagation;
}

export interface PropagationMemory {
  /** What was found of an op, if it would be found again. */
  known(name: string): Propagation | undefined;
  /** Keeps what was found, beside what is known of other ops. */
  remember(found: readonly Propagation[]): void;
}

function read(path: string): Record<string, Remembered> {
  if (process.env.CI || !existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, Remembered>;
  } catch {
    // of an older version
    return {};
  }
}

/** The memory of a checkout, below its `.build/`. */
export function newPropagationMemory(root: string): PropagationMemory {
  const path = join(root, '.build', 'propagation.json');
  const sources = readSources(root);
  const engine = sources.modules(['goldgen/mutation/propagation.ts']);
  const packages = sha256(readFileSync(join(root, 'package-lock.json')));
  const hashOf = (name: string): string => {
    const vectors = sha256(readFileSync(join(root, 'vectors', vectorPath(name))));
    return textHash(process.version, packages, engine, sources.op(name), vectors);
  };
  const before = read(path);
  function known(name: string): Propagation | undefined {
    const one = Object.hasOwn(before, name) ? before[name] : undefined;
    return one !== undefined && one.hash === hashOf(name) ? one.found : undefined;
  }
  function remember(found: readonly Propagation[]): void {
    const fresh = found.map((one): [string, Remembered] => [
      one.op,
      { hash: hashOf(one.op), found: one },
    ]);
    replaceFile(path, JSON.stringify({ ...before, ...Object.fromEntries(fresh) }));
  }
  return { known, remember };
}
