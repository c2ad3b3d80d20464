/**
 * Goal: the C harness answers every payload, on every kind of build in the same words, whatever it holds; no
 * kernel gets a call that would make it leave its memory. Method: payloads that ended earlier harnesses (`frames.mp`
 * of the test data, and a folder of findings where there is one), generated ones, and calls of which a part says what no
 * runner would write, through a plain build,
 * one watched by the sanitizers, WebAssembly and an emulated board.
 */

import { describe, expect, it, test } from 'vitest';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import { vectorsDir } from '../cli/paths.ts';
import { faultsIn, lineOf, linesOf } from './answers.ts';
import { type WildFrame, wildFrames } from './frames.ts';
import { keptFrames } from './kept_frames.ts';
import { surgeryFrames } from './surgery.ts';

const watched = 'native:clang-asan';
const builds = ['native:gcc-O2', watched, 'wasm', 'qemu:mps2-an386'];
const ready = await readyTargets(builds);

/** Headers that announce more than there is. */
const announcements: readonly WildFrame[] = [
  'dfffffffff',
  'ddffffffff',
  'c6ffffffff',
  '81dfffffffff',
].map((hex) => ({ label: hex, payload: Buffer.from(hex, 'hex') }));

function generated(count: number): WildFrame[] {
  const frames: WildFrame[] = [];
  for (const frame of wildFrames(vectorsDir, 'test')) {
    frames.push(frame);
    if (frames.length === count) break;
  }
  return frames;
}

/** Of so many surgeries each is one; the slow tests take all. */
const surgeryEvery = 199;

const frames: readonly WildFrame[] = [
  ...announcements,
  ...keptFrames(),
  ...generated(500),
  ...surgeryFrames(vectorsDir, surgeryEvery),
];

describe('payloads of any kind', () => {
  let expected: string[] | undefined;
  const expectedLines = async (): Promise<string[]> =>
    (expected ??= await linesOf(watched, frames));

  test.runIf(ready.has(watched))('are answered without a finding of the sanitizers', async () => {
    const lines = await expectedLines();
    expect(faultsIn(lines)).toEqual([]);
    // the payloads are worth something only if most of them do not fit, and some do
    const errors = lines.filter((line) => line.includes(': error: ')).length;
    expect(errors).toBeGreaterThan(lines.length / 4);
    expect(errors).toBeLessThan(lines.length);
  });

  describe.each(builds.filter((id) => id !== watched))('%s', (id) => {
    test.runIf(ready.has(watched) && ready.has(id))('answers in the same words', async () => {
      expect(await linesOf(id, frames)).toEqual(await expectedLines());
    });
  });
});

describe('a line', () => {
  it('says what came, and what was overwritten', () => {
    const reply = { verb: 'run', seq: 1, canary: 'intact' } as const;
    expect(lineOf({ ...reply, status: 'ok', outputs: {}, rng: 1 })).toBe('ok');
    expect(lineOf({ ...reply, status: 'error', message: 'why' })).toBe('error: why');
    expect(faultsIn([`x: ${lineOf({ ...reply, status: 'refused', canary: 'y' })}`])).toHaveLength(
      1,
    );
    expect(faultsIn([`x: ${lineOf('the backend was killed')}`, 'x: ok'])).toHaveLength(1);
  });
});
