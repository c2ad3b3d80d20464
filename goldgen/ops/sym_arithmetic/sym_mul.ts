/** S80: SYM_INT32 product, raw. */

import { symArithmeticOp } from './sym_arithmetic_op.ts';

export default symArithmeticOp({ name: 'sym_mul', version: 1, clause: 'S80' }, 'mul', false);
