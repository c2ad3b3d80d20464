/** S77: SYM_INT32 sum into a, always encoded anew. */

import { symArithmeticOp } from './sym_arithmetic_op.ts';

export default symArithmeticOp({ name: 'sym_add_inplace', version: 1, clause: 'S77' }, 'add', true);
