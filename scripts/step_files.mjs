/** The files that the outcome of a step depends on, as one hash. */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every file of the checkout that is not ignored, sorted; nothing where git is not there. */
export function treeFiles(root) {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { status, stdout } = spawnSync('git', args, { cwd: root, maxBuffer: 1 << 26 });
  return status === 0
    ? [...new Set(stdout.toString('utf8').split('\0'))].filter(Boolean).sort()
    : [];
}

/** Hash of the files that begin with one of the prefixes or match the pattern, or of all; undefined where they are not known. */
export function filesHash(root, files, inputs = ['']) {
  const isInput =
    inputs instanceof RegExp
      ? (file) => inputs.test(file)
      : (file) => inputs.some((prefix) => file.startsWith(prefix));
  if (files.length === 0) return undefined;
  const hash = createHash('sha256').update(process.version);
  for (const file of files) {
    if (!isInput(file)) continue;
    try {
      const bytes = readFileSync(join(root, file));
      hash.update(`${file}\0${bytes.length}\0`).update(bytes);
    } catch {
      hash.update(`${file}\0gone\0`);
    }
  }
  return hash.digest('hex');
}
