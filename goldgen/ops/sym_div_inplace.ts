/** S81: SYM_INT32 quotient into a, truncated. */

import { symArithmeticOp } from '../gen/sym_arithmetic_op.ts';

export const symDivInplace = symArithmeticOp('sym_div_inplace', 'div', true, 'S81');
