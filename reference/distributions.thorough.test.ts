/** Every angle of a normal number: the double cosine leaves no doubt about the float. */

import { expect, it } from 'vitest';
import { cosine } from './independent/distributions.ts';
import { cosDouble } from './num/double_double.ts';
import { newNumerics } from './primitives.ts';

const twoPi = Math.fround(2 * Math.fround(Math.PI));

it('of no angle does an error of 2^−51 change the float', () => {
  for (let k = 0; k < 2 ** 24; k++) {
    const c = cosDouble(Math.fround(twoPi * (k / 2 ** 24)));
    if (Math.fround(c * (1 - 2 ** -51)) === Math.fround(c * (1 + 2 ** -51))) continue;
    expect.fail(`draw ${k}`);
  }
});

it('a few thousand agree with exact sums', () => {
  const n = newNumerics('sym-2026-07-21');
  for (let k = 1; k < 2 ** 24; k += 8191) {
    const x = Math.fround(twoPi * (k / 2 ** 24));
    expect(n.fn.cos32(n, x)).toBe(cosine(x));
  }
});
