/** Changed sources and what follows from them: all of it, or nothing. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { GoldError } from '../../schema/format/errors.ts';
import { root } from '../cli/paths.ts';
import { print } from '../cli/print.ts';
import { replaceFile } from '../replace_file.ts';

/** Files by their path from the root; `undefined` takes one away. */
export type Changes = Readonly<Record<string, string | undefined>>;

/** Writes the files, and takes away those without a text. */
export function put(changes: Changes): void {
  for (const [path, text] of Object.entries(changes)) {
    if (text === undefined) rmSync(join(root, path), { force: true });
    else replaceFile(join(root, path), text);
  }
}

function now(paths: readonly string[]): Changes {
  const text = (path: string) =>
    existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
  return Object.fromEntries(paths.map((path) => [path, text(path)]));
}

/**
 * Writes the files and generates the vectors of an op anew, in a process that reads the changed sources. Where that is
 * refused, the files are as they were. Errors: vector-invariant.
 */
export function applyAndGenerate(changes: Changes, op: string): void {
  const before = now(Object.keys(changes));
  let status: number | null = null;
  let said = '';
  try {
    put(changes);
    const args = ['scripts/goldvec.mjs', 'gen', op];
    const done = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    status = done.status;
    said = `${done.stdout}${done.stderr}`.trimEnd();
  } finally {
    if (status !== 0) put(before);
  }
  print(said);
  if (status === 0) return;
  throw new GoldError('vector-invariant', `the vectors of ${op} were not generated`, {
    path: Object.keys(changes)[0]!,
    hint: 'the sources are as they were; see what gen says above',
  });
}

/** What is stale after the vectors of an op changed, and mended by these commands. */
export function printNext(op: string): void {
  print(`next: goldvec run --op ${op}; goldvec mutate --op ${op}; goldvec sync`);
  print('before a release: goldvec mutate; goldvec sensitivity');
}
