/** Mistakes in SGD with momentum (S117). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';
import { fusedIn } from '../shared/fused.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'momentum_dampened',
    clause: 'S117',
    pitfalls: ['A-M133'],
    bug: 'the momentum is μ·v + (1 − μ)·g',
    fix: 'v′ = (μ ⊗ v) ⊕ g′',
    fn: {
      momentumUpdate: (n, v, decayed, momentum) =>
        n.f.mulAdd(momentum, v, n.f.mul(n.f.sub(1, momentum), decayed)),
    },
  },
  {
    id: 'momentum_ignored',
    clause: 'S117',
    bug: 'the old momentum is not carried',
    fix: 'v′ = (μ ⊗ v) ⊕ g′',
    fn: { momentumUpdate: (_n, _v, decayed) => decayed },
  },
  {
    id: 'momentum_nesterov',
    clause: 'S117',
    pitfalls: ['A-M133'],
    bug: 'the parameter looks ahead as in Nesterov momentum',
    fix: 'step along the stored momentum',
    fn: {
      momentumParameterStep: (n, parameter, state, scalars, rounding) => {
        const ahead = {
          ...scalars,
          learningRate: n.f.mul(scalars.learningRate, n.f.add(1, scalars.momentum)),
        };
        primitives.momentumParameterStep(n, parameter, state, ahead, rounding);
      },
    },
  },
  {
    id: 'momentum_zero_without_decay',
    clause: 'S117',
    bug: 'weight decay is left out where the momentum is 0',
    fix: 'g′ = g ⊕ (wd ⊗ p), whatever the momentum is',
    fn: {
      momentumStateStep: (n, parameter, gradient, state, scalars, rounding) => {
        const weightDecay = scalars.momentum === 0 ? 0 : scalars.weightDecay;
        const used = { ...scalars, weightDecay };
        primitives.momentumStateStep(n, parameter, gradient, state, used, rounding);
      },
    },
  },
  {
    id: 'momentum_unrounded',
    clause: 'S117',
    pitfalls: ['A-M134'],
    bug: 'the parameter follows the momentum before it is quantized',
    fix: 're-decode the stored momentum',
    fn: {
      sgdMomentumStep: (n, parameter, gradient, state, scalars, rounding) => {
        const p = n.fn.decodeTensor(n, parameter);
        const g = n.fn.decodeTensor(n, gradient);
        const v = n.fn.decodeTensor(n, state).map((value, i) => {
          const decayed = n.fn.decayedGradient(n, g[i]!, p[i]!, scalars.weightDecay);
          return n.fn.momentumUpdate(n, value, decayed, scalars.momentum);
        });
        n.fn.momentumStateStep(n, parameter, gradient, state, scalars, rounding);
        const exact = { ...state, dtype: 'FLOAT32' as const, data: v };
        n.fn.momentumParameterStep(n, parameter, exact, scalars, rounding);
      },
    },
  },
  {
    id: 'parameter_before_state',
    clause: 'S118',
    pitfalls: ['A-M135'],
    bug: 'the parameter is written before the momentum',
    fix: 'write the state first, then the parameter from the stored state',
    fn: {
      sgdMomentumStep: (n, parameter, gradient, state, scalars, rounding) => {
        n.fn.momentumParameterStep(n, parameter, state, scalars, rounding);
        n.fn.momentumStateStep(n, parameter, gradient, state, scalars, rounding);
      },
    },
  },
  fusedIn('momentumUpdate', 'S117', 'the carried momentum', []),
];
