/** Mistakes in AvgPool1d (L20, L21). */

import { primitives } from '../../primitives.ts';
import { ints } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';
import { floatPoolWithout } from '../shared/pool_guards.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'avg_pool_divides_mantissas',
    clause: 'L20',
    pitfalls: ['B-31'],
    bug: 'the sum is divided and rounded',
    fix: 'keep the sum and fold 1/K into the scale',
    fn: {
      avgPool1dSym: (n, layer, x, raw) => {
        primitives.avgPool1dSym(n, layer, x, raw);
        ints(raw).forEach((sum, i) => {
          ints(raw)[i] = n.fn.roundedQuotient(n, sum, layer.window.kernel);
        });
        raw.scale = x.scale;
      },
    },
  },
  {
    id: 'avg_pool_counts_valid_taps',
    clause: 'L20',
    pitfalls: ['B-32'],
    bug: 'the divisor is the number of valid taps',
    fix: 'divide by K always',
    fn: { avgPoolDivisor: (_n, kernel, validTaps) => validTaps || kernel },
  },
  {
    id: 'avg_pool_gradient_scale',
    clause: 'L21',
    bug: 'the gradient is not divided by K',
    fix: 'its scale is sDy ⊘ K',
    fn: {
      avgPool1dGradientSym: (n, layer, dy, raw) => {
        primitives.avgPool1dGradientSym(n, layer, dy, raw);
        raw.scale = dy.scale;
      },
    },
  },
  {
    id: 'avg_pool_scale_reciprocal',
    clause: 'L20',
    bug: 'the scale is multiplied by the reciprocal of K',
    fix: 'divide the scale by K',
    fn: {
      avgPool1dSym: (n, layer, x, raw) => {
        primitives.avgPool1dSym(n, layer, x, raw);
        raw.scale = n.f.mul(x.scale, n.f.div(1, layer.window.kernel));
      },
    },
  },
  floatPoolWithout(
    'guardPoolLength',
    'avgPool1dFloat',
    'L20',
    'forward of AvgPool takes another length',
  ),
  floatPoolWithout(
    'guardPoolLength',
    'avgPool1dGradientFloat',
    'L21',
    'backward of AvgPool takes another length',
  ),
  floatPoolWithout(
    'guardPoolTaps',
    'avgPool1dFloat',
    'L20',
    'forward of AvgPool divides by no taps',
  ),
  floatPoolWithout(
    'guardPoolTaps',
    'avgPool1dGradientFloat',
    'L21',
    'backward of AvgPool divides by no taps',
  ),
];
