/** `goldvec run`: the committed vectors on one or more backends. */

import { dirname } from 'node:path';
import { type Command, Option } from 'commander';
import type { Backend, BackendFactory } from '../../../conformance/backends/backend.ts';
import type { ColourOption } from '../../../conformance/core/colour.ts';
import type { Demands } from '../../../conformance/core/demands.ts';
import {
  type DiagnosisEvent,
  type SkipReason,
  skipReasons,
} from '../../../conformance/core/events.ts';
import type { Evidence } from '../../../conformance/core/evidence.ts';
import { harmlessText } from '../../../conformance/core/harmless.ts';
import { type Level, levels } from '../../../conformance/core/level.ts';
import {
  type OverflowPolicy,
  overflowPolicies,
} from '../../../conformance/core/overflow_policy.ts';
import { runAll } from '../../../conformance/core/run.ts';
import { parseShard, type Selection } from '../../../conformance/core/select.ts';
import { reporters } from '../../../conformance/reporters/index.ts';
import { type Outputs, openOutputs } from '../../../conformance/reporters/outputs.ts';
import { newProgress, noProgress } from '../../../conformance/reporters/progress.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { readManifest } from '../../../schema/format/manifest.ts';
import { withConfig } from '../../config/apply.ts';
import { backendsWith } from '../../config/backends.ts';
import { loadConfig } from '../../config/load.ts';
import { allBackends } from '../backends.ts';
import { type Chosen, chosenCases } from '../chosen_cases.ts';
import { newClauseTexts } from '../clause_text.ts';
import { type DiagnosisThread, newDiagnosisThread } from '../diagnosis_thread.ts';
import { type Interrupt, interruptSignal } from '../interrupt.ts';
import { knownListOf } from '../known_list.ts';
import { lastFailedOf, newFailedRecorder, readLastFailed } from '../last_failed.ts';
import {
  backendsOption,
  colourOption,
  configOption,
  integerFrom,
  jobsOption,
  listOption,
  milliseconds,
  vectorsOption,
} from '../options.ts';
import { toolVersion, vectorsDir } from '../paths.ts';
import { requiredBackends } from '../required_backends.ts';
import { demandSelected, requiredOps, unselected } from '../required_ops.ts';
import { newWatch } from '../watch.ts';
import { underPolicy } from '../wrapped_answer.ts';

