/** Where C targets are built, and kept with what else takes long to make. */

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { sourceRoot } from './sources.ts';

/** The sources stand in a clone; what is compiled is a package, which may stand where nobody may write. */
const isPackage = import.meta.url.endsWith('.js');

function usualFolder(): string {
  if (!isPackage) return join(sourceRoot, '..', '..', '.build');
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'goldvec');
}

/** `GOLDVEC_BUILD_DIR`, or else `.build/` of a clone, and `goldvec` in the user's cache folder for the package. */
export const buildRoot = resolve(process.env.GOLDVEC_BUILD_DIR ?? usualFolder());
