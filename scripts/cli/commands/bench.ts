/**
 * `goldvec bench`: how fast things are, each figure beside a baseline of the same run. It fails where the work
 * fails, never because something is slow.
 */

import { Argument, type Command } from 'commander';
import { GoldError } from '../../../schema/format/errors.ts';
import { runBench } from '../../bench/bench.ts';
import { kinds } from '../../bench/kinds/index.ts';
import { machineText, thisMachine } from '../../bench/machine.ts';
import { curveLines, curvesOf, curvesPage } from '../../bench/scaling.ts';
import { secondsText, tableLines } from '../../bench/table.ts';
import { replaceFile } from '../../replace_file.ts';
import { backendsOption, integerFrom, milliseconds, vectorsOption } from '../options.ts';
import { toolVersion } from '../paths.ts';
import { print } from '../print.ts';

interface Options {
  readonly backend: readonly string[];
  readonly repetitions: number;
  readonly short?: true;
  readonly json?: true;
  readonly html?: string;
  readonly vectors: string;
  readonly timeoutMs: number;
}

/** Processor time of this process and its threads, in milliseconds. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const everything = 'all';

async function bench(words: readonly string[], options: Options): Promise<void> {
  const names = words.includes(everything) ? Object.keys(kinds) : words;
  const { backend: backends, repetitions, vectors, timeoutMs } = options;
  const isJson = options.json === true;
  const started = performance.now();
  if (!isJson) print(machineText(thisMachine()));
  const result = await runBench({
    version: toolVersion(),
    names,
    repetitions,
    options: { isShort: options.short === true, backends, vectors, timeoutMs },
    clocks: { now: () => performance.now(), processor: processorMs },
    onResult: (result) => {
      if (!isJson) print(['', ...tableLines(result)].join('\n'));
    },
  });
  const curves = curvesOf(result.kinds.flatMap(({ series }) => series));
  if (isJson) print(JSON.stringify(curves.length === 0 ? result : { ...result, curves }, null, 2));
  else if (curves.length > 0) print(['', ...curveLines(curves)].join('\n'));
  if (!isJson) print(`\ntook ${secondsText((performance.now() - started) / 1000)}`);
  if (options.html === undefined) return;
  if (curves.length === 0) {
    const hint = 'such as `goldvec bench scaling --html scaling.html`';
    throw new GoldError('usage-bad-value', '--html draws curves, and these have none', { hint });
  }
  replaceFile(options.html, await curvesPage(machineText(thisMachine()), curves));
}

/** Adds the command to the program. */
export function register(program: Command): void {
  const what = new Argument('<what...>', 'what to measure').choices([
    ...Object.keys(kinds),
    everything,
  ]);
  program
    .command('bench')
    .description('measure speed: medians of interleaved repetitions, beside a baseline')
    .addArgument(what)
    .addOption(backendsOption())
    .option('-r, --repetitions <n>', 'of each contender, interleaved', integerFrom(1), 5)
    .option('--short', 'less work per repetition')
    .option('--html <file>', 'a page with the curves of scaling')
    .option('--json', 'everything measured as JSON on standard output')
    .addOption(vectorsOption())
    .option('--timeout-ms <n>', 'longest wait for one reply', milliseconds, 30_000)
    .action(bench);
}
