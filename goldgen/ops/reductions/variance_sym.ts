/** S102: biased variance of each block of SYM_INT32 mantissas around given means. */

import { varianceSymOracle } from './oracle.ts';
import { reductionOp } from './reduction_op.ts';

export default reductionOp({
  name: 'variance_sym',
  version: 1,
  clause: 'S96, S102',
  summary: 'biased variance of each block of SYM_INT32 mantissas around given means',
  dtype: 'SYM_INT32',
  aroundMean: true,
  sumsMantissas: false,
  contracts: 'varianceSym',
  oracle: varianceSymOracle,
  run: (n, x, k, mean) => n.fn.varianceSym(n, x, mean, k),
});
