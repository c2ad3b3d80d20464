/** L30: the forward of the Quantization layer. */

import { and, isOf, not, or, sameCount, sameDtype } from '../../kit/fits.ts';
import { defineOp } from '../../op.ts';
import { quantizationForwardOracle } from './oracle.ts';
import { makeCase, quantizationCases, quantizationNotes } from './quantization_cases.ts';

const dtypes = ['FLOAT32', 'INT32', 'SYM_INT32', 'SYM', 'ASYM', 'BOOL'] as const;

export default defineOp({
  name: 'quantization_forward',
  version: 1,
  clause: 'L30, S112, S113',
  summary: 'converts a wire to the declared record',
  since: '2026-06-11',
  params: {},
  tensors: {
    x: { role: 'in', dtypes, doc: '[…]: wire read' },
    y: { role: 'out', dtypes, doc: '[…]: wire written at its own width and mode' },
  },
  fits: {
    y: [
      // these are refused
      or(
        isOf('x', 'BOOL'),
        isOf('y', 'BOOL'),
        and(sameDtype('x', 'y'), not(isOf('x', 'SYM_INT32'))),
        sameCount('y', 'x'),
      ),
    ],
  },
  notes: quantizationNotes,
  run(n, call) {
    n.fn.quantizationForward(n, { kind: 'quantization' }, call.tensor('x'), call.tensor('y'));
  },
  oracle: quantizationForwardOracle,
  cases: (g) => quantizationCases(g, makeCase('x', 'y')),
});
