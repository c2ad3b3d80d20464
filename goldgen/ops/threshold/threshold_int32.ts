/** S109: int32 values below a threshold replaced. */

import { flatOp } from '../../kit/flat_op.ts';
import { int32Of } from '../../kit/literals.ts';
import { randomInt32 } from '../../kit/tensors.ts';
import { keyInt32 } from '../../kit/values.ts';
import { thresholdOracleOfValues } from './oracle.ts';

const int32 = { kind: 'int', min: -2147483648, max: 2147483647 } as const;
const all = int32Of(keyInt32);

export default flatOp({
  name: 'threshold_int32',
  version: 1,
  clause: 'S109',
  summary: 'replaces int32 values below b by alt',
  dtype: 'INT32',
  params: {
    b: { ...int32, doc: 'threshold' },
    alt: { ...int32, doc: 'replacement' },
  },
  rows: [
    { set: 'boundary', flag: 'edges', x: all, params: { b: 0, alt: 9 } },
    { set: 'boundary', flag: 'edges', x: all, params: { b: -2147483648, alt: 1 } },
    { set: 'boundary', flag: 'edges', x: all, params: { b: 2147483647, alt: -2147483648 } },
    { set: 'boundary', flag: 'edges', x: all, params: { b: 16777217, alt: 0 } },
  ],
  random: (r) => ({
    x: randomInt32(r, [r.int(1, 24)], 8),
    params: { b: r.int(-100, 100), alt: r.int(-100, 100) },
  }),
  notes: {
    edges: {
      bug: '≤ instead of <, a comparison by subtraction, or through float32',
      effect: 'values at or far from the threshold replaced',
    },
  },
  oracle: thresholdOracleOfValues,
  run: (n, x, y, call) => n.fn.thresholdInt32(n, x, call.number('b'), call.number('alt'), y),
});
