/** `goldvec fuzz`: generated calls without committed expectations, every answer against the reference. */

import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { parseShard } from '../../../conformance/core/select.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { blockCases } from '../../fuzz/blocks.ts';
import { fuzzCases, type Wish } from '../../fuzz/cases.ts';
import { diagnosed } from '../../fuzz/diagnosis.ts';
import { envelopeText, readEnvelope } from '../../fuzz/envelope.ts';
import { examined, expectationOf } from '../../fuzz/examine.ts';
import { fuzz } from '../../fuzz/fuzz.ts';
import { libmOps } from '../../fuzz/libm_ops.ts';
import { envelopeOf, failureLines, outcomeLines, progressText } from '../../fuzz/report.ts';
import { backendSubject, oracleSubject, type Stoppable } from '../../fuzz/subjects.ts';
import type { Counts, FuzzFailure } from '../../fuzz/tally.ts';
import { replaceFile } from '../../replace_file.ts';
import { interruptSignal } from '../interrupt.ts';
import { backendsOption, integerFrom, listOption, milliseconds } from '../options.ts';
import { vectorsDir } from '../paths.ts';
import { print } from '../print.ts';
import { requiredBackends } from '../required_backends.ts';
import { contractsNamed, opsNamed } from '../select.ts';

interface Options {
  readonly backend: readonly string[];
  readonly oracle?: true;
  readonly wild?: true;
  readonly blocks?: true;
  readonly seed: number;
  readonly minutes?: number;
  readonly cases?: number;
  readonly op: readonly string[];
  readonly contract: readonly string[];
  readonly shard?: string;
  readonly maxErrors: number;
  readonly out: string;
  readonly timeoutMs: number;
  readonly replay?: string;
  readonly diagnosis: boolean;
  readonly quiet?: true;
}

const shrinkTries = 2000;
const progressEveryMs = 2000;

/** Errors: usage-bad-value, and those of starting a backend. */
async function subjectsOf(options: Options): Promise<Stoppable[]> {
  const { backend: names, timeoutMs } = options;
  if (names.length === 0 && options.oracle !== true) {
    throw new GoldError('usage-bad-value', 'nothing to hold against the reference', {
      hint: 'name a backend, as in --backend js, or ask for --oracle',
    });
  }
  const subjects: Stoppable[] = options.oracle === true ? [oracleSubject()] : [];
  const isLibmSensitive = libmOps(vectorsDir);
  for (const factory of await requiredBackends(names)) {
    subjects.push(await backendSubject(factory.create({ timeoutMs }), isLibmSensitive));
  }
  return subjects;
}

function wishOf(options: Options): Wish {
  return {
    seed: options.seed,
    isWild: options.wild === true,
    ops: opsNamed(options.op),
    contracts: contractsNamed(options.contract),
    ...(options.shard === undefined ? {} : { shard: parseShard(options.shard) }),
  };
}

/** Why the reference has no answer to a call. */
const unanswered = {
  misfit: 'the call does not fit its op',
  undefined: 'undefined behaviour',
  outside: 'the call lacks a part',
  broken: 'the reference fails',
} as const;

async function replay(path: string, subjects: readonly Stoppable[]): Promise<number> {
  const asked = readEnvelope(path);
  const expectation = expectationOf(asked);
  if (expectation.kind !== 'answer') {
    print(`${unanswered[expectation.kind]}: nothing to compare`);
    if (expectation.kind === 'broken') print(expectation.message);
    return expectation.kind === 'broken' ? 1 : 0;
  }
  let failed = 0;
  for (const subject of subjects) {
    const reason = subject.declines(asked);
    if (reason !== undefined) {
      print(`skip ${asked.op.name} on ${subject.id}: ${reason}`);
      continue;
    }
    const [outcome] = await examined(subject, [{ asked, expectation }]);
    if (outcome === undefined) continue;
    if (outcome.kind !== '') failed++;
    print(`${outcome.judgement.verdict} ${asked.contract}/${asked.op.name} on ${subject.id}`);
    for (const line of outcomeLines(outcome)) print(`    ${line}`);
  }
  return failed > 0 ? 1 : 0;
}

