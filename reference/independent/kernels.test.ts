import { describe, expect, it } from 'vitest';
import { newCases } from './cases.ts';
import { kernelComparisons } from './kernel_comparisons.ts';

describe('the reference agrees with the oracle', () => {
  it.each(kernelComparisons)('$name: 500 random cases', ({ run }) => {
    const cases = newCases(20260723);
    for (let i = 0; i < 500; i++) {
      const { expected, got } = run(cases);
      expect(got, `case ${i}`).toEqual(expected);
    }
  });
});
