/** S109: SYM_INT32 mantissas whose value lies below an integer replaced. */

import { flatOp } from '../../kit/flat_op.ts';
import { symInt32Of } from '../../kit/literals.ts';
import { randomScale, randomSymInt32 } from '../../kit/tensors.ts';
import { keyInt32 } from '../../kit/values.ts';
import { thresholdSymOracle } from './oracle.ts';

const int32 = { kind: 'int', min: -2147483648, max: 2147483647 } as const;

export default flatOp({
  name: 'threshold_sym',
  version: 1,
  clause: 'S109',
  summary: 'replaces SYM_INT32 mantissas whose value is below b by the raw integer alt',
  dtype: 'SYM_INT32',
  params: {
    b: { ...int32, doc: 'threshold, a value' },
    alt: { ...int32, doc: 'raw mantissa' },
  },
  rows: [
    {
      set: 'directed',
      flag: 'scaled',
      x: symInt32Of([7, 8, 9, -8], 0.25, 12),
      params: { b: 2, alt: 100 },
    },
    {
      set: 'directed',
      flag: 'divides',
      x: symInt32Of([9, 10, 29, 30, 31], 0.1, 12),
      params: { b: 3, alt: 0 },
    },
    // the bounds lie between mantissas: 6.67, −6.67, 2.5, −2.5
    ...[
      { b: 2, scale: 0.3 },
      { b: -2, scale: 0.3 },
      { b: 5, scale: 2 },
      { b: -5, scale: 2 },
    ].map(({ b, scale }) => ({
      set: 'directed' as const,
      flag: 'fraction',
      x: symInt32Of([-8, -7, -6, -5, -3, -2, -1, 0, 1, 2, 3, 5, 6, 7, 8], scale, 12),
      params: { b, alt: 77 },
    })),
    {
      set: 'boundary',
      flag: 'rounds',
      x: symInt32Of([16777216, 16777217, 16777218, 16777219], 1, 12),
      params: { b: 16777217, alt: 0 },
    },
    {
      set: 'boundary',
      flag: 'scaled',
      x: symInt32Of(keyInt32, 0.5, 12),
      params: { b: -1, alt: 4 },
    },
    { set: 'boundary', flag: 'scaled', x: symInt32Of(keyInt32, 0, 12), params: { b: 1, alt: 4 } },
    { set: 'boundary', flag: 'scaled', x: symInt32Of(keyInt32, -2, 12), params: { b: 5, alt: 4 } },
  ],
  random: (r) => ({
    x: randomSymInt32(r, [r.int(1, 24)], 12, randomScale(r, -9, -2)),
    params: { b: r.int(-9, 9), alt: r.int(-20, 20) },
  }),
  notes: {
    scaled: {
      bug: 'the mantissa compared with the unscaled threshold, or alt divided by the scale',
      effect: 'units below the threshold stay, or others are cut off',
    },
    divides: {
      bug: 'value compared with b instead of mantissa with b ÷ s',
      effect: 'an element at the threshold differs',
    },
    fraction: {
      bug: 'the bound b ÷ s rounded or truncated to a mantissa',
      effect: 'the element next to the threshold differs',
    },
    rounds: {
      bug: 'big mantissas or thresholds kept exact',
      effect: 'an element at the threshold differs',
      clause: 'S27, S109',
    },
  },
  oracle: thresholdSymOracle,
  run: (n, x, y, call) => n.fn.thresholdSym(n, x, call.number('b'), call.number('alt'), y),
});
