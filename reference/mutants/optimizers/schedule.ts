/** Mistakes in learning-rate schedules (S120). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'schedule_compounds',
    clause: 'S120',
    pitfalls: ['A-M145'],
    bug: 'the exponential schedule multiplies the current float32 rate',
    fix: 'compute base·γ^e in double from the captured base',
    fn: {
      exponentialRate: (_n, base, gamma, e) => {
        let rate = base;
        for (let i = 0; i < e; i++) rate = Math.fround(rate * gamma);
        return rate;
      },
    },
  },
  {
    id: 'schedule_step_late',
    clause: 'S120',
    bug: 'the step schedule decays one tick late',
    fix: 'use ⌊e / size⌋ with e raised before use',
    fn: { stepRate: (n, base, gamma, size, e) => primitives.stepRate(n, base, gamma, size, e - 1) },
  },
  {
    id: 'schedule_cosine_half',
    clause: 'S120',
    bug: 'the cosine schedule starts from 0 instead of η',
    fix: 'η + (base − η)·(1 + cos(π·e/T))/2',
    fn: {
      cosineRate: (n, base, eta, period, e) =>
        Math.fround(primitives.cosineRate(n, base, eta, period, e) - eta),
    },
  },
];
