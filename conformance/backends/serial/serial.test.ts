/**
 * The serial backend against the native harness behind a pseudo-terminal, and the parts of it that need no
 * line: names, and the filter that skips what a board prints while it starts.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTarget } from '../toolchain/build.ts';
import { readyTargets } from '../toolchain/tools.ts';
import { newStartFilter, parseSerialId, serialFactory } from './index.ts';

const source = fileURLToPath(new URL('./pty_bridge.c', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'goldvec-serial-'));
const bridge = join(folder, 'pty_bridge');
const children: ChildProcess[] = [];
const ready = await readyTargets(['native:gcc-O2']);
let harness = '';

beforeAll(async () => {
  if (ready.size === 0) return;
  execFileSync('gcc', ['-std=c11', '-O1', source, '-o', bridge]);
  harness = (await buildTarget('native:gcc-O2')).path;
});

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a board and returns its device. */
function startBoard(greeting: string): Promise<string> {
  const child = spawn(bridge, [harness, greeting], { stdio: ['ignore', 'ignore', 'pipe'] });
  children.push(child);
  return new Promise((resolve) => {
    child.stderr.once('data', (line: Buffer) => resolve(line.toString().trim()));
  });
}

test.runIf(ready.size > 0).each(['', 'boot v1.2\r\nready G\r\n'])(
  'answers over a line, greeting %j',
  async (greeting) => {
    const device = await startBoard(greeting);
    const factory = serialFactory(`serial:${device}@115200`);
    expect(await factory.available()).toEqual({ ok: true, version: '115200 baud' });
    const backend = factory.create({ timeoutMs: 10_000 });
    const hello = await backend.start();
    expect(hello.name).toBe('goldvec-c');
    const seed = { verb: 'run', seq: 7, contract: 'sym-2026-07-21', op: 'rng_draws' } as const;
    const states = { dtype: 'INT32', shape: [3] } as const;
    const uniforms = { dtype: 'FLOAT32', shape: [3] } as const;
    const targets = { states, uniforms };
    const reply = await backend.run({ ...seed, params: { seed: 42 }, inputs: {}, targets, rng: 1 });
    expect(reply.rng).toBe(476557059);
    await backend.stop();
  },
);

test('a missing device is explained', async () => {
  const found = await serialFactory('serial:/dev/ttyNone').available();
  expect(found.ok).toBe(false);
  expect(found.hint).toContain('/dev/ttyNone');
});

test.each([
  ['serial:/dev/ttyACM0', { device: '/dev/ttyACM0', baud: 115200 }],
  ['serial:/dev/ttyUSB1@921600', { device: '/dev/ttyUSB1', baud: 921600 }],
])('%s', (id, line) => {
  expect(parseSerialId(id)).toEqual(line);
});

test.each(['serial:', 'serial:@9600', 'serial:/dev/ttyS0@fast'])('%s is refused', (id) => {
  expect(() => parseSerialId(id)).toThrow('names no serial line');
});

test.each([
  ['nothing before', ['GVabc'], 'GVabc', ''],
  ['text before', ['boot\nGVabc'], 'GVabc', 'boot\n'],
  ['cut inside the magic', ['bootG', 'Vabc', 'more'], 'GVabcmore', 'boot'],
  ['a single G in the text', ['xG', 'yG', 'GGV1'], 'GV1', 'xGyGG'],
])('start filter: %s', (_, chunks, passed, skipped) => {
  let [frames, text] = ['', ''];
  const filter = newStartFilter(
    (chunk) => {
      frames += Buffer.from(chunk).toString();
    },
    (chunk) => {
      text += Buffer.from(chunk).toString();
    },
  );
  for (const chunk of chunks) filter(Buffer.from(chunk));
  expect([frames, text]).toEqual([passed, skipped]);
});
