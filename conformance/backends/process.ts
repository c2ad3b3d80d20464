/**
 * A backend that is a program: frames over stdin and stdout, free text on stderr.
 *
 * The program and everything that it has started are killed when the backend is closed or when this process
 * exits, so nothing is left running.
 */

import type { ChildProcess } from 'node:child_process';
import type { Backend, BackendFactory, BackendOptions } from './backend.ts';
import { framedBackend } from './framed.ts';
import { type Command, endGroup, spawnGroup } from './groups.ts';
import { type Link, type LinkEvents, newBoundedText, type OpenLink } from './link.ts';
import { drainMs, endOf, settled } from './program_end.ts';

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
  child.once('exit', () => {
    exited = true;
  });
  void endOf(child).then(events.end);

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
