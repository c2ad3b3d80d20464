/** Runs a sweep, or a shard of it, and keeps what is known in its folder after every training. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Shard, takeShard } from '../../../conformance/core/select.ts';
import { replaceFile } from '../../replace_file.ts';
import { type RunAllOptions, runAllPlans } from '../run_all.ts';
import type { Plan } from '../train.ts';
import { headOf, knownPoints, placeOf, pointOf, type SweepPoint, sweepText } from './points.ts';
import type { SweepPlan } from './spec.ts';

export interface SweepOptions extends Omit<RunAllOptions, 'plans' | 'out'> {
  readonly plans: readonly SweepPlan[];
  readonly shard: Shard | undefined;
  /** files of other shards, whose points are taken over */
  readonly from: readonly string[];
  readonly out: string;
}

export interface SweepOutcome {
  readonly points: readonly SweepPoint[];
  readonly isInterrupted: boolean;
}

export const sweepName = 'sweep.json';

/** The plans of a shard; together the shards have each of them once. */
export function plansOfShard(
  plans: readonly SweepPlan[],
  shard: Shard | undefined,
): readonly SweepPlan[] {
  return takeShard(plans, shard, placeOf);
}

/**
 * Trains what no point is known of: those of `from`, and with `isResumed` those in the folder too. Errors: those of
 * `runAllPlans` and of `readSweep`, before anything is trained or written.
 */
export async function runSweep(options: SweepOptions): Promise<SweepOutcome> {
  const mine = plansOfShard(options.plans, options.shard);
  const file = join(options.out, sweepName);
  // an earlier run may have been ended before it had a point
  const own = options.isResumed && existsSync(file) ? [file] : [];
  const paths = [...own, ...options.from];
  const points = new Map(knownPoints(mine, paths));
  const due = mine.filter((plan) => !points.has(plan));
  const byPlan = new Map<Plan, SweepPlan>(due.map((one) => [one.plan, one]));
  const head = headOf(options.plans[0]!);
  const keep = (plan: Plan, end: { value: number } | { refused: string }): void => {
    const one = byPlan.get(plan)!;
    points.set(one, pointOf(one, end));
    replaceFile(file, sweepText(head, [...points.values()]));
  };
  replaceFile(file, sweepText(head, [...points.values()]));
  const { isInterrupted } = await runAllPlans({
    ...options,
    plans: due.map(({ plan }) => plan),
    onTrained: (run) => {
      keep(run.plan, { value: run.plan.example.measure.of(run.result) });
      options.onTrained(run);
    },
    onRefused: (run) => {
      keep(run.plan, { refused: run.message });
      options.onRefused(run);
    },
  });
  return { points: [...points.values()], isInterrupted };
}
