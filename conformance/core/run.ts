/** A whole run: the selected cases on every backend, as one event stream. */

import { GoldError } from '../../schema/format/errors.ts';
import { protocolVersion } from '../../schema/format/types.ts';
import type { Backend } from '../backends/backend.ts';
import { answerAlone } from './alone.ts';
import { type Demands, newDemandRecorder, noDemands, wholeOps } from './demands.ts';
import { driveBackend } from './drive.ts';
import {
  addTotals,
  type BackendEnd,
  type DiagnosisEvent,
  type EventSink,
  eventFormat,
  failingOf,
  isFailing,
  type RunEnd,
  type RunEvent,
  type Totals,
  verdicts,
  zeroTotals,
} from './events.ts';
import type { Evidence } from './evidence.ts';
import type { KnownFailures } from './known_failures.ts';
import { newKnownJudges, type RunCorpus } from './known_judge.ts';
import type { TestCase } from './load.ts';

export interface RunOptions {
  readonly version: string;
  /** the selected cases, in the order in which they run */
  readonly cases: readonly TestCase[];
  /**
   * the whole corpus, to recognise known failures that do not exist any more and, by its cases, ops of which every
   * case is selected
   */
  readonly corpus: RunCorpus & { readonly cases?: readonly TestCase[] };
  readonly backends: readonly Backend[];
  readonly known: KnownFailures;
  /** what is demanded besides right answers */
  readonly demands?: Demands;
  /** backends that run at the same time */
  readonly jobs: number;
  readonly giveUpAfter: number;
  /** failing verdicts of all backends together after which no further case is tried */
  readonly bail?: number;
  readonly allowEmpty: boolean;
  readonly shard?: string;
  /** further words of the commands that run a failing case again */
  readonly replayWords?: readonly string[];
  /** ends the run; a reason that is a GoldError decides the exit code */
  readonly signal: AbortSignal;
  readonly emit: EventSink;
  /** says what is wrong with a backend that failed; without it nothing is diagnosed */
  readonly diagnose?: (evidence: Evidence) => Promise<DiagnosisEvent | undefined>;
  /** a monotonic clock in milliseconds */
  readonly now: () => number;
  /** ISO 8601, UTC */
  readonly time: string;
}

/**
 * What the task gives for every backend, in their order. One at a time they begin in that order; else slow ones begin
 * first, so that none of them runs alone at the end.
 */
async function inParallel<T>(
  jobs: number,
  backends: readonly Backend[],
  task: (backend: Backend) => Promise<T>,
): Promise<T[]> {
  const results: T[] = new Array(backends.length);
  const waiting = [...backends.entries()];
  if (jobs > 1)
    waiting.sort(([, a], [, b]) => Number(b.isSlow === true) - Number(a.isSlow === true));
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [i, backend] = next;
      results[i] = await task(backend);
    }
  }
  await Promise.all(Array.from({ length: Math.min(jobs, backends.length) }, work));
  return results;
}

function count(totals: Totals): number {
  return verdicts.reduce((sum, verdict) => sum + totals[verdict], 0);
}

const uncounted: readonly BackendEnd['state'][] = ['unavailable', 'interrupted', 'bailed'];

/** Every backend that was not kept from it has one verdict per selected case. Errors: internal. */
function checkNothingLost(ends: readonly BackendEnd[], cases: number): void {
  for (const { backend, state, totals } of ends) {
    if (uncounted.includes(state) || count(totals) === cases) continue;
    throw new GoldError(
      'internal',
      `${backend} has ${count(totals)} verdicts for ${cases} selected cases`,
    );
  }
}

/** After the runs, because a replay keeps this process from reading replies. */
async function diagnoseAll(
  options: RunOptions,
  found: ReadonlyMap<string, Evidence>,
): Promise<void> {
  const { backends, diagnose, emit, now, signal } = options;
  for (const backend of backends) {
    const evidence = found.get(backend.id);
    if (evidence === undefined) continue;
    const event = await diagnose?.({
      ...evidence,
      answerAlone: (failure) => answerAlone(backend, failure, signal, now),
    });
    if (event !== undefined) emit(event);
  }
}

