/** Goal: packed marks are read back case by case. */

import { describe, expect, it } from 'vitest';
import { parseMarks } from './marks.ts';

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
});
