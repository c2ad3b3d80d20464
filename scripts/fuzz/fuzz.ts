/**
 * The loop: calls, some at a time, to the reference and to every subject, until something says stop. The
 * reference answers the next ones while the subjects work on these. Only counts and first failures are kept, so
 * a run may last for days.
 */

import type { FuzzCase } from './cases.ts';
import {
  type Examination,
  type Expectation,
  examined,
  expectationOf,
  type Outcome,
  type Subject,
} from './examine.ts';
import { brokenOutcome, isMisfit, outsideOutcome } from './outcome.ts';
import { bytesOf } from './subjects.ts';
import { type Counts, hearSignals, newTally, type Tally, type TallyOptions } from './tally.ts';

export interface FuzzOptions extends TallyOptions {
  readonly subjects: readonly Subject[];
  readonly cases: Iterable<FuzzCase>;
  /** asked before every call */
  readonly isOver: (counts: Counts) => boolean;
  readonly onProgress: (counts: Counts, failures: number) => void;
}

export type FuzzResult = Pick<Tally, 'counts' | 'failures'>;

/** Calls that are sent together, as long as they are small. */
const batchCalls = 64;
const batchBytes = 200_000;

/** Calls after which signals are heard: the reference and the oracle only calculate. */
const heardEvery = 8;

/** One in so many calls that nobody disagrees on is looked through for what the reference reaches outside. */
const outsideEvery = 32;

type Batch = (Examination & { readonly asked: FuzzCase })[];

/** One outcome for each call; none where the subject does not take it. */
async function answersOf(
  subject: Subject,
  batch: Batch,
  firstSeq: number,
): Promise<(Outcome | undefined)[]> {
  const taken = batch.map(({ asked }) => subject.declines(asked) === undefined);
  const own = batch.filter((_, i) => taken[i]);
  const outcomes = await examined(subject, own, firstSeq);
  return taken.map((isTaken) => (isTaken ? outcomes.shift() : undefined));
}

async function examineAll(batch: Batch, options: FuzzOptions, tally: Tally): Promise<void> {
  const { counts } = tally;
  const { subjects, signal } = options;
  const asked = subjects.map((subject) => answersOf(subject, batch, counts.calls));
  const answered = await Promise.all(asked);
  // an answer that was cut off says nothing
  if (signal?.aborted === true) return;
  for (const [i, { asked: found }] of batch.entries()) {
    const outcomes = answered.map((of) => of[i]);
    const isWrong = outcomes.some((outcome) => (outcome?.kind ?? '') !== '');
    // whoever disagrees with a reference that reaches outside a tensor is not to blame
    const outside = isWrong ? outsideOutcome(found) : undefined;
    if (outside !== undefined) {
      await tally.take(found, undefined, outside);
      continue;
    }
    for (const [s, outcome] of outcomes.entries()) {
      if (outcome === undefined) counts.skipped++;
      else await tally.take(found, subjects[s]!, outcome);
    }
  }
}

/** What the reference says of a call, whoever else answers it. */
async function examineReference(
  found: FuzzCase,
  expectation: Expectation,
  tally: Tally,
): Promise<void> {
  const { counts } = tally;
  if (expectation.kind === 'answer') {
    const outside = counts.calls % outsideEvery === 0 ? outsideOutcome(found) : undefined;
    if (outside !== undefined) await tally.take(found, undefined, outside);
    return;
  }
  const broken = brokenOutcome(expectation);
  if (broken === undefined || isMisfit(found, broken)) counts.discarded++;
  else await tally.take(found, undefined, broken);
}

export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const { maxErrors, isOver, onProgress } = options;
  const tally = newTally(options);
  const { counts, failures } = tally;
  let underWay = Promise.resolve();
  let batch: Batch = [];
  let bytes = 0;
  for (const found of options.cases) {
    if (isOver(counts) || failures.size >= maxErrors) break;
    counts.calls++;
    if (counts.calls % heardEvery === 0) await hearSignals();
    const expectation = expectationOf(found);
    await examineReference(found, expectation, tally);
    if (expectation.kind !== 'answer') continue;
    batch.push({ asked: found, expectation });
    bytes += bytesOf(found.call);
    if (batch.length < batchCalls && bytes < batchBytes) continue;
    await underWay;
    underWay = examineAll(batch, options, tally);
    [batch, bytes] = [[], 0];
    onProgress(counts, failures.size);
  }
  await underWay;
  await examineAll(batch, options, tally);
  return { counts, failures };
}
