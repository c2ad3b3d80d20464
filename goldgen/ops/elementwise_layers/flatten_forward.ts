/** L26: Flatten forward. */

import { flattenOp } from './flatten_op.ts';
import { flattenForwardOracle } from './oracle.ts';

export default flattenOp({
  name: 'flatten_forward',
  version: 1,
  summary: 'the payload as [d0, rest], the scale with it',
  read: 'x',
  written: 'y',
  doc: 'any shape',
  result: 'flat',
  run: (n, x, y) => n.fn.flattenForward(n, { kind: 'flatten' }, x, y),
  oracle: flattenForwardOracle,
});
