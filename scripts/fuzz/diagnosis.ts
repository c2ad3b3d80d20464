/** What the diagnosis says of the failures of a fuzzing run, made small. */

import { type Evidence, newCollector } from '../../conformance/core/evidence.ts';
import type { TestCase } from '../../conformance/core/load.ts';
import { diagnose } from '../../conformance/diagnosis/diagnose.ts';
import { newReplayer } from '../../conformance/diagnosis/replay/replayer.ts';
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

/** The lines of the diagnosis of each subject with failures. */
export async function diagnosed(
  subjects: readonly Stoppable[],
  failures: readonly FuzzFailure[],
): Promise<string[]> {
  const replayer = newReplayer();
  const lines: string[] = [];
  for (const subject of subjects) {
    const evidence = evidenceOf(subject, failures);
    if (evidence.failures.length === 0) continue;
    const event = await diagnose(evidence, replayer);
    lines.push(...(event?.lines ?? []));
  }
  return lines;
}
