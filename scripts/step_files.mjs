/** The files that the outcome of a step depends on, as hashes. */

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

function hashOfFile(path) {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return 'gone';
  }
}

/** The hash of each file of the checkout. */
export function fileHashes(root, files) {
  return Object.fromEntries(files.map((file) => [file, hashOfFile(join(root, file))]));
}

/** Those of the files that begin with one of the prefixes or match the pattern, or all. */
export function hashesOf(hashes, inputs = ['']) {
  const isInput =
    inputs instanceof RegExp
      ? (file) => inputs.test(file)
      : (file) => inputs.some((prefix) => file.startsWith(prefix));
  return Object.fromEntries(Object.entries(hashes).filter(([file]) => isInput(file)));
}

/** All of these as one hash; undefined where the files of the checkout are not known. */
export function hashOfAll(hashes, files) {
  if (files.length === 0) return undefined;
  return createHash('sha256').update(process.version).update(JSON.stringify(hashes)).digest('hex');
}
