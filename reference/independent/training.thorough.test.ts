import { describe, expect, it } from 'vitest';
import { firstDifference } from './compare.ts';
import { trainingComparisons } from './training_comparisons.ts';

describe('the reference agrees with the oracle', () => {
  it.each(trainingComparisons)('$name: 20000 random cases', (comparison) => {
    expect(firstDifference(comparison, 4, 20_000)).toBeUndefined();
  });
});
