/**
 * Programs that this process starts, each in a process group of its own, and the end of everything they have
 * started in turn.
 *
 * On Linux a program that leaves the group, even for a session of its own, is found as well: by the marker that it
 * inherits in its environment, or as a descendant of one that has it. One that leaves the group, empties its environment
 * and outlives its parent is not found.
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

/** Processes that have inherited the marker, and their descendants; empty where the system does not show them. */
function startedUnder(mark: string): number[] {
  const field = Buffer.from(`${markName}=${mark}\0`);
  let pids: string[];
  try {
    pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  const found = new Set(pids.filter((pid) => hasField(pid, field)));
  if (found.size === 0) return [];
  const parents = new Map(pids.map((pid) => [pid, parentOf(pid)]));
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return [...found].map(Number);
}

function hasField(pid: string, field: Buffer): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`).includes(field);
  } catch {
    // another user's, or gone meanwhile
    return false;
  }
}

function parentOf(pid: string): string {
  try {
    // behind the name, which may hold anything: the state, then the parent
    return /.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1] ?? '';
  } catch {
    return '';
  }
}

/** Kills the group and whatever has left it; a process that forks meanwhile is found in the next round. */
function killAll(leader: number, mark: string): void {
  const killed = new Set<number>([process.pid]);
  // looked for while parents are there
  let fresh = startedUnder(mark);
  kill(-leader);
  do {
    for (const pid of fresh) {
      if (!killed.has(pid)) kill(pid);
      killed.add(pid);
    }
    fresh = startedUnder(mark).filter((pid) => !killed.has(pid));
  } while (fresh.length > 0);
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
