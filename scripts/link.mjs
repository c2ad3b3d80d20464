/** Links `goldvec` into `node_modules/.bin`, where npx looks: npm does not link a package's own command. */

import { lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules', '.bin');
const target = join('..', '..', 'scripts', 'goldvec.mjs');

/** Does nothing where the link stands already. */
export function linkCommand() {
  const link = join(bin, 'goldvec');
  const found = lstatSync(link, { throwIfNoEntry: false });
  if (found?.isSymbolicLink() && readlinkSync(link) === target) return;
  mkdirSync(bin, { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(target, link);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) linkCommand();
