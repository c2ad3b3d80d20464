/** Goal: packed marks are read back case by case, and a mark is named only where it tells failures apart. */

import { describe, expect, it } from 'vitest';
import { failure, testCase } from './fixtures.ts';
import { parseMarks, sensitivityLine } from './marks.ts';

const marks = parseMarks(
  JSON.stringify({
    files: [
      {
        path: 'c/op.mp',
        marks: { fma_contraction: ['random/0-2,7'], sqrt_div_ulp: ['random/0-9', 'directed/3'] },
      },
    ],
  }),
);

const cases = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => testCase(`c/op/random/${from + i}`, [1]));

describe('marks', () => {
  it.each([
    ['c/op/random/0', ['fma_contraction', 'sqrt_div_ulp']],
    ['c/op/random/7', ['fma_contraction', 'sqrt_div_ulp']],
    ['c/op/random/3', ['sqrt_div_ulp']],
    ['c/op/directed/3', ['sqrt_div_ulp']],
    ['c/op/directed/0', []],
    ['c/other/random/0', []],
  ])('%s', (id, expected) => {
    expect(marks(id)).toEqual(expected);
  });

  it('name what all failures share and passing cases do not', () => {
    const failures = cases(0, 2).map((test) => failure(test, [2]));
    expect(sensitivityLine(failures, cases(3, 6), marks)).toBe(
      '3 of 3 failures are FMA-sensitive: build with -ffp-contract=off',
    );
  });

  it('are not named where most passing cases have them too', () => {
    const failures = cases(3, 5).map((test) => failure(test, [2]));
    expect(sensitivityLine(failures, cases(6, 9), marks)).toBeUndefined();
  });
});
