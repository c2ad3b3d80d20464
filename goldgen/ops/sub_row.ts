/** S104: a row subtracted from each row. */

import { rowOp } from '../gen/row_op.ts';

export const subRow = rowOp('sub_row', 'subtract');
