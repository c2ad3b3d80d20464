/** Goal: as `frames.test.ts`, with thousands of generated payloads on every kind of build. */

import { expect, test } from 'vitest';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import { vectorsDir } from '../cli/paths.ts';
import { faultsIn, linesOf } from './answers.ts';
import { type WildFrame, wildFrames } from './frames.ts';

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
