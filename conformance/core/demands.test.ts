import { describe, expect, it } from 'vitest';
import { newDemandRecorder, noDemands, wholeOps } from './demands.ts';
import type { CaseEnd } from './events.ts';
import type { TestCase } from './load.ts';

function caseEnd(op: string, n: number, rest: Pick<CaseEnd, 'verdict' | 'reason'>): CaseEnd {
  const id = `sym-2026-07-21/${op}/directed/${n}`;
  return { event: 'case_end', backend: 'mine', case: id, clause: 'S16', flags: [], ...rest };
}

const required = new Set(['round']);

describe('demands', () => {
  it('are not met by an op of which every case is skipped', () => {
    const recorder = newDemandRecorder({ required, failOnSkip: new Set() });
    recorder.caseEnd(caseEnd('round', 0, { verdict: 'skip', reason: 'unsupported-op' }));
    recorder.caseEnd(caseEnd('round', 1, { verdict: 'skip', reason: 'unsupported-op' }));
    recorder.caseEnd(caseEnd('fill', 0, { verdict: 'skip', reason: 'unsupported-op' }));
    expect(recorder.unmet()).toEqual(['mine answers no case of round, which is required']);
  });

  it('are met by one answer, wrong or right, and by an op that is not selected', () => {
    const recorder = newDemandRecorder({
      required: new Set(['round', 'fill']),
      failOnSkip: new Set(),
    });
    recorder.caseEnd(caseEnd('round', 0, { verdict: 'skip', reason: 'unsupported-case' }));
    recorder.caseEnd(caseEnd('round', 1, { verdict: 'fail' }));
    expect(recorder.unmet()).toEqual([]);
  });

  it('count the cases that may not be skipped', () => {
    const failOnSkip = new Set(['unsupported-case', 'frame-too-large'] as const);
    const recorder = newDemandRecorder({ required: new Set(), failOnSkip });
    recorder.caseEnd(caseEnd('round', 0, { verdict: 'skip', reason: 'unsupported-case' }));
    recorder.caseEnd(caseEnd('fill', 0, { verdict: 'skip', reason: 'unsupported-case' }));
    recorder.caseEnd(caseEnd('fill', 1, { verdict: 'skip', reason: 'libm-sensitive' }));
    expect(recorder.unmet()).toEqual(['mine skips cases as unsupported-case: 2']);
  });

  it('are not met by an op that is offered and then answered by nothing', () => {
    const recorder = newDemandRecorder(noDemands, new Set(['round', 'fill']));
    const unsupported = { verdict: 'skip', reason: 'unsupported-case' } as const;
    recorder.caseEnd(caseEnd('round', 0, unsupported));
    recorder.caseEnd(caseEnd('round', 1, unsupported));
    recorder.caseEnd(caseEnd('round', 2, { verdict: 'skip', reason: 'libm-sensitive' }));
    recorder.caseEnd(caseEnd('fill', 0, unsupported));
    recorder.caseEnd(caseEnd('fill', 1, { verdict: 'pass' }));
    // not offered, and not asked as a whole
    recorder.caseEnd(caseEnd('mean', 0, { verdict: 'skip', reason: 'unsupported-op' }));
    recorder.caseEnd(caseEnd('sum', 0, unsupported));
    expect(recorder.unmet()).toEqual(['mine offers ops of which it answers no case: round (2)']);
  });

  it('know an op of which every case of the selected contracts is selected', () => {
    const test = (contract: string, op: string): TestCase => ({ contract, op }) as TestCase;
    const corpus = [test('a', 'round'), test('a', 'fill'), test('a', 'fill'), test('b', 'round')];
    expect([...wholeOps(corpus.slice(0, 2), corpus)]).toEqual(['round']);
    expect([...wholeOps(corpus, corpus)]).toEqual(['round', 'fill']);
    expect([...wholeOps([corpus[0]!, corpus[0]!], corpus)]).toEqual([]);
  });
});
