/** S82: INT32 values added to SYM_INT32 mantissas. */

import { symMixedOp } from '../gen/sym_mixed_op.ts';

export const symAddInt32 = symMixedOp('sym_add_int32', 'INT32');
