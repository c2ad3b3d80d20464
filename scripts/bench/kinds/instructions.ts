/** Kernels in C on emulated microcontrollers: instructions per multiply-accumulate, which are the same everywhere. */

import { buildTarget } from '../../../conformance/backends/toolchain/build.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { type BoardName, instructionsOf, printedOnBoard, programOn } from '../../cost/board_run.ts';
import type { Figure, Figures, Kind } from '../kind.ts';
import { checksumOf } from './kernels.ts';

/** A board with or without packed products; M3 has no dual multiply-accumulate. */
const builds: readonly (readonly [name: string, board: BoardName, id: string])[] = [
  ['Cortex-M3, plain loops', 'm3', 'count:m3'],
  ['Cortex-M3, packed', 'm3', 'count:m3-packed'],
  ['Cortex-M4F, plain loops', 'm4', 'count:m4'],
  ['Cortex-M4F, packed', 'm4', 'count:m4-packed'],
  ['Cortex-M7, packed', 'm7', 'count:m7-packed'],
  ['Cortex-M55, packed', 'm55', 'count:m55-packed'],
];

/** Products of narrow integers with the dual multiply-accumulate. */
const asked = 'at most 2.00';
const isAsked = (job: string, id: string): boolean =>
  id === 'count:m4-packed' && /^(matmul|conv1d\w*)_sym$/.test(job);

interface Counted {
  readonly job: string;
  readonly perProduct: number;
  readonly checksum: number;
}

async function countOn(board: BoardName, id: string, signal: AbortSignal): Promise<Counted[]> {
  const program = programOn(board, (await buildTarget(id)).path);
  const lines = await printedOnBoard(program, signal);
  return lines
    .filter(([word]) => word === 'job')
    .map(([, job, work, ticks, checksum]) => ({
      job: job!,
      perProduct: instructionsOf(program, Number(ticks)) / Number(work),
      checksum: Number(checksum),
    }));
}

async function* series(): AsyncIterable<Figures> {
  const { path } = await buildTarget('bench:O2');
  const { signal } = new AbortController();
  const byJob = new Map<string, Figure[]>();
  for (const [name, board, id] of builds) {
    for (const { job, perProduct, checksum } of await countOn(board, id, signal)) {
      // a count of wrong sums says nothing
      if (checksum !== checksumOf(path, job)) {
        throw new GoldError('internal', `${job} on ${name} computes other values than the host`);
      }
      const target = isAsked(job, id) ? { target: asked } : {};
      byJob.set(job, [...(byJob.get(job) ?? []), { name, value: perProduct, ...target }]);
    }
  }
  for (const [job, figures] of byJob) {
    yield { title: job, unit: 'instructions per multiply-accumulate', figures };
  }
}

export const instructions: Kind = {
  summary: 'instructions of kernels on emulated microcontrollers',
  needsSources: true,
  series,
};
