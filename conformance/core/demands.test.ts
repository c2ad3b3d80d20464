import { describe, expect, it } from 'vitest';
import { newDemandRecorder } from './demands.ts';
import type { CaseEnd } from './events.ts';

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
});
