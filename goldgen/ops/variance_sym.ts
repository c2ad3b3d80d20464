/** S102: biased variance of each block of SYM_INT32 mantissas around given means. */

import { reductionOp } from '../gen/reduction_op.ts';
import { varianceSymOracle } from '../oracle/kernels.ts';

export const varianceSym = reductionOp({
  name: 'variance_sym',
  clause: 'S96, S102',
  summary: 'biased variance of each block of SYM_INT32 mantissas around given means',
  dtype: 'SYM_INT32',
  aroundMean: true,
  sumsMantissas: false,
  contracts: 'varianceSym',
  oracle: varianceSymOracle,
  run: (n, x, k, mean) => n.fn.varianceSym(n, x, mean, k),
});
