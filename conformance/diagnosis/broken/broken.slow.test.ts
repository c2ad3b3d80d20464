/** Goal: at least nine of ten broken C kernels are named right by the first line of their diagnosis. */

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildRoot } from '../../backends/toolchain/build_folder.ts';
import { loadCorpus } from '../../core/load.ts';
import { newReplayer } from '../replay/replayer.ts';
import type { BrokenKernel } from './broken_kernel.ts';
import { brokenKernels } from './index.ts';
import { diagnoseBroken } from './run_broken.ts';

/** Kernels that are built and run at the same time. */
const parallel = 2;

it('names the mistakes', async () => {
  const ops = new Set(brokenKernels.flatMap((broken) => broken.ops));
  const { cases } = loadCorpus(join(buildRoot, '..', 'vectors'), ({ op }) => ops.has(op));
  const replayer = newReplayer();
  const queue = [...brokenKernels];
  const missed: string[] = [];
  const lane = async (): Promise<void> => {
    for (let broken = queue.shift(); broken !== undefined; broken = queue.shift()) {
      const said = await firstLine(broken);
      if (!broken.named.test(said)) missed.push(`${broken.id} (${broken.mistake}): ${said}`);
    }
  };
  const firstLine = async (broken: BrokenKernel): Promise<string> =>
    (await diagnoseBroken(broken, cases, replayer))?.lines[0] ?? 'no case failed';
  await Promise.all(Array.from({ length: parallel }, lane));
  const named = brokenKernels.length - missed.length;
  process.stdout.write(`diagnosed ${named} of ${brokenKernels.length}\n`);
  for (const line of missed) process.stdout.write(`  ${line}\n`);
  expect(named).toBeGreaterThanOrEqual(0.9 * brokenKernels.length);
});
