/** L26: Flatten backward. */

import { flattenOp } from './flatten_op.ts';
import { flattenBackwardOracle } from './oracle.ts';

export default flattenOp({
  name: 'flatten_backward',
  version: 1,
  summary: 'the gradient in the shape of the input',
  read: 'dy',
  written: 'dx',
  doc: 'output gradient',
  result: 'whole',
  // x is not read
  run: (n, dy, dx) => n.fn.flattenBackward(n, { kind: 'flatten' }, dx, dy, dx),
  oracle: flattenBackwardOracle,
});
