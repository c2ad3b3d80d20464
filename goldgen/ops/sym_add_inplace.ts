/** S77: SYM_INT32 sum into a, always encoded anew. */

import { symArithmeticOp } from '../gen/sym_arithmetic_op.ts';

export const symAddInplace = symArithmeticOp('sym_add_inplace', 'add', true, 'S77');
