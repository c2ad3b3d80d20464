/** Goal: `isSameValue` is equality of canonical bytes. Method: pairs of small values, most of them nearly the same. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encode } from './codec.ts';
import { isSameValue } from './same_value.ts';

// few leaves and few keys, so that pairs are often the same, or differ in one place
const { value } = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom<unknown>(0, 1, '', 'a', '1'),
    fc.uint8Array({ max: 1, maxLength: 2 }),
  ),
  value: fc.oneof(
    { maxDepth: 2 },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b'), tie('value'), { maxKeys: 2, noNullPrototype: true }),
  ),
}));

it('is equality of the bytes', () => {
  let same = 0;
  fc.assert(
    fc.property(value, value, (a, b) => {
      const isSame = Buffer.compare(encode(a), encode(b)) === 0;
      same += isSame ? 1 : 0;
      return isSameValue(a, b) === isSame && isSameValue(a, structuredClone(a));
    }),
    { numRuns: 2000, seed: 1 },
  );
  expect(same).toBeGreaterThan(50);
});

it('the order of keys and the kind of an empty value count', () => {
  expect(isSameValue([], {})).toBe(false);
  expect(isSameValue({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(false);
  expect(isSameValue(new Uint8Array(0), [])).toBe(false);
  expect(isSameValue({}, new Uint8Array(0))).toBe(false);
});
