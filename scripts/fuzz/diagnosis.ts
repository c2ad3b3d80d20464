/** What the diagnosis says of the failures of a fuzzing run, made small. */

import { type Evidence, newCollector } from '../../conformance/core/evidence.ts';
import type { TestCase } from '../../conformance/core/load.ts';
import { newDiagnosisThread } from '../cli/diagnosis_thread.ts';
import { expectationOf } from './examine.ts';
import type { Stoppable } from './subjects.ts';
import type { FuzzFailure } from './tally.ts';

function testOf({ asked, found }: FuzzFailure): TestCase | undefined {
  const { op, contract, call } = asked;
  const expectation = expectationOf(asked);
  if (expectation.kind !== 'answer') return undefined;
  const id = `${op.name}/random/${found.label.split('/').at(-1)}`;
  const vector = { id, flags: [], ...call, expected: expectation.expected };
  return { id: `${contract}/${id}`, contract, op: op.name, clause: op.clause, notes: {}, vector };
}

function evidenceOf(subject: Stoppable, failures: readonly FuzzFailure[]): Evidence {
  const collector = newCollector(subject.id);
  for (const failure of failures) {
    const test = testOf(failure);
    if (failure.subject !== subject.id || test === undefined) continue;
    const { judgement, reply } = failure.outcome;
    const { verdict, differences = [], message = '' } = judgement;
    const answered = reply === undefined ? {} : { reply };
    collector.add({ test, verdict, ...answered, differences, message });
  }
  return collector.evidence(subject.capabilities);
}

/** The lines of the diagnosis of each subject with failures; none where the signal comes. */
export async function diagnosed(
  subjects: readonly Stoppable[],
  failures: readonly FuzzFailure[],
  signal: AbortSignal,
): Promise<string[]> {
  const thread = newDiagnosisThread(signal);
  const lines: string[] = [];
  for (const subject of subjects) {
    const event = await thread.diagnose(evidenceOf(subject, failures));
    lines.push(...(event?.lines ?? []));
  }
  await thread.end();
  return lines;
}
