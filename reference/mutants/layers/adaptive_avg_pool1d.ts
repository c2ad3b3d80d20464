/** Mistakes in AdaptiveAvgPool1d (L22, L23). */

import type { Mutant } from '../mutant.ts';
import { floatPoolWithout } from '../shared/pool_guards.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'adaptive_quotient_truncated',
    clause: 'L22',
    pitfalls: ['B-33'],
    bug: 'the integer quotient is truncated',
    fix: 'round it, halves away from zero',
    fn: { roundedQuotient: (_n, sum, count) => Math.trunc(sum / count) | 0 },
  },
  {
    id: 'adaptive_quotient_floored',
    clause: 'L22',
    bug: 'the integer quotient rounds halves up',
    fix: 'round halves away from zero',
    fn: { roundedQuotient: (_n, sum, count) => Math.floor(sum / count + 0.5) | 0 },
  },
  floatPoolWithout(
    'guardPoolLength',
    'adaptiveAvgPool1dFloat',
    'L22',
    'adaptive forward takes another length',
  ),
  floatPoolWithout(
    'guardPoolLength',
    'adaptiveAvgPool1dGradientFloat',
    'L23',
    'adaptive backward takes another length',
  ),
  floatPoolWithout(
    'guardAdaptiveOutputs',
    'adaptiveAvgPool1dFloat',
    'L22',
    'adaptive forward takes no outputs',
  ),
  floatPoolWithout(
    'guardAdaptiveOutputs',
    'adaptiveAvgPool1dGradientFloat',
    'L23',
    'adaptive backward takes no outputs',
  ),
];
