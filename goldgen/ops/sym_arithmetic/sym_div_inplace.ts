/** S81: SYM_INT32 quotient into a, truncated. */

import { symArithmeticOp } from './sym_arithmetic_op.ts';

export default symArithmeticOp({ name: 'sym_div_inplace', version: 1, clause: 'S81' }, 'div', true);
