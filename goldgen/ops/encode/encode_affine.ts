/** S26: encode of float32 values on a given affine grid. */

import { precondition } from '../../../reference/refusal.ts';
import { floats, packed, type Rounding, roundings, store } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { below, bits, sameCount } from '../../kit/fits.ts';
import { f32, float32Of } from '../../kit/literals.ts';
import {
  farQuotients,
  stateOfDrawZero,
  stateOfLargestDraw,
  unroundable,
} from '../../kit/rounding_cases.ts';
import { randomScale, target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { affineWidths } from './affine_cases.ts';
import { encodeAffineOracle } from './affine_oracle.ts';

interface Grid {
  readonly scale: number;
  readonly zeroPoint: number;
  readonly bits: number;
  readonly mode?: Rounding;
}

const encodeCase = casesOf(
  (
    values: readonly number[],
    { scale, zeroPoint, bits, mode = 'HALF_AWAY' }: Grid,
    rng: number = 1,
  ) => {
    const y = target('ASYM', [values.length], bits, mode, scale);
    y.zeroPoint = zeroPoint;
    return { tensors: { x: float32Of(values), y }, rng };
  },
);

function* directed(): Iterable<CaseInput> {
  const values = [1, -0.5, 0.25, 0];
  yield encodeCase('directed', 'V6', values, { scale: f32('3bc0c0c1'), zeroPoint: -85, bits: 8 });
  yield encodeCase('directed', 'V6', values, { scale: f32('3dcccccd'), zeroPoint: -5, bits: 4 });
  // ties of the quotient and of the shifted quotient differ
  const far = { scale: 1, zeroPoint: -16777216, bits: 8 };
  yield encodeCase('directed', 'subtract_first', [-16777215.5, -16777200.5, 0.5], far);
  yield encodeCase('directed', 'subtract_first', [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5], {
    scale: 1,
    zeroPoint: -3,
    bits: 4,
  });
  // v ÷ s − zp against (v − zp·s) ÷ s
  yield encodeCase('directed', 'subtract_first', [f32('3dcccccd'), f32('3e99999a'), 0.7], {
    scale: f32('3ca3d70a'),
    zeroPoint: -101,
    bits: 8,
  });
  for (const rng of [stateOfDrawZero, stateOfLargestDraw]) {
    const grid: Grid = { scale: 0.5, zeroPoint: -4, bits: 3, mode: 'SR_HALF_AWAY' };
    yield encodeCase('directed', 'ends', [-2, 1.5, 0], grid, rng);
    yield encodeCase('directed', 'ends', [1.5, -2, 0], grid, rng);
  }
}

function* boundaries(): Iterable<CaseInput> {
  for (const bits of affineWidths) {
    const top = 2 ** bits - 1;
    const quotients = [0, top, -1, -0.5, -0.25, top + 0.5, top + 1, top - 0.5, 0.5, 1.5, 4 * top];
    for (const mode of roundings) {
      const zeroPoint = -(2 ** (bits - 1));
      const values = quotients.map((x) => Math.fround((x + zeroPoint) / 4));
      yield encodeCase('boundary', 'ends', values, { scale: 0.25, zeroPoint, bits, mode }, bits);
    }
  }
  yield encodeCase('boundary', 'ends', [f32('00000001'), f32('00000005'), f32('80000009')], {
    scale: f32('00000002'),
    zeroPoint: 0,
    bits: 4,
  });
}

/** Quotients far beyond the codes, as far as int32 reaches. */
function* farBeyond(): Iterable<CaseInput> {
  for (const bits of [4, 8, 12]) {
    for (const mode of roundings) {
      yield encodeCase(
        'boundary',
        'far_beyond',
        farQuotients,
        { scale: 1, zeroPoint: -3, bits, mode },
        5 + bits,
      );
    }
  }
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* boundaries();
  for (const x of unroundable) {
    const grid = { scale: 1, zeroPoint: 0, bits: 8 };
    yield encodeCase('overflow', 'cast_range', [1, x], grid);
  }
  yield encodeCase('overflow', 'cast_range', [0], { scale: 0, zeroPoint: 0, bits: 8 });
  for (const r of seeded(g, 'random', 40)) {
    const [bits, scale] = [r.pick(affineWidths), randomScale(r)];
    const zeroPoint = r.int(-(2 ** bits), 8);
    const values = Array.from({ length: r.int(1, 24) }, () => {
      const quotient = zeroPoint + (2 ** bits * r.int(-100000, 1100000)) / 1000000;
      return Math.fround(scale * quotient);
    });
    const grid = { scale, zeroPoint, bits, mode: r.pick(roundings) };
    yield encodeCase('random', 'stream', values, grid, r.rngState());
  }
  for (const [scale, zeroPoint, v] of [
    ['3e6872b0', -144, '41905f3b'],
    ['3e1eb852', -58, '41eff0a4'],
    ['3f67ef9e', -99, '425ee042'],
    ['3ec7ae14', -169, 'c267a8f5'],
  ] as const) {
    const grid = { scale: f32(scale), zeroPoint, bits: 8 };
    yield encodeCase('directed', 'divide_first', [f32(v)], grid);
  }
  yield* farBeyond();
}

export default defineOp({
  name: 'encode_affine',
  version: 1,
  clause: 'S26',
  summary: 'encodes float32 values on the affine grid that the target declares',
  since: '2026-07-21',
  params: {},
  tensors: {
    x: { role: 'in', dtypes: ['FLOAT32'], doc: '[n]' },
    y: { role: 'out', dtypes: ['ASYM'], doc: '[n]: scale, zero point, width and mode are given' },
  },
  fits: { y: [sameCount('y', 'x'), below(0, bits('y'))] },
  notes: {
    V6: {
      bug: 'the zero point added instead of subtracted',
      effect: 'all codes end at 0, and the tensor decodes to one value',
    },
    subtract_first: {
      bug: 'zero point subtracted after the rounding, in integers, or before the division',
      effect: 'codes off by one on ties',
    },
    divide_first: {
      bug: 'the code as (v ⊖ zp ⊗ s) ⊘ s instead of (v ⊘ s) ⊖ zp',
      effect: 'codes off by one on ties',
    },
    ends: {
      bug: 'codes clamped to 2^b − 2, to a signed range, or before the rounding',
      effect: 'the ends of the range are off by one, or wrap to the other end',
      clause: 'S8, S26',
    },
    far_beyond: {
      bug: 'the quotient, or twice it, held in too few bits before the clamp',
      effect: 'the largest values come out at the other end of the range',
      clause: 'S19, S26',
    },
    cast_range: {
      bug: 'NaN or huge values saturated or set to 0 before the cast',
      effect:
        'a diverged tensor looks like a finite one on this kernel, and gets other codes on the next processor',
      clause: 'S16, S26',
    },
    stream: {
      bug: 'a draw taken per clamped element only, or from the last element to the first',
      effect: 'elements are rounded with the draws of others, and all later draws are shifted',
      clause: 'S17, S26',
    },
  },
  run(n, call) {
    const x = floats(call.tensor('x'));
    const y = call.tensor('y', x.length);
    precondition(y.bits >= 1 && y.bits <= 30, `an ASYM width of ${y.bits}`);
    const codes = x.map((v) => n.fn.encodeAffine(n, v, y, y.bits, y.rounding));
    store(packed(y), n.fn.packBits(n, codes, y.bits));
  },
  oracle: encodeAffineOracle,
  cases,
});
