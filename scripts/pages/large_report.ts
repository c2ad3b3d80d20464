/** A report of a run in which almost everything fails: committed vectors, a backend that is off by one. */

import { newFakeLinkLog } from '../../conformance/backends/fakes/fake_link.ts';
import { fakeBackend } from '../../conformance/backends/fakes/index.ts';
import { coloursFor } from '../../conformance/core/colour.ts';
import type { DiagnosisEvent, RunEvent } from '../../conformance/core/events.ts';
import { harmlessEvent } from '../../conformance/core/harmless.ts';
import { noKnownFailures } from '../../conformance/core/known_failures.ts';
import { loadCorpus, type TestCase } from '../../conformance/core/load.ts';
import { runAll } from '../../conformance/core/run.ts';
import { newHtml } from '../../conformance/reporters/html/index.ts';
import { newClauseTexts } from '../cli/clause_text.ts';
import { vectorsDir } from '../cli/paths.ts';

/** Findings as a diagnosis of this backend might give them; the second names everything that one can. */
function diagnosisOf(backend: string, failures: number): DiagnosisEvent {
  const findings: DiagnosisEvent['findings'] = [
    {
      kind: 'mistake',
      confidence: 'reproduced',
      ids: ['round_half_even'],
      functions: ['roundHalfAway'],
      text: 'round, requant_dynamic: ties go to even',
      clause: 'S16',
      fix: 'round halves away from zero',
      explains: 120,
      of: 140,
      ops: ['requant_dynamic', 'round'],
      outputs: ['y'],
      against: ['linear_sym'],
      rivals: ['round_half_up'],
    },
    {
      kind: 'measured',
      confidence: 'measured',
      ids: [],
      functions: [],
      text: 'fact: every element of y is one too large',
      explains: failures - 120,
      of: failures,
      ops: ['relu'],
      parameters: { fact: 'offset', lsb: '1' },
    },
  ];
  return { event: 'diagnosis', backend, failures, findings, lines: [] };
}

/** Whether the answer has outputs, all of them large enough to be off by one. */
function isSpoilable({ vector }: TestCase): boolean {
  const outputs = Object.values(vector.expected.outputs ?? {});
  return outputs.length > 0 && outputs.every(({ data }) => data.length >= 4);
}

/** The page with so many failing cases as asked for; every contract contributes. Errors: those of reading vectors. */
export async function largeReport(wanted: number): Promise<string> {
  const { cases: all } = loadCorpus(vectorsDir, () => true);
  const cases = all.filter(isSpoilable).slice(0, wanted);
  const ops = [...new Set(cases.map(({ op }) => op))];
  const contracts = [...new Set(cases.map(({ contract }) => contract))];
  const hello = { ops, contracts, max_frame: 2 ** 26 };
  const few = { ...hello, ops: ['accumulate_asym', 'round'], name: 'a small library' };
  const events: RunEvent[] = [];
  await runAll({
    version: '0.0.0',
    cases,
    corpus: new Set(cases.map(({ id }) => id)),
    backends: [
      fakeBackend('off_by_one_lsb', cases, newFakeLinkLog(), hello),
      fakeBackend('always_right', cases, newFakeLinkLog(), few),
    ],
    known: noKnownFailures,
    jobs: 1,
    giveUpAfter: 3,
    allowEmpty: false,
    signal: new AbortController().signal,
    emit: (event) => events.push(event),
    now: () => 0,
    time: '2026-01-01T00:00:00Z',
    diagnose: async ({ backend, failures }) =>
      failures.length === 0 ? undefined : diagnosisOf(backend, failures.length),
  });
  const reporter = newHtml({
    colours: coloursFor(false),
    width: 100,
    failuresShown: 5,
    clauseText: newClauseTexts(),
  });
  for (const event of events) reporter.event(harmlessEvent(event));
  return await reporter.end();
}
