import { describe, expect, it } from 'vitest';
import { firstDifference } from './compare.ts';
import { trainingComparisons } from './training_comparisons.ts';

describe('the reference agrees with the oracle', () => {
  it.each(trainingComparisons)('$name: 500 random cases', (comparison) => {
    expect(firstDifference(comparison, 20260723, 500)).toBeUndefined();
  });
});
