/** `goldvec run`: the committed vectors on one or more backends. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Backend, BackendFactory } from '../../../conformance/backends/backend.ts';
import type { ColourOption } from '../../../conformance/core/colour.ts';
import type { RunEvent } from '../../../conformance/core/events.ts';
import type { Evidence } from '../../../conformance/core/evidence.ts';
import {
  type KnownFailures,
  newFailureRecorder,
  noKnownFailures,
  parseKnownFailures,
  readKnownFailures,
  updatedKnownFailures,
} from '../../../conformance/core/known_failures.ts';
import { type Level, levels, takeLevel } from '../../../conformance/core/level.ts';
import { loadCorpus } from '../../../conformance/core/load.ts';
import {
  type OverflowPolicy,
  overflowPolicies,
  withOverflowPolicy,
} from '../../../conformance/core/overflow_policy.ts';
import { runAll } from '../../../conformance/core/run.ts';
import {
  mayTakeFrom,
  parseShard,
  type Selection,
  selectCases,
} from '../../../conformance/core/select.ts';
import { newReplayer } from '../../../conformance/diagnosis/replay/replayer.ts';
import { reporters } from '../../../conformance/reporters/index.ts';
import { openOutputs } from '../../../conformance/reporters/outputs.ts';
import { newProgress, noProgress } from '../../../conformance/reporters/progress.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { replaceFile } from '../../replace_file.ts';
import { allBackends } from '../backends.ts';
import { toolVersion, vectorsDir } from '../paths.ts';
import { requiredBackends } from '../required_backends.ts';
import { diagnosed, wrappedAnswer } from '../verdict_parts.ts';

interface Options {
  readonly backend?: readonly string[];
  readonly filter: readonly string[];
  readonly exclude: readonly string[];
  readonly flag: readonly string[];
  readonly contract: readonly string[];
  readonly op: readonly string[];
  readonly level: Level;
  readonly shard?: string;
  readonly vectors: string;
  readonly jobs: number;
  readonly timeoutMs: number;
  readonly giveUpAfter: number;
  readonly bail?: number;
  readonly failures: number;
  readonly knownFailures?: string;
  readonly updateKnownFailures?: true;
  readonly overflow: OverflowPolicy;
  readonly diagnosis: boolean;
  readonly allowEmpty?: true;
  readonly reporter: readonly string[];
  readonly json?: true;
  readonly color: ColourOption;
  readonly quiet?: true;
}

/** An option value that must be an integer of at least `min`. */
export function integerFrom(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= min) return value;
    throw new InvalidArgumentError(`Expected an integer of at least ${min}.`);
  };
}

/** Adds a value of a repeatable option. */
export function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

export function vectorsOption(): Option {
  return new Option('--vectors <dir>', 'vector folder').default(vectorsDir, 'vectors');
}

