/** A copy of the tree for tests that change it: what the commands need, without history and without what was built. */

import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root } from './cli/paths.ts';

const folders = ['reference', 'goldgen', 'schema', 'vectors', 'conformance', 'scripts'];
const files = ['package.json', 'package-lock.json', 'tsconfig.json', 'LICENSE'];
const built = ['.build', 'node_modules'];

/** The path of a fresh copy in a temporary folder; who makes it removes it. */
export function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'goldvec-tree-'));
  for (const name of [...folders, ...files]) {
    const filter = (path: string): boolean => !built.includes(basename(path));
    cpSync(join(root, name), join(copy, name), { recursive: true, filter });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}
