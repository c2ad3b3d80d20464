/** S74, S75: FLOAT32 add, sub, mul, div into the slots of a. */

import { pointwiseOp } from './pointwise_op.ts';

export default pointwiseOp({ name: 'pointwise_float32_inplace', version: 1 }, 'FLOAT32', true);
