/**
 * Programs that this process starts, each in a process group of its own, and the end of everything they have
 * started in turn.
 *
 * On Linux a program that leaves the group, even for a session of its own, is found as well: by the marker that it
 * inherits in its environment. One that leaves the group and empties its environment is not found.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { GoldError } from '../../schema/format/errors.ts';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Name of the variable that marks a program and what it starts. */
export const markName = 'GOLDVEC_BACKEND';

/** Process group, by the process id of its leader → marker. */
const live = new Map<number, string>();
let exitHookIsSet = false;

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it is not there any more
  }
}

/** Processes that have inherited the marker; empty where the system does not show environments. */
function markedWith(mark: string): number[] {
  const field = Buffer.from(`${markName}=${mark}\0`);
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => hasField(pid, field))
      .map(Number);
  } catch {
    return [];
  }
}

function hasField(pid: string, field: Buffer): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`).includes(field);
  } catch {
    // another user's, or gone meanwhile
    return false;
  }
}

/** Kills the group, then whatever has left it; a process that forks meanwhile is found in the next round. */
function killAll(leader: number, mark: string): void {
  kill(-leader);
  const killed = new Set<number>([leader, process.pid]);
  for (let fresh = [leader]; fresh.length > 0; ) {
    fresh = markedWith(mark).filter((pid) => !killed.has(pid));
    for (const pid of fresh) {
      kill(pid);
      killed.add(pid);
    }
  }
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A process that nobody else ends at a signal would leave its programs behind. */
function endOn(name: NodeJS.Signals): void {
  const isHeardElsewhere = process.listenerCount(name) > 1;
  // whoever was told before this one may have ended all of them
  if (live.size > 0 && !isHeardElsewhere) process.exit(130);
}

/** Signals are heard as long as there is something to end: a process that only computes is ended at once. */
function hearSignals(isNeeded: boolean): void {
  for (const name of endingSignals) {
    process.off(name, endOn);
    if (isNeeded) process.on(name, endOn);
  }
}

function track(leader: number, mark: string): void {
  live.set(leader, mark);
  hearSignals(true);
  if (exitHookIsSet) return;
  exitHookIsSet = true;
  process.on('exit', () => {
    for (const [pid, own] of live) killAll(pid, own);
  });
}

/** Ends a program that `spawnGroup` started, and everything that it started. */
export function endGroup(leader: number): void {
  const mark = live.get(leader);
  live.delete(leader);
  hearSignals(live.size > 0);
  if (mark !== undefined) killAll(leader, mark);
}

/** Starts the program in a process group of its own. Errors: backend-unavailable. */
export function spawnGroup(command: Command, stdin: 'pipe' | 'ignore'): Promise<ChildProcess> {
  const mark = randomUUID();
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void => {
      const message = `"${command.file}" did not start: ${cause.message}`;
      reject(new GoldError('backend-unavailable', message, { cause }));
    };
    let child: ChildProcess;
    try {
      child = spawn(command.file, command.args, {
        detached: true,
        stdio: [stdin, 'pipe', 'pipe'],
        env: { ...process.env, ...command.env, [markName]: mark },
        ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
      });
    } catch (cause) {
      return fail(cause as Error);
    }
    if (child.pid !== undefined) track(child.pid, mark);
    child.once('error', fail);
    child.once('spawn', () => resolve(child));
  });
}
