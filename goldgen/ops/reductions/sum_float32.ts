/** S110: the sum of a float32 tensor, first to last. */

import { flatOp } from '../../kit/flat_op.ts';
import { float32Of } from '../../kit/literals.ts';
import { randomFloat32 } from '../../kit/tensors.ts';
import { sumOracle } from './oracle.ts';

export default flatOp({
  name: 'sum_float32',
  version: 1,
  clause: 'S110',
  summary: 'sums float32 values from the first to the last',
  dtype: 'FLOAT32',
  sums: true,
  rows: [
    { set: 'directed', flag: 'order', x: float32Of([100000000, 1, -100000000, 1]) },
    { set: 'directed', flag: 'order', x: float32Of([16777216, 1, 1, 1, 1]) },
    { set: 'directed', flag: 'order', x: float32Of([1, 1, 1, 1, 16777216]) },
    { set: 'boundary', flag: 'start', x: float32Of([-0, -0]) },
    { set: 'boundary', flag: 'start', x: float32Of([]) },
    { set: 'boundary', flag: 'start', x: float32Of('7f7fffff 7f7fffff ff7fffff') },
  ],
  random: (r) => ({ x: randomFloat32(r, [r.int(1, 40)], -8, 8) }),
  notes: {
    order: { bug: 'pairwise or vectorised sums', effect: 'last bits differ' },
    start: { bug: 'start at the first element', effect: '−0 instead of 0' },
  },
  oracle: sumOracle,
  run(n, x, y) {
    y.data[0] = n.fn.sumFloat32(n, x);
  },
});
