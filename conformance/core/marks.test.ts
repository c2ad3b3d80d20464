/** Goal: packed marks are read back case by case. */

import { describe, expect, it } from 'vitest';
import { parseMarks } from './marks.ts';

const single = {
  path: 'c/op.mp',
  marks: { fma_contraction: ['random/0-2,7'], sqrt_div_ulp: ['random/0-9', 'directed/3'] },
};
const shared = {
  op: 'op',
  contracts: [{ contract: 'b' }, { contract: 'c' }],
  marks: {
    fma_contraction: [[[1], ['random/0-2,7']]],
    sqrt_div_ulp: [
      [
        [0, 1],
        ['random/0-9', 'directed/3'],
      ],
    ],
  },
};

describe.each([
  ['1', { files: [single] }],
  ['2', { ops: [shared] }],
])('marks of format %s', (_format, file) => {
  const marks = parseMarks(JSON.stringify(file));

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
