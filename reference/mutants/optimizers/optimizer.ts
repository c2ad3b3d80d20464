/** Mistakes in optimizers as data (S118, S121). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'gradient_zeroed_by_step',
    clause: 'S116',
    pitfalls: ['A-M138'],
    bug: 'the step zeroes the gradient',
    fix: 'the step only reads the gradient',
    flags: ['not_zeroed'],
    fn: {
      sgdParameterStep: (n, o, p, i) => {
        primitives.sgdParameterStep(n, o, p, i);
        n.fn.zeroGradient(n, p.grad);
      },
    },
  },
  {
    id: 'adamw_step_count_late',
    clause: 'S119',
    pitfalls: ['A-M143'],
    bug: 'the step count is raised after use',
    fix: 'raise t before computing the scalars of the step',
    fn: {
      adamwAllParameters: (n, o, parameters) => {
        o.t += 1;
        const scalars = n.fn.adamwScalars(n, o.options, Math.max(o.t - 1, 1));
        parameters.forEach((p, i) => {
          const { m, v } = o.moments[i]!;
          n.fn.adamwStep(n, p.value, p.grad, m, v, scalars, o.rounding);
        });
      },
    },
  },
  {
    id: 'sgd_unrounded_momentum',
    clause: 'S117',
    pitfalls: ['A-M134'],
    bug: 'momentum is kept for every parameter and reaches it unrounded',
    fix: 'store the momentum, then step along what is stored',
    contract: { sgd: 'unrounded_momentum' },
  },
  {
    id: 'sgd_stored_momentum',
    clause: 'H2',
    bug: 'the parameter follows the stored momentum',
    fix: 'under this contract it follows the unrounded momentum',
    flags: ['unrounded_momentum', 'V35', 'B6.9'],
    contract: { sgd: 'stored_momentum' },
  },
];
