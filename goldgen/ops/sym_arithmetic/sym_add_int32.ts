/** S82: INT32 values added to SYM_INT32 mantissas. */

import { symMixedOp } from './sym_mixed_op.ts';

export default symMixedOp({ name: 'sym_add_int32', version: 1 }, 'INT32');
