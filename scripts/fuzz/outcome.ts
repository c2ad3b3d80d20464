/** What an outcome of a fuzzing run means: a failure, or a call that means nothing. */

import type { FuzzCase } from './cases.ts';
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

const wroteToInput = 'the reference wrote to an input';

function referenceFailure(kind: string, message: string): Outcome {
  const judgement = { verdict: 'error', message } as const;
  return { judgement, kind, signature: signatureOf(judgement, kind) };
}

/** A reference that fails is no subject, but its failure is one all the same. */
export function brokenOutcome(expectation: Expectation): Outcome | undefined {
  if (expectation.kind !== 'broken') return undefined;
  return referenceFailure('broken', expectation.message);
}

/** A changed call may ask for a target that the result does not fit; to write to an input is never right. */
export function isMisfit(found: FuzzCase, { judgement }: Outcome): boolean {
  return found.steps.length > 0 && !judgement.message?.includes(wroteToInput);
}

/** The reference answers a call that means nothing, instead of raising undefined behaviour. */
export function outsideOutcome(asked: Asked): Outcome | undefined {
  if (!isMeaningless(asked)) return undefined;
  const message = 'it reaches outside a tensor, or leaves elements of an output as they were';
  return referenceFailure('outside', message);
}

/** What a call comes to on a subject, or in the reference itself; undefined where there is nothing to say. */
export async function outcomeOn(
  asked: Asked,
  subject: Subject | undefined,
): Promise<Outcome | undefined> {
  const expectation = expectationOf(asked);
  if (subject === undefined) {
    return (
      brokenOutcome(expectation) ??
      (expectation.kind === 'answer' ? outsideOutcome(asked) : undefined)
    );
  }
  if (expectation.kind !== 'answer' || subject.declines(asked) !== undefined) return undefined;
  if (isMeaningless(asked)) return undefined;
  const [outcome] = await examined(subject, [{ asked, expectation }]);
  return outcome;
}
