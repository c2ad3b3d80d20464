/**
 * Drives one backend through the selected cases. A crash, a hang or garbage is the verdict `error` of that
 * case; the backend is started again and the run goes on. After a number of errors in a row the rest is
 * counted as error without being tried, so every case of every started backend has exactly one verdict.
 */

import { encode } from '../../schema/format/codec.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { own } from '../../schema/format/own.ts';
import { payloadBytesOf } from '../../schema/format/tensor.ts';
import type { HelloReply, RunReply, RunRequest, WireCase } from '../../schema/format/types.ts';
import type { Backend } from '../backends/backend.ts';
import { type CallRecorder, newCallRecorder } from './call_record.ts';
import { type Rule, ruleOf } from './clauses.ts';
import {
  type BackendEnd,
  type CaseEnd,
  type EventSink,
  type SkipReason,
  type Verdict,
  zeroTotals,
} from './events.ts';
import { type Collector, type Evidence, newCollector } from './evidence.ts';
import { type Judgement, judge } from './judge.ts';
import type { KnownJudge } from './known_judge.ts';
import type { TestCase } from './load.ts';

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

/** Frame overhead per tensor besides its payload, generously. */
const recordBytes = 160;

/** The request of a case: exactly what a backend may know, nothing expected. */
export function requestOf(
  test: Pick<TestCase, 'contract' | 'op' | 'vector'>,
  seq: number,
): RunRequest {
  const { params, inputs, targets, rng } = test.vector;
  const { contract, op } = test;
  return { verb: 'run', seq, contract, op, params, inputs, targets, rng };
}

function fits(request: RunRequest, maxFrame: number): boolean {
  const inputs = Object.values(request.inputs);
  const targets = Object.values(request.targets);
  const reply = [...inputs, ...targets].reduce((n, t) => n + payloadBytesOf(t) + recordBytes, 256);
  const isSurelySmall = reply + 1024 < maxFrame;
  return isSurelySmall || (reply <= maxFrame && encode(request).length <= maxFrame);
}

function skipReason(
  test: TestCase,
  hello: HelloReply,
  request: RunRequest,
): SkipReason | undefined {
  if (!hello.contracts.includes(test.contract)) return 'unsupported-contract';
  if (!hello.ops.includes(test.op)) return 'unsupported-op';
  const { expected }: WireCase = test.vector;
  const can = (word: string) => hello.capabilities.includes(word);
  if (test.isLibmSensitive === true && can('platform_libm')) return 'libm-sensitive';
  if (expected.status === 'overflow' && !can('overflow')) return 'overflow-unobservable';
  return fits(request, hello.max_frame) ? undefined : 'frame-too-large';
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
    flags: test.vector.flags,
    ...judgement,
    ...extra,
    ...(call === undefined ? {} : { call }),
    ...(catches.length === 0 ? {} : { catches }),
    ...(isGood
      ? {}
      : { ...ruleOfCase(test), replay: replayCommand(backend.id, test.id, options.replayWords) }),
  });
}

/** One case on a running backend; no verdict where the run is interrupted meanwhile. */
async function ask(drive: Drive, test: TestCase, request: RunRequest): Promise<void> {
  const { backend, options, hello } = drive;
  const sent = options.now();
  try {
    const reply = await backend.run(request);
    drive.errorsInRow = 0;
    const extra = {
      duration_us: Math.round(1000 * (options.now() - sent)),
      ...(reply.observed === undefined ? {} : { observed: reply.observed }),
    };
    const { capabilities } = hello!;
    const judgement = judge(test.vector, request, reply, capabilities, test.canonical);
    report(drive, test, judgement, extra, reply);
  } catch (cause) {
    if (options.signal.aborted) return;
    drive.isUp = false;
    drive.restarts++;
    drive.errorsInRow++;
    report(drive, test, { verdict: 'error', message: textOf(cause) });
  }
}

async function runCase(drive: Drive, test: TestCase, seq: number): Promise<void> {
  const request = requestOf(test, seq);
  const reason = skipReason(test, drive.hello!, request);
  if (reason !== undefined) {
    report(drive, test, { verdict: 'skip', reason });
    return;
  }
  if (drive.errorsInRow >= drive.options.giveUpAfter) {
    const message = `not tried: ${drive.errorsInRow} errors in a row before it`;
    report(drive, test, { verdict: 'error', message });
    return;
  }
  const problem = drive.isUp ? undefined : await tryStart(drive);
  if (problem === undefined) {
    await ask(drive, test, request);
  } else if (!drive.options.signal.aborted) {
    drive.errorsInRow++;
    const message = `the backend did not start again as it was: ${problem}`;
    report(drive, test, { verdict: 'error', message });
  }
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
  if (isOver()) return finish(drive, 'bailed', bailedMessage);
  const problem = await tryStart(drive);
  if (signal.aborted) return finish(drive, 'interrupted');
  if (problem !== undefined) return finish(drive, 'unavailable', problem);
  const { name, version, toolchain, capabilities, contracts, ops } = drive.hello!;
  const description = { name, version, toolchain, capabilities, contracts, ops };
  emit({ event: 'backend_start', backend: drive.backend.id, ...description });
  let tried = 0;
  for (const test of cases) {
    if (signal.aborted || isOver()) break;
    tried++;
    await runCase(drive, test, tried);
  }
  if (signal.aborted) return finish(drive, 'interrupted');
  if (tried < cases.length) return finish(drive, 'bailed', bailedMessage);
  if (drive.errorsInRow < giveUpAfter) return finish(drive, 'done');
  return finish(drive, 'gave_up', `given up after ${drive.errorsInRow} errors in a row`);
}
