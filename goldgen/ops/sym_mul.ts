/** S80: SYM_INT32 product, raw. */

import { symArithmeticOp } from '../gen/sym_arithmetic_op.ts';

export const symMul = symArithmeticOp('sym_mul', 'mul', false, 'S80');
