/** Runs the recipes of this folder, for tests. */

import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from '../cli/paths.ts';

export const here = join(root, 'scripts', 'shards');

/** The command of this checkout, whatever `npx` would find. */
export const goldvecWords = `${process.execPath} ${join(root, 'scripts', 'goldvec.mjs')}`;

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program in the checkout. */
export function shell(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Ended {
  const { status, stdout, stderr } = spawnSync(file, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, GOLDVEC: goldvecWords, ...env },
  });
  return { status, out: stdout ?? '', err: stderr ?? '' };
}

/** Whether programs can be found. */
export function hasPrograms(...names: readonly string[]): boolean {
  const path = [process.env.PATH, '/usr/sbin'].join(delimiter);
  return names.every(
    (name) => shell('sh', ['-c', `command -v ${name}`], { PATH: path }).status === 0,
  );
}

/** The last line of a report, without the time that it took. */
export function verdictOf({ out }: Ended): string {
  return /\d+ passed, \d+ failed, \d+ skipped/.exec(out)?.[0] ?? out;
}
