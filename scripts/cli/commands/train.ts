/** `goldvec train ecg|har`: trains the variants of an example on backends and reports what came of it. */

import { join, resolve } from 'node:path';
import { Argument, type Command, InvalidArgumentError } from 'commander';
import { prepareFigures } from '../../../conformance/reporters/charts/figure.ts';
import type { TrainingRecord } from '../../../reference/examples/record.ts';
import { variants } from '../../../reference/examples/variants.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { replaceFile } from '../../replace_file.ts';
import { type Example, type ExampleName, loadExample } from '../../training/examples.ts';
import { compareGold, demandGoldPlan, readGold, writeGold } from '../../training/gold.ts';
import { trainingPage } from '../../training/page.ts';
import {
  durationText,
  newTrainingProgress,
  noTrainingProgress,
  type TrainingProgress,
} from '../../training/progress.ts';
import { reportOf, type TrainingReport } from '../../training/report.ts';
import { planTitle, type RefusedRun, runAllPlans } from '../../training/run_all.ts';
import { interrupted, type Plan, stepsOfEpoch, type Trained } from '../../training/train.ts';
import { interruptSignal } from '../interrupt.ts';
import { backendsOption, integerFrom, listOption, milliseconds } from '../options.ts';
import { isPackage, root, toolVersion, vectorsDir } from '../paths.ts';
import { columns, print } from '../print.ts';
import { requiredBackends } from '../required_backends.ts';
import { plansOfSweep, trainSweep } from '../train_sweep.ts';

interface Options {
  readonly data?: string;
  readonly variant: readonly string[];
  readonly epochs?: number;
  readonly rate?: number;
  readonly seed: number;
  readonly seeds: number;
  readonly backend: readonly string[];
  readonly jobs: number;
  readonly timeoutMs: number;
  readonly out?: string;
  readonly resume?: true;
  readonly check?: true;
  readonly record?: true;
  readonly sweep?: string;
  readonly shard?: string;
  readonly from: readonly string[];
  readonly json?: true;
  readonly quiet?: true;
}

const variantNames = variants.map(({ name }) => name);

function parseRate(text: string): number {
  const rate = Math.fround(Number(text));
  if (Number.isFinite(rate) && rate > 0) return rate;
  throw new InvalidArgumentError('Expected a positive number.');
}

/** How the example is trained. Errors: file-unreadable, where there are too few rows. */
function trainingOf(example: Example, options: Options): TrainingRecord {
  const training: TrainingRecord = {
    ...example.training,
    epochs: options.epochs ?? example.training.epochs,
    learningRate: options.rate ?? example.training.learningRate,
  };
  if (example.rows.x.length < training.batch) {
    const message = `${example.rows.x.length} training rows are less than a batch of ${training.batch}`;
    throw new GoldError('file-unreadable', message, { path: options.data ?? example.source });
  }
  return training;
}

/** Every variant with every seed, seed by seed, so that an interrupted command has whole seeds. */
function plansOf(example: Example, options: Options): Plan[] {
  const training = trainingOf(example, options);
  const seeds = Array.from({ length: options.seeds }, (_, i) => options.seed + i);
  const { variant: names } = options;
  const wanted = variants.filter(({ name }) => names.length === 0 || names.includes(name));
  return seeds.flatMap((seed) => wanted.map((variant) => ({ example, variant, training, seed })));
}

function progressFor(plans: readonly Plan[], options: Options): TrainingProgress {
  const shows = process.stderr.isTTY && options.quiet !== true && !process.env.CI;
  if (!shows) return noTrainingProgress;
  const total = plans.reduce((sum, plan) => sum + stepsOfEpoch(plan) * plan.training.epochs, 0);
  const write = (text: string): boolean => process.stderr.write(text);
  return newTrainingProgress(total, write, () => performance.now());
}

function fixed(value: number): string {
  return value.toFixed(4);
}