interface Outcome {
  readonly signal: AbortSignal;
  readonly totals: Totals;
  readonly stale: readonly string[];
  readonly unmet: readonly string[];
  readonly ends: readonly BackendEnd[];
  readonly allowEmpty: boolean;
}

function interruptedCode({ reason }: AbortSignal): number {
  return reason instanceof GoldError ? reason.exitCode : 130;
}

/**
 * 130 interrupted, or the code of the error that ended the run; 1 any fail, error, xpass, stale known failure or
 * unmet demand; 4 a backend that did not start; 2 not one case got an answer, unless that is allowed; else 0.
 */
function exitCodeOf({ signal, totals, stale, unmet, ends, allowEmpty }: Outcome): number {
  if (signal.aborted) return interruptedCode(signal);
  if (failingOf(totals) + stale.length + unmet.length > 0) return 1;
  if (ends.some(({ state }) => state === 'unavailable')) return 4;
  return totals.pass + totals.xfail === 0 && !allowEmpty ? 2 : 0;
}

function nothingSelected(): GoldError {
  return new GoldError('selection-empty', 'no case is selected', {
    hint: 'loosen --filter, --exclude, --flag, --contract or --op, or pass --allow-empty',
  });
}

/**
 * Runs the selected cases; resolves to the closing event, which has been emitted.
 * Errors: selection-empty.
 */
export async function runAll(options: RunOptions): Promise<RunEnd> {
  const { allowEmpty, backends, cases, emit, known, now, signal, shard } = options;
  if (cases.length === 0 && !allowEmpty) throw nothingSelected();
  const started = now();
  const ids = backends.map(({ id }) => id);
  emit({
    event: 'run_start',
    format: eventFormat,
    goldvec: options.version,
    protocol: protocolVersion,
    time: options.time,
    backends: ids,
    contracts: [...new Set(cases.map(({ contract }) => contract))],
    cases: cases.length,
    ...(shard === undefined ? {} : { shard }),
  });

  const judges = newKnownJudges(known);
  const found = new Map<string, Evidence>();
  const whole = wholeOps(cases, options.corpus.cases ?? []);
  const demands = newDemandRecorder(options.demands ?? noDemands, whole);
  let failing = 0;
  const isOver = (): boolean => failing >= (options.bail ?? Number.POSITIVE_INFINITY);
  function note(event: RunEvent): void {
    if (event.event === 'case_end') demands.caseEnd(event);
    if (event.event === 'case_end' && isFailing(event.verdict)) failing++;
    emit(event);
  }

  const drive = (backend: Backend): Promise<BackendEnd> => {
    const { giveUpAfter, replayWords = [] } = options;
    const onEvidence = (evidence: Evidence): void => void found.set(backend.id, evidence);
    const how = {
      known: judges.of(backend.id),
      giveUpAfter,
      signal,
      isOver,
      emit: note,
      now,
      onEvidence,
      replayWords,
    };
    return driveBackend(backend, cases, how);
  };
  const ends = await inParallel(options.jobs, backends, drive).catch(async (cause: unknown) => {
    // whatever went wrong, no backend outlives the run
    await Promise.all(backends.map((backend) => backend.stop()));
    throw cause;
  });
  checkNothingLost(ends, cases.length);

  if (!signal.aborted) await diagnoseAll(options, found);
  const totals = ends.map((end) => end.totals).reduce(addTotals, zeroTotals());
  const stale = judges.stale(ids, options.corpus);
  const unmet = demands.unmet();
  const end: RunEnd = {
    event: 'run_end',
    interrupted: signal.aborted ? 1 : 0,
    duration_ms: Math.round(now() - started),
    totals,
    stale_known_failures: stale,
    ...(unmet.length === 0 ? {} : { unmet }),
    exit_code: exitCodeOf({ signal, totals, stale, unmet, ends, allowEmpty }),
  };
  emit(end);
  return end;
}
