/** Mistakes in what the pools share (L18–L23). */

import type { Numerics, Primitives } from '../../numerics.ts';
import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';
import { without } from '../shared/guards.ts';

/** Guards of FLOAT32 kernels, each with its clause. */
const floatGuards: readonly (readonly [keyof Primitives, keyof Primitives, string, string])[] = [
  ['guardPoolLength', 'maxPool1dGradientFloat', 'L19', 'backward of MaxPool takes another length'],
  ['guardPoolLength', 'avgPool1dFloat', 'L20', 'forward of AvgPool takes another length'],
  ['guardPoolLength', 'avgPool1dGradientFloat', 'L21', 'backward of AvgPool takes another length'],
  ['guardPoolLength', 'adaptiveAvgPool1dFloat', 'L22', 'adaptive forward takes another length'],
  [
    'guardPoolLength',
    'adaptiveAvgPool1dGradientFloat',
    'L23',
    'adaptive backward takes another length',
  ],
  ['guardPoolTaps', 'avgPool1dFloat', 'L20', 'forward of AvgPool divides by no taps'],
  ['guardPoolTaps', 'avgPool1dGradientFloat', 'L21', 'backward of AvgPool divides by no taps'],
  ['guardAdaptiveOutputs', 'adaptiveAvgPool1dFloat', 'L22', 'adaptive forward takes no outputs'],
  [
    'guardAdaptiveOutputs',
    'adaptiveAvgPool1dGradientFloat',
    'L23',
    'adaptive backward takes no outputs',
  ],
  ['guardArgmax', 'maxPool1dGradientFloat', 'L19', 'backward of MaxPool takes any positions'],
];

/** Flags of the cases in which these guards fire. */
const guardFlags = ['refused_length', 'refused_kernel', 'refused_outputs', 'argmax_length'];

const withoutLength = (n: Numerics): Numerics => ({
  ...n,
  fn: { ...n.fn, guardPoolLength: () => {} },
});

export const mutants: readonly Mutant[] = [
  {
    id: 'pool_value_sum_unguarded',
    clause: 'L19',
    bug: 'the value-sum guard is missing',
    fix: 'refuse labels outside 1..16 and too many terms',
    flags: ['value_sum'],
    fn: { guardValueSum: () => {} },
  },
  ...floatGuards.map(([guard, kernel, clause, what]) =>
    without(guard, kernel, clause, `the FLOAT32 ${what}`, guardFlags),
  ),
  {
    id: 'max_pool1d_float_without_guard_pool_length',
    clause: 'L18',
    bug: 'the FLOAT32 forward of MaxPool takes lengths that do not fit',
    fix: 'guard both arms',
    flags: guardFlags,
    fn: {
      maxPool1d: (n, layer, x, y) =>
        primitives.maxPool1d(x.dtype === 'FLOAT32' ? withoutLength(n) : n, layer, x, y),
    },
  },
];
