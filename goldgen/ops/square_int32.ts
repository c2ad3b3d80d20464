/** S110: squares of int32 values. */

import { int32Of } from '../gen/directed.ts';
import { flatOp } from '../gen/flat_op.ts';
import { randomInt32 } from '../gen/tensors.ts';
import { squareOracle } from '../oracle/kernels.ts';

export const squareInt32 = flatOp({
  name: 'square_int32',
  clause: 'S110',
  family: 'pointwise',
  summary: 'squares int32 values',
  dtype: 'INT32',
  rows: [
    { set: 'boundary', flag: 'fits', x: int32Of([46340, -46340, 0, 1, -1]) },
    { set: 'overflow', flag: 'overflows', x: int32Of([3, 46341]) },
    { set: 'overflow', flag: 'overflows', x: int32Of([-46341, 65536, -2147483648]) },
  ],
  random: (r) => ({ x: randomInt32(r, [r.int(1, 24)], 16) }),
  notes: {
    fits: { bug: 'products in 16 bits', effect: 'low bits only', clause: 'S110' },
    overflows: { bug: 'an overflow that goes unnoticed', effect: 'wrapped', clause: 'S110' },
  },
  oracle: squareOracle,
  run: (n, x, y) => n.fn.square(n, x, y),
});
