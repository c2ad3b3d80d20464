/** S80: SYM_INT32 product into a, raw. */

import { symArithmeticOp } from '../gen/sym_arithmetic_op.ts';

export const symMulInplace = symArithmeticOp('sym_mul_inplace', 'mul', true, 'S80');
