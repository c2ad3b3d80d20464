/** S52: requant SYM_INT32 → SYM_INT32 at a pre-set scale. */

import { type Rounding, roundings, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { atMost, bits, sameCount } from '../../kit/fits.ts';
import { inPlaceParam, runInPlace } from '../../kit/in_place.ts';
import { f32, symInt32Of } from '../../kit/literals.ts';
import { farQuotients, stateOfDrawZero, stateOfLargestDraw } from '../../kit/rounding_cases.ts';
import { randomRawSymInt32, randomScale, target } from '../../kit/tensors.ts';
import { keyInt32, keyWidths, symWidths } from '../../kit/values.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { inPlaceCases, inPlaceNote, refusedInPlace } from './in_place_cases.ts';
import { requantFixedOracle } from './oracle.ts';
import { pinFlag, ratioPins } from './requant_cases.ts';

interface Record {
  readonly scale: number;
  readonly bits?: number;
  readonly mode?: Rounding;
  readonly rng?: number;
}

const fixedCase = casesOf(
  (x: Tensor, { scale, bits = 12, mode = 'HALF_AWAY', rng = 1 }: Record) => {
    const y = target('SYM_INT32', x.shape, bits, mode, scale);
    return { tensors: { x, y }, rng };
  },
);

function* directed(): Iterable<CaseInput> {
  for (const x of ratioPins()) {
    const peak = Math.max(...Array.from(x.data, (q) => Math.abs(Math.fround(q * x.scale))));
    yield fixedCase('directed', pinFlag(x), x, { scale: Math.fround(Math.fround(peak) / 2047) });
  }
  for (const bits of [8, 12, 16]) {
    const x = symInt32Of([1000000, -1000000, 1], 1, 12);
    const mode: Rounding = 'SR_HALF_AWAY';
    yield fixedCase('directed', 'V11', x, { scale: 1, bits, mode, rng: stateOfLargestDraw });
    const negative = symInt32Of([-1000000, 1000000, 1], 1, 12);
    yield fixedCase('directed', 'V11', negative, { scale: 1, bits, mode, rng: stateOfDrawZero });
    yield fixedCase('directed', 'saturates', x, { scale: 1, bits });
  }
  const half = symInt32Of([12000, -32000, 500, -1, 25000, 0], 2 ** -10, 12);
  yield fixedCase('directed', 'example', half, { scale: 2 ** -4, bits: 16 });
  const wide = symInt32Of([600, -600, 20, -40, 512, -512], 0.5, 12);
  yield fixedCase('directed', 'example saturates', wide, { scale: 2 ** -7, bits: 16 });
}

function* negatives(): Iterable<CaseInput> {
  for (const hex of ['00000000', '80000000', 'bf800000', '7fc00000', 'ff800000', '80000001']) {
    yield fixedCase('negative', 'refused', symInt32Of([1, 2], 1, 12), { scale: f32(hex) });
  }
}

function* boundaries(): Iterable<CaseInput> {
  const plain = symInt32Of([2047, -5, 1], 0.5, 12);
  yield fixedCase('boundary', 'scale_edges', plain, { scale: f32('7f800000') });
  yield fixedCase('boundary', 'scale_edges', plain, { scale: f32('00000001') });
  yield fixedCase('boundary', 'scale_edges', plain, { scale: f32('7f7fffff') });
  yield fixedCase('boundary', 'scale_edges', symInt32Of([7, -3, 0], '00000001', 12), {
    scale: f32('00000002'),
  });
  for (const bits of symWidths) {
    const top = 2 ** (bits - 1);
    const q = [top, top - 1, -top, -top - 1, 2 * top - 1, 1 - 2 * top, 1, -1, 3, -3];
    const x = symInt32Of(q, 1, 12);
    yield fixedCase('boundary', 'ends', x, { scale: 1, bits });
    yield fixedCase('boundary', 'ties', x, { scale: 2, bits });
    yield fixedCase('boundary', 'ends', x, { scale: 1, bits, mode: 'SR_HALF_AWAY', rng: 4 + bits });
  }
  for (const bits of [12, 24]) {
    const x = symInt32Of(keyInt32, '3a83126f', 12);
    yield fixedCase('boundary', 'full_int32', x, { scale: 0.7, bits });
  }
}

/** The quotient, far beyond the codes, as far as int32 reaches and beyond it. */
function* farBeyond(): Iterable<CaseInput> {
  for (const scale of [1, 2 ** 20]) {
    for (const bits of [8, 12, 31]) {
      const x = symInt32Of(farQuotients, scale, 12);
      yield fixedCase('boundary', 'far_beyond', x, { scale: 1, bits });
      const mode: Rounding = 'SR_HALF_AWAY';
      yield fixedCase('boundary', 'far_beyond', x, { scale: 1, bits, mode, rng: 5 + bits });
    }
  }
}

function* overflows(): Iterable<CaseInput> {
  yield fixedCase('overflow', 'cast_range', symInt32Of([1, 2], '7fc00000', 12), { scale: 1 });
  yield fixedCase('overflow', 'cast_range', symInt32Of([0, 2], '7f800000', 12), { scale: 1 });
  const infinite = f32('7f800000');
  yield fixedCase('overflow', 'cast_range', symInt32Of([1], '7f800000', 12), { scale: infinite });
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* negatives();
  yield* boundaries();
  yield* overflows();
  for (const r of seeded(g, 'random', 36)) {
    const x = randomRawSymInt32(r, [r.int(1, 20)], 12, r.pick([12, 16, 24]), randomScale(r));
    const scale = Math.fround(x.scale * Math.abs(r.float32(-3, 9)));
    const rest = { scale, bits: r.pick(keyWidths), mode: r.pick(roundings), rng: r.rngState() };
    yield fixedCase('random', 'stream', x, rest);
  }
  yield* inPlaceCases(g);
  yield* refusedInPlace();
  yield* farBeyond();
}

export default defineOp({
  name: 'requant_fixed',
  version: 1,
  clause: 'S52',
  summary: 'requantizes a SYM_INT32 tensor to a given scale',
  since: '2026-06-11',
  params: { in_place: inPlaceParam },
  tensors: {
    x: { role: 'in', dtypes: ['SYM_INT32'], doc: '[n]: mantissas may span int32' },
    y: { role: 'out', dtypes: ['SYM_INT32'], doc: '[n]: scale > 0, width and mode are given' },
  },
  fits: { y: [sameCount('y', 'x'), atMost(bits('y'), 31)] },
  notes: {
    'B6.11': {
      bug: 'ratio form q·(s ÷ s′) instead of (q·s) ÷ s′',
      effect: 'codes off by one where random inputs rarely are',
    },
    V3: {
      bug: 'ratio form q·(s ÷ s′) instead of (q·s) ÷ s′',
      effect: 'codes off by one',
    },
    V11: {
      bug: 'round, then clamp',
      effect: 'the step beyond the range that the clause has is lost',
    },
    saturates: {
      bug: 'no clamp, or clamp low at −qMax',
      effect: 'codes outside the width',
    },
    example: {
      bug: 'the target scale derived again from the data',
      effect: 'wires that share a fixed grid no longer add up',
    },
    refused: {
      bug: 'a zero, negative or NaN target scale divided by',
      effect:
        'activations change their sign, or become NaN quotients that each processor casts otherwise',
    },
    scale_edges: {
      bug: 'subnormal scales flushed to zero, or the largest and infinite ones replaced',
      effect:
        'activations at the ends of the float range saturate instead of vanishing, or the reverse',
    },
    ends: {
      bug: 'clamp bounds off by one, or those of another width',
      effect: 'the most negative activations are off by one, or large ones leave their width',
      clause: 'S8, S52',
    },
    ties: { bug: 'half to even or up', effect: 'codes off by one', clause: 'S16, S52' },
    full_int32: {
      bug: 'mantissas beyond 2^24 kept exact',
      effect: 'codes off by one',
      clause: 'S27, S52',
    },
    far_beyond: {
      bug: 'the quotient, or twice it, cast to an integer before the clamp',
      effect: 'the largest activations come out at the other end of the range',
      clause: 'S19, S52',
    },
    cast_range: {
      bug: 'a NaN quotient saturated or set to 0 before the cast',
      effect: 'a diverged tensor gets finite codes, and training goes on unnoticed',
      clause: 'S16, S52',
    },
    stream: {
      bug: 'no draw for zeros or clamped elements, or draws from the last element to the first',
      effect: 'elements are rounded with the draws of others, and all later draws are shifted',
      clause: 'S17, S52',
    },
    in_place: inPlaceNote,
  },
  run(n, call) {
    runInPlace(call, ['x'], ([x], y) => n.fn.requantFixed(n, x!, y));
  },
  oracle: requantFixedOracle,
  cases,
});
