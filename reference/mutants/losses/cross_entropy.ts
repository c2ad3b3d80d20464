/** Mistakes in cross-entropy (L28). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';
import { fusedIn } from '../shared/fused.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'cross_entropy_mean_over_elements',
    clause: 'L28',
    pitfalls: ['B-39'],
    bug: 'the MEAN loss is divided by the number of all elements',
    fix: 'divide by dims[0] from rank 2 on',
    fn: {
      crossEntropyMean: (n, loss, shape) =>
        n.f.div(loss, n.f.fromInt(shape.reduce((p, e) => p * e, 1))),
    },
  },
  {
    id: 'cross_entropy_mean_of_vector',
    clause: 'L28',
    bug: 'a rank-1 output is divided by its length too',
    fix: 'rank 1 is not scaled',
    fn: { crossEntropyMean: (n, loss, shape) => n.f.div(loss, n.f.fromInt(shape[0] ?? 1)) },
  },
  {
    id: 'cross_entropy_gradient_clamped',
    clause: 'L28',
    pitfalls: ['B-59'],
    bug: 'the gradient uses the clamped probability',
    fix: 'use the unclamped p',
    fn: {
      crossEntropyGradient: (n, p, y) => n.f.sub(Math.max(p, Math.fround(1e-7)), y),
    },
  },
  {
    id: 'cross_entropy_unclamped',
    clause: 'L28',
    bug: 'probabilities below 1e−7 are not clamped',
    fix: 'take the log of max(p, 1e−7f)',
    fn: {
      crossEntropyTerm: (n, loss, p, y) =>
        n.f.mulAdd(y, -n.fn.log32(n, p === 0 ? 2 ** -149 : p), loss),
    },
  },
  {
    id: 'cross_entropy_sym_accepted',
    clause: 'L28',
    bug: 'a SYM_INT32 output is accepted',
    fix: 'under this contract the dispatch guard refuses it',
    contract: { crossEntropySym: 'present' },
  },
  {
    id: 'cross_entropy_gradient_mean',
    clause: 'L28',
    pitfalls: ['B-41'],
    bug: 'the CrossEntropy gradient is already divided by the number of elements',
    fix: 'the seed gradient is not divided; the mean scale comes later',
    fn: {
      crossEntropyBackward: (n, output, label, target) => {
        const count = n.f.fromInt(label.data.length);
        const crossEntropyGradient: typeof n.fn.crossEntropyGradient = (m, p, y) =>
          m.f.div(primitives.crossEntropyGradient(m, p, y), count);
        const view = { ...n, fn: { ...n.fn, crossEntropyGradient } };
        primitives.crossEntropyBackward(view, output, label, target);
      },
    },
  },
  {
    id: 'cross_entropy_sym_refused',
    clause: 'L28',
    bug: 'a SYM_INT32 output is refused',
    fix: 'decode it',
    contract: { crossEntropySym: 'refused' },
  },
  fusedIn('crossEntropyTerm', 'L28', 'a term of the cross-entropy', []),
  {
    id: 'cross_entropy_mean_scale_exact',
    clause: 'L28',
    bug: 'the mean factor is 1 ÷ S with S as it is, rounded once',
    fix: 'round S to float32, then divide',
    fn: { crossEntropyMeanScale: (_n, samples) => Math.fround(1 / samples) },
  },
  {
    id: 'cross_entropy_mean_scale_missing',
    clause: 'L28',
    bug: 'the gradients of a macro batch are not divided',
    fix: 'scale them by 1 ⊘ i2f(S)',
    fn: { crossEntropyMeanScale: () => 1 },
  },
];
