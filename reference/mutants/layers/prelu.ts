/** Mistakes in PReLU (L36). */

import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'prelu_maximum',
    clause: 'L36',
    bug: 'the larger of x and α·x',
    fix: 'choose by the sign of x: a slope may be above 1 or negative',
    fn: {
      preluElement: (n, x, alpha) => {
        const product = n.f.mul(alpha, x);
        return x < product ? product : x;
      },
    },
  },
  {
    id: 'prelu_keeps_zero',
    clause: 'L36',
    bug: 'a zero passes as it is',
    fix: 'multiply everything that is not above 0',
    fn: { preluElement: (n, x, alpha) => (x >= 0 ? x : n.f.mul(alpha, x)) },
  },
  {
    id: 'prelu_slope_by_position',
    clause: 'L36',
    bug: 'the slopes are taken along the last axis',
    fix: 'the slope belongs to the index on axis 1',
    fn: { preluChannel: (n, shape, i) => i % n.fn.preluChannels(n, shape) },
  },
];
