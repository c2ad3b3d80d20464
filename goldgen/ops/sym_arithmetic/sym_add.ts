/** S76: SYM_INT32 sum of equal scales, raw. */

import { symArithmeticOp } from './sym_arithmetic_op.ts';

export default symArithmeticOp({ name: 'sym_add', version: 1, clause: 'S76' }, 'add', false);
