/** Mistakes in what the pools share (L18–L23). */

import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'pool_value_sum_unguarded',
    clause: 'L19',
    bug: 'the value-sum guard is missing',
    fix: 'refuse labels outside 1..16 and too many terms',
    flags: ['value_sum'],
    fn: { guardValueSum: () => {} },
  },
];