interface Options {
  readonly config?: string;
  readonly backend: readonly string[];
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
  readonly lastFailed?: true;
  readonly watch: readonly string[];
  readonly failures: number;
  readonly knownFailures?: string;
  readonly updateKnownFailures?: string;
  readonly overflow: OverflowPolicy;
  readonly diagnosis: boolean;
  readonly requireOps: readonly string[];
  readonly failOnSkip: readonly SkipReason[];
  readonly allowEmpty?: true;
  readonly reporter: readonly string[];
  readonly json?: true;
  readonly color: ColourOption;
  readonly quiet?: true;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Every default backend that can run here; says which cannot, and how to get them. */
async function availableBackends(among: readonly BackendFactory[]): Promise<BackendFactory[]> {
  const found: BackendFactory[] = [];
  for (const factory of among.filter(({ isDefault }) => isDefault)) {
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

/**
 * What goes to standard output is `pretty` unless another reporter goes there. In a job of GitHub, `github` writes
 * its step summary too.
 */
export function reportersOf({
  json,
  reporter: named,
}: Pick<Options, 'json' | 'reporter'>): readonly string[] {
  const summary = process.env.GITHUB_STEP_SUMMARY ?? '';
  const isSummed = named.includes('github') && summary !== '';
  const reporter = isSummed ? [...named, `markdown=${summary}`] : named;
  if (json === true) return ['json', ...reporter];
  const hasStdout = reporter.some((text) => !text.includes('='));
  return hasStdout ? reporter : ['pretty', ...reporter];
}

/**
 * What must be tested is selected, or it is said that it is not: an error where the command line demands it of a whole
 * run, a line where the configuration does, or a shard has other cases. Errors: op-unknown, selection-empty.
 */
function demandsOf(options: Options, { corpus, cases }: Chosen, isDemandedHere: boolean): Demands {
  const { requireOps, failOnSkip, shard } = options;
  const required = requiredOps(requireOps, corpus);
  const left = unselected(requireOps, cases);
  if (isDemandedHere && shard === undefined) demandSelected(left);
  if (left.length > 0) say(`required, but no case of it is selected: ${left.join(', ')}`);
  return { required, failOnSkip: new Set(failOnSkip) };
}

/** What a replay needs besides backend and case. */
function replayWordsOf({ vectors, config, overflow }: Options): string[] {
  return [
    ...(config === undefined ? [] : ['--config', config]),
    ...(vectors === vectorsDir ? [] : ['--vectors', vectors]),
    ...(overflow === 'flag' ? [] : ['--overflow', overflow]),
  ];
}

async function chosenBackends(
  { backend, timeoutMs }: Options,
  among: readonly BackendFactory[],
): Promise<Backend[]> {
  const factories =
    backend.length === 0 ? await availableBackends(among) : await requiredBackends(backend, among);
  return factories.map((factory) => factory.create({ timeoutMs }));
}

/** The diagnosis of one backend; for our own vectors it first asks whether the reference changed. */
async function diagnosed(
  evidence: Evidence,
  vectors: string,
  { diagnose }: DiagnosisThread,
): Promise<DiagnosisEvent | undefined> {
  if (evidence.failures.length === 0 || vectors !== vectorsDir) return diagnose(evidence);
  const { sinceReference } = await import('../reference_moved.ts');
  const { basesOf } = await import('../gate/bases.ts');
  const { files } = readManifest(vectors);
  const hashes = new Map(files.map(({ op, sha256 }) => [op, sha256]));
  return sinceReference(evidence, basesOf(undefined), diagnose, hashes);
}

async function runInto(
  outputs: Outputs,
  options: Options,
  created: readonly Backend[],
  interrupt: Interrupt,
  project: string,
  isDemandedHere: boolean,
): Promise<void> {
  const list = knownListOf(options);
  const { vectors, level, overflow } = options;
  const allowEmpty = options.allowEmpty === true;
  const chosen = await chosenCases(vectors, selectionOf(options), level, allowEmpty);
  const demands = demandsOf(options, chosen, isDemandedHere);
  const everything = { cases: chosen.cases, backends: created };
  const { cases, backends } =
    options.lastFailed === true
      ? lastFailedOf(everything, readLastFailed(project), say)
      : everything;
  const failed = newFailedRecorder(project);
  const { signal } = interrupt;
  const thread = newDiagnosisThread(signal);
  const now = () => performance.now();
  const showsProgress = process.stderr.isTTY && options.quiet !== true && !process.env.CI;
  const progress = showsProgress ? newProgress((t) => process.stderr.write(t), now) : noProgress;
  const end = await runAll({
    version: toolVersion(),
    cases: await underPolicy(cases, overflow),
    corpus: chosen.corpus,
    backends,
    known: list.known,
    demands,
    jobs: options.jobs,
    replayWords: replayWordsOf(options),
    giveUpAfter: options.giveUpAfter,
    ...(options.bail === undefined ? {} : { bail: options.bail }),
    allowEmpty,
    ...(options.shard === undefined ? {} : { shard: options.shard }),
    signal,
    ...(options.diagnosis
      ? { diagnose: (evidence: Evidence) => diagnosed(evidence, vectors, thread) }
      : {}),
    emit: (event) => {
      progress.clear();
      outputs.event(event);
      list.event(event);
      failed.event(event);
      progress.event(event);
    },
    now,
    time: new Date().toISOString(),
  }).finally(thread.end);
  progress.clear();
  await outputs.end();
  if (end.interrupted === 0) list.update();
  failed.save();
  process.exitCode = end.exit_code;
}

/** One run. The configuration is read anew for each, and so what it builds is built anew. */
async function runOnce(given: Options, command: Command, interrupt: Interrupt): Promise<void> {
  const { config, path } = await loadConfig(given.config);
  const isGiven = (name: keyof Options): boolean => command.getOptionValueSource(name) === 'cli';
  const options = withConfig(given, config, isGiven);
  const among = backendsWith(config, allBackends);
  const project = path === undefined ? process.cwd() : dirname(path);
  const backends = await chosenBackends(options, among);
  const outputs = openOutputs(
    {
      reporters: reportersOf(options),
      colour: options.color,
      failuresShown: options.failures,
      clauseText: newClauseTexts(),
      onFailure: interrupt.abort,
      signal: interrupt.signal,
    },
    process.stdout,
  );
  try {
    // they start while the cases are read
    for (const backend of backends) backend.prepare?.();
    await runInto(outputs, options, backends, interrupt, project, isGiven('requireOps'));
  } finally {
    await Promise.all(backends.map((backend) => backend.stop()));
    outputs.discard();
  }
}

/** In a watch, a mistake in a configuration or a folder is something to mend, not the end. */
async function runAgain(given: Options, command: Command, interrupt: Interrupt): Promise<void> {
  try {
    await runOnce(given, command, interrupt);
  } catch (error) {
    if (!(error instanceof GoldError)) throw error;
    say(harmlessText(error.render()));
  }
}

async function run(given: Options, command: Command): Promise<void> {
  const interrupt = interruptSignal();
  try {
    if (given.watch.length === 0) return await runOnce(given, command, interrupt);
    const watch = newWatch(given.watch, say);
    await watch.repeat(() => runAgain(given, command, interrupt), interrupt.signal);
    process.exitCode = 130;
  } finally {
    interrupt.release();
  }
}

/** One thread compares all answers: four backends of native code keep it busy, and each takes memory. */
const jobsMost = 4;

const reporterNames = [...reporters.keys()].join(', ');

/** Options that say which cases are taken. */
function addSelection(command: Command): Command {
  return command
    .addOption(listOption('-f, --filter <glob...>', 'take cases whose identity matches'))
    .addOption(listOption('--exclude <glob...>', 'leave out matching cases'))
    .addOption(listOption('--flag <name...>', 'take cases with this flag'))
    .addOption(listOption('--contract <id...>', 'take cases of this contract'))
    .addOption(listOption('--op <name...>', 'take cases of this op'))
    .addOption(
      new Option(
        '--level <level>',
        'smoke: the few cases that catch what all of them catch; all: every committed case',
      )
        .choices(levels)
        .default('all'),
    )
    .option('--shard <i/n>', 'take the i-th of n equal parts')
    .addOption(vectorsOption());
}

/** Adds the command to the program. */
export function register(program: Command): void {
  const command = program
    .command('run')
    .description('run the vectors against backends and compare every answer bit by bit')
    .addOption(
      backendsOption('backends by id, kind or glob; all of this machine where none is named'),
    );
  addSelection(command)
    .addOption(jobsOption('backends that run', jobsMost))
    .option('--timeout-ms <n>', 'longest wait for one reply', milliseconds, 30_000)
    .option('--give-up-after <n>', 'errors in a row that end a backend', integerFrom(1), 5)
    .addOption(
      new Option('--bail [n]', 'try no more cases once so many failed')
        .argParser(integerFrom(1))
        .preset('1'),
    )
    .option(
      '--last-failed',
      'only cases that failed in the last run, on the backends on which they did',
    )
    .addOption(
      listOption(
        '--watch [path...]',
        'run again, with a new build, when a file here changes',
      ).preset('.'),
    )
    .option('--failures <n>', 'failing cases shown per backend and op', integerFrom(0), 5)
    .option('--known-failures <file>', 'list of failures that are known')
    .option('--update-known-failures <reason>', 'write what failed into that list, and why')
    .addOption(
      new Option('--overflow <policy>', 'what the backends promise where int32 overflows')
        .choices(overflowPolicies)
        .default('flag'),
    )
    .option('--no-diagnosis', 'do not look for what is wrong with a failing backend')
    .addOption(listOption('--require-ops <name...>', 'ops or globs that every backend must answer'))
    .addOption(
      listOption(
        '--fail-on-skip <reason...>',
        'reasons for which no case may be skipped',
        skipReasons,
      ),
    )
    .addOption(configOption())
    .option('--allow-empty', 'an empty selection is no error')
    .addOption(listOption('--reporter <name...>', `${reporterNames}; name=file writes to a file`))
    .option('--json', 'the event stream on standard output (--reporter json)')
    .addOption(colourOption())
    .option('-q, --quiet', 'no progress line')
    .action(run);
}
