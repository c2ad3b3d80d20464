/** S80: SYM_INT32 product into a, raw. */

import { symArithmeticOp } from './sym_arithmetic_op.ts';

export default symArithmeticOp({ name: 'sym_mul_inplace', version: 1, clause: 'S80' }, 'mul', true);
