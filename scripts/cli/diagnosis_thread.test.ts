/**
 * Goal: one thread diagnoses as many backends as a run has, one after the other, and whatever becomes of it nobody waits
 * for ever. Method: the same wrong answer is handed in several times; and a thread that ends in every way it can.
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
const dying = new URL('./fakes/dying_worker.ts', import.meta.url);
const never = new AbortController().signal;

/** A backend that gives no answer to one case. */
function evidenceOf(backend: string): Evidence {
  const failures = [{ test: test!, differences: [], message: 'gave no answer' }];
  return { backend, capabilities: [], failures, passed: [] };
}

describe('a thread for diagnoses', () => {
  it('answers for one backend after the other', async () => {
    const thread = newDiagnosisThread(never);
    for (const backend of ['first', 'second', 'third']) {
      expect(await thread.diagnose(evidenceOf(backend))).toMatchObject({ backend });
    }
    await thread.end();
  });

  it.each([
    ['throws an error', 'threw offset is out of bounds'],
    ['throws nothing', 'threw undefined'],
    ['throws what cannot be cloned', 'threw '],
    ['rejects unheard', 'threw nobody listens'],
    ['exits without a word', 'exited with status 0'],
    ['exits with a status', 'exited with status 7'],
    ['leaves its port', 'exited with status 0'],
    ['answers what cannot be cloned', 'threw {}'],
  ])('that %s is said to be lost, and the next one starts anew', async (backend, reason) => {
    const thread = newDiagnosisThread(never, dying);
    const event = await thread.diagnose(evidenceOf(backend));
    expect(event).toMatchObject({ backend, failures: 1, findings: [] });
    expect(event!.lines[0]).toContain(`${backend}: no diagnosis, because its thread `);
    expect(event!.lines[0]).toContain(reason);
    const after = await thread.diagnose(evidenceOf('answers'));
    expect(after).toMatchObject({ backend: 'answers' });
    await thread.end();
  });

  it.each(['throws an error', 'exits without a word'])(
    'that %s between two diagnoses does not keep the next one waiting',
    async (way) => {
      const thread = newDiagnosisThread(never, dying);
      const first = `answers, ${way}`;
      expect(await thread.diagnose(evidenceOf(first))).toMatchObject({ backend: first });
      // before or after the thread is seen to be gone
      const second = await thread.diagnose(evidenceOf('answers'));
      expect(second === undefined || second.backend === 'answers').toBe(true);
      expect(await thread.diagnose(evidenceOf('answers'))).toMatchObject({ backend: 'answers' });
      await thread.end();
    },
  );

  it('that loops for ever is given up', async () => {
    const thread = newDiagnosisThread(never, dying, 1);
    const event = await thread.diagnose(evidenceOf('loops for ever'));
    expect(event).toMatchObject({ backend: 'loops for ever', findings: [] });
    expect(event!.lines[0]).toContain('does not come to an end');
    await thread.end();
  });

  it('that says nothing is ended by an interrupt, and by its end', async () => {
    const interrupt = new AbortController();
    const interrupted = newDiagnosisThread(interrupt.signal, dying);
    const first = interrupted.diagnose(evidenceOf('silent'));
    interrupt.abort();
    expect(await first).toBeUndefined();
    const ended = newDiagnosisThread(never, dying);
    const second = ended.diagnose(evidenceOf('silent'));
    await ended.end();
    expect(await second).toBeUndefined();
  });
});
