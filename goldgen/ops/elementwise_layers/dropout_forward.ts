/** L25: Dropout forward. */

import type { Tensor } from '../../../reference/tensor.ts';
import { newCase, seeded } from '../../kit/cases.ts';
import { sameCount, sameDtype } from '../../kit/fits.ts';
import { arithmeticSpec, floatArithmetic, symArithmetic } from '../../kit/layer_operands.ts';
import { f32, float32Of, symInt32Of } from '../../kit/literals.ts';
import { randomFloat32, randomSymInt32, target } from '../../kit/tensors.ts';
import { type CaseInput, defineOp, roundingParam } from '../../op.ts';
import { dropoutFrom, maskOf, rateSpec } from './dropout_cases.ts';
import { dropoutForwardOracle } from './oracle.ts';

interface Call {
  readonly set?: CaseInput['set'];
  readonly flags: string;
  readonly x: Tensor;
  readonly p: number;
  readonly mask?: Tensor;
  readonly training?: 'yes' | 'no';
  readonly bits?: number;
  readonly rng?: number;
}

function forward(c: Call): CaseInput {
  const { x, set = 'directed', training = 'yes', rng = 1 } = c;
  const arithmetic = x.dtype === 'FLOAT32' ? floatArithmetic : symArithmetic;
  const params = { arithmetic, rounding: 'HALF_AWAY', p: Math.fround(c.p), training };
  const y = target(x.dtype, x.shape, c.bits ?? x.bits);
  const tensors = { x, y, mask: c.mask ?? maskOf(x.data.length) };
  return newCase(set, c.flags, tensors, { params, rng });
}

const eight = symInt32Of([1, 2, 3, 4, 5, 6, 7, 8], 0.25, 12);

function* directed(): Iterable<CaseInput> {
  yield forward({ flags: 'B6.7', x: eight, p: 0.3, rng: 42 });
  yield forward({ flags: 'B6.11 strict', x: symInt32Of([7], 1, 12), p: 0.5, rng: 2281717760 });
  yield forward({ flags: 'B6.11 strict', x: float32Of([7]), p: 0.5, rng: 2281717760 });
  // keep = 1 ⊖ p with p = 2^−24: the largest draw equals it
  const edge = { x: symInt32Of([7], 1, 12), p: 2 ** -24 };
  yield forward({ flags: 'strict', ...edge, rng: 2224793406 });
  yield forward({ flags: 'no_rate', x: eight, p: 0, rng: 5 });
  yield forward({ flags: 'no_rate', x: eight, p: -0, rng: 6 });
  for (const p of [0.1, 0.3, 0.7, 0.9, f32('3f7fffff')]) {
    yield forward({ flags: 'factor', x: eight, p, rng: 7 });
    yield forward({ flags: 'factor', x: float32Of([1, 3, -0.1, 7, 1e-3, 11, 0.7]), p, rng: 7 });
  }
  const specials = float32Of(
    '7fc00000 7f800000 ff800000 80000000 00000000 00000001 7f7fffff bf800000',
  );
  for (const rng of [42, 3, 99]) yield forward({ flags: 'specials', x: specials, p: 0.5, rng });
  const kept = maskOf(8, [1, 0, 1, 1, 0, 0, 1, 0]);
  yield forward({ flags: 'inference', x: eight, p: 0.5, mask: kept, training: 'no', rng: 9 });
  yield forward({ flags: 'inference', x: float32Of([1, -2]), p: 0.5, training: 'no', rng: 9 });
  const other = { mask: maskOf(3), training: 'no' } as const;
  yield forward({ flags: 'inference', x: eight, p: 0.5, ...other, rng: 10 });
  yield forward({ flags: 'redrawn', x: eight, p: 0.5, mask: kept, rng: 9 });
  const wide = symInt32Of([70000, -80000, 5], 0.5, 20);
  yield forward({ flags: 'label_ignored', x: wide, p: 0.25, bits: 4, rng: 12 });
  const big = symInt32Of([2147483647, -2147483648, 16777217], 0.5, 31);
  yield forward({ flags: 'label_ignored', x: big, p: 0.25, rng: 13 });
}

