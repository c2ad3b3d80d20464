/** S74, S75: INT32 add, sub, mul, div over logical indices. */

import { pointwiseOp } from '../gen/pointwise_op.ts';

export const pointwiseInt32 = pointwiseOp('pointwise_int32', 'INT32', false);
