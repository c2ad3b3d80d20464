/** S79: SYM_INT32 difference of equal scales into a, raw. */

import { symArithmeticOp } from './sym_arithmetic_op.ts';

export default symArithmeticOp({ name: 'sym_sub_inplace', version: 1, clause: 'S79' }, 'sub', true);
