/** S97: mean of each block of float32 values. */

import { meanFloat32Oracle } from './oracle.ts';
import { reductionOp } from './reduction_op.ts';

export default reductionOp({
  name: 'mean_float32',
  version: 1,
  clause: 'S96, S97',
  summary: 'mean of each block of float32 values',
  dtype: 'FLOAT32',
  aroundMean: false,
  sumsMantissas: false,
  oracle: meanFloat32Oracle,
  run: (n, x, k) => n.fn.meanFloat32(n, x, k),
});
