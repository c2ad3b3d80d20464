/** `goldvec train --sweep`: an example's measure against width. */

import { join } from 'node:path';
import { parseShard } from '../../conformance/core/select.ts';
import type { TrainingRecord } from '../../reference/examples/record.ts';
import { replaceFile } from '../replace_file.ts';
import type { Example } from '../training/examples.ts';
import { sweepPage } from '../training/sweep/page.ts';
import { columnsOf, headOf, type SweepPoint } from '../training/sweep/points.ts';
import { plansOfShard, runSweep, type SweepOptions, sweepName } from '../training/sweep/run.ts';
import { parseSweep, type SweepPlan, sweepPlans } from '../training/sweep/spec.ts';
import { sweepCells, sweepMarkdown, sweepTitle } from '../training/sweep/text.ts';
import { interrupted } from '../training/train.ts';
import { columns, print } from './print.ts';

export interface SweepRequest {
  readonly sweep: string;
  readonly seed: number;
  readonly shard?: string;
  readonly json?: true;
}

/** The plans of the sweep, or of the shard. Errors: usage-bad-value. */
export function plansOfSweep(
  example: Example,
  training: TrainingRecord,
  { sweep, seed, shard }: SweepRequest,
): { readonly all: readonly SweepPlan[]; readonly mine: readonly SweepPlan[] } {
  const all = sweepPlans(example, training, parseSweep(sweep), seed);
  return { all, mine: plansOfShard(all, shard === undefined ? undefined : parseShard(shard)) };
}

function printSweep(head: ReturnType<typeof headOf>, points: readonly SweepPoint[]): void {
  print(sweepTitle(head));
  for (const line of columns(sweepCells(head.measure, columnsOf(points)))) print(line);
}

/** Trains what is missing, writes points and page into the folder, prints the table. Errors: interrupted too. */
export async function trainSweep(
  request: SweepRequest,
  options: Omit<SweepOptions, 'shard'>,
): Promise<void> {
  const shard = request.shard === undefined ? undefined : parseShard(request.shard);
  const { points, isInterrupted } = await runSweep({ ...options, shard });
  options.progress.clear();
  const head = headOf(options.plans[0]!);
  const found = columnsOf(points);
  replaceFile(join(options.out, 'sweep.md'), sweepMarkdown(head, found));
  replaceFile(join(options.out, 'sweep.html'), await sweepPage(head, found));
  // the table is of the trainings that came to their end
  if (isInterrupted) throw interrupted();
  if (request.json === true) print(JSON.stringify({ head, points, columns: found }));
  else {
    printSweep(head, points);
    print(join(options.out, sweepName));
  }
}
