/**
 * The event stream of a run: the one record of what happened. The `json` reporter writes it, one event a
 * line; every other report is a view of it. schema/event.schema.json describes the same types.
 *
 * A complete stream is `run_start`, per backend `backend_start`, `case_end`…, `backend_end` (backends may
 * interleave), `diagnosis` per backend with failures, `run_end`. A stream without `run_end` is an incomplete report.
 */

import type { WireObserved } from '../../schema/format/types.ts';

export const eventFormat = 1;

/**
 * `pass`, `fail` (a wrong answer), `error` (no answer: crash, hang, garbage), `skip` (not asked or not
 * offered), `xfail` (a known failure that failed), `xpass` (a known failure that passed).
 */
export const verdicts = ['pass', 'fail', 'error', 'skip', 'xfail', 'xpass'] as const;
export type Verdict = (typeof verdicts)[number];

export const skipReasons = [
  /** the backend does not offer the op */
  'unsupported-op',
  /** the backend does not offer the contract */
  'unsupported-contract',
  /** the backend answered `unsupported` to this case */
  'unsupported-case',
  /** only overflow flags are defined for the case, and the backend observes none */
  'overflow-unobservable',
  /** the case depends on exp or log, and the backend takes them from its platform */
  'libm-sensitive',
  /** the request does not fit into the frame buffer of the backend */
  'frame-too-large',
] as const;
export type SkipReason = (typeof skipReasons)[number];

export type Totals = Readonly<Record<Verdict, number>>;

export const differenceKinds = [
  'status',
  'missing',
  'unexpected',
  'dtype',
  'shape',
  'order',
  'size',
  'data',
  'padding',
  'scale',
  'zero_point',
  'bits',
  'rounding',
  'rng',
  'overflow',
  'canary',
  'poison',
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** One thing that differs. Values are texts, because NaN, infinities and −0 are values too. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** tensor name; overflow kind where kind is `overflow`; absent for status, rng, canary */
  readonly name?: string;
  readonly expected: string;
  readonly got: string;
  /** bit patterns, where the value is a number */
  readonly expected_hex?: string;
  readonly got_hex?: string;
  /** data of quantized tensors: the decoded values */
  readonly expected_real?: string;
  readonly got_real?: string;
  /** data: first differing element in storage order, and its physical multi-index */
  readonly index?: number;
  readonly at?: readonly number[];
  /** data of integer formats: got − expected; FLOAT32: distance in units of the last place */
  readonly lsb?: string;
  /** data: how many elements differ, and of how many */
  readonly differing?: number;
  readonly of?: number;
  /** overflow: `file:line` of the first finding */
  readonly where?: string;
}

/** A tensor of a failing case, whole or a window of it. */
export interface CaseTensor {
  readonly name: string;
  readonly role: 'input' | 'expected' | 'got';
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bits?: number;
  readonly scale?: string;
  readonly zero_point?: number;
  /** storage position of the first value; absent: 0 */
  readonly from?: number;
  /** in storage order, separated by spaces; fewer than the shape says where the tensor is large */
  readonly values: string;
  /** of `got`, per value: got − expected as in `lsb`, `?` beside a NaN; absent where the forms differ */
  readonly distances?: string;
}

/** What a failing case was given, what it should have answered, and what came. */
export interface CaseCall {
  /** `name = value` each */
  readonly params: readonly string[];
  /** state of the generator before the call */
  readonly rng: number;
  readonly tensors: readonly CaseTensor[];
}

export interface RunStart {
  readonly event: 'run_start';
  readonly format: number;
  readonly goldvec: string;
  readonly protocol: number;
  /** ISO 8601, UTC */
  readonly time: string;
  readonly backends: readonly string[];
  readonly contracts: readonly string[];
  /** number of selected cases; every started backend accounts for each of them */
  readonly cases: number;
  /** `1/3`, where the run is a shard */
  readonly shard?: string;
}

export interface BackendStart {
  readonly event: 'backend_start';
  readonly backend: string;
  readonly name: string;
  readonly version: string;
  readonly toolchain: string;
  readonly capabilities: readonly string[];
  readonly contracts: readonly string[];
  readonly ops: readonly string[];
}

export interface CaseEnd {
  readonly event: 'case_end';
  readonly backend: string;
  /** `<contract>/<op>/<set>/<n>` */
  readonly case: string;
  readonly clause: string;
  readonly flags: readonly string[];
  readonly verdict: Verdict;
  /** wall time from request to reply */
  readonly duration_us?: number;
  /** skip */
  readonly reason?: SkipReason;
  /** one sentence where the verdict is not `pass`; with captured stderr for `error` */
  readonly message?: string;
  readonly differences?: readonly Difference[];
  readonly observed?: WireObserved;
  /** not pass, not skip; of the first cases of each op, as many as its share of elements holds */
  readonly call?: CaseCall;
  /** not pass, not skip: `flag: the mistake it catches (clause)` per noted flag */
  readonly catches?: readonly string[];
  /** not pass, not skip: the clause that the case is about, `S16 title: sentence` */
  readonly rule?: string;
  /** the command that prints that clause */
  readonly explain?: string;
  /** the command that runs exactly this case again */
  readonly replay?: string;
}

