/** S74, S75: INT32 add, sub, mul, div over logical indices. */

import { pointwiseOp } from './pointwise_op.ts';

export default pointwiseOp({ name: 'pointwise_int32', version: 1 }, 'INT32', false);
