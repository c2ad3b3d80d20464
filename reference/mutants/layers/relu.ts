/** Mistakes in ReLU (L24). */

import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'relu_absolute',
    clause: 'L24',
    bug: 'negative values change their sign',
    fix: 'negative values become 0',
    fn: { reluElement: (_n, x) => (x < 0 ? -x : x) },
  },
  {
    id: 'relu_gradient_at_zero',
    clause: 'L24',
    pitfalls: ['B-36'],
    bug: 'the gradient passes where x = 0',
    fix: 'the gradient is 0 where x ≤ 0',
    fn: { reluGradient: (_n, x, dy) => (x < 0 ? 0 : dy) },
  },
  {
    id: 'relu_gradient_of_loss',
    clause: 'L24',
    bug: 'the gradient is masked by the sign of dy',
    fix: 'mask by the sign of the layer input',
    fn: { reluGradient: (_n, _x, dy) => (dy <= 0 ? 0 : dy) },
  },
  {
    id: 'relu_clears_negative_zero',
    clause: 'L24',
    pitfalls: ['A-M148'],
    bug: '−0.0 becomes +0.0 and NaN becomes 0',
    fix: 'only x < 0 is replaced',
    fn: { reluElement: (_n, x) => (x > 0 ? x : 0) },
  },
];
