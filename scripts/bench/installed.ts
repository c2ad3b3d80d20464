/** The package as it is installed, for what is asked of that: built anew, into a folder that goes again. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isPackage, root } from '../cli/paths.ts';
import { goldvecCommand, runProgram } from './program.ts';

export interface Installed {
  /** its command line, without arguments */
  readonly command: readonly string[];
  remove(): void;
}

/**
 * Builds the package of this clone without a look at types; in the package, that itself. Packages that it needs are
 * those of the clone, above the folder. Errors: internal, where it cannot be built.
 */
export async function installPackage(): Promise<Installed> {
  if (isPackage) return { command: goldvecCommand, remove: () => undefined };
  // the same one each time, so that what an interrupt leaves behind goes with the next bench
  const folder = join(root, '.build', 'package');
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const build = join(root, 'scripts', 'package', 'build.ts');
    await runProgram([process.execPath, tsx, build, '--out', folder, '--unchecked']);
  } catch (error) {
    remove();
    throw error;
  }
  const bin = join(folder, 'scripts', 'package', 'bin.js');
  return { command: [process.execPath, bin], remove };
}
