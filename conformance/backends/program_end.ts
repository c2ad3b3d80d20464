/**
 * The end of a program that `spawnGroup` started. What it has started may keep its pipes open and so its `close` away
 * for ever: after a while nobody waits for that, and it is ended.
 */

import type { ChildProcess } from 'node:child_process';
import { type Command, endGroup, spawnGroup } from './groups.ts';
import type { BoundedText } from './link.ts';

export function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `exited with status ${code}` : `was killed by ${signal}`;
}

/** Resolves when the program has ended and its pipes are read, or after so many milliseconds. */
export function settled(child: ChildProcess, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    child.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Longest wait for the pipes of an ended program: what it printed last explains its end. */
export const drainMs = 500;

/** Resolves to how the program ended, once what it printed is read and what it has started is ended. */
export function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', async (code, signal) => {
      await settled(child, drainMs);
      endGroup(child.pid!);
      resolve(exitReason(code, signal));
    });
  });
}

const endedWell = exitReason(0, null);

/**
 * Runs a program to its end, or to that of the signal; `printed` takes both its streams. Resolves to how it ended where
 * that was not well. Errors: backend-unavailable.
 */
export async function runToEnd(
  command: Command,
  printed: BoundedText,
  signal: AbortSignal,
): Promise<string | undefined> {
  signal.throwIfAborted();
  const child = await spawnGroup(command, 'ignore');
  const end = endOf(child);
  const streams = [child.stdout!, child.stderr!];
  for (const stream of streams) stream.on('data', (chunk: Uint8Array) => printed.add(chunk));
  const onAbort = (): void => endGroup(child.pid!);
  signal.addEventListener('abort', onAbort, { once: true });
  // it may have come while the program started
  if (signal.aborted) onAbort();
  const reason = await end;
  signal.removeEventListener('abort', onAbort);
  for (const stream of streams) stream.destroy();
  return reason === endedWell ? undefined : reason;
}
