/**
 * The command in hostile surroundings, as a real process: it ends with its exit code and a coded error, without a
 * stack, and leaves no process behind.
 */

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../cli/paths.ts';

export interface Environment {
  readonly what: string;
  /** shell lines; `$G` is the command, `$R` the root of the project, `$V` a small vector folder, `$F` a copy of it, `$D` an empty folder */
  readonly script: string;
  readonly status: number;
  /** must stand in what is printed */
  readonly says: string;
}

/** A run that ends with one failure, of three cases. */
export const small = '-b js --vectors $V';

/** Ends a hang; far from what any of them takes. */
const patienceMs = 600_000;
/** What was killed may take a while to go, where the machine is busy. */
const goneMs = 60_000;

interface Outcome {
  readonly status: number | null;
  readonly text: string;
}

/** Processes of this machine with the mark in their environment. */
function markedWith(mark: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark);
    } catch {
      // no process, another user's, or gone meanwhile
      return false;
    }
  });
}

function runScript(script: string, dir: string, mark: string): Promise<Outcome> {
  const vectors = join(root, 'conformance', 'testdata', 'wrong_expectation');
  const lines = [
    `G="${process.execPath} ${join(root, 'scripts', 'goldvec.mjs')}" R=${root} V=${vectors} F=${dir}/f D=${dir}/d`,
    'mkdir $D; cp -r $V $F',
    script,
  ];
  return new Promise((resolve) => {
    const child = spawn('bash', ['-c', lines.join('\n')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, GOLDVEC_HOSTILE: mark },
    });
    const timer = setTimeout(() => kill(markedWith(mark)), patienceMs);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
    }
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status, text });
    });
  });
}

function kill(pids: readonly string[]): void {
  for (const pid of pids) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // gone meanwhile
    }
  }
}

/** The command lines of what is still there after a while; it is ended. */
async function leftBehind(mark: string): Promise<string | undefined> {
  const names = (): string[] =>
    markedWith(mark).map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
      } catch {
        return pid;
      }
    });
  for (let waited = 0; markedWith(mark).length > 0; waited += 100) {
    if (waited > goneMs) {
      const left = names();
      kill(markedWith(mark));
      return `left behind: ${left.join('; ')}`;
    }
    await sleep(100);
  }
  return undefined;
}

/** What is not as expected. */
export async function environmentProblem(environment: Environment): Promise<string | undefined> {
  const { script, status, says } = environment;
  const dir = mkdtempSync(join(tmpdir(), 'goldvec-hostile-'));
  const mark = randomUUID();
  try {
    const got = await runScript(script, dir, mark);
    const end = got.text.slice(-300);
    const left = await leftBehind(mark);
    if (left !== undefined) return left;
    if (got.status !== status) return `exit ${got.status}, not ${status}: ${end}`;
    if (!got.text.includes(says)) return `does not say "${says}": ${end}`;
    return /^\s+at .*:\d+:\d+\)?$/m.test(got.text) ? `a stack: ${end}` : undefined;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
