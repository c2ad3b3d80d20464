/** S110: squares of float32 values. */

import { flatOp } from '../../kit/flat_op.ts';
import { float32Of } from '../../kit/literals.ts';
import { randomFloat32 } from '../../kit/tensors.ts';
import { interestingFloat32 } from '../../kit/values.ts';
import { squareOracle } from './oracle.ts';

export default flatOp({
  name: 'square_float32',
  version: 1,
  clause: 'S110',
  summary: 'squares float32 values',
  dtype: 'FLOAT32',
  rows: [{ set: 'boundary', flag: 'special_values', x: float32Of(interestingFloat32) }],
  random: (r) => ({ x: randomFloat32(r, [r.int(1, 24)], -70, 60) }),
  notes: {
    special_values: { bug: 'flush to zero', effect: 'small squares vanish' },
  },
  oracle: squareOracle,
  run: (n, x, y) => n.fn.square(n, x, y),
});
