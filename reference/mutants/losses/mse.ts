/** Mistakes in mean squared error (L29). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';
import { fusedIn } from '../shared/fused.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'mse_mean_over_batch',
    clause: 'L29',
    pitfalls: ['B-40'],
    bug: 'the MEAN loss is divided by the batch size only',
    fix: 'divide by the number of all elements',
    fn: { mseMean: (n, loss, shape) => n.f.div(loss, n.f.fromInt(shape[0] ?? 1)) },
  },
  {
    id: 'mse_gradient_divided',
    clause: 'L29',
    bug: 'the gradient is o ⊖ l without the factor 2',
    fix: 'g = 2 ⊗ (o ⊖ l)',
    fn: { mseGradient: (n, o, l) => n.f.sub(o, l) },
  },
  {
    id: 'mse_gradient_sign',
    clause: 'L29',
    bug: 'the gradient is 2 ⊗ (l ⊖ o)',
    fix: 'g = 2 ⊗ (o ⊖ l)',
    fn: { mseGradient: (n, o, l) => n.f.mul(2, n.f.sub(l, o)) },
  },
  {
    id: 'mse_gradient_already_mean',
    clause: 'L29',
    pitfalls: ['B-41'],
    bug: 'the gradient is already divided by the number of elements',
    fix: 'the seed gradient is not divided; the mean scale comes later',
    fn: {
      mseBackward: (n, output, label, target) => {
        primitives.mseBackward(n, output, label, target);
        if (target.dtype === 'FLOAT32') {
          target.data.forEach((v, i) => {
            target.data[i] = n.f.div(v, n.f.fromInt(target.data.length));
          });
        } else target.scale = n.f.div(target.scale, n.f.fromInt(target.data.length));
      },
    },
  },
  {
    id: 'mse_mean_scale_batch_only',
    clause: 'L29',
    bug: 'the mean scale is 1/S',
    fix: 'it is 1 ⊘ i2f(S·F)',
    fn: { mseMeanScale: (n, samples) => n.f.div(1, n.f.fromInt(samples)) },
  },
  fusedIn('mseTerm', 'L29', 'a squared error', []),
];
