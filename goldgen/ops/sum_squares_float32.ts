/** S99: sum of squares of each block of float32 values. */

import { reductionOp } from '../gen/reduction_op.ts';
import { sumSquaresFloat32Oracle } from '../oracle/kernels.ts';

export const sumSquaresFloat32 = reductionOp({
  name: 'sum_squares_float32',
  clause: 'S96, S99',
  summary: 'sum of squares of each block of float32 values',
  dtype: 'FLOAT32',
  aroundMean: false,
  sumsMantissas: false,
  contracts: 'sumSquaresFloat32',
  oracle: sumSquaresFloat32Oracle,
  run: (n, x, k) => n.fn.sumSquaresFloat32(n, x, k),
});
