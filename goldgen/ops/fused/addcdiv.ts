/** S108: `a ⊕ ((s ⊗ b) ⊘ ((sqrt32(v) ⊘ D) ⊕ ε))` in place. */

import { newCase } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { placedIn } from '../../kit/in_place.ts';
import { float32Of } from '../../kit/literals.ts';
import { defineOp } from '../../op.ts';
import { type FusedForm, fusedCases, fusedNotes, fusedSharing, runFused } from './fused_op.ts';
import { addcdivOracle } from './oracle.ts';

const form: FusedForm = {
  operands: ['a', 'b', 'v'],
  plain: { s: Math.fround(-0.001), divisor: Math.fround(0.03), eps: Math.fround(1e-8) },
  params: (r) => ({
    s: r.float32(-12, 0),
    divisor: Math.abs(r.float32(-6, 0)),
    eps: r.pick([Math.fround(1e-8), Math.fround(0.001), 0.5]),
  }),
};

export default defineOp({
  name: 'addcdiv',
  version: 1,
  clause: 'S108',
  summary: 'adds s·b divided by (√v ÷ divisor + eps) to a, in place',
  since: '2026-07-21',
  params: {
    s: { kind: 'f32', doc: 'factor' },
    divisor: { kind: 'f32', doc: 'divides the root' },
    eps: { kind: 'f32', doc: 'added to the denominator, outside the root' },
    in_place: placedIn('a', 'b', 'v'),
  },
  tensors: {
    a: { role: 'inout', dtypes: ['FLOAT32'], doc: 'identity order' },
    b: { role: 'in', dtypes: ['FLOAT32'], doc: 'same extents' },
    v: { role: 'in', dtypes: ['FLOAT32', 'SYM_INT32'], doc: 'same extents; SYM_INT32 is refused' },
  },
  fits: refusesMisfits,
  notes: {
    ...fusedNotes,
    epsilon_outside: {
      bug: 'epsilon inside the root, or the bias correction applied to v',
      effect: 'the first AdamW steps are off',
    },
  },
  run(n, call) {
    const [s, divisor] = [call.number('s'), call.number('divisor')];
    const scalars = { s, divisor, eps: call.number('eps') };
    runFused(call, form, (a, [b, v]) => n.fn.addcdiv(n, a, b!, v!, scalars));
  },
  oracle: addcdivOracle,
  *cases(g) {
    const a = float32Of([0.5, -0.25, 1, 0]);
    const b = float32Of([0.01, -0.03, 0, 1]);
    const v = float32Of([1e-5, 9e-5, 0, 1e-16]);
    yield newCase('directed', 'epsilon_outside', { a, b, v }, { params: form.plain });
    yield* fusedCases(form, g);
    yield* fusedSharing(form, g);
  },
});
