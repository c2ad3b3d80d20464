/** S109: negative SYM_INT32 mantissas replaced. */

import { flatOp } from '../../kit/flat_op.ts';
import { symInt32Of } from '../../kit/literals.ts';
import { randomSymInt32 } from '../../kit/tensors.ts';
import { keyInt32 } from '../../kit/values.ts';
import { thresholdSymZeroOracle } from './oracle.ts';

export default flatOp({
  name: 'threshold_sym_zero',
  version: 1,
  clause: 'S109',
  summary: 'replaces negative SYM_INT32 mantissas by the raw integer alt',
  dtype: 'SYM_INT32',
  params: {
    alt: { kind: 'int', min: -2147483648, max: 2147483647, doc: 'raw mantissa' },
  },
  rows: [
    { set: 'directed', flag: 'raw', x: symInt32Of([5, -5, 0, -1], 0.25, 12), params: { alt: 3 } },
    { set: 'directed', flag: 'raw', x: symInt32Of([5, -5, 0], -0.25, 12), params: { alt: 0 } },
    { set: 'boundary', flag: 'raw', x: symInt32Of(keyInt32, 0.25, 12), params: { alt: -7 } },
  ],
  random: (r) => ({
    x: randomSymInt32(r, [r.int(1, 24)], 12),
    params: { alt: r.int(-20, 20) },
  }),
  notes: {
    raw: {
      bug: 'alt divided by the scale, the value instead of the mantissa compared, or the scale copied',
      effect: 'another mantissa, or another record',
    },
  },
  unread: { scale: 'only the sign of the mantissas is looked at' },
  oracle: thresholdSymZeroOracle,
  run: (n, x, y, call) => n.fn.thresholdSymZero(n, x, call.number('alt'), y),
});
