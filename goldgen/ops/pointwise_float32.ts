/** S74, S75: FLOAT32 add, sub, mul, div over logical indices. */

import { pointwiseOp } from '../gen/pointwise_op.ts';

export const pointwiseFloat32 = pointwiseOp('pointwise_float32', 'FLOAT32', false);
