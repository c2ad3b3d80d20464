/** L25: Dropout backward. */

import type { Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { implies, sameCount } from '../../kit/fits.ts';
import { arithmeticSpec, floatArithmetic, symArithmetic } from '../../kit/layer_operands.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { randomBool, randomFloat32, randomSymInt32, target } from '../../kit/tensors.ts';
import { type CaseInput, defineOp, roundingParam } from '../../op.ts';
import { whereArmsMatch } from './arm_fits.ts';
import { dropoutFrom, maskOf, rateSpec } from './dropout_cases.ts';
import { dropoutBackwardOracle } from './oracle.ts';

const backward = casesOf(
  (
    dy: Tensor,
    p: number,
    mask: Tensor,
    dx: Tensor = target(dy.dtype, dy.shape, dy.bits),
    dx_arithmetic: string = dy.dtype === 'FLOAT32' ? floatArithmetic : symArithmetic,
  ) => {
    const params = { dx_arithmetic, dx_rounding: 'HALF_AWAY', p: Math.fround(p) };
    return { tensors: { dy, mask, dx }, params };
  },
);

const bits = [1, 1, 1, 0, 0, 1, 0, 1];
const eight = symInt32Of([1, -2, 3, -4, 5, -6, 7, -8], 0.25, 12);

function* directed(): Iterable<CaseInput> {
  yield backward('directed', 'stored_mask', eight, 0.3, maskOf(8, bits));
  yield backward('directed', 'stored_mask', eight, 0, maskOf(8, bits));
  yield backward('directed', 'stored_mask', eight, 0.9, maskOf(8));
  const odd = float32Of([1, 3, -0.1, 7, 1e-3, 11, 0.7, -9, 2]);
  yield backward('directed', 'factor', odd, 0.3, maskOf(9, [...bits, 1]));
  const specials = float32Of(
    '7fc00000 7f800000 ff800000 80000000 80000000 00000001 7f7fffff bf800000',
  );
  yield backward('directed', 'specials', specials, 0.5, maskOf(8, bits));
  yield backward(
    'directed',
    'specials',
    specials,
    0.5,
    maskOf(
      8,
      bits.map((b) => 1 - b),
    ),
  );
  const wide = symInt32Of([70000, -80000, 16777217], 0.5, 28);
  yield backward(
    'directed',
    'label_ignored',
    wide,
    0.25,
    maskOf(3, [1, 1, 1]),
    target('SYM_INT32', [3], 4),
  );
}

function* negatives(): Iterable<CaseInput> {
  const set = 'negative';
  const mask = maskOf(8, bits);
  const floats = float32Of([1, 2, 3, 4, 5, 6, 7, 8]);
  const [wire, plain] = [target('SYM_INT32', [8], 12), target('FLOAT32', [8])];
  yield backward(set, 'refused_mixture', floats, 0.5, mask, wire, symArithmetic);
  yield backward(set, 'refused_mixture', eight, 0.5, mask, plain, symArithmetic);
  yield backward(set, 'refused_mixture', eight, 0.5, mask, wire, floatArithmetic);
  yield backward(set, 'refused_mixture', floats, 0.5, mask, plain, symArithmetic);
  for (const size of [7, 9]) yield backward(set, 'refused_mask', eight, 0.5, maskOf(size));
  yield backward(set, 'refused_rate', eight, 1, mask);
}

export default defineOp({
  name: 'dropout_backward',
  version: 1,
  clause: 'L25',
  summary: 'the gradient through the stored mask, scaled by 1/(1 − p)',
  since: '2026-07-21',
  params: {
    dx_arithmetic: arithmeticSpec('the backward: selects the arm'),
    dx_rounding: { ...roundingParam, doc: 'not used', unread: 'nothing is rounded' },
    p: rateSpec,
  },
  tensors: {
    dy: { role: 'in', dtypes: ['SYM_INT32', 'FLOAT32'], doc: 'output gradient' },
    mask: { role: 'in', dtypes: ['BOOL'], doc: 'one bit per element, from the forward' },
    dx: { role: 'out', dtypes: ['SYM_INT32', 'FLOAT32'], doc: 'input gradient' },
  },
  fits: whereArmsMatch(['dy', 'dx'], {
    dx: [implies(sameCount('mask', 'dy'), sameCount('dx', 'dy'))],
  }),
  notes: {
    stored_mask: {
      bug: 'a mask drawn anew, or the gradient not scaled',
      effect: 'gradients of other elements',
    },
    factor: {
      bug: 'scale 1/p, or 1/(1 − p) in double',
      effect: 'gradients of another size',
    },
    specials: {
      bug: 'dropped elements multiplied by 0',
      effect: 'NaN, infinities and −0 survive being dropped',
    },
    label_ignored: {
      bug: 'mantissas clamped to the declared width, or copied as floats',
      effect: 'wide gradients saturate',
    },
    refused_mixture: {
      bug: 'the arm chosen by the tensors, or mixed dtypes accepted',
      effect: 'mantissas taken for floats',
    },
    refused_mask: {
      bug: 'the size of the mask not compared',
      effect: 'reads past the mask',
    },
    refused_rate: {
      bug: 'a rate outside [0, 1) accepted',
      effect: 'a factor of infinity',
    },
    mixture: {
      bug: 'the mask read from another bit, or the factor left out of the scale',
      effect: 'gradients pass through dropped units and miss kept ones',
    },
  },
  run(n, call) {
    const dx = call.tensor('dx');
    // x is not read
    n.fn.dropoutBackward(n, dropoutFrom(call), dx, call.tensor('dy'), dx);
  },
  oracle: dropoutBackwardOracle,
  *cases(g) {
    yield* directed();
    yield* negatives();
    for (const r of seeded(g, 'random', 20)) {
      const shape = [r.int(1, 3), r.int(1, 9)];
      const dy = r.chance(1, 3) ? randomFloat32(r, shape) : randomSymInt32(r, shape, 12);
      const mask = randomBool(r, shape);
      yield backward('random', 'mixture', dy, r.int(0, 1023) / 1024, mask);
    }
  },
});
