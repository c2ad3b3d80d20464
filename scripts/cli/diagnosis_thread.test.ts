/**
 * Goal: one thread diagnoses as many backends as a run has, one after the other. Method: the same wrong answer is
 * handed in three times; a thread that delivers only its first answer never ends this test.
 */

import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../conformance/core/evidence.ts';
import { loadCorpus } from '../../conformance/core/load.ts';
import { newDiagnosisThread } from './diagnosis_thread.ts';
import { vectorsDir } from './paths.ts';

const { cases } = loadCorpus(
  vectorsDir,
  ({ contract, op }) => contract === 'sym-2026-07-21' && op === 'round',
);
const [test] = cases.filter(({ vector }) => vector.expected.status === 'ok');

/** A backend that gives no answer to one case. */
function evidenceOf(backend: string): Evidence {
  const failures = [{ test: test!, differences: [], message: 'gave no answer' }];
  return { backend, capabilities: [], failures, passed: [] };
}

describe('a thread for diagnoses', () => {
  it('answers for one backend after the other', async () => {
    const thread = newDiagnosisThread(new AbortController().signal);
    for (const backend of ['first', 'second', 'third']) {
      expect(await thread.diagnose(evidenceOf(backend))).toMatchObject({ backend });
    }
    await thread.end();
  });
});
