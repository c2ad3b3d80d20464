/**
 * What a fuzzing run has found: counts, and the first failure of each subject, op and kind, made small when it
 * is met.
 */

import type { Verdict } from '../../conformance/core/events.ts';
import { type FuzzCase, validCall } from './cases.ts';
import type { Draft } from './draft.ts';
import type { Asked, Outcome, Subject } from './examine.ts';
import { outcomeOn } from './outcome.ts';
import { shrunk } from './shrink.ts';

export interface Counts {
  calls: number;
  passed: number;
  failed: number;
  skipped: number;
  /** calls that mean nothing: undefined behaviour, or none of the op's */
  discarded: number;
}

export interface FuzzFailure {
  /** `reference` where the reference itself fails */
  readonly subject: string;
  readonly kind: string;
  readonly found: FuzzCase;
  /** the smallest call that fails in this way */
  readonly asked: Asked;
  readonly outcome: Outcome;
  /** names of the changes it takes */
  readonly changes: readonly string[];
}

export interface TallyOptions {
  /** distinct failures after which the run ends */
  readonly maxErrors: number;
  /** calls that may be asked to make one failure smaller */
  readonly shrinkTries: number;
  readonly onFailure: (failure: FuzzFailure) => void;
  /** ends the run; no failure is made smaller any more */
  readonly signal?: AbortSignal;
}

/** Takes outcomes; the subject is undefined where the reference itself fails. */
export interface Tally {
  readonly counts: Counts;
  /** distinct failures, each with how often it was met */
  readonly failures: Map<string, number>;
  take(found: FuzzCase, subject: Subject | undefined, outcome: Outcome): Promise<void>;
}

/** Lets signals and other events be heard between calculations. */
export function hearSignals(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function smallest(
  found: FuzzCase,
  subject: Subject | undefined,
  first: Outcome,
  { shrinkTries, signal }: TallyOptions,
): Promise<FuzzFailure> {
  const { op, contract } = found;
  let outcome = first;
  let asked: Asked = found;
  async function fails(draft: Draft): Promise<boolean> {
    const call = validCall(op, draft);
    if (call === undefined || signal?.aborted === true) return false;
    await hearSignals();
    const next = { op, contract, call };
    const seen = await outcomeOn(next, subject);
    if (seen?.signature !== first.signature) return false;
    [outcome, asked] = [seen, next];
    return true;
  }
  const { steps } = await shrunk(found, fails, shrinkTries);
  const changes = steps.map(({ mutation }) => mutation.name);
  const common = { subject: subject?.id ?? 'reference', kind: first.kind, found, changes };
  return { ...common, asked, outcome };
}

function count(counts: Counts, verdict: Verdict): void {
  if (verdict === 'pass') counts.passed++;
  else if (verdict === 'skip') counts.skipped++;
  else counts.failed++;
}

export function newTally(options: TallyOptions): Tally {
  const { maxErrors, onFailure } = options;
  const counts: Counts = { calls: 0, passed: 0, failed: 0, skipped: 0, discarded: 0 };
  const failures = new Map<string, number>();

  async function meet(found: FuzzCase, subject: Subject | undefined, outcome: Outcome) {
    const key = `${subject?.id ?? 'reference'} ${found.op.name} ${outcome.kind}`;
    const before = failures.get(key);
    if (before === undefined && failures.size >= maxErrors) return;
    failures.set(key, (before ?? 0) + 1);
    if (before === undefined) onFailure(await smallest(found, subject, outcome, options));
  }

  async function take(found: FuzzCase, subject: Subject | undefined, outcome: Outcome) {
    count(counts, outcome.judgement.verdict);
    if (outcome.kind !== '') await meet(found, subject, outcome);
  }

  return { counts, failures, take };
}
