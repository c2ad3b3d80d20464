/**
 * A backend that is a program: frames over stdin and stdout, free text on stderr.
 *
 * The program runs in a process group of its own, and the whole group is killed when the backend is
 * closed or when this process exits, so nothing is left running.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { GoldError } from '../../schema/format/errors.ts';
import type { Backend, BackendFactory, BackendOptions } from './backend.ts';
import { framedBackend } from './framed.ts';
import { type Link, type LinkEvents, newBoundedText, type OpenLink } from './link.ts';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const liveGroups = new Set<number>();
let exitHookIsSet = false;

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // the group has no members any more
  }
}

/** Registers a process group (the pid of its leader) to be killed when this process exits. */
export function trackGroup(pid: number): void {
  liveGroups.add(pid);
  if (exitHookIsSet) return;
  exitHookIsSet = true;
  process.on('exit', () => {
    for (const group of liveGroups) killGroup(group);
  });
}

/** Kills every process of the group. */
export function endGroup(pid: number): void {
  killGroup(pid);
  liveGroups.delete(pid);
}

export function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `exited with status ${code}` : `was killed by ${signal}`;
}

/** Starts the program in a process group of its own. Errors: backend-unavailable. */
export function spawnGroup(command: Command, stdin: 'pipe' | 'ignore'): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(command.file, command.args, {
      detached: true,
      stdio: [stdin, 'pipe', 'pipe'],
      env: { ...process.env, ...command.env },
      ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
    });
    child.once('error', (cause) => {
      reject(
        new GoldError('backend-unavailable', `"${command.file}" did not start: ${cause.message}`, {
          cause,
        }),
      );
    });
    child.once('spawn', () => {
      trackGroup(child.pid!);
      resolve(child);
    });
  });
}

function settled(child: ChildProcess, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    child.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Longest wait for the pipes of an ended program: what it printed last explains its end. */
const drainMs = 500;

function processLink(child: ChildProcess, events: LinkEvents): Link {
  const errors = newBoundedText();
  let closed = false;
  let exited = false;
  child.stdout!.on('data', (chunk: Uint8Array) => events.data(chunk));
  child.stderr!.on('data', (chunk: Uint8Array) => errors.add(chunk));
  // a write to an ended program fails; its exit is what gets reported
  child.stdin!.on('error', () => undefined);
  child.stdout!.on('error', () => undefined);
  child.once('close', () => {
    closed = true;
  });
  child.once('exit', (code, signal) => {
    exited = true;
    const reason = exitReason(code, signal);
    settled(child, drainMs).then(() => {
      endGroup(child.pid!);
      events.end(reason);
    });
  });

  async function close(graceMs: number): Promise<void> {
    child.stdin!.end();
    if (!exited && graceMs > 0) await settled(child, graceMs);
    endGroup(child.pid!);
    if (!closed) await settled(child, drainMs);
    child.stdout!.destroy();
    child.stderr!.destroy();
  }

  return { send: (bytes) => child.stdin!.write(bytes), diagnostics: errors.text, close };
}

export function openProcess(command: Command): OpenLink {
  return async (events) => processLink(await spawnGroup(command, 'pipe'), events);
}

/** A Backend that is a program speaking frames over stdin and stdout. */
export function processBackend(id: string, command: Command, options: BackendOptions): Backend {
  const { timeoutMs } = options;
  return framedBackend({ id, open: openProcess(command), timeoutMs, isBuffered: true });
}

/** `cmd:<command line>`: any program, run by the shell. */
export function commandFactory(line: string): BackendFactory {
  const command: Command = { file: '/bin/sh', args: ['-c', line] };
  return {
    id: `cmd:${line}`,
    summary: 'any program that speaks the wire protocol over stdin and stdout',
    isDefault: false,
    available: async () => ({ ok: true }),
    create: (options) => processBackend(`cmd:${line}`, command, options),
  };
}
