/** The command line for tests: as a real process, or in this one. */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { cloneCommands } from './commands/of_sources.ts';
import { main } from './main.ts';
import { root } from './paths.ts';

export interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Watching {
  readonly cwd?: string;
  /** the command of another checkout */
  readonly program?: string;
  /** variables beside those of this process */
  readonly env?: Readonly<Record<string, string>>;
  /** what is done beside it, as soon as it has started */
  readonly onStart?: (pid: number) => Promise<void>;
  /** sees standard output as it grows */
  readonly onOutput?: (out: string, pid: number) => void;
  /** sees standard error as it grows */
  readonly onError?: (err: string, pid: number) => void;
}

const command = join(root, 'scripts', 'goldvec.mjs');

/** Runs the command as a process of its own, and gives its status and all that it says. */
export function goldvec(
  argv: readonly string[],
  { cwd = root, program: path = command, env = {}, onStart, onOutput, onError }: Watching = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const variables = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '', ...env };
    const child = spawn(process.execPath, [path, ...argv], { env: variables, cwd });
    let [out, err] = ['', ''];
    void onStart?.(child.pid!);
    child.stdout.on('data', (chunk) => {
      out += chunk;
      onOutput?.(out, child.pid!);
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
      onError?.(err, child.pid!);
    });
    child.on('close', (status) => resolve({ status, out, err }));
  });
}

/**
 * Runs the command in this process, which is many times faster: for what needs no signals and no process that ends. One
 * at a time, because what is written to standard output and error meanwhile is taken for its own.
 */
export async function goldvecHere(argv: readonly string[], cwd = process.cwd()): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const before = process.exitCode;
  const folder = process.cwd();
  const writes = { stdout: process.stdout.write, stderr: process.stderr.write };
  process.exitCode = 0;
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (chunk: unknown) => {
      written[name] += String(chunk);
      return true;
    };
  }
  try {
    process.chdir(cwd);
    await main(argv, cloneCommands);
    return { status: Number(process.exitCode ?? 0), out: written.stdout, err: written.stderr };
  } finally {
    process.stdout.write = writes.stdout;
    process.stderr.write = writes.stderr;
    process.exitCode = before;
    process.chdir(folder);
  }
}

/** A program backend from conformance/backends/fakes, as a command line. */
export function program(mode: string): string {
  const path = join(root, 'conformance', 'backends', 'fakes', 'program.mjs');
  return `cmd:'${process.execPath}' '${path}' ${mode}`;
}
