/** Mistakes in Flatten (L26). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'flatten_requantizes',
    clause: 'L26',
    bug: 'Flatten requantizes a SYM_INT32 wire',
    fix: 'copy mantissas and scale',
    fn: {
      copyWire: (n, from, to) => {
        if (from.dtype === 'SYM_INT32') n.fn.requantDynamic(n, from, to);
        else primitives.copyWire(n, from, to);
      },
    },
  },
  {
    id: 'flatten_forgets_scale',
    clause: 'L26',
    bug: 'Flatten leaves the scale of its output alone',
    fix: 'copy the scale with the mantissas',
    fn: {
      copyWire: (n, from, to) => {
        const { scale } = to;
        primitives.copyWire(n, from, to);
        to.scale = scale;
      },
    },
  },
];
