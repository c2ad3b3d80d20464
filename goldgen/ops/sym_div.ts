/** S81: SYM_INT32 quotient, truncated. */

import { symArithmeticOp } from '../gen/sym_arithmetic_op.ts';

export const symDiv = symArithmeticOp('sym_div', 'div', false, 'S81');
