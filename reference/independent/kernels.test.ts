import { describe, expect, it } from 'vitest';
import { firstDifference } from './compare.ts';
import { kernelComparisons } from './kernel_comparisons.ts';

describe('the reference agrees with the oracle', () => {
  it.each(kernelComparisons)('$name: 500 random cases', (comparison) => {
    expect(firstDifference(comparison, 20260723, 500)).toBeUndefined();
  });
});
