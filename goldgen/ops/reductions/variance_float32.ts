/** S98: biased variance of each block of float32 values around given means. */

import { varianceFloat32Oracle } from './oracle.ts';
import { reductionOp } from './reduction_op.ts';

export default reductionOp({
  name: 'variance_float32',
  version: 1,
  clause: 'S96, S98',
  summary: 'biased variance of each block of float32 values around given means',
  dtype: 'FLOAT32',
  aroundMean: true,
  sumsMantissas: false,
  contracts: 'varianceFloat32',
  oracle: varianceFloat32Oracle,
  run: (n, x, k, mean) => n.fn.varianceFloat32(n, x, mean, k),
});
