/**
 * Goal: an emulator that dies at any moment is an error with its status, never a hang, and nothing is left
 * behind: no process, no folder. What the kernels answer is tested elsewhere.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import type { Backend } from '../backend.ts';
import { patch } from '../patched.ts';
import { roundCall } from '../toolchain/calls.ts';
import { readyTargets } from '../toolchain/tools.ts';
import { newFifoPair } from './fifos.ts';
import { backends, qemuBackend } from './index.ts';

const id = 'qemu:mps2-an386';

const started: Backend[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((backend) => backend.stop()));
});

function newBackend(overlay: Record<string, string> = {}): Backend {
  const backend = qemuBackend(id, { timeoutMs: 20_000 }, { overlay });
  started.push(backend);
  return backend;
}

/** Emulators that this process has started and that still run. */
function emulators(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
        const [, name, state, parent] = /\((.*)\) (\S) (\d+)/.exec(stat)!;
        return name!.startsWith('qemu') && state !== 'Z' && Number(parent) === process.pid;
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Folders of this process: other test files run at the same time. */
const folders = (): string[] => {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`goldvec-fifo-${process.pid}-`));
};

function expectNothingLeft(before: readonly string[]): void {
  expect(emulators()).toEqual([]);
  expect(folders().filter((name) => !before.includes(name))).toEqual([]);
}

const ready = await readyTargets([id]);

describe.runIf(ready.has(id))('an emulated board', () => {
  it('leaves nothing behind after stop, started twice', async () => {
    const before = folders();
    const backend = newBackend();
    await backend.start();
    await backend.start();
    expect(emulators().length).toBe(1);
    expect((await backend.run(roundCall([0.5]))).status).toBe('ok');
    await backend.stop();
    expectNothingLeft(before);
  });

  it('that dies before it opens its channel is an error at once', async () => {
    const before = folders();
    const early = patch(
      'ports/mps2/port.c',
      'static char line[256];',
      'gv_port_exit(5); static char line[256];',
    );
    await expect(newBackend(early).start()).rejects.toThrow('exited with status 5');
    expectNothingLeft(before);
  });

  it('that is killed in the middle is an error, and starts again', async () => {
    const before = folders();
    const backend = newBackend();
    await backend.start();
    process.kill(emulators()[0]!, 'SIGKILL');
    await expect(backend.run(roundCall([0.5]))).rejects.toThrow('killed by SIGKILL');
    await backend.start();
    expect((await backend.run(roundCall([0.5]))).status).toBe('ok');
    await backend.stop();
    expectNothingLeft(before);
  });

  it('that prints on its reply channel is an error', async () => {
    const noisy = patch(
      'ports/mps2/port.c',
      'bool gv_port_write(const uint8_t *from, size_t n)\n{',
      'bool gv_port_write(const uint8_t *from, size_t n)\n{\n    static const uint8_t text[] = "hello";\n    from = text;',
    );
    await expect(newBackend(noisy).start()).rejects.toThrow('frame magic expected 0x5647');
  });
});

it('lists every board', () => {
  const ids = backends.filter((b) => b.isDefault).map((b) => b.id);
  const counted = ['qemu:mps2-an385', id, 'qemu:mps2-an500', 'qemu:mps3-an547'];
  expect(ids).toEqual([...counted, 'qemu:mps2-an386-dsp']);
});

it('a FIFO pair is removed, also twice', () => {
  const before = folders();
  const pair = newFifoPair();
  expect(folders().length).toBe(before.length + 1);
  pair.remove();
  pair.remove();
  expect(folders()).toEqual(before);
});
