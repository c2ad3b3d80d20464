/** Goal: what was measured in wrong answers is what a person would see in them, and holds for all of them. */

import { describe, expect, it } from 'vitest';
import type { WireTensor } from '../../../schema/format/types.ts';
import { factText, placeText } from '../fact_text.ts';
import { tensor } from '../fixtures.ts';
import { dataFacts } from './data.ts';
import { elementsOf } from './elements.ts';
import { placesOf } from './places.ts';
import { compared, valueFactor } from './relations.ts';

function texts(want: readonly number[], have: readonly number[], more: Partial<WireTensor> = {}) {
  const e = elementsOf(tensor(want, more), tensor(have, more));
  return [
    ...dataFacts(e).map((fact) => factText(fact, 'y')),
    ...placesOf(e).map((place) => placeText(place)),
  ];
}

describe('facts', () => {
  it.each([
    ['y is zero where it is wrong', [1, 2, 3], [0, 0, 3]],
    ['y has the wrong sign', [1, 2, 3], [-1, -2, -3]],
    ['y is one too large', [-1, 2, -3], [0, 3, -2]],
    ['y is one too far from zero', [1, -2, 3], [2, -3, 4]],
    ['a part of y is never written', [1, 2, 3], [1, -1515870811, -1515870811]],
    [
      'y is added to what its buffer held: it is not cleared first',
      [1, 2, 3],
      [-1515870810, -1515870809, -1515870808],
    ],
    ['y is in reverse order', [1, 2, 3, 4], [4, 3, 2, 1]],
    ['the elements of y are shifted by 1', [1, 2, 3, 4], [9, 1, 2, 3]],
    ['the elements of y are permuted', [1, 2, 3, 4], [2, 1, 4, 3]],
    ['sums in y run on: every element has the one before added to it', [1, 2, 3], [1, 3, 6]],
    ['all elements of y are equal', [1, 2, 3], [5, 5, 5]],
    ['y is off by a multiple of 2^16: a value was kept in 16 bits', [40000, 1], [-25536, 1]],
    [
      'y stops at the limits of 16 bits: it is clamped (saturates) where it must be kept',
      [40000, -50000, 1],
      [32767, -32768, 1],
    ],
    ['only in the last element', [1, 2, 3], [1, 2, 9]],
    ['only in the last n mod 4 elements', [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 9, 9]],
    ['only from element 1 on', [1, 2, 3], [1, 8, 9]],
    ['only where the right value is negative', [1, -2, 3], [1, -9, 3]],
  ] as const)('%s', (text, want, have) => {
    expect(texts(want, have)).toContain(text);
  });

  it('name a batch item', () => {
    const more = { shape: [3, 2] };
    expect(texts([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 0, 9], more)).toContain(
      'only from the third batch item on',
    );
  });

  it('name fewer bits', () => {
    const numbers = { want: [Math.fround(1.2345), 2], have: [1.234375, 2], wrong: [0] };
    const form = { isFloat: true, isBool: false, bits: undefined, isPacked: false, shape: [2] };
    expect(dataFacts({ ...form, ...numbers }).map((fact) => factText(fact, 'y'))).toContain(
      'y is rounded to half precision (float16) where it must be kept in float32',
    );
  });

  it('name one factor, where there is one', () => {
    const factor = (have: readonly number[]) =>
      valueFactor(compared(tensor([1, 2, 3]), tensor(have)));
    expect(factor([3, 6, 9])).toBe(3);
    expect(factor([3, 6, 10])).toBeUndefined();
  });
});
