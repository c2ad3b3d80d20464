/** When the engine optimises. */

import { setFlagsFromString } from 'node:v8';
import flags from '../engine_flags.json' with { type: 'json' };

const byVersion: Readonly<Record<string, readonly string[]>> = flags;

/**
 * For commands, most of whose functions are called a few thousand times at most: an engine that begins to optimise them after
 * its usual budget, in bytes of code that were run, is busier with that than with the work. It changes no result, and
 * holds for threads that begin after it. In a clone `goldvec.mjs` does it.
 */
export function optimiseLater(): void {
  const [version] = process.versions.v8.split('.');
  // others have no such flag, and would say so on standard error
  for (const flag of byVersion[version!] ?? []) setFlagsFromString(flag);
}
