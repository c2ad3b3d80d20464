/** Mistakes in exp and log (S110, L27, L28). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';
import { nextUp } from '../shared/ulp.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'exp_base_two',
    clause: 'L27',
    bug: '2^x is computed instead of e^x',
    fix: 'use expf',
    flags: ['exact', 'special', 'edges', 'hard'],
    fn: { exp32: (_n, x) => Math.fround(2 ** x) },
  },
  {
    id: 'exp_subnormal_lost',
    clause: 'L27',
    bug: 'expf gives 0 where its result is subnormal',
    fix: 'results below 2^−126 are rounded to the subnormal grid, and to 0 only below half of its step',
    flags: ['edges', 'hard', 'special'],
    fn: {
      exp32: (n, x) => {
        const y = primitives.exp32(n, x);
        return y < 2 ** -126 ? 0 : y;
      },
    },
  },
  {
    id: 'log_base_two',
    clause: 'L28',
    bug: 'the logarithm has base 2',
    fix: 'use logf, the natural logarithm',
    flags: ['exact', 'special', 'edges', 'hard'],
    fn: {
      log32: (n, x) => n.f.div(primitives.log32(n, x), Math.fround(Math.LN2)),
    },
  },
  {
    id: 'exp_off_by_an_ulp',
    clause: 'L27',
    bug: 'expf is not correctly rounded',
    fix: 'use a correctly rounded expf',
    fn: { exp32: (n, x) => nextUp(primitives.exp32(n, x)) },
  },
  {
    id: 'log_off_by_an_ulp',
    clause: 'L28',
    bug: 'logf is not correctly rounded',
    fix: 'use a correctly rounded logf',
    fn: { log32: (n, x) => nextUp(primitives.log32(n, x)) },
  },
];
