/** S74, S75: INT32 add, sub, mul, div into the slots of a. */

import { pointwiseOp } from './pointwise_op.ts';

export default pointwiseOp({ name: 'pointwise_int32_inplace', version: 1 }, 'INT32', true);
