/** The serial backend against the native harness behind a pseudo-terminal, quiet and noisy, and its names. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { driveBackend } from '../../core/drive.ts';
import { loadCorpus } from '../../core/load.ts';
import { buildTarget } from '../toolchain/build.ts';
import { sourceRoot } from '../toolchain/sources.ts';
import { readyTargets } from '../toolchain/tools.ts';
import { parseSerialId, serialFactory } from './index.ts';

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
function startBoard(greeting: string, program = harness): Promise<string> {
  const child = spawn(bridge, [program, greeting], { stdio: ['ignore', 'ignore', 'pipe'] });
  children.push(child);
  return new Promise((resolve) => {
    child.stderr.once('data', (line: Buffer) => resolve(line.toString().trim()));
  });
}

/** The path of a board that says hello and then nothing. */
function answersHelloOnly(): string {
  const fake = fileURLToPath(new URL('../fakes/program.mjs', import.meta.url));
  const script = join(folder, 'silent.sh');
  writeFileSync(script, `#!/bin/sh\nexec '${process.execPath}' '${fake}' mute\n`, { mode: 0o755 });
  return script;
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

test.runIf(ready.size > 0)('a request to a silent board is cut off by stop', async () => {
  const device = await startBoard('', answersHelloOnly());
  // a line tells nothing of its own end
  const backend = serialFactory(`serial:${device}`).create({ timeoutMs: 2_000_000 });
  await backend.start();
  const run = { verb: 'run', seq: 1, contract: 'sym-2026-07-21', op: 'round' } as const;
  const asked = backend.run({ ...run, params: {}, inputs: {}, targets: {}, rng: 1 });
  const cut = expect(asked).rejects.toMatchObject({ code: 'backend-protocol' });
  await backend.stop();
  await cut;
});

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

/** A board that logs between frames and is reset in the middle of its third answer. */
const board = (path: string): string =>
  `#!${process.execPath}
const { spawn } = require('node:child_process');
let child, answers = 0, held = Buffer.alloc(0);
function start() {
  held = Buffer.alloc(0);
  child = spawn(${JSON.stringify('HARNESS')}, [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const mine = child;
  child.stdout.on('data', (chunk) => {
    held = Buffer.concat([held, chunk]);
    while (mine === child && held.length >= 12 && held.length >= 12 + held.readUInt32LE(4)) {
      const frame = held.subarray(0, 12 + held.readUInt32LE(4));
      held = held.subarray(frame.length);
      process.stdout.write('log: GV tick\\r\\n');
      if (++answers !== 4) { process.stdout.write(frame); continue; }
      process.stdout.write(frame.subarray(0, frame.length >> 1));
      mine.kill('SIGKILL');
      process.stdout.write('boot v1.2\\r\\n');
      start();
    }
  });
}
process.stdin.on('data', (chunk) => child.stdin.write(chunk));
start();
`.replace('HARNESS', path);

test.runIf(ready.size > 0)(
  'a board that logs between frames answers, and one that is reset loses one case',
  async () => {
    const script = join(folder, 'board.cjs');
    writeFileSync(script, board(harness), { mode: 0o755 });
    const device = await startBoard('', script);
    const backend = serialFactory(`serial:${device}`).create({ timeoutMs: 3000 });
    const { cases } = loadCorpus(
      join(sourceRoot, '..', '..', 'vectors'),
      ({ op, contract }) => op === 'decode_symmetric' && contract === 'sym-2026-07-21',
    );
    const lost: string[] = [];
    const end = await driveBackend(backend, cases.slice(0, 8), {
      giveUpAfter: 3,
      signal: new AbortController().signal,
      emit: (event) => {
        if (event.event === 'case_end' && event.verdict !== 'pass') lost.push(event.message ?? '');
      },
      now: () => performance.now(),
    });
    expect(end).toMatchObject({ state: 'done', restarts: 1, totals: { pass: 7, error: 1 } });
    expect(lost).toEqual([expect.stringContaining('no reply to run in 3000 ms')]);
    expect(lost[0]).toContain('log: GV tick');
  },
);
