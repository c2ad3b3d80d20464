/** S104: each row times its factor. */

import { rowOp } from './row_op.ts';

export default rowOp({ name: 'scale_rows', version: 1 }, 'scale');
