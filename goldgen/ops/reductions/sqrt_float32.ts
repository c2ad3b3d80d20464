/** S100: square roots of float32 values. */

import { flatOp } from '../../kit/flat_op.ts';
import { float32Of } from '../../kit/literals.ts';
import { randomFloat32 } from '../../kit/tensors.ts';
import { interestingFloat32 } from '../../kit/values.ts';
import { sqrtFloat32Oracle } from './oracle.ts';

export default flatOp({
  name: 'sqrt_float32',
  version: 1,
  clause: 'S100',
  summary: 'takes square roots of float32 values',
  dtype: 'FLOAT32',
  rows: [
    { set: 'directed', flag: 'negative', x: float32Of('80000000 80000001 bf800000 ff800000') },
    { set: 'directed', flag: 'one_rounding', x: float32Of([2, 3, 5, 6, 7, 0.1, 10, 1e-30, 1e30]) },
    { set: 'directed', flag: 'one_rounding', x: float32Of([0, 1, 4, 9, 0.25, 16777216, 33554432]) },
    // just below and above a square, and roots that lie close to the middle of two floats
    { set: 'boundary', flag: 'one_rounding', x: float32Of('3f7fffff 3f800001 407fffff 40800001') },
    { set: 'boundary', flag: 'one_rounding', x: float32Of('7f7fffff 7f7ffffe 00800000 00ffffff') },
    { set: 'boundary', flag: 'subnormal', x: float32Of('00000001 00000002 00000003 007fffff') },
    { set: 'boundary', flag: 'subnormal', x: float32Of(interestingFloat32) },
  ],
  random: (r) => {
    const x = randomFloat32(r, [r.int(1, 24)], -120, 120);
    x.data = x.data.map(Math.abs);
    return { x };
  },
  notes: {
    negative: {
      bug: 'the root of a negative number given as 0 or of its magnitude, or that of −0 as +0',
      effect: 'a diverged variance goes on as if it were sound',
    },
    one_rounding: {
      bug: 'x times its reciprocal root, a table with one step of Newton, or a root in fixed point',
      effect: 'denominators of AdamW off by one unit',
    },
    subnormal: {
      bug: 'subnormal arguments flushed to zero',
      effect: 'small second moments count as none, and their steps explode',
    },
  },
  oracle: sqrtFloat32Oracle,
  run: (n, x, y) => {
    x.data.forEach((v, i) => {
      y.data[i] = n.fn.sqrtFloat32(n, v);
    });
  },
});
