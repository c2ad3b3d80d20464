/** S82: FLOAT32 values added to SYM_INT32 mantissas. */

import { symMixedOp } from '../gen/sym_mixed_op.ts';

export const symAddFloat32 = symMixedOp('sym_add_float32', 'FLOAT32');
