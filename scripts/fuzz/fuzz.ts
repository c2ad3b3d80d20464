/**
 * The loop: calls, some at a time, to the reference and to every subject, until something says stop. The
 * reference answers the next ones while the subjects work on these. Kept are counts and the first failure of
 * each subject, op and kind, so a run may last for days.
 */

import type { Verdict } from '../../conformance/core/events.ts';
import { type FuzzCase, validCall } from './cases.ts';
import type { Draft } from './draft.ts';
import {
  type Asked,
  type Examination,
  type Expectation,
  examined,
  expectationOf,
  type Outcome,
  type Subject,
} from './examine.ts';
import { brokenOutcome, isDeclined, isMisfit, outcomeOn, outsideOutcome } from './outcome.ts';
import { shrunk } from './shrink.ts';
import { bytesOf } from './subjects.ts';

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

export interface FuzzOptions {
  readonly subjects: readonly Subject[];
  readonly cases: Iterable<FuzzCase>;
  /** distinct failures after which the run ends */
  readonly maxErrors: number;
  /** calls that may be asked to make one failure smaller */
  readonly shrinkTries: number;
  /** asked before every call */
  readonly isOver: (counts: Counts) => boolean;
  readonly onFailure: (failure: FuzzFailure) => void;
  readonly onProgress: (counts: Counts, failures: number) => void;
}

export interface FuzzResult {
  readonly counts: Counts;
  /** distinct failures, each with how often it was met */
  readonly failures: ReadonlyMap<string, number>;
}

/** Calls that are sent together, as long as they are small. */
const batchCalls = 64;
const batchBytes = 200_000;

/** One in so many calls that nobody disagrees on is looked through for what the reference reaches outside. */
const outsideEvery = 32;

async function smallest(
  found: FuzzCase,
  subject: Subject | undefined,
  first: Outcome,
  tries: number,
): Promise<FuzzFailure> {
  const { op, contract } = found;
  let outcome = first;
  let asked: Asked = found;
  async function fails(draft: Draft): Promise<boolean> {
    const call = validCall(op, draft);
    if (call === undefined) return false;
    const next = { op, contract, call };
    const seen = await outcomeOn(next, subject);
    if (seen?.signature !== first.signature) return false;
    [outcome, asked] = [seen, next];
    return true;
  }
  const { steps } = await shrunk(found, fails, tries);
  const changes = steps.map(({ mutation }) => mutation.name);
  const common = { subject: subject?.id ?? 'reference', kind: first.kind, found, changes };
  return { ...common, asked, outcome };
}

function count(counts: Counts, verdict: Verdict): void {
  if (verdict === 'pass') counts.passed++;
  else if (verdict === 'skip') counts.skipped++;
  else counts.failed++;
}

type Batch = (Examination & { readonly asked: FuzzCase })[];

export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const { subjects, maxErrors, shrinkTries, isOver, onFailure, onProgress } = options;
  const counts: Counts = { calls: 0, passed: 0, failed: 0, skipped: 0, discarded: 0 };
  const failures = new Map<string, number>();

  async function meet(found: FuzzCase, subject: Subject | undefined, outcome: Outcome) {
    const key = `${subject?.id ?? 'reference'} ${found.op.name} ${outcome.kind}`;
    const before = failures.get(key);
    if (before === undefined && failures.size >= maxErrors) return;
    failures.set(key, (before ?? 0) + 1);
    if (before === undefined) onFailure(await smallest(found, subject, outcome, shrinkTries));
  }

  async function meetReference(found: FuzzCase, outcome: Outcome | undefined): Promise<void> {
    if (outcome === undefined) return;
    counts.failed++;
    await meet(found, undefined, outcome);
  }

  async function judgeOne(found: FuzzCase, subject: Subject, outcome: Outcome): Promise<void> {
    if (isDeclined(found, outcome)) {
      counts.discarded++;
      return;
    }
    count(counts, outcome.judgement.verdict);
    if (outcome.kind !== '') await meet(found, subject, outcome);
  }

  /** Whoever disagrees with a reference that reaches outside a tensor is not to blame. */
  async function judgeAll(batch: Batch, answered: readonly (Outcome | undefined)[][]) {
    for (const [i, { asked }] of batch.entries()) {
      const isWrong = answered.some((outcomes) => (outcomes[i]?.kind ?? '') !== '');
      const outside = isWrong ? outsideOutcome(asked) : undefined;
      await meetReference(asked, outside);
      if (outside !== undefined) continue;
      for (const [s, outcomes] of answered.entries()) {
        const outcome = outcomes[i];
        if (outcome === undefined) counts.skipped++;
        else await judgeOne(asked, subjects[s]!, outcome);
      }
    }
  }

  async function answersOf(subject: Subject, batch: Batch): Promise<(Outcome | undefined)[]> {
    const taken = batch.map(({ asked }) => subject.declines(asked) === undefined);
    const outcomes = await examined(
      subject,
      batch.filter((_, i) => taken[i]),
      counts.calls,
    );
    return taken.map((isTaken) => (isTaken ? outcomes.shift() : undefined));
  }

  async function examineAll(batch: Batch): Promise<void> {
    if (batch.length === 0) return;
    await judgeAll(batch, await Promise.all(subjects.map((s) => answersOf(s, batch))));
  }

  /** What the reference says of a call that no subject has to answer. */
  async function examineReference(found: FuzzCase, expectation: Expectation): Promise<void> {
    if (expectation.kind === 'answer') {
      if (counts.calls % outsideEvery === 0) await meetReference(found, outsideOutcome(found));
      return;
    }
    const broken = brokenOutcome(expectation);
    if (broken === undefined || isMisfit(found, broken)) counts.discarded++;
    else await meetReference(found, broken);
  }

  let underWay = Promise.resolve();
  let batch: Batch = [];
  let bytes = 0;
  for (const found of options.cases) {
    if (isOver(counts) || failures.size >= maxErrors) break;
    counts.calls++;
    const expectation = expectationOf(found);
    await examineReference(found, expectation);
    if (expectation.kind !== 'answer') continue;
    batch.push({ asked: found, expectation });
    bytes += bytesOf(found.call);
    if (batch.length < batchCalls && bytes < batchBytes) continue;
    await underWay;
    underWay = examineAll(batch);
    [batch, bytes] = [[], 0];
    onProgress(counts, failures.size);
  }
  await underWay;
  await examineAll(batch);
  return { counts, failures };
}
