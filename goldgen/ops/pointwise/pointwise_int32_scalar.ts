/** S74, S75: INT32 add, sub, mul, div of each element and a scalar, flat. */

import { scalarOp } from './scalar_op.ts';

export default scalarOp({ name: 'pointwise_int32_scalar', version: 1 }, 'INT32');
