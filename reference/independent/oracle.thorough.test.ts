import { describe, expect, it } from 'vitest';
import { firstDifference } from './compare.ts';
import { comparisons } from './comparisons.ts';

describe('the reference agrees with the oracle', () => {
  it.each(comparisons)('$name: 20000 random cases', (comparison) => {
    expect(firstDifference(comparison, 1, 20_000)).toBeUndefined();
  });
});
