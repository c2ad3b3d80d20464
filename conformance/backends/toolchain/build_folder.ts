/** Where C targets are built. */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { sourceRoot } from './sources.ts';

/** The sources stand in a clone; what is compiled is a package, which may stand where nobody may write. */
const isPackage = import.meta.url.endsWith('.js');

function packageFolder(): string {
  const { GOLDVEC_BUILD_DIR, XDG_CACHE_HOME } = process.env;
  return GOLDVEC_BUILD_DIR ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'goldvec');
}

/** `.build/` of a clone; for the package `GOLDVEC_BUILD_DIR`, or else `goldvec` in the user's cache folder. */
export const buildRoot = isPackage ? packageFolder() : join(sourceRoot, '..', '..', '.build');