export interface BackendEnd {
  readonly event: 'backend_end';
  readonly backend: string;
  /**
   * `done`; `unavailable`: never started, its cases are not counted; `gave_up`: too many errors in a row,
   * the remaining cases are counted as error; `bailed`: enough cases of the run failed, the remaining ones
   * are not counted; `interrupted`
   */
  readonly state: 'done' | 'unavailable' | 'gave_up' | 'bailed' | 'interrupted';
  readonly message?: string;
  readonly restarts: number;
  readonly duration_ms: number;
  readonly totals: Totals;
}

export interface RunEnd {
  readonly event: 'run_end';
  readonly interrupted: 0 | 1;
  readonly duration_ms: number;
  readonly totals: Totals;
  /** entries of the known-failures file that match no selected case of their backend, or passed */
  readonly stale_known_failures: readonly string[];
  /** demands that were not met, one sentence each; absent where nothing was demanded */
  readonly unmet?: readonly string[];
  readonly exit_code: number;
}

export const findingKinds = [
  /** the answers are those of an earlier version: the reference changed, and the kernel did not follow */
  'reference',
  /** a known mistake reproduces the wrong answers */
  'mistake',
  /** a call that was taken for another one does */
  'call',
  /** another contract does */
  'contract',
  /** no answer: crash, hang, garbage */
  'crash',
  /** inputs or guard bytes overwritten, outputs written before refusing */
  'damage',
  /** only overflow flags differ */
  'overflow',
  /** right when asked alone: something is kept between calls */
  'stateful',
  /** nothing reproduces the wrong answers; what was measured in them */
  'measured',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** One cause of failures, or what can be said where the cause is not known. */
export interface Finding {
  readonly kind: FindingKind;
  /** `reproduced`: replaying the mistake gives the wrong answers bit for bit */
  readonly confidence: 'reproduced' | 'measured';
  /** known mistakes by id, or the contract; empty where none is meant */
  readonly ids: readonly string[];
  /** functions of the reference in the place of which the mistake is made */
  readonly functions: readonly string[];
  /** one sentence: what the backend does */
  readonly text: string;
  readonly clause?: string;
  /** one sentence: what to do */
  readonly fix?: string;
  /** failing cases that it accounts for and no earlier finding does */
  readonly explains: number;
  /** failing cases that it could account for */
  readonly of: number;
  readonly ops: readonly string[];
  /** outputs in which it shows, where others of the same cases are right */
  readonly outputs?: readonly string[];
  /** what was measured: the fact, where it holds, what sets its cases apart, and their numbers */
  readonly parameters?: Readonly<Record<string, string>>;
  /** ops that passed although the mistake would have changed them */
  readonly against?: readonly string[];
  /** further mistakes that give the very same answers */
  readonly rivals?: readonly string[];
}

/** What is wrong with a backend; only where something failed, before `run_end`. */
export interface DiagnosisEvent {
  readonly event: 'diagnosis';
  readonly backend: string;
  readonly failures: number;
  readonly findings: readonly Finding[];
  /** the same for people; the first line names the most important finding */
  readonly lines: readonly string[];
}

export type RunEvent = RunStart | BackendStart | CaseEnd | BackendEnd | DiagnosisEvent | RunEnd;

export type EventSink = (event: RunEvent) => void;

export function zeroTotals(): Record<Verdict, number> {
  return { pass: 0, fail: 0, error: 0, skip: 0, xfail: 0, xpass: 0 };
}

export function addTotals(a: Totals, b: Totals): Totals {
  const sum = zeroTotals();
  for (const verdict of verdicts) sum[verdict] = a[verdict] + b[verdict];
  return sum;
}

/** Whether the run fails by this verdict. */
export function isFailing(verdict: Verdict): boolean {
  return verdict === 'fail' || verdict === 'error' || verdict === 'xpass';
}

/** Number of verdicts by which the run fails. */
export function failingOf(totals: Totals): number {
  return verdicts.filter(isFailing).reduce((sum, verdict) => sum + totals[verdict], 0);
}

/** The contract in `<contract>/<op>/<set>/<n>`. */
export function contractOfCase(id: string): string {
  return id.split('/')[0] ?? id;
}

/** The op in `<contract>/<op>/<set>/<n>`. */
export function opOfCase(id: string): string {
  return id.split('/')[1] ?? id;
}

/**
 * The three numbers of the last line. A known failure that failed (xfail) counts as skipped: the run is not
 * to blame, and the backend does not conform either. One that passed (xpass) counts as failed.
 */
export function plainTotals(t: Totals): string {
  return `${t.pass} passed, ${failingOf(t)} failed, ${t.skip + t.xfail} skipped`;
}
