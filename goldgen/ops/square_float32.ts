/** S110: squares of float32 values. */

import { float32Of } from '../gen/directed.ts';
import { flatOp } from '../gen/flat_op.ts';
import { randomFloat32 } from '../gen/tensors.ts';
import { interestingFloat32 } from '../gen/values.ts';
import { squareOracle } from '../oracle/kernels.ts';

export const squareFloat32 = flatOp({
  name: 'square_float32',
  clause: 'S110',
  family: 'pointwise',
  summary: 'squares float32 values',
  dtype: 'FLOAT32',
  rows: [{ set: 'boundary', flag: 'special_values', x: float32Of(interestingFloat32) }],
  random: (r) => ({ x: randomFloat32(r, [r.int(1, 24)], -70, 60) }),
  notes: {
    special_values: { bug: 'flush to zero', effect: 'small squares vanish', clause: 'S110' },
  },
  oracle: squareOracle,
  run: (n, x, y) => n.fn.square(n, x, y),
});
