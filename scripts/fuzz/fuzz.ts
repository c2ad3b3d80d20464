/**
 * The loop: call after call to the reference and to every subject, until something says stop. The reference
 * answers the next call while the subjects work on this one. Kept are counts and the first failure of each
 * subject, op and kind, so a run may last for days.
 */

import type { Verdict } from '../../conformance/core/events.ts';
import { type FuzzCase, validCall } from './cases.ts';
import type { Draft } from './draft.ts';
import {
  type Asked,
  type Expectation,
  examined,
  expectationOf,
  type Outcome,
  type Subject,
  signatureOf,
} from './examine.ts';
import { isMeaningless } from './outside.ts';
import { shrunk } from './shrink.ts';

export interface Counts {
  calls: number;
  passed: number;
  failed: number;
  skipped: number;
  /** calls that mean nothing: undefined behaviour, or the reference reaches outside a tensor */
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

const wroteToInput = 'the reference wrote to an input';

const noJudgement = { verdict: 'error' } as const;

/** A reference that fails is no subject, but its failure is one all the same. */
function brokenOutcome(expectation: Expectation): Outcome | undefined {
  if (expectation.kind !== 'broken') return undefined;
  const judgement = { ...noJudgement, message: expectation.message };
  return { judgement, kind: 'broken', signature: signatureOf(judgement, 'broken') };
}

/** A changed call may ask for a target that the result does not fit; to write to an input is never right. */
function isMisfit(found: FuzzCase, { judgement }: Outcome): boolean {
  const isChanged = found.steps.length > 0;
  return (isChanged && !judgement.message?.includes(wroteToInput)) || isMeaningless(found);
}

const resizing = new Set(['empty', 'block', 'extent', 'long', 'absent']);

/** A subject may say of a call with other extents than its parts go together with that it is none. */
function isDeclined({ steps }: FuzzCase, { reply }: Outcome): boolean {
  return reply?.status === 'error' && steps.some(({ mutation }) => resizing.has(mutation.name));
}

async function outcomeOn(asked: Asked, subject: Subject | undefined): Promise<Outcome | undefined> {
  const expectation = expectationOf(asked);
  if (subject === undefined || expectation.kind !== 'answer') {
    return subject === undefined ? brokenOutcome(expectation) : undefined;
  }
  if (subject.declines(asked) !== undefined) return undefined;
  return examined(asked, subject, expectation, 0);
}

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
    if (seen?.signature !== first.signature || isMeaningless(next)) return false;
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

  async function examineAll(found: FuzzCase, expectation: Expectation): Promise<void> {
    const broken = brokenOutcome(expectation);
    if (broken !== undefined && isMisfit(found, broken)) counts.discarded++;
    else if (broken !== undefined) {
      counts.failed++;
      await meet(found, undefined, broken);
    }
    if (expectation.kind !== 'answer') return;
    const asked = subjects.filter((subject) => subject.declines(found) === undefined);
    counts.skipped += subjects.length - asked.length;
    const outcomes = await Promise.all(
      asked.map((subject) => examined(found, subject, expectation, counts.calls)),
    );
    const isWrong = outcomes.some(({ kind }) => kind !== '');
    if (isWrong && isMeaningless(found)) {
      counts.discarded++;
      return;
    }
    for (const [i, outcome] of outcomes.entries()) {
      if (isDeclined(found, outcome)) {
        counts.discarded++;
        continue;
      }
      count(counts, outcome.judgement.verdict);
      if (outcome.kind !== '') await meet(found, asked[i]!, outcome);
    }
  }

  let underWay = Promise.resolve();
  for (const found of options.cases) {
    if (isOver(counts) || failures.size >= maxErrors) break;
    counts.calls++;
    const expectation = expectationOf(found);
    if (expectation.kind === 'undefined' || expectation.kind === 'outside') counts.discarded++;
    await underWay;
    underWay = examineAll(found, expectation);
    onProgress(counts, failures.size);
  }
  await underWay;
  return { counts, failures };
}
