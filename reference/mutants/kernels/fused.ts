/** Mistakes in row broadcasts and fused float32 forms (S104–S108). */

import { primitives } from '../../primitives.ts';
import { floats } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';
import { fusedIn } from '../shared/fused.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'lerp_weighted',
    clause: 'S106',
    pitfalls: ['A-M142'],
    bug: 'the interpolation is (1 − w)·a + w·b',
    fix: 'a ← fma(w, b ⊖ a, a)',
    fn: { lerpElement: (n, a, b, w) => n.f.mulAddMul(n.f.sub(1, w), a, w, b) },
  },
  {
    id: 'rows_scaled_by_column',
    clause: 'S104',
    bug: 'rows are scaled by the factor of their column',
    fix: 'row i is multiplied by factor i',
    fn: {
      scaleRows: (n, m, rowScale, out) => {
        n.fn.guardRowBroadcast(n, m, rowScale, 0, out);
        const factors = floats(rowScale);
        floats(m).forEach((v, i) => {
          out.data[i] = n.f.mul(factors[(i % m.shape[1]!) % factors.length]!, v);
        });
      },
    },
  },
  {
    id: 'row_subtracted_by_row',
    clause: 'S104',
    bug: 'the vector is indexed by the row instead of the column',
    fix: 'subtract row[j] from every m[i, j]',
    fn: {
      subRow: (n, m, row, out) => {
        n.fn.guardRowBroadcast(n, m, row, 1, out);
        const values = floats(row);
        floats(m).forEach((v, i) => {
          out.data[i] = n.f.sub(v, values[Math.floor(i / m.shape[1]!) % values.length]!);
        });
      },
    },
  },
  {
    id: 'row_minus_matrix',
    clause: 'S104',
    bug: 'the matrix is subtracted from the row',
    fix: 'm[i, j] ⊖ row[j]',
    fn: {
      subRow: (n, m, row, out) => {
        primitives.subRow(n, m, row, out);
        floats(out).forEach((v, i) => {
          out.data[i] = -v;
        });
      },
    },
  },
  fusedIn('axpby', 'S105', 'one of two scaled operands', []),
  fusedIn('addcmul', 'S107', 'the scaled product', []),
];
