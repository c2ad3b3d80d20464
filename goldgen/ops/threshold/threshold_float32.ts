/** S109: float32 values below a threshold replaced. */

import { flatOp } from '../../kit/flat_op.ts';
import { f32, float32Of } from '../../kit/literals.ts';
import { randomFloat32 } from '../../kit/tensors.ts';
import { interestingFloat32 } from '../../kit/values.ts';
import { thresholdOracleOfValues } from './oracle.ts';

const all = float32Of(interestingFloat32);

export default flatOp({
  name: 'threshold_float32',
  version: 1,
  clause: 'S109',
  summary: 'replaces float32 values below b by alt',
  dtype: 'FLOAT32',
  params: {
    b: { kind: 'f32', doc: 'threshold' },
    alt: { kind: 'f32', doc: 'replacement' },
  },
  rows: [
    {
      set: 'directed',
      flag: 'kept',
      x: float32Of('80000000 7fc00000 00000000'),
      params: { b: 0, alt: 7 },
    },
    { set: 'boundary', flag: 'edges', x: all, params: { b: 0, alt: 0 } },
    { set: 'boundary', flag: 'edges', x: all, params: { b: 0.5, alt: -1 } },
    { set: 'boundary', flag: 'edges', x: all, params: { b: f32('7fc00000'), alt: 3 } },
    {
      set: 'boundary',
      flag: 'edges',
      x: all,
      params: { b: f32('80000001'), alt: f32('7f800000') },
    },
  ],
  random: (r) => ({
    x: randomFloat32(r, [r.int(1, 24)], -3, 3),
    params: { b: r.float32(-2, 2), alt: r.float32(-2, 2) },
  }),
  notes: {
    kept: {
      bug: 'max(x, b), or −0 and NaN replaced',
      effect: 'a NaN disappears in an activation',
    },
    edges: { bug: '≤ instead of <', effect: 'values at the threshold replaced' },
  },
  oracle: thresholdOracleOfValues,
  run: (n, x, y, call) => n.fn.thresholdFloat32(n, x, call.number('b'), call.number('alt'), y),
});
