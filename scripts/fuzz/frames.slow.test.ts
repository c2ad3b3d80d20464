/** Goal: as `frames.thorough.test.ts`, with thousands of generated payloads on every kind of build, and all surgeries. */

import { expect, test } from 'vitest';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import { vectorsDir } from '../cli/paths.ts';
import { faultsIn, linesOf } from './answers.ts';
import { type WildFrame, wildFrames } from './frames.ts';
import { surgeryFrames } from './surgery.ts';

const builds = ['native:clang-asan', 'native:gcc-O2', 'wasm', 'qemu:mps2-an386'];
const ready = await readyTargets(builds);
const count = 2400;

test.runIf(ready.size === builds.length)(`${count} payloads on ${builds.join(', ')}`, async () => {
  const frames: WildFrame[] = [];
  for (const frame of wildFrames(vectorsDir, 'slow')) {
    frames.push(frame);
    if (frames.length === count) break;
  }
  const [watched, ...others] = builds as [string, ...string[]];
  const expected = await linesOf(watched, frames);
  expect(faultsIn(expected)).toEqual([]);
  for (const id of others) expect(await linesOf(id, frames)).toEqual(expected);
});

/** An emulated board is slower. */
const boardEvery = 23;

test.runIf(ready.size === builds.length)('each surgery of each op', async () => {
  const frames = [...surgeryFrames(vectorsDir)];
  const [watched, ...others] = builds as [string, ...string[]];
  const expected = await linesOf(watched, frames);
  expect(faultsIn(expected)).toEqual([]);
  for (const id of others) {
    const every = id.startsWith('qemu') ? boardEvery : 1;
    const isTaken = (_: unknown, i: number): boolean => i % every === 0;
    expect(await linesOf(id, frames.filter(isTaken))).toEqual(expected.filter(isTaken));
  }
});
