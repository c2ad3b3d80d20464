/** Mistakes in the SGD of the June contracts (H2, V35). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'june_stores_parameter_first',
    clause: 'H2',
    bug: 'the parameter is stored before the momentum buffer',
    fix: 'under this contract the state is encoded first',
    fn: {
      juneSgdStep: (n, parameter, gradient, state, scalars) => {
        const stored: Parameters<typeof n.fn.storeUpdate>[] = [];
        const late: typeof n.fn.storeUpdate = (m, values, target) => {
          stored.push([m, values, target]);
        };
        const view = { ...n, fn: { ...n.fn, storeUpdate: late } };
        primitives.juneSgdStep(view, parameter, gradient, state, scalars);
        for (const [m, values, target] of stored.reverse()) n.fn.storeUpdate(m, values, target);
      },
    },
  },
];
