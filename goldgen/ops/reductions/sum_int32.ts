/** S110: the sum of an int32 tensor. */

import { flatOp } from '../../kit/flat_op.ts';
import { int32Of } from '../../kit/literals.ts';
import { randomInt32 } from '../../kit/tensors.ts';
import { sumOracle } from './oracle.ts';

export default flatOp({
  name: 'sum_int32',
  version: 1,
  clause: 'S110',
  summary: 'sums int32 values from the first to the last',
  dtype: 'INT32',
  sums: true,
  rows: [
    { set: 'boundary', flag: 'fits', x: int32Of([2147483646, 1]) },
    { set: 'boundary', flag: 'fits', x: int32Of([-2147483648, 0]) },
    { set: 'boundary', flag: 'fits', x: int32Of([]) },
    { set: 'overflow', flag: 'overflows', x: int32Of([2147483647, 1]) },
    { set: 'overflow', flag: 'overflows', x: int32Of([-2147483648, -1, -5]) },
    { set: 'overflow', flag: 'passes_through', x: int32Of([2147483647, 3, -4]) },
    { set: 'overflow', flag: 'order_only', x: int32Of([-4, 2147483647, 3]) },
  ],
  random: (r) => ({ x: randomInt32(r, [r.int(1, 40)], 24) }),
  notes: {
    fits: {
      bug: 'a saturating sum, or a bound on the number of terms',
      effect: 'large sums at the edge of int32 are too small',
    },
    overflows: {
      bug: 'the sum held in int64 or float, or saturated, so that int32 never overflows',
      effect: 'a simulation shows large sums that change their sign on the device',
    },
    passes_through: {
      bug: 'a wider or float sum, in which an overflow that comes back leaves no trace',
      effect: 'the C kernel’s sums depend on its optimisation level',
    },
    order_only: {
      bug: 'terms summed backwards or in lanes, which overflows where the clause’s order fits',
      effect: 'a sum that fits wraps on the device and changes its sign',
    },
  },
  oracle: sumOracle,
  run(n, x, y) {
    y.data[0] = n.fn.sumInt32(n, x);
  },
});
