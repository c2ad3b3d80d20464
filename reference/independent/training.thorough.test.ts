import { describe, expect, it } from 'vitest';
import { newCases } from './cases.ts';
import { trainingComparisons } from './training_comparisons.ts';

describe('the reference agrees with the oracle', () => {
  it.each(trainingComparisons)('$name: 20000 random cases', ({ run }) => {
    const cases = newCases(4);
    for (let i = 0; i < 20_000; i++) {
      const { expected, got } = run(cases);
      if (JSON.stringify(got) !== JSON.stringify(expected))
        expect(got, `case ${i}`).toEqual(expected);
    }
  });
});
