/** S78: SYM_INT32 difference, raw or encoded anew. */

import { symArithmeticOp } from './sym_arithmetic_op.ts';

export default symArithmeticOp({ name: 'sym_sub', version: 1, clause: 'S78' }, 'sub', false);