function printReport(report: TrainingReport): void {
  print(
    `${report.example} on ${report.source}: ${report.samples} training samples, batches of ${report.batch}, ${report.epochs} epochs`,
  );
  const head = ['variant', 'seeds', report.measure, '± sd', '− float', '95 % interval'];
  const rows = report.variants.map((v) => [
    v.variant,
    v.seeds.length,
    fixed(v.mean),
    v.seeds.length > 1 ? fixed(v.deviation) : '',
    v.difference === undefined ? '' : fixed(v.difference.mean),
    v.difference === undefined ? '' : `${fixed(v.difference.low)} … ${fixed(v.difference.high)}`,
  ]);
  for (const line of columns([head, ...rows])) print(line);
}

/** Every run against the committed checkpoints. Errors: training-difference at the first one that differs. */
function checkGold(
  name: ExampleName,
  trained: readonly Trained[],
  say: (line: string) => void,
): void {
  const gold = readGold(vectorsDir, name);
  for (const run of trained) {
    const { variant, compared, firstDifference: d } = compareGold(gold, run);
    if (d !== undefined) {
      const message = [
        `${variant} leaves its gold trajectory at the checkpoint of step ${d.expected.step}`,
        `expected loss ${d.expected.loss_bits}, digest ${d.expected.digest}`,
        `got loss ${d.got.loss_bits}, digest ${d.got.digest}`,
      ];
      const hint = 'name a second backend, such as --backend reference, to search for the place';
      throw new GoldError('training-difference', message.join('\n  '), { hint });
    }
    say(`${variant}: ${compared} checkpoints of vectors/training/${name}.json are the same`);
  }
}

