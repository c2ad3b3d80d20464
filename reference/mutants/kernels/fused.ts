/** Mistakes in row broadcasts and fused float32 forms (S104–S108). */

import type { Numerics } from '../../numerics.ts';
import { primitives } from '../../primitives.ts';
import { floats, type Tensor } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';
import { fusedIn } from '../shared/fused.ts';

/** Runs on a copy of the target, which stands cleared meanwhile. */
function withClearedTarget(
  n: Numerics,
  a: Tensor,
  others: readonly Tensor[],
  run: (own: Tensor) => void,
): void {
  n.fn.guardFusedOperands(n, [a, ...others]);
  const own = { ...a, data: a.data.slice() };
  a.data.fill(0);
  run(own);
  a.data.set(own.data);
}

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
  {
    id: 'rows_clear_output',
    clause: 'S104',
    bug: 'the output of a row broadcast is cleared before the matrix is read',
    fix: 'write each result after its element was read',
    flags: ['in_place'],
    fn: {
      scaleRows: (n, m, rowScale, out) => {
        n.fn.guardRowBroadcast(n, m, rowScale, 0, out);
        out.data.fill(0);
        primitives.scaleRows(n, m, rowScale, out);
      },
      subRow: (n, m, row, out) => {
        n.fn.guardRowBroadcast(n, m, row, 1, out);
        out.data.fill(0);
        primitives.subRow(n, m, row, out);
      },
    },
  },
  {
    id: 'lerp_clears_target',
    clause: 'S106',
    bug: 'the target of an interpolation is taken out and cleared before the other operand is read',
    fix: 'write each element after both operands were read',
    flags: ['in_place'],
    fn: {
      lerp: (n, a, b, w) => withClearedTarget(n, a, [b], (own) => primitives.lerp(n, own, b, w)),
    },
  },
  {
    id: 'fused_clears_target',
    clause: 'S107, S108',
    bug: 'the target of a fused sum is taken out and cleared before the other operands are read',
    fix: 'write each element after all operands were read',
    flags: ['in_place'],
    fn: {
      addcmul: (n, a, b, c, s) =>
        withClearedTarget(n, a, [b, c], (own) => primitives.addcmul(n, own, b, c, s)),
      addcdiv: (n, a, b, v, scalars) =>
        withClearedTarget(n, a, [b, v], (own) => primitives.addcdiv(n, own, b, v, scalars)),
    },
  },
  fusedIn('axpby', 'S105', 'one of two scaled operands', []),
  fusedIn('addcmul', 'S107', 'the scaled product', []),
];
