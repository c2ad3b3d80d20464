/** S104: a row subtracted from each row. */

import { rowOp } from './row_op.ts';

export default rowOp({ name: 'sub_row', version: 1 }, 'subtract');