export function colourOption(): Option {
  const option = new Option('--color <when>', 'colours on standard output');
  return option.choices(['auto', 'always', 'never']).default('auto');
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Every default backend that can run here; says which cannot, and how to get them. */
async function availableBackends(): Promise<BackendFactory[]> {
  const found: BackendFactory[] = [];
  for (const factory of allBackends.filter(({ isDefault }) => isDefault)) {
    const { ok, hint = 'see `goldvec doctor`' } = await factory.available();
    if (ok) found.push(factory);
    else say(`left out ${factory.id}: ${hint}`);
  }
  return found;
}

function selectionOf(options: Options): Selection {
  const { filter, exclude, flag: flags, contract: contracts, op: ops } = options;
  const shard = options.shard === undefined ? {} : { shard: parseShard(options.shard) };
  return { filter, exclude, flags, contracts, ops, ...shard };
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Interrupts at the first signal that ends the process, and ends it at the second. */
export function interruptSignal(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  for (const name of endingSignals) process.on(name, onSignal);
  const release = () => {
    for (const name of endingSignals) process.off(name, onSignal);
  };
  return { signal: controller.signal, release };
}

/** What goes to standard output is `pretty` unless another reporter goes there. */
export function reportersOf({
  json,
  reporter,
}: Pick<Options, 'json' | 'reporter'>): readonly string[] {
  if (json === true) return ['json', ...reporter];
  const hasStdout = reporter.some((text) => !text.includes('='));
  return hasStdout ? reporter : ['pretty', ...reporter];
}

interface KnownList {
  readonly known: KnownFailures;
  /** takes the events of the run, where the list is to be brought up to date */
  event(event: RunEvent): void;
  /** writes the list after the run */
  update(): void;
}

/** Errors: file-missing, usage-bad-value. */
function knownListOf({ knownFailures: path, updateKnownFailures }: Options): KnownList {
  const isUpdated = updateKnownFailures === true;
  const nothing = { event: () => undefined, update: () => undefined };
  if (path === undefined) {
    if (!isUpdated) return { known: noKnownFailures, ...nothing };
    throw new GoldError('usage-bad-value', '--update-known-failures needs a list to update', {
      hint: 'name it: --known-failures known.txt',
    });
  }
  const text = readKnownFailures(path, isUpdated);
  const known = parseKnownFailures(text, path);
  if (!isUpdated) return { known, ...nothing };
  const { event, record } = newFailureRecorder();
  return { known, event, update: () => replaceFile(path, updatedKnownFailures(text, record())) };
}

async function run(options: Options): Promise<void> {
  const { color: colour, failures: failuresShown, timeoutMs } = options;
  const selection = selectionOf(options);
  const list = knownListOf(options);
  const outputs = openOutputs(
    { reporters: reportersOf(options), colour, failuresShown },
    process.stdout,
  );
  const corpus = loadCorpus(options.vectors, mayTakeFrom(selection));
  // one replayer for all backends: what one of them made it replay need not be replayed for the next
  const replayer = newReplayer();
  const levelCases = takeLevel(corpus.cases, options.level, options.vectors);
  const selected = selectCases(levelCases, selection);
  const cases = withOverflowPolicy(selected, options.overflow, wrappedAnswer);
  const factories =
    options.backend === undefined
      ? await availableBackends()
      : await requiredBackends(options.backend);
  const backends: Backend[] = factories.map((factory) => factory.create({ timeoutMs }));

  const now = () => performance.now();
  const showsProgress = process.stderr.isTTY && options.quiet !== true && !process.env.CI;
  const progress = showsProgress ? newProgress((t) => process.stderr.write(t), now) : noProgress;
  const { signal, release } = interruptSignal();
  const end = await runAll({
    version: toolVersion(),
    cases,
    corpus,
    backends,
    known: list.known,
    jobs: options.jobs,
    giveUpAfter: options.giveUpAfter,
    ...(options.bail === undefined ? {} : { bail: options.bail }),
    allowEmpty: options.allowEmpty === true,
    ...(options.shard === undefined ? {} : { shard: options.shard }),
    signal,
    ...(options.diagnosis
      ? { diagnose: (evidence: Evidence) => diagnosed(evidence, replayer, signal) }
      : {}),
    emit: (event) => {
      progress.clear();
      outputs.event(event);
      list.event(event);
      progress.event(event);
    },
    now,
    time: new Date().toISOString(),
  });
  progress.clear();
  outputs.end();
  release();
  if (end.interrupted === 0) list.update();
  process.exitCode = end.exit_code;
}

const reporterNames = Object.keys(reporters).join(', ');

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('run')
    .description('run the vectors against backends and compare every answer bit by bit')
    .option(
      '-b, --backend <id>',
      'backend, kind or glob; repeatable (default: all here)',
      collectFirst,
    )
    .option('-f, --filter <glob>', 'take cases whose identity matches; repeatable', collect, [])
    .option('--exclude <glob>', 'leave out matching cases; repeatable', collect, [])
    .option('--flag <name>', 'take cases with this flag; repeatable', collect, [])
    .option('--contract <id>', 'take cases of this contract; repeatable', collect, [])
    .option('--op <name>', 'take cases of this op; repeatable', collect, [])
    .addOption(
      new Option(
        '--level <level>',
        'smoke: the few cases that catch what all of them catch; all: every committed case',
      )
        .choices(levels)
        .default('all'),
    )
    .option('--shard <i/n>', 'take the i-th of n equal parts')
    .addOption(vectorsOption())
    .option('-j, --jobs <n>', 'backends that run at the same time', integerFrom(1), 2)
    .option('--timeout-ms <n>', 'longest wait for one reply', integerFrom(1), 30_000)
    .option('--give-up-after <n>', 'errors in a row that end a backend', integerFrom(1), 5)
    .addOption(
      new Option('--bail [n]', 'try no more cases once so many failed')
        .argParser(integerFrom(1))
        .preset('1'),
    )
    .option('--failures <n>', 'failing cases shown per backend and op', integerFrom(0), 5)
    .option('--known-failures <file>', 'exact list of cases that may fail')
    .option('--update-known-failures', 'write what failed into that list')
    .addOption(
      new Option('--overflow <policy>', 'what the backends promise where int32 overflows')
        .choices(overflowPolicies)
        .default('flag'),
    )
    .option('--no-diagnosis', 'do not look for what is wrong with a failing backend')
    .option('--allow-empty', 'an empty selection is no error')
    .option('--reporter <name[=file]>', `${reporterNames}; repeatable`, collect, [])
    .option('--json', 'the event stream on standard output (--reporter json)')
    .addOption(colourOption())
    .option('-q, --quiet', 'no progress line')
    .action(run);
}

function collectFirst(text: string, before: readonly string[] | undefined): readonly string[] {
  return collect(text, before ?? []);
}
