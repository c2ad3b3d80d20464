/** S106: linear interpolation in place, the only mandated fused multiply-add. */

import { newCase } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { placedIn } from '../../kit/in_place.ts';
import { float32Of } from '../../kit/literals.ts';
import { type CaseInput, defineOp } from '../../op.ts';
import { type FusedForm, fusedCases, fusedNotes, fusedSharing, runFused } from './fused_op.ts';
import { lerpOracle } from './oracle.ts';

const form: FusedForm = {
  operands: ['a', 'b'],
  plain: { w: Math.fround(0.1) },
  params: (r) => ({ w: r.float32(-8, 0) }),
};

/**
 * Sums a hair beside the middle of two floats: a sum rounded to double first is the middle, and then goes to
 * the even one. `(1 + 2⁻²³)(1 − 2⁻²³)` is below a power of two, `8392705 · 8384513 = 2⁴⁶ + 1` above.
 */
function* besideTies(): Iterable<CaseInput> {
  const below = { w: 2 ** -48 * (1 + 2 ** -23), b: 16777215 };
  const above = { w: 8392705 * 2 ** -71, b: 16769027 };
  for (const { w, b } of [below, above]) {
    const a = [0, 1, 2, 3, 1001, 65536].map((units) => 1 + units * 2 ** -23);
    const signed = [...a, ...a.map((v) => -v)];
    const targets = signed.map((v) => Math.sign(v) * b);
    const tensors = { a: float32Of(signed), b: float32Of(targets) };
    yield newCase('directed', 'fused', tensors, { params: { w } });
  }
}

export default defineOp({
  name: 'lerp',
  version: 1,
  clause: 'S106',
  summary: 'moves a toward b by w with a fused multiply-add, in place',
  since: '2026-07-21',
  params: { w: { kind: 'f32', doc: 'weight' }, in_place: placedIn('a', 'b') },
  tensors: {
    a: { role: 'inout', dtypes: ['FLOAT32'], doc: 'identity order' },
    b: { role: 'in', dtypes: ['FLOAT32', 'SYM_INT32'], doc: 'same extents; SYM_INT32 is refused' },
  },
  fits: refusesMisfits,
  notes: {
    ...fusedNotes,
    fused: {
      bug: 'product and sum rounded separately, in double, or (1 − w)·a + w·b',
      effect: 'AdamW moments drift in the last bit',
    },
  },
  run(n, call) {
    runFused(call, form, (a, [b]) => n.fn.lerp(n, a, b!, call.number('w')));
  },
  oracle: lerpOracle,
  *cases(g) {
    // w·(b − a) needs more than 24 bits and cancels against a
    const w = 1 + 2 ** -12;
    const a = float32Of([-1 - 2 ** -11, 1, 0, 2 ** -24, 0.1]);
    const b = float32Of([-1 - 2 ** -11 + 1 + 2 ** -12, 1, 1 + 2 ** -12, 1, -0.3]);
    yield newCase('directed', 'fused', { a, b }, { params: { w } });
    const small = { a: float32Of([1, -0.25, 0]), b: float32Of([0.1, -0.3, 0.1]) };
    yield newCase('directed', 'fused', small, { params: { w: Math.fround(0.1) } });
    // the product is half a unit above the largest float: what is added decides between it and infinity
    const half = 1801 * 2 ** 103;
    const edge = { a: float32Of([-(2 ** -149), 2 ** -149, 0]), b: float32Of([half, half, half]) };
    yield newCase('directed', 'fused', edge, { params: { w: 18631 } });
    yield* besideTies();
    yield* fusedCases(form, g);
    yield* fusedSharing(form, g);
  },
});
