/** S76: SYM_INT32 sum of equal scales, raw. */

import { symArithmeticOp } from '../gen/sym_arithmetic_op.ts';

export const symAdd = symArithmeticOp('sym_add', 'add', false, 'S76');
