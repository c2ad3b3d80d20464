/** `qemu:<machine>`: the portable C kernels on an emulated Cortex-M board, over semihosting FIFOs. */

import type { ChildProcess } from 'node:child_process';
import { basename, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BackendFactory } from '../backend.ts';
import { framedBackend } from '../framed.ts';
import { type Command, endGroup, spawnGroup } from '../groups.ts';
import { type Link, type LinkEvents, newBoundedText, type OpenLink } from '../link.ts';
import { exitReason } from '../program_end.ts';
import { type BuildOptions, buildTarget } from '../toolchain/build.ts';
import { builtBackend, factoriesOf } from '../toolchain/factory.ts';
import { toolOrFile } from '../toolchain/tools.ts';
import { type FifoPair, newFifoPair } from './fifos.ts';

/** What is run: a program for a machine that QEMU emulates. */
export interface Firmware {
  readonly machine: string;
  readonly path: string;
}

/** Arguments of the emulator for a program whose command line holds the names of two files in its working folder. */
export function emulatorArguments(
  { machine, path }: Firmware,
  requests: string,
  replies: string,
): string[] {
  const names = [basename(path), requests, replies].map((name) => `arg=${name}`);
  return [
    ...['-M', machine, '-nographic', '-monitor', 'none', '-serial', 'none'],
    ...['-semihosting-config', ['enable=on', 'target=native', ...names].join(',')],
    ...['-kernel', path],
  ];
}

/** QEMU runs inside the FIFOs' folder, so that the guest's command line holds plain names. */
function emulator(firmware: Firmware, { requests, replies, folder }: FifoPair): Command {
  const args = emulatorArguments(firmware, requests, replies);
  return { file: 'qemu-system-arm', args, cwd: folder };
}

/** Longest wait for bytes that a stopped emulator has left in the FIFO. */
const drainMs = 20;

function emulatorLink(child: ChildProcess, fifos: FifoPair, events: LinkEvents): Link {
  const printed = newBoundedText();
  let exited = false;
  child.stdout!.on('data', (chunk: Uint8Array) => printed.add(chunk));
  child.stderr!.on('data', (chunk: Uint8Array) => printed.add(chunk));
  fifos.receiver.on('data', (chunk: Uint8Array) => events.data(chunk));
  const gone = new Promise<void>((resolve) => {
    child.once('exit', async (code, signal) => {
      exited = true;
      endGroup(child.pid!);
      resolve();
      await sleep(drainMs);
      events.end(exitReason(code, signal));
    });
  });

  async function close(graceMs: number): Promise<void> {
    const waiting = new AbortController();
    if (!exited && graceMs > 0) {
      const timeout = sleep(graceMs, undefined, { signal: waiting.signal });
      await Promise.race([gone, timeout.catch(() => undefined)]);
    }
    waiting.abort();
    endGroup(child.pid!);
    await gone;
    fifos.remove();
  }

  return { send: (bytes) => fifos.sender.write(bytes), diagnostics: printed.text, close };
}

async function startEmulator(firmware: Firmware, events: LinkEvents): Promise<Link> {
  const fifos = newFifoPair();
  try {
    return emulatorLink(await spawnGroup(emulator(firmware, fifos), 'ignore'), fifos, events);
  } catch (cause) {
    fifos.remove();
    throw cause;
  }
}

/** Builds, then starts the emulator. */
export function openQemu(id: string, build: BuildOptions): OpenLink {
  return async (events, signal) => {
    const { target, path } = await buildTarget(id, build, signal);
    return startEmulator({ machine: target.machine!, path }, events);
  };
}

/** An emulated board, optionally with replaced sources or further kernel flags. */
export const qemuBackend = builtBackend(openQemu, { isSlow: true });

/** `qemu:<board>,elf=<file>`: firmware with the harness and the port `mps2`, or one that does the same. */
export function firmwareFactory(id: string): BackendFactory | undefined {
  const parts = /^qemu:(?<machine>[\w-]+),elf=(?<file>.+)$/.exec(id)?.groups;
  if (parts === undefined) return undefined;
  const firmware: Firmware = { machine: parts.machine!, path: resolve(parts.file!) };
  return {
    id,
    summary: `firmware on an emulated ${firmware.machine}, over semihosting`,
    isDefault: false,
    available: () => toolOrFile('qemu-system-arm', firmware.path),
    create: ({ timeoutMs }) => {
      const open: OpenLink = (events) => startEmulator(firmware, events);
      return { ...framedBackend({ id, open, timeoutMs, isBuffered: true }), isSlow: true };
    },
  };
}

export const backends = factoriesOf('mps2', qemuBackend);
