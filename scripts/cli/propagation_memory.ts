/**
 * What `goldvec propagation` found of each op, by the content of everything that decides it: an op whose sources and
 * vectors are those of then is not tried again. Continuous integration remembers nothing.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Propagation } from '../../goldgen/mutation/propagation.ts';
import { readSources, textHash } from '../../goldgen/mutation/sources.ts';
import { sha256 } from '../../schema/format/file_bytes.ts';
import { vectorPath } from '../../schema/format/vector_folder.ts';
import { remembered, surroundingsHash } from './remembered.ts';

export interface PropagationMemory {
  /** What was found of an op, if it would be found again. */
  known(name: string): Propagation | undefined;
  /** Keeps what was found, beside what is known of other ops. */
  remember(found: readonly Propagation[]): void;
}

/** The memory of a checkout, below its `.build/`. */
export function newPropagationMemory(root: string): PropagationMemory {
  const sources = readSources(root);
  const engine = sources.modules(['goldgen/mutation/propagation.ts']);
  const around = surroundingsHash(root);
  const hashOf = (name: string): string => {
    const vectors = sha256(readFileSync(join(root, 'vectors', vectorPath(name))));
    return textHash(around, engine, sources.op(name), vectors);
  };
  const results = remembered<Propagation>(join(root, '.build', 'propagation.json'));
  return {
    known: (name) => results.get(name, hashOf(name)),
    remember: (found) => results.keep(found.map((one) => [one.op, hashOf(one.op), one])),
  };
}
