/** S79: SYM_INT32 difference of equal scales into a, raw. */

import { symArithmeticOp } from '../gen/sym_arithmetic_op.ts';

export const symSubInplace = symArithmeticOp('sym_sub_inplace', 'sub', true, 'S79');