/** Reports failures as they are found, each with its file, and keeps them. */
function newReport(dir: string, kept: FuzzFailure[]): (failure: FuzzFailure) => void {
  return (failure) => {
    const number = kept.push(failure);
    const words = `${failure.asked.op.name}-${failure.kind}-${failure.subject}`;
    const file = join(dir, `${words.replace(/[^\w-]+/g, '_')}.json`);
    const text = envelopeText(envelopeOf(failure));
    replaceFile(file, text);
    for (const line of failureLines(failure, number, file)) print(line);
    print(text);
  };
}

async function search(options: Options, subjects: readonly Stoppable[]): Promise<number> {
  const { minutes = Number.POSITIVE_INFINITY, cases = Number.POSITIVE_INFINITY } = options;
  const started = performance.now();
  const { signal, release } = interruptSignal();
  // cuts off the calls under way
  signal.addEventListener('abort', () => subjects.forEach((subject) => void subject.stop()));
  const seconds = (): number => (performance.now() - started) / 1000;
  const kept: FuzzFailure[] = [];
  let told = started;
  const say = (counts: Counts, failures: number): void =>
    void process.stderr.write(`${progressText(counts, failures, seconds())}\n`);
  const { counts, failures } = await fuzz({
    subjects,
    cases: (options.blocks === true ? blockCases : fuzzCases)(wishOf(options)),
    maxErrors: options.maxErrors,
    shrinkTries,
    signal,
    isOver: ({ calls }) => signal.aborted || calls >= cases || seconds() >= 60 * minutes,
    onFailure: newReport(options.out, kept),
    onProgress: (now, n) => {
      if (options.quiet === true || performance.now() - told < progressEveryMs) return;
      told = performance.now();
      say(now, n);
    },
  });
  say(counts, failures.size);
  for (const [key, n] of failures) print(`${n} × ${key}`);
  if (options.diagnosis && !signal.aborted) {
    for (const line of await diagnosed(subjects, kept, signal)) print(line);
  }
  print(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  release();
  if (signal.aborted) return 130;
  if (counts.calls === 0) {
    const wider =
      options.blocks === true ? 'only scalar rules have blocks' : '--wild changes the others too';
    throw new GoldError('selection-empty', 'the selection has no generated call', {
      hint: `these ops have no seeded cases; ${wider}`,
    });
  }
  return failures.size > 0 ? 1 : 0;
}

async function run(options: Options): Promise<void> {
  const subjects = await subjectsOf(options);
  try {
    process.exitCode =
      options.replay === undefined
        ? await search(options, subjects)
        : await replay(options.replay, subjects);
  } finally {
    for (const subject of subjects) await subject.stop();
  }
}

function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new GoldError('usage-bad-value', `expected a positive number, got "${text}"`);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('fuzz')
    .description('generated calls, without end: backends or the oracle against the reference')
    .addOption(backendsOption())
    .option('--oracle', 'hold the independent oracle against the reference')
    .option('--wild', 'change the calls: orders, extents, values, scales, widths, parameters')
    .addOption(
      new Option(
        '--blocks',
        'scalar rules in large tensors: bit patterns in order, and drawn ones',
      ).conflicts('wild'),
    )
    .option('--seed <n>', 'other calls; the same seed gives the same ones', integerFrom(0), 1)
    .option('--minutes <n>', 'end after so much time', positive)
    .option('--cases <n>', 'end after so many calls', integerFrom(1))
    .addOption(listOption('--op <name...>', 'only these ops'))
    .addOption(listOption('--contract <id...>', 'only these contracts'))
    .option('--shard <i/n>', 'take the i-th of n equal parts')
    .option('--max-errors <n>', 'end after so many different failures', integerFrom(1), 10)
    .option('--out <dir>', 'folder for the failing calls', 'fuzz-failures')
    .option('--timeout-ms <n>', 'longest wait for one reply', milliseconds, 10_000)
    .option('--replay <file>', 'ask one call of such a file again')
    .option('--no-diagnosis', 'do not look for what is wrong with a failing backend')
    .option('-q, --quiet', 'no progress')
    .action(run);
}
