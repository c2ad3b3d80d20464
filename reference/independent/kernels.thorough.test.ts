import { describe, expect, it } from 'vitest';
import { firstDifference } from './compare.ts';
import { kernelComparisons } from './kernel_comparisons.ts';

describe('the reference agrees with the oracle', () => {
  it.each(kernelComparisons)('$name: 20000 random cases', (comparison) => {
    expect(firstDifference(comparison, 2, 20_000)).toBeUndefined();
  });
});
