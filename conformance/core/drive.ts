/**
 * Drives one backend through the selected cases. A crash, a hang or garbage is the verdict `error` of that
 * case; the backend is started again and the run goes on. After a number of errors in a row the rest is
 * counted as error without being tried, so every case of every started backend has exactly one verdict.
 */

import { GoldError } from '../../schema/format/errors.ts';
import { own } from '../../schema/format/own.ts';
import type { HelloReply, RunReply, RunRequest } from '../../schema/format/types.ts';
import { type Backend, type Question, right } from '../backends/backend.ts';
import { type CallRecorder, newCallRecorder } from './call_record.ts';
import { type Rule, ruleOf } from './clauses.ts';
import {
  type BackendEnd,
  type CaseEnd,
  type EventSink,
  type Verdict,
  zeroTotals,
} from './events.ts';
import { type Collector, type Evidence, newCollector } from './evidence.ts';
import { type Judgement, judge } from './judge.ts';
import type { KnownJudge } from './known_judge.ts';
import type { TestCase } from './load.ts';
import { type Asked, nothingObserved, questionOf } from './question.ts';
import { requestOf, skipReason } from './request.ts';

export interface DriveOptions {
  /** the verdict with what is known of the case; none is known where left out */
  readonly known?: KnownJudge;
  /** errors in a row after which a backend is given up */
  readonly giveUpAfter: number;
  readonly signal: AbortSignal;
  /** whether no further case is to be tried; asked before every case */
  readonly isOver?: () => boolean;
  readonly emit: EventSink;
  /** takes what is known when the backend has ended */
  readonly onEvidence?: (evidence: Evidence) => void;
  /** a clock in milliseconds */
  readonly now: () => number;
  /** further words of the command that runs a case again */
  readonly replayWords?: readonly string[];
}

