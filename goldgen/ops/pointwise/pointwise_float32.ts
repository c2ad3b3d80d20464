/** S74, S75: FLOAT32 add, sub, mul, div over logical indices. */

import { pointwiseOp } from './pointwise_op.ts';

export default pointwiseOp({ name: 'pointwise_float32', version: 1 }, 'FLOAT32', false);
