/** S82: FLOAT32 values added to SYM_INT32 mantissas. */

import { symMixedOp } from './sym_mixed_op.ts';

export default symMixedOp({ name: 'sym_add_float32', version: 1 }, 'FLOAT32');
