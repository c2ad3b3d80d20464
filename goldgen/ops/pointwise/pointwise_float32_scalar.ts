/** S74, S75: FLOAT32 add, sub, mul, div of each element and a scalar, flat. */

import { scalarOp } from './scalar_op.ts';

export default scalarOp({ name: 'pointwise_float32_scalar', version: 1 }, 'FLOAT32');
