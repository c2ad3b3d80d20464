/** S110: squares of int32 values. */

import { flatOp } from '../../kit/flat_op.ts';
import { int32Of } from '../../kit/literals.ts';
import { randomInt32 } from '../../kit/tensors.ts';
import { squareOracle } from './oracle.ts';

export default flatOp({
  name: 'square_int32',
  version: 1,
  clause: 'S110',
  summary: 'squares int32 values',
  dtype: 'INT32',
  rows: [
    { set: 'boundary', flag: 'fits', x: int32Of([46340, -46340, 0, 1, -1]) },
    { set: 'overflow', flag: 'overflows', x: int32Of([3, 46341]) },
    { set: 'overflow', flag: 'overflows', x: int32Of([-46341, 65536, -2147483648]) },
  ],
  random: (r) => ({ x: randomInt32(r, [r.int(1, 24)], 16) }),
  notes: {
    fits: {
      bug: 'products kept in 16 bits',
      effect: 'squares of wide mantissas keep their low bits only',
    },
    overflows: {
      bug: 'the square formed in int64 or float, so that int32 never overflows',
      effect: 'a simulation shows large squares that turn negative on the device',
    },
  },
  oracle: squareOracle,
  run: (n, x, y) => n.fn.square(n, x, y),
});
