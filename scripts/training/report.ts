/** What all runs together say: per variant over its seeds, and against the float twin pair by pair. */

import { deviation, mean, pairedDifference } from '../../reference/examples/metrics.ts';
import type { Example } from './examples.ts';
import { budgetBits } from './headroom.ts';
import type { RefusedRun } from './run_all.ts';
import { setupOf, type Trained } from './train.ts';

export interface VariantSummary {
  readonly variant: string;
  readonly summary: string;
  readonly seeds: readonly number[];
  /** per seed: checkpoint of all parameters after the last step, hexadecimal */
  readonly digests: readonly string[];
  /** the example's measure per seed */
  readonly values: readonly number[];
  readonly mean: number;
  /** sample deviation; 0 for one seed */
  readonly deviation: number;
  /** variant − float over the seeds of both; with at least two of them */
  readonly difference?: { readonly mean: number; readonly low: number; readonly high: number };
}

export interface HeadroomRow {
  readonly layer: number;
  readonly kind: string;
  readonly operation: string;
  readonly terms: number;
  readonly peak: number;
  readonly bits: number;
  readonly budgetBits: number;
}

/** How the numbers came about, as far as the trainings themselves do not say. */
export interface Origin {
  readonly version: string;
  readonly backends: readonly string[];
  /** the command that was given */
  readonly command: string;
}

export interface TrainingReport extends Origin {
  readonly contract: string;
  /** sha256 of the training rows */
  readonly data: string;
  readonly example: string;
  readonly source: string;
  readonly measure: string;
  readonly samples: number;
  readonly batch: number;
  readonly epochs: number;
  readonly rate: number;
  readonly variants: readonly VariantSummary[];
  /** trainings that a guard of the semantics ended; they are in no other number */
  readonly refused: readonly {
    readonly variant: string;
    readonly seed: number;
    readonly message: string;
  }[];
  /** per variant: the largest accumulators of all its runs */
  readonly headroom: Readonly<Record<string, readonly HeadroomRow[]>>;
}

function byVariant(trained: readonly Trained[]): Map<string, Trained[]> {
  const groups = new Map<string, Trained[]>();
  for (const run of trained) {
    const { name } = run.plan.variant;
    groups.set(name, [...(groups.get(name) ?? []), run]);
  }
  return groups;
}

function summaryOf(
  example: Example,
  runs: readonly Trained[],
  twins: readonly Trained[],
): VariantSummary {
  const measured = (run: Trained): number => example.measure.of(run.result);
  const { name, summary } = runs[0]!.plan.variant;
  const values = runs.map(measured);
  const pairs = runs.flatMap((run) => {
    const twin = twins.find((t) => t.plan.seed === run.plan.seed);
    return twin === undefined || name === 'float' ? [] : [[measured(run), measured(twin)] as const];
  });
  const difference =
    pairs.length < 2
      ? {}
      : {
          difference: pairedDifference(
            pairs.map(([a]) => a),
            pairs.map(([, b]) => b),
          ),
        };
  return {
    variant: name,
    summary,
    seeds: runs.map((run) => run.plan.seed),
    digests: runs.map((run) => run.epochs.at(-1)?.digests.at(-1) ?? ''),
    values,
    mean: mean(values),
    deviation: deviation(values, 1),
    ...difference,
  };
}

/** The largest of every accumulator over all epochs and runs of one variant. */
export function headroomOf(runs: readonly Trained[]): HeadroomRow[] {
  const rows = new Map<string, HeadroomRow>();
  for (const { plan, epochs } of runs) {
    for (const row of epochs.flatMap(({ headroom = [] }) => headroom)) {
      const key = `${row.layer} ${row.operation}`;
      const known = rows.get(key);
      if (known !== undefined && known.peak >= row.peak) continue;
      rows.set(key, { ...row, budgetBits: budgetBits(row, plan.variant) });
    }
  }
  return [...rows.values()].sort((a, b) => a.layer - b.layer);
}

export function reportOf(
  example: Example,
  trained: readonly Trained[],
  refused: readonly RefusedRun[],
  origin: Origin,
): TrainingReport {
  const groups = byVariant(trained);
  const twins = groups.get('float') ?? [];
  const { training } = trained[0]!.plan;
  const { contract, data } = setupOf(trained[0]!.plan);
  const headroom = [...groups].map(([name, runs]) => [name, headroomOf(runs)] as const);
  return {
    ...origin,
    contract,
    data,
    example: example.name,
    source: example.source,
    measure: example.measure.name,
    samples: example.rows.x.length,
    batch: training.batch,
    epochs: training.epochs,
    rate: training.learningRate,
    variants: [...groups.values()].map((runs) => summaryOf(example, runs, twins)),
    refused: refused.map(({ plan, message }) => {
      return { variant: plan.variant.name, seed: plan.seed, message };
    }),
    headroom: Object.fromEntries(headroom.filter(([, rows]) => rows.length > 0)),
  };
}
