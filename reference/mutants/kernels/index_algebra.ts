/** Mistakes in the index algebra of transposed views (S3, S73). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'permutation_inverted',
    clause: 'S73',
    pitfalls: ['A-M85'],
    bug: 'the axis permutation is applied in the other direction',
    fix: 'physical axis p carries logical axis order[p]',
    fn: { physicalAxis: (_n, t, axis) => t.order[axis]! },
  },
  {
    id: 'order_ignored',
    clause: 'S73',
    bug: 'the axis order of a view is ignored',
    fix: 'read elements through the logical order',
    fn: { physicalAxis: (_n, _t, axis) => axis },
  },
  {
    id: 'weight_not_transposed',
    clause: 'S83',
    pitfalls: ['A-M84'],
    bug: 'the weight [out, in] is read as [in, out]',
    fix: 'multiply by the transposed weight: y[r, o] = Σ x[r, i]·W[o, i]',
    fn: {
      transposedView: (n, t, i, j) => {
        if (t.shape.length !== 2) return primitives.transposedView(n, t, i, j);
        return { ...t, shape: [t.shape[1]!, t.shape[0]!] };
      },
    },
  },
];