function shellWord(word: string): string {
  return /^[\w:./-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`;
}

export function replayCommand(backend: string, id: string, more: readonly string[] = []): string {
  const words = ['--backend', backend, '--filter', id, ...more];
  return `npx goldvec run ${words.map(shellWord).join(' ')}`;
}

function textOf(cause: unknown): string {
  return cause instanceof GoldError ? cause.message : `${(cause as Error).stack ?? cause}`;
}

/** What the notes of the case's flags say it is there to catch. */
function catchesOf(test: TestCase): string[] {
  return test.vector.flags.flatMap((flag) => {
    const note = own(test.notes, flag);
    return note === undefined ? [] : [`${flag}: ${note.bug} (${note.clause})`];
  });
}

/** The rule that the case is about: what its flags cite says more than what its op does. */
function ruleOfCase({ vector, notes, clause }: TestCase): Rule | undefined {
  return ruleOf([...vector.flags.flatMap((flag) => own(notes, flag)?.clause ?? []), clause]);
}

interface Drive {
  readonly backend: Backend;
  readonly options: DriveOptions;
  readonly started: number;
  readonly totals: Record<Verdict, number>;
  readonly collector: Collector;
  readonly calls: CallRecorder;
  hello: HelloReply | undefined;
  isUp: boolean;
  restarts: number;
  errorsInRow: number;
}

async function finish(
  drive: Drive,
  state: BackendEnd['state'],
  message?: string,
): Promise<BackendEnd> {
  const { backend, options, restarts, totals } = drive;
  await backend.stop();
  const end: BackendEnd = {
    event: 'backend_end',
    backend: backend.id,
    state,
    ...(message === undefined ? {} : { message }),
    restarts,
    duration_ms: Math.round(options.now() - drive.started),
    totals,
  };
  options.emit(end);
  options.onEvidence?.(drive.collector.evidence(drive.hello?.capabilities ?? [], message));
  return end;
}

/** What a backend says of itself decides which cases it is asked, so it may not change under way. */
function changedFields(before: HelloReply, after: HelloReply): string[] {
  const fields = Object.keys(before) as (keyof HelloReply)[];
  return fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

/** Starts the backend; the problem, if there is one. */
async function tryStart(drive: Drive): Promise<string | undefined> {
  try {
    const hello = await drive.backend.start();
    const changed = changedFields(drive.hello ?? hello, hello);
    if (changed.length > 0) {
      await drive.backend.stop();
      return `its hello is another one than at the first start: ${changed.join(', ')}`;
    }
    drive.hello = hello;
    drive.isUp = true;
    return undefined;
  } catch (cause) {
    return textOf(cause);
  }
}

function report(
  drive: Drive,
  test: TestCase,
  given: Judgement,
  extra: Partial<CaseEnd> = {},
  reply?: RunReply,
): void {
  const { backend, options, totals } = drive;
  const judgement = options.known?.(test.id, given) ?? given;
  const { verdict } = judgement;
  totals[verdict]++;
  const { differences = [], message = '' } = judgement;
  const answered = reply === undefined ? {} : { reply };
  drive.collector.add({ test, verdict, ...answered, differences, message });
  const isGood = verdict === 'pass' || verdict === 'skip';
  const catches = isGood ? [] : catchesOf(test);
  const call = isGood ? undefined : drive.calls.record(test, reply);
  options.emit({
    event: 'case_end',
    backend: backend.id,
    case: test.id,
    clause: test.clause,
    flags: extra.flags ?? test.vector.flags,
    ...judgement,
    ...extra,
    ...(call === undefined ? {} : { call }),
    ...(catches.length === 0 ? {} : { catches }),
    ...(isGood
      ? {}
      : { ...ruleOfCase(test), replay: replayCommand(backend.id, test.id, options.replayWords) }),
  });
}

/** What there is to say of a case; nothing where the run was interrupted. */
interface Outcome {
  readonly judgement: Judgement;
  readonly extra?: Partial<CaseEnd>;
  readonly reply?: RunReply;
}

function outcomeOf(
  { hello }: Drive,
  test: TestCase,
  request: RunRequest,
  reply: RunReply,
  durationMs: number,
): Outcome {
  const extra = {
    duration_us: Math.round(1000 * durationMs),
    ...(reply.observed === undefined ? {} : { observed: reply.observed }),
  };
  const { capabilities } = hello!;
  const judgement = judge(test.vector, request, reply, capabilities, test.canonical);
  return { judgement, extra, reply };
}

/** A right answer that was not decoded. */
function passOf({ hello }: Drive, { flags = [] }: Asked, durationMs: number): Outcome {
  const observes = hello!.capabilities.includes('overflow');
  const duration = { duration_us: Math.round(1000 * durationMs) };
  const extra = { flags, ...duration, ...(observes ? { observed: nothingObserved } : {}) };
  return { judgement: { verdict: 'pass' }, extra };
}

const errorOutcome = (message: string): Outcome => ({ judgement: { verdict: 'error', message } });

/** One case on a running backend. */
async function ask(
  drive: Drive,
  test: TestCase,
  request: RunRequest,
): Promise<Outcome | undefined> {
  const { backend, options } = drive;
  const sent = options.now();
  try {
    const reply = await backend.run(request);
    drive.errorsInRow = 0;
    return outcomeOf(drive, test, request, reply, options.now() - sent);
  } catch (cause) {
    if (options.signal.aborted) return undefined;
    drive.isUp = false;
    drive.restarts++;
    drive.errorsInRow++;
    return errorOutcome(textOf(cause));
  }
}

async function outcomeAlone(
  drive: Drive,
  test: TestCase,
  seq: number,
): Promise<Outcome | undefined> {
  const request = requestOf(test, seq);
  const reason = skipReason(test, drive.hello!, request);
  if (reason !== undefined) return { judgement: { verdict: 'skip', reason } };
  if (drive.errorsInRow >= drive.options.giveUpAfter) {
    return errorOutcome(`not tried: ${drive.errorsInRow} errors in a row before it`);
  }
  const problem = drive.isUp ? undefined : await tryStart(drive);
  if (problem === undefined) return await ask(drive, test, request);
  if (drive.options.signal.aborted) return undefined;
  drive.errorsInRow++;
  return errorOutcome(`the backend did not start again as it was: ${problem}`);
}

function reportOutcome(drive: Drive, test: TestCase, outcome: Outcome | undefined): void {
  if (outcome !== undefined) report(drive, test, outcome.judgement, outcome.extra, outcome.reply);
}

/** A case that was taken from the list: sent, or skipped while others before it were under way. */
interface Taken {
  readonly test: TestCase;
  readonly seq: number;
  readonly asked: Asked;
}

/**
 * Sends cases from position `from` on without waiting for each reply; resolves to the position of the first one
 * without a verdict. Verdicts come in the order of the cases.
 */
async function runStream(drive: Drive, cases: readonly TestCase[], from: number): Promise<number> {
  const { now, signal, isOver = () => false } = drive.options;
  const taken: Taken[] = [];
  let at = from;
  let before = now();
  const reportSkips = (): void => {
    for (; taken[0]?.asked.reason !== undefined; taken.shift()) {
      const { test } = taken[0];
      const { reason } = taken[0].asked;
      report(drive, test, { verdict: 'skip', reason });
    }
  };
  function next(): Question | undefined {
    while (at < cases.length && !signal.aborted && !isOver()) {
      const test = cases[at++]!;
      const asked = questionOf(test, at, drive.hello!);
      taken.push({ test, seq: at, asked });
      if (asked.reason === undefined) return asked.question;
      reportSkips();
    }
    return undefined;
  }
  function take(reply: RunReply | typeof right): void {
    if (isOver()) return;
    const { test, asked } = taken.shift()!;
    const replied = now();
    drive.errorsInRow = 0;
    const outcome =
      reply === right
        ? passOf(drive, asked, replied - before)
        : outcomeOf(drive, test, asked.question.request, reply, replied - before);
    reportOutcome(drive, test, outcome);
    before = replied;
    reportSkips();
  }
  const isAlive = await drive.backend.stream!(next, take);
  if (!isAlive && !signal.aborted) {
    drive.isUp = false;
    if (!isOver()) await blame(drive, taken);
  }
  return at - taken.length;
}

/**
 * The backend was lost while these cases were under way: they are asked again one at a time, until one of them ends
 * it again. Where none does, the first one gets the error, which would be lost otherwise.
 */
async function blame(drive: Drive, taken: Taken[]): Promise<void> {
  drive.restarts++;
  const { restarts } = drive;
  const asked: (readonly [TestCase, Outcome])[] = [];
  for (const { test, seq } of taken) {
    const outcome = await outcomeAlone(drive, test, seq);
    if (outcome === undefined) break;
    asked.push([test, outcome]);
    if (drive.errorsInRow > 0) break;
  }
  // it was lost once, as far as the run can tell
  drive.restarts = restarts;
  if (drive.errorsInRow === 0 && asked.length > 0 && !drive.options.signal.aborted) {
    const others = taken.length - 1;
    const message = `the backend was lost between this case and the ${others} after it, and answers each of them alone`;
    asked[0] = [asked[0]![0], errorOutcome(message)];
  }
  for (const [test, outcome] of asked) reportOutcome(drive, test, outcome);
  taken.splice(0, asked.length);
}

/** Runs every case; resolves to the closing event, which has been emitted. Never rejects. */
export async function driveBackend(
  backend: Backend,
  cases: readonly TestCase[],
  options: DriveOptions,
): Promise<BackendEnd> {
  const { now, signal } = options;
  const drive: Drive = {
    backend,
    options,
    started: now(),
    totals: zeroTotals(),
    collector: newCollector(backend.id),
    calls: newCallRecorder(),
    hello: undefined,
    isUp: false,
    restarts: 0,
    errorsInRow: 0,
  };
  // cuts off the request under way
  const onAbort = () => void backend.stop();
  signal.addEventListener('abort', onAbort, { once: true });
  const end = await driveCases(drive, cases);
  signal.removeEventListener('abort', onAbort);
  return end;
}

const bailedMessage = 'enough cases failed (--bail); the others were not tried';

async function driveCases(drive: Drive, cases: readonly TestCase[]): Promise<BackendEnd> {
  const { emit, giveUpAfter, signal, isOver = () => false } = drive.options;
  // a run that was interrupted begins with no further backend
  if (signal.aborted) return finish(drive, 'interrupted');
  if (isOver()) return finish(drive, 'bailed', bailedMessage);
  const problem = await tryStart(drive);
  if (signal.aborted) return finish(drive, 'interrupted');
  if (problem !== undefined) return finish(drive, 'unavailable', problem);
  const { name, version, toolchain, capabilities, contracts, ops } = drive.hello!;
  const description = { name, version, toolchain, capabilities, contracts, ops };
  emit({ event: 'backend_start', backend: drive.backend.id, ...description });
  let tried = 0;
  while (tried < cases.length && !signal.aborted && !isOver()) {
    // after an error one case at a time, until there is an answer again
    if (drive.backend.stream !== undefined && drive.isUp) {
      tried = await runStream(drive, cases, tried);
    } else {
      const test = cases[tried++]!;
      reportOutcome(drive, test, await outcomeAlone(drive, test, tried));
    }
  }
  if (signal.aborted) return finish(drive, 'interrupted');
  if (tried < cases.length) return finish(drive, 'bailed', bailedMessage);
  if (drive.errorsInRow < giveUpAfter) return finish(drive, 'done');
  return finish(drive, 'gave_up', `given up after ${drive.errorsInRow} errors in a row`);
}
