/** L30: the backward of the Quantization layer. */

import { and, isOf, not, or, sameCount, sameDtype } from '../../kit/fits.ts';
import { defineOp } from '../../op.ts';
import { quantizationBackwardOracle } from './oracle.ts';
import { makeCase, quantizationCases, quantizationNotes } from './quantization_cases.ts';

const dtypes = ['FLOAT32', 'INT32', 'SYM_INT32', 'SYM', 'ASYM', 'BOOL'] as const;

export default defineOp({
  name: 'quantization_backward',
  version: 1,
  clause: 'L30, S112, S113',
  summary: 'converts the output gradient to the declared record, straight through',
  since: '2026-06-11',
  params: {},
  tensors: {
    dy: { role: 'in', dtypes, doc: '[…]: wire read' },
    dx: { role: 'out', dtypes, doc: '[…]: wire written at its own width and mode' },
  },
  fits: {
    dx: [
      // these are refused
      or(
        isOf('dy', 'BOOL'),
        isOf('dx', 'BOOL'),
        and(sameDtype('dy', 'dx'), not(isOf('dy', 'SYM_INT32'))),
        sameCount('dx', 'dy'),
      ),
    ],
  },
  notes: quantizationNotes,
  run(n, call) {
    // x is not read
    const [dy, dx] = [call.tensor('dy'), call.tensor('dx')];
    n.fn.quantizationBackward(n, { kind: 'quantization' }, dy, dy, dx);
  },
  oracle: quantizationBackwardOracle,
  cases: (g) => quantizationCases(g, makeCase('dy', 'dx')),
});
