/** Programs as contenders: the whole time from start to end of a process. */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { GoldError } from '../../schema/format/errors.ts';
import { isPackage, root } from '../cli/paths.ts';
import type { Contender } from './kind.ts';

/** The command line of this clone or package, without its arguments. */
export const goldvecCommand: readonly string[] = isPackage
  ? [process.execPath, join(root, 'scripts', 'package', 'bin.js')]
  : [process.execPath, join(root, 'scripts', 'goldvec.mjs')];

/** Runs a program to its end; what it prints is dropped. Errors: internal, where its status is not 0. */
export function runProgram(
  [file, ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stdio: ['ignore', 'ignore', 'pipe'] = ['ignore', 'ignore', 'pipe'];
    const child = spawn(file!, args, { stdio, cwd: root, env: { ...process.env, ...env } });
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.once('error', reject);
    child.once('close', (status) => {
      if (status === 0) return resolve();
      const said = Buffer.concat(errors).toString('utf8').trim();
      const shown = [file, ...args].join(' ');
      reject(new GoldError('internal', `\`${shown}\` ended with status ${status}: ${said}`));
    });
  });
}

/** A command line as a contender. */
export function programContender(
  name: string,
  command: readonly string[],
  target?: string,
): Contender {
  const asked = target === undefined ? {} : { target };
  return { name, run: () => runProgram(command), ...asked };
}

/** A command of this clone or package as a contender. */
export function goldvecContender(
  name: string,
  args: readonly string[],
  target?: string,
): Contender {
  return programContender(name, [...goldvecCommand, ...args], target);
}
