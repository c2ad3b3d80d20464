/** Goal: a glob means what a regular expression would, and takes no longer than both lengths multiplied. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newGlob } from './glob.ts';

/** The same pattern as a regular expression, which may take for ever on long ones. */
function asPattern(glob: string): RegExp {
  const body = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+|\?/g, (wild) => (wild === '*' ? '[^/]*' : wild === '?' ? '[^/]' : '.*'));
  return new RegExp(`^${body}$`, 'su');
}

describe('newGlob', () => {
  it('agrees with a regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '𝔘'), maxLength: 8 });
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(glob, text, (pattern, given) => {
        const matches = newGlob(pattern, { separator: '/' });
        expect(matches(given)).toBe(asPattern(pattern).test(given));
        expect(matches(given)).toBe(asPattern(pattern).test(given));
      }),
      { numRuns: 5000, seed: 1 },
    );
  });

  it('ends on patterns that a backtracking matcher does not survive', () => {
    const matches = newGlob('*a'.repeat(127), { separator: '/' });
    expect(matches('a'.repeat(5000))).toBe(true);
    expect(matches(`${'a'.repeat(5000)}b`)).toBe(false);
  });

  it('refuses a pattern that is too long', () => {
    expect(() => newGlob('*'.repeat(257), { separator: '/' })).toThrow(
      expect.objectContaining({ code: 'usage-bad-value' }),
    );
  });
});
