/** S81: SYM_INT32 quotient, truncated. */

import { symArithmeticOp } from './sym_arithmetic_op.ts';

export default symArithmeticOp({ name: 'sym_div', version: 1, clause: 'S81' }, 'div', false);
