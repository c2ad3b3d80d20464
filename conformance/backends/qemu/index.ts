/** `qemu:<machine>`: the portable C kernels on an emulated Cortex-M board, over semihosting FIFOs. */

import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, endGroup, spawnGroup } from '../groups.ts';
import { type Link, type LinkEvents, newBoundedText, type OpenLink } from '../link.ts';
import { exitReason } from '../process.ts';
import { type Build, type BuildOptions, buildTarget } from '../toolchain/build.ts';
import { builtBackend, factoriesOf } from '../toolchain/factory.ts';
import { type FifoPair, newFifoPair } from './fifos.ts';

/** QEMU runs inside the FIFOs' folder, so that the guest's command line holds plain names. */
function emulator({ target, path }: Build, fifos: FifoPair): Command {
  const names = [target.artifact, fifos.requests, fifos.replies].map((name) => `arg=${name}`);
  return {
    file: 'qemu-system-arm',
    args: [
      ...['-M', target.machine!, '-nographic', '-monitor', 'none', '-serial', 'none'],
      ...['-semihosting-config', ['enable=on', 'target=native', ...names].join(',')],
      ...['-kernel', path],
    ],
    cwd: fifos.folder,
  };
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

/** Builds, then starts the emulator. */
function openQemu(id: string, build: BuildOptions): OpenLink {
  return async (events, signal) => {
    const built = await buildTarget(id, build, signal);
    const fifos = newFifoPair();
    try {
      return emulatorLink(await spawnGroup(emulator(built, fifos), 'ignore'), fifos, events);
    } catch (cause) {
      fifos.remove();
      throw cause;
    }
  };
}

/** An emulated board, optionally with replaced sources or further kernel flags. */
export const qemuBackend = builtBackend(openQemu);

export const backends = factoriesOf('mps2', qemuBackend);
