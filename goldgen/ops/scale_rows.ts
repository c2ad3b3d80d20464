/** S104: each row times its factor. */

import { rowOp } from '../gen/row_op.ts';

export const scaleRows = rowOp('scale_rows', 'scale');
