/** S74, S75: INT32 add, sub, mul, div into the slots of a. */

import { pointwiseOp } from '../gen/pointwise_op.ts';

export const pointwiseInt32Inplace = pointwiseOp('pointwise_int32_inplace', 'INT32', true);
