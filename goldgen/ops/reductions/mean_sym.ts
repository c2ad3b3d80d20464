/** S101: mean of each block of SYM_INT32 mantissas. */

import { meanSymOracle } from './oracle.ts';
import { reductionOp } from './reduction_op.ts';

export default reductionOp({
  name: 'mean_sym',
  version: 1,
  clause: 'S96, S101',
  summary: 'mean of each block of SYM_INT32 mantissas',
  dtype: 'SYM_INT32',
  aroundMean: false,
  sumsMantissas: true,
  oracle: meanSymOracle,
  run: (n, x, k) => n.fn.meanSym(n, x, k),
});
