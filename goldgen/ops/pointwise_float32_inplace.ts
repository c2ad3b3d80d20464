/** S74, S75: FLOAT32 add, sub, mul, div into the slots of a. */

import { pointwiseOp } from '../gen/pointwise_op.ts';

export const pointwiseFloat32Inplace = pointwiseOp('pointwise_float32_inplace', 'FLOAT32', true);
