/** One bench: the chosen kinds one after the other, as data. */

import { GoldError } from '../../schema/format/errors.ts';
import { isPackage } from '../cli/paths.ts';
import type { BenchOptions, Figures } from './kind.ts';
import { kinds } from './kinds/index.ts';
import { type Machine, thisMachine } from './machine.ts';
import { type Clocks, measure, type SeriesResult } from './measure.ts';

export interface KindResult {
  readonly kind: string;
  readonly series: readonly SeriesResult[];
  readonly figures: readonly Figures[];
}

export interface BenchResult {
  readonly format: 1;
  readonly goldvec: string;
  readonly machine: Machine;
  readonly repetitions: number;
  readonly kinds: readonly KindResult[];
}

export interface BenchRun {
  readonly version: string;
  readonly names: readonly string[];
  readonly repetitions: number;
  readonly options: BenchOptions;
  readonly clocks: Clocks;
  /** sees each series, and figures, as they are done */
  readonly onResult: (result: SeriesResult | Figures) => void;
}

/** Errors: usage-bad-value in the package for a kind that needs the sources, and those of the kinds. */
export async function runBench(run: BenchRun): Promise<BenchResult> {
  const machine = thisMachine();
  const results: KindResult[] = [];
  for (const name of run.names) {
    const kind = await kinds[name]!();
    if (kind.needsSources === true && isPackage) {
      const message = `bench ${name} works on the sources, which the package does not hold`;
      throw new GoldError('usage-bad-value', message, { hint: 'run it in a clone' });
    }
    const done: SeriesResult[] = [];
    const figures: Figures[] = [];
    for await (const series of kind.series(run.options)) {
      if ('figures' in series) {
        run.onResult(series);
        figures.push(series);
        continue;
      }
      try {
        const result = await measure(series, run.repetitions, run.clocks);
        run.onResult(result);
        done.push(result);
      } finally {
        await series.end?.();
      }
    }
    results.push({ kind: name, series: done, figures });
  }
  const { version: goldvec, repetitions } = run;
  return { format: 1, goldvec, machine, repetitions, kinds: results };
}
