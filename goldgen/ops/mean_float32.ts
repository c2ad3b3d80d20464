/** S97: mean of each block of float32 values. */

import { reductionOp } from '../gen/reduction_op.ts';
import { meanFloat32Oracle } from '../oracle/kernels.ts';

export const meanFloat32 = reductionOp({
  name: 'mean_float32',
  clause: 'S96, S97',
  summary: 'mean of each block of float32 values',
  dtype: 'FLOAT32',
  aroundMean: false,
  sumsMantissas: false,
  oracle: meanFloat32Oracle,
  run: (n, x, k) => n.fn.meanFloat32(n, x, k),
});