/** The command as it can be given again in a shell. */
function commandLine(words: readonly string[]): string {
  const quoted = words.map((word) =>
    /^[\w:./=,+-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`,
  );
  return ['npx goldvec', ...quoted].join(' ');
}

/** Report and page beside the logs. */
async function writeReport(
  dir: string,
  report: TrainingReport,
  trained: readonly Trained[],
): Promise<void> {
  replaceFile(join(dir, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  replaceFile(join(dir, 'report.html'), await trainingPage(report, trained));
}

/** What every training command needs, whatever it trains; `clear` and `release` come at its end. */
async function newRunner(name: ExampleName, plans: readonly Plan[], options: Options) {
  // kernels run often enough to be optimised all the same; report and measurements do not
  const named = options.backend.length === 0 ? ['js'] : options.backend;
  const factories = await requiredBackends(named);
  const kind = options.sweep === undefined ? name : `${name}-sweep`;
  const out = resolve(options.out ?? join(isPackage ? '.' : root, '.build', 'train', kind));
  const progress = progressFor(plans, options);
  const { signal, release } = interruptSignal();
  const { jobs, timeoutMs, resume, quiet } = options;
  const say = (line: string): void => {
    progress.clear();
    process.stderr.write(`${line}\n`);
  };
  const steps: TrainingProgress['steps'] = (run, count, loss) => {
    // the page comes at the end, and the backend is at work
    prepareFigures();
    progress.steps(run, count, loss);
  };
  const { measure } = plans[0]!.example;
  return {
    ...{ factories, jobs, timeoutMs, out, isResumed: resume === true, signal, release },
    progress: { ...progress, steps },
    onTrained: ({ plan, result }: Trained) => {
      if (quiet !== true) say(`${planTitle(plan)}: ${measure.name} ${fixed(measure.of(result))}`);
    },
    onRefused: ({ plan, message }: RefusedRun) => say(`${planTitle(plan)}: refused at ${message}`),
  };
}

/** Options that say nothing about a sweep. */
const withoutSweep = ['variant', 'seeds', 'check', 'record'] as const;

async function sweep(name: ExampleName, text: string, options: Options, command: Command) {
  const given = withoutSweep.find((word) => command.getOptionValueSource(word) === 'cli');
  if (given !== undefined) {
    const hint = 'variants and seeds stand in the text of the sweep';
    throw new GoldError('usage-bad-value', `--${given} does not go with --sweep`, { hint });
  }
  const example = loadExample(name, options.data);
  const request = { ...options, sweep: text };
  const { all, mine } = plansOfSweep(example, trainingOf(example, options), request);
  const runner = await newRunner(
    name,
    mine.map(({ plan }) => plan),
    options,
  );
  try {
    await trainSweep(request, { ...runner, plans: all, from: options.from });
  } finally {
    runner.progress.clear();
    runner.release();
  }
}

async function train(name: ExampleName, options: Options, command: Command): Promise<void> {
  if (options.sweep !== undefined) return await sweep(name, options.sweep, options, command);
  if (options.shard !== undefined || options.from.length > 0) {
    const hint = "such as --sweep 'bits=4..16 seeds=10 variant=sym,sym8'";
    throw new GoldError('usage-bad-value', '--shard and --from are of a sweep', { hint });
  }
  const example = loadExample(name, options.data);
  const plans = plansOf(example, options);
  if (options.record === true && options.data !== undefined) {
    const message = 'gold trajectories are recorded on the built-in data';
    throw new GoldError('usage-bad-value', message, { hint: 'leave out --data' });
  }
  if (options.check === true) demandGoldPlan(readGold(vectorsDir, name), plans[0]!);
  const runner = await newRunner(name, plans, options);
  const { factories, out, progress, release } = runner;
  const started = performance.now();
  try {
    const { trained, refused, isInterrupted } = await runAllPlans({ ...runner, plans });
    progress.clear();
    if (isInterrupted && trained.length + refused.length === 0) throw interrupted();
    if (trained.length === 0) throw new GoldError('training-refused', refused[0]!.message);
    const report = reportOf(example, trained, refused, {
      version: toolVersion(),
      backends: factories.map(({ id }) => id),
      command: commandLine(process.argv.slice(2)),
    });
    await writeReport(out, report, trained);
    // the report is of the runs that came to their end
    if (isInterrupted) throw interrupted();
    const say = (line: string): void => {
      if (options.json === true) process.stderr.write(`${line}\n`);
      else print(line);
    };
    if (options.record === true) say(writeGold(vectorsDir, trained));
    if (options.check === true) checkGold(name, trained, say);
    if (options.json === true) print(JSON.stringify(report));
    else {
      printReport(report);
      const seconds = (performance.now() - started) / 1000;
      const ids = factories.map(({ id }) => id).join(', ');
      print(`on ${ids}, ${durationText(seconds)}; ${join(out, 'report.html')}`);
    }
  } finally {
    progress.clear();
    release();
  }
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('train')
    .description('train the ECG autoencoder or the HAR classifier, float and SYM side by side')
    .addArgument(new Argument('<example>', 'which example').choices(['ecg', 'har']))
    .option('--data <dir>', 'folder of ECG5000, BasicMotions or UCI HAR (default: built-in data)')
    .addOption(
      listOption(
        '--variant <name...>',
        `of ${variantNames.join(', ')}; all where none is named`,
        variantNames,
      ),
    )
    .option('--epochs <n>', 'passes over the training data', integerFrom(1))
    .option('--rate <x>', 'learning rate', parseRate)
    .option('--seed <n>', 'first seed of initial values, order and rounding', integerFrom(0), 42)
    .option('--seeds <n>', 'how many consecutive seeds', integerFrom(1), 1)
    .addOption(
      backendsOption(
        'js where none is named; of several, each must give the same bits; also: reference',
      ),
    )
    .option('-j, --jobs <n>', 'trainings at the same time', integerFrom(1), 2)
    .option('--timeout-ms <n>', 'longest wait for one reply', milliseconds, 600_000)
    .option('--out <dir>', 'folder of logs, states and report (default: .build/train/<example>)')
    .option('--resume', 'go on from the states in the folder')
    .option('--check', 'compare with the gold trajectories, as far as the training goes')
    .option('--record', 'write the gold trajectories of the built-in data')
    .option(
      '--sweep <text>',
      "accuracy against width: 'bits=4..16 seeds=10 variant=sym,sym8', seeds from --seed on",
    )
    .option('--shard <i/n>', 'of a sweep the i-th of n equal parts')
    .addOption(listOption('--from <file...>', 'sweep.json of shards: what they trained is taken'))
    .option('--json', 'the report on standard output')
    .option('-q, --quiet', 'no progress')
    .action(train);
}
