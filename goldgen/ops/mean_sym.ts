/** S101: mean of each block of SYM_INT32 mantissas. */

import { reductionOp } from '../gen/reduction_op.ts';
import { meanSymOracle } from '../oracle/kernels.ts';

export const meanSym = reductionOp({
  name: 'mean_sym',
  clause: 'S96, S101',
  summary: 'mean of each block of SYM_INT32 mantissas',
  dtype: 'SYM_INT32',
  aroundMean: false,
  sumsMantissas: true,
  oracle: meanSymOracle,
  run: (n, x, k) => n.fn.meanSym(n, x, k),
});
