/** Mistakes in the validation of records (S2). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'init_scale_zero',
    clause: 'S2',
    bug: 'a fresh tensor has scale 0',
    fix: 'it has scale 1',
    fn: {
      initTensor: (n, record, shape) => ({ ...primitives.initTensor(n, record, shape), scale: 0 }),
    },
  },
  {
    id: 'init_unguarded',
    clause: 'S2',
    bug: 'any width is accepted at init',
    fix: 'refuse SYM_INT32 labels above 31 and ASYM widths outside 1..30',
    flags: ['refused', 'widths'],
    fn: { guardRecord: () => {} },
  },
];
