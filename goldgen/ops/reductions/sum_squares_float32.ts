/** S99: sum of squares of each block of float32 values. */

import { sumSquaresFloat32Oracle } from './oracle.ts';
import { reductionOp } from './reduction_op.ts';

export default reductionOp({
  name: 'sum_squares_float32',
  version: 1,
  clause: 'S96, S99',
  summary: 'sum of squares of each block of float32 values',
  dtype: 'FLOAT32',
  aroundMean: false,
  sumsMantissas: false,
  contracts: 'sumSquaresFloat32',
  oracle: sumSquaresFloat32Oracle,
  run: (n, x, k) => n.fn.sumSquaresFloat32(n, x, k),
});
