/** Goal: each policy changes what is expected of overflowing cases and of nothing else. */

import { describe, expect, it } from 'vitest';
import { sampleFile } from '../backends/fakes/sample.ts';
import { casesOf } from './load.ts';
import { withOverflowPolicy } from './overflow_policy.ts';

const cases = casesOf(sampleFile());
const isOverflow = (i: number): boolean => cases[i]!.vector.expected.status === 'overflow';
const wrapped = () => ({ outputs: {}, rng: 77 });

describe('overflow policies', () => {
  it('flag leaves every case as it is', () => {
    expect(withOverflowPolicy(cases, 'flag', wrapped)).toEqual(cases);
  });

  it.each(['wrap', 'refuse'] as const)('%s changes overflowing cases only', (policy) => {
    const judged = withOverflowPolicy(cases, policy, wrapped);
    const changed = judged.flatMap((test, i) => (test === cases[i] ? [] : [i]));
    expect(changed).toEqual(cases.flatMap((_, i) => (isOverflow(i) ? [i] : [])));
    expect(changed).not.toEqual([]);
    const status = policy === 'wrap' ? 'ok' : 'refused';
    for (const i of changed) expect(judged[i]!.vector.expected.status).toBe(status);
  });

  it('a cast out of range has no wrapped value', () => {
    const casting = cases.map((test) => {
      const { vector } = test;
      const cast = { when: 'always', count: 1 } as const;
      const overflow = { ...vector.expected.overflow, cast };
      return { ...test, vector: { ...vector, expected: { ...vector.expected, overflow } } };
    });
    expect(withOverflowPolicy(casting, 'wrap', wrapped)).toEqual(casting);
  });

  it('a case that the reference cannot answer stays as it is', () => {
    expect(withOverflowPolicy(cases, 'wrap', () => undefined)).toEqual(cases);
  });
});
