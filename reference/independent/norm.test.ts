import { describe, expect, it } from 'vitest';
import { firstDifference } from './compare.ts';
import { normComparisons } from './norm_comparisons.ts';

describe('the reference agrees with the oracle', () => {
  it.each(normComparisons)('$name: 500 random cases', (comparison) => {
    expect(firstDifference(comparison, 20260722, 500)).toBeUndefined();
  });
});
