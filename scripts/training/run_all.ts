/** All runs of a training command: a few at a time, each on backends of its own. */

import type { BackendFactory } from '../../conformance/backends/backend.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type { TrainingProgress } from './progress.ts';
import { openTraining, type Session } from './session.ts';
import { trainingContract } from './start.ts';
import { fileStore, noStore } from './store.ts';
import { interrupted, type Plan, setupOf, type Trained, trainPlan } from './train.ts';

export interface RunAllOptions {
  readonly plans: readonly Plan[];
  readonly factories: readonly BackendFactory[];
  readonly jobs: number;
  readonly timeoutMs: number;
  /** folder of logs and states; undefined: nothing is written */
  readonly out: string | undefined;
  readonly isResumed: boolean;
  readonly signal: AbortSignal;
  readonly progress: TrainingProgress;
  readonly onTrained: (trained: Trained) => void;
  readonly onRefused: (refused: RefusedRun) => void;
}

/** A training that a guard of the semantics ended. */
export interface RefusedRun {
  readonly plan: Plan;
  readonly message: string;
}

export interface AllRuns {
  readonly trained: readonly Trained[];
  readonly refused: readonly RefusedRun[];
  /** some were not trained to their end */
  readonly isInterrupted: boolean;
}

export function planTitle({ variant, seed }: Plan): string {
  return `${variant.name}, seed ${seed}`;
}

async function withSessions<T>(
  options: RunAllOptions,
  work: (sessions: readonly Session[]) => Promise<T>,
): Promise<T> {
  const backends = options.factories.map((f) => f.create({ timeoutMs: options.timeoutMs }));
  const { signal } = options;
  // cuts off the steps under way
  const stop = (): void => backends.forEach((backend) => void backend.stop());
  signal.addEventListener('abort', stop, { once: true });
  try {
    const sessions: Session[] = [];
    for (const backend of backends) sessions.push(await openTraining(backend, trainingContract));
    return await work(sessions);
  } catch (cause) {
    // what a backend that was stopped says is not what happened
    throw signal.aborted ? interrupted() : cause;
  } finally {
    signal.removeEventListener('abort', stop);
    for (const backend of backends) await backend.stop();
  }
}

async function trainOne(
  options: RunAllOptions,
  plan: Plan,
  sessions: readonly Session[],
): Promise<Trained> {
  const { out, isResumed, signal, progress } = options;
  return trainPlan({
    plan,
    sessions,
    store: out === undefined ? noStore : fileStore(out, setupOf(plan)),
    isResumed,
    signal,
    onSteps: (steps, loss) => progress.steps(planTitle(plan), steps, loss),
    onResumed: (steps) => progress.skip(steps),
  });
}

/** Trains every plan; the results are in the order of the plans. A refused one does not end the others; an interrupt ends all. */
export async function runAllPlans(options: RunAllOptions): Promise<AllRuns> {
  const { plans, jobs, onTrained, onRefused } = options;
  const trained: (Trained | undefined)[] = plans.map(() => undefined);
  const refused: (RefusedRun | undefined)[] = plans.map(() => undefined);
  let next = 0;
  const worker = (): Promise<void> =>
    withSessions(options, async (sessions) => {
      while (next < plans.length) {
        const index = next++;
        const plan = plans[index]!;
        try {
          const run = await trainOne(options, plan, sessions);
          trained[index] = run;
          onTrained(run);
        } catch (cause) {
          if (!(cause instanceof GoldError) || cause.code !== 'training-refused') throw cause;
          const run = { plan, message: cause.message };
          refused[index] = run;
          onRefused(run);
        }
      }
    });
  let isInterrupted = false;
  async function lane(): Promise<void> {
    try {
      await worker();
    } catch (cause) {
      if (!(cause instanceof GoldError) || cause.code !== 'interrupted') throw cause;
      isInterrupted = true;
    }
  }
  await Promise.all(Array.from({ length: Math.min(jobs, plans.length) }, lane));
  return {
    isInterrupted,
    trained: trained.filter((run) => run !== undefined),
    refused: refused.filter((run) => run !== undefined),
  };
}
