/** S78: SYM_INT32 difference, raw or encoded anew. */

import { symArithmeticOp } from '../gen/sym_arithmetic_op.ts';

export const symSub = symArithmeticOp('sym_sub', 'sub', false, 'S78');
