/** S107: `a ⊕ ((s ⊗ b) ⊗ c)` in place. */

import { newCase } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { placedIn } from '../../kit/in_place.ts';
import { float32Of } from '../../kit/literals.ts';
import { defineOp } from '../../op.ts';
import { type FusedForm, fusedCases, fusedNotes, fusedSharing, runFused } from './fused_op.ts';
import { addcmulOracle } from './oracle.ts';

const form: FusedForm = {
  operands: ['a', 'b', 'c'],
  plain: { s: Math.fround(0.001) },
  params: (r) => ({ s: r.float32(-10, 2) }),
};

export default defineOp({
  name: 'addcmul',
  version: 1,
  clause: 'S107',
  summary: 'adds s·b·c to a, three roundings, in place',
  since: '2026-07-21',
  params: {
    s: { kind: 'f32', doc: 'factor, multiplied first' },
    in_place: placedIn('a', 'b', 'c'),
  },
  tensors: {
    a: { role: 'inout', dtypes: ['FLOAT32'], doc: 'identity order' },
    b: { role: 'in', dtypes: ['FLOAT32'], doc: 'same extents' },
    c: { role: 'in', dtypes: ['FLOAT32', 'SYM_INT32'], doc: 'same extents; SYM_INT32 is refused' },
  },
  fits: refusesMisfits,
  notes: {
    ...fusedNotes,
    association: {
      bug: 's·(b·c), or a contracted sum',
      effect: 'last bits of second moments drift',
    },
  },
  run(n, call) {
    runFused(call, form, (a, [b, c]) => n.fn.addcmul(n, a, b!, c!, call.number('s')));
  },
  oracle: addcmulOracle,
  *cases(g) {
    const a = float32Of([-1 - 2 ** -11, 0, 1]);
    const b = float32Of([1 + 2 ** -12, 3e30, 1e-30]);
    const c = float32Of([1 + 2 ** -12, 3e30, 1e-30]);
    yield newCase('directed', 'association', { a, b, c }, { params: { s: 1 } });
    yield newCase('directed', 'association', { a, b, c }, { params: { s: Math.fround(1e-30) } });
    yield* fusedCases(form, g);
    yield* fusedSharing(form, g);
  },
});