/** Rates whose 1 ÷ (1 − p) comes out otherwise in double. */
function* doubleRates(): Iterable<CaseInput> {
  for (const p of [0.025, 0.04]) {
    yield forward({ flags: 'factor', x: eight, p, rng: 7 });
    yield forward({ flags: 'factor', x: float32Of([1, 3, -0.1, 7, 1e-3, 11, 0.7]), p, rng: 7 });
  }
}

function* negatives(): Iterable<CaseInput> {
  const set = 'negative';
  for (const p of [1, 1.5, -0.25, f32('80000001'), f32('7fc00000'), f32('7f800000')]) {
    yield forward({ set, flags: 'refused_rate', x: eight, p });
  }
  for (const size of [7, 9]) {
    yield forward({ set, flags: 'refused_mask', x: eight, p: 0.5, mask: maskOf(size) });
  }
}

export default defineOp({
  name: 'dropout_forward',
  version: 1,
  clause: 'L25',
  summary: 'draws a mask and keeps, scaled by 1/(1 − p), what it selects',
  since: '2026-07-21',
  params: {
    arithmetic: arithmeticSpec('the forward: selects the arm'),
    rounding: { ...roundingParam, doc: 'not used', unread: 'nothing is rounded' },
    p: rateSpec,
    training: { kind: 'word', values: ['yes', 'no'], doc: 'no: a copy, the mask stays' },
  },
  tensors: {
    x: { role: 'in', dtypes: ['SYM_INT32', 'FLOAT32'], doc: 'any shape, the dtype of the arm' },
    y: { role: 'out', dtypes: ['SYM_INT32', 'FLOAT32'], doc: 'shape and dtype of x' },
    mask: { role: 'inout', dtypes: ['BOOL'], doc: 'one bit per element; drawn anew in training' },
  },
  fits: { y: [sameDtype('y', 'x'), sameCount('y', 'x')] },
  notes: {
    'B6.7': {
      bug: 'bits of the mask taken in another order, or the mantissas scaled instead of the scale',
      effect: 'units of the worked example are dropped that should stay, or kept ones lose bits',
    },
    'B6.11': {
      bug: 'r ≤ keep instead of r < keep',
      effect: 'a draw of exactly 0.5 keeps its element',
      clause: 'L25, S14',
    },
    strict: {
      bug: 'r ≤ keep instead of r < keep',
      effect: 'an element is kept that the original drops',
      clause: 'L25, S14',
    },
    no_rate: {
      bug: 'no draws for p = 0',
      effect: 'another random stream from here on',
    },
    factor: {
      bug: 'scale 1/p, or 1/(1 − p) in double',
      effect: 'activations of another size',
    },
    specials: {
      bug: 'dropped elements multiplied by 0',
      effect: 'NaN, infinities and −0 survive being dropped',
    },
    inference: {
      bug: 'masked, scaled or drawn outside training, or the mask looked at',
      effect: 'random predictions',
    },
    redrawn: {
      bug: 'a mask that is there already used again, or old bits kept',
      effect: 'the same elements dropped for ever',
    },
    label_ignored: {
      bug: 'mantissas clamped to the declared width, or copied as floats',
      effect: 'wide activations saturate',
    },
    refused_rate: {
      bug: 'a rate outside [0, 1) accepted',
      effect: 'a factor of infinity or below 0',
    },
    refused_mask: {
      bug: 'the size of the mask not compared, or draws before the check',
      effect: 'reads past the mask',
    },
    mixture: {
      bug: 'a draw per kept element only, or bits of the mask packed from the other end',
      effect: 'units are dropped that the seed keeps, and every later draw is shifted',
    },
  },
  run(n, call) {
    n.fn.dropoutForward(n, dropoutFrom(call), call.tensor('x'), call.tensor('y'));
  },
  oracle: dropoutForwardOracle,
  *cases(g) {
    yield* directed();
    yield* negatives();
    for (const r of seeded(g, 'random', 24)) {
      const shape = [r.int(1, 3), r.int(1, 9)];
      const x = r.chance(1, 3) ? randomFloat32(r, shape) : randomSymInt32(r, shape, 12);
      const p = r.int(0, 1023) / 1024;
      yield forward({ set: 'random', flags: 'mixture', x, p, rng: r.rngState() });
    }
    yield* doubleRates();
  },
});
