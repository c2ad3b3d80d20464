/** L30: the backward of the Quantization layer. */

import { type OpDef, tensorOf } from '../../op.ts';
import { quantizationBackwardOracle } from './oracle.ts';
import { makeCase, quantizationCases, quantizationNotes } from './quantization_cases.ts';

const dtypes = ['FLOAT32', 'INT32', 'SYM_INT32', 'SYM', 'ASYM', 'BOOL'] as const;

export default {
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
  notes: quantizationNotes,
  run(n, call) {
    // x is not read
    const [dy, dx] = [tensorOf(call, 'dy'), tensorOf(call, 'dx')];
    n.fn.quantizationBackward(n, { kind: 'quantization' }, dy, dy, dx);
  },
  oracle: quantizationBackwardOracle,
  cases: (g) => quantizationCases(g, makeCase('dy', 'dx')),
} satisfies OpDef;
