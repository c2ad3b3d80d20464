/** Mistakes in GroupNorm alone (L17). */

import { primitives } from '../../primitives.ts';
import { countOf, identityOrder } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'group_norm_any_rank',
    clause: 'L17',
    bug: 'an x of another rank than 3 is taken as [1, C, T], or as [B, C, the rest]',
    fix: 'refuse it',
    flags: ['shape'],
    fn: {
      groupNormGeometry: (n, x, gamma, groups) => {
        const { shape } = x;
        if (shape.length === 3) return primitives.groupNormGeometry(n, x, gamma, groups);
        const three =
          shape.length < 3 ? [1, ...shape] : [...shape.slice(0, 2), countOf(shape.slice(2))];
        const viewed = { ...x, shape: three, order: identityOrder(three.length) };
        return primitives.groupNormGeometry(n, viewed, gamma, groups);
      },
    },
  },
];
