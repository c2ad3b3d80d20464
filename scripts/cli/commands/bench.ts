/**
 * `goldvec bench`: how fast things are, each figure beside a baseline of the same run. It fails where the work
 * fails, never because something is slow.
 */

import { Argument, type Command } from 'commander';
import { runBench } from '../../bench/bench.ts';
import { kinds } from '../../bench/kinds/index.ts';
import { machineText, thisMachine } from '../../bench/machine.ts';
import type { SeriesResult } from '../../bench/measure.ts';
import { tableLines } from '../../bench/table.ts';
import { backendsOption, integerFrom, milliseconds, vectorsOption } from '../options.ts';
import { toolVersion } from '../paths.ts';
import { print } from '../print.ts';

interface Options {
  readonly backend: readonly string[];
  readonly repetitions: number;
  readonly short?: true;
  readonly json?: true;
  readonly vectors: string;
  readonly timeoutMs: number;
}

async function bench(names: readonly string[], options: Options): Promise<void> {
  const { backend: backends, repetitions, vectors, timeoutMs } = options;
  const isJson = options.json === true;
  if (!isJson) print(machineText(thisMachine()));
  const result = await runBench({
    version: toolVersion(),
    names,
    repetitions,
    options: { isShort: options.short === true, backends, vectors, timeoutMs },
    now: () => performance.now(),
    onSeries: (_kind: string, series: SeriesResult) => {
      if (!isJson) print(['', ...tableLines(series)].join('\n'));
    },
  });
  if (isJson) print(JSON.stringify(result, null, 2));
}

/** Adds the command to the program. */
export function register(program: Command): void {
  const what = new Argument('<what...>', 'what to measure').choices(Object.keys(kinds));
  program
    .command('bench')
    .description('measure speed: medians of interleaved repetitions, beside a baseline')
    .addArgument(what)
    .addOption(backendsOption())
    .option('-r, --repetitions <n>', 'of each contender, interleaved', integerFrom(1), 5)
    .option('--short', 'less work per repetition')
    .option('--json', 'everything measured as JSON on standard output')
    .addOption(vectorsOption())
    .option('--timeout-ms <n>', 'longest wait for one reply', milliseconds, 30_000)
    .action(bench);
}
