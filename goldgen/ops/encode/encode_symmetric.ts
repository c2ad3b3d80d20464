/** S25: encode of float32 values on a given symmetric grid. */

import { floats, ints, type Rounding, roundings } from '../../../reference/tensor.ts';
import { casesOf, chunks, seeded } from '../../kit/cases.ts';
import { atMost, below, bits, count, implies, sameCount } from '../../kit/fits.ts';
import { f32, float32Of } from '../../kit/literals.ts';
import {
  farQuotients,
  jitterPins,
  stateOfDrawZero,
  stateOfLargestDraw,
  unroundable,
} from '../../kit/rounding_cases.ts';
import { randomScale, target } from '../../kit/tensors.ts';
import { codeMax, codeMin, keyWidths, symWidths, tiesOfWidth } from '../../kit/values.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { encodeSymmetricOracle } from './oracle.ts';

interface Grid {
  readonly scale: number;
  readonly bits: number;
  readonly mode?: Rounding;
}

const encodeCase = casesOf(
  (values: readonly number[], { scale, bits, mode = 'HALF_AWAY' }: Grid, rng: number = 1) => {
    const y = target('SYM_INT32', [values.length], bits, mode, scale);
    return { tensors: { x: float32Of(values), y }, rng };
  },
);

function* directed(): Iterable<CaseInput> {
  // V4b and V4c at the scales that the dynamic encode derives
  const reciprocal = { scale: Math.fround(f32('3dcccccc') / 2047), bits: 12 };
  yield encodeCase('directed', 'V4b', [f32('3dcccccc'), f32('3d4ccccc')], reciprocal);
  const double = { scale: Math.fround(f32('3bc49ba6') / 2047), bits: 12 };
  yield encodeCase('directed', 'V4c', [f32('3bc49ba6'), f32('3b449ba6')], double);
  for (const { rng, x, pin } of jitterPins) {
    const grid: Grid = { scale: 1, bits: 12, mode: 'SR_HALF_AWAY' };
    yield encodeCase('directed', pin, [x, 2047], grid, rng);
  }
  const sr: Grid = { scale: f32('3a001002'), bits: 12, mode: 'SR_HALF_AWAY' };
  yield encodeCase('directed', 'V10', [0, 1, -1], sr, stateOfDrawZero);
  yield encodeCase('directed', 'V10', [-1, 1, 0], sr, stateOfDrawZero);
  yield encodeCase('directed', 'V10', [1, -0.5], sr, stateOfLargestDraw);
  for (const [bits, scale] of [
    [8, '3c010204'],
    [16, '38000100'],
  ] as const) {
    const grid: Grid = { scale: f32(scale), bits, mode: 'SR_HALF_AWAY' };
    yield encodeCase('directed', 'clamp_order', [1, -0.25], grid, stateOfLargestDraw);
    yield encodeCase('directed', 'clamp_order', [-1, 0.25], grid, stateOfDrawZero);
  }
}

/** Every width: both ends, just inside and far outside, on the grid of scale 0.5. */
function* boundaries(): Iterable<CaseInput> {
  for (const bits of symWidths) {
    const [low, high] = [codeMin(bits), codeMax(bits)];
    const quotients = [high, high + 0.5, high + 1, low, low - 0.5, low - 1, 2 * high + 3, 2 * low];
    const values = quotients.map((x) => Math.fround(x / 2));
    for (const mode of roundings) {
      yield encodeCase('boundary', 'ends', values, { scale: 0.5, bits, mode }, bits);
    }
  }
  for (const bits of keyWidths) {
    for (const [i, values] of chunks(tiesOfWidth(bits), 40).entries()) {
      yield encodeCase('boundary', 'ties', values, { scale: 1, bits });
      if (i === 0)
        yield encodeCase('boundary', 'ties', values, { scale: 1, bits, mode: 'SR_HALF_AWAY' }, 6);
    }
  }
  const tiny = { scale: f32('00000001'), bits: 12 };
  yield encodeCase('boundary', 'subnormal', [f32('00000860'), f32('00000430')], tiny);
  const wide = { scale: f32('7f7fffff'), bits: 12 };
  yield encodeCase('boundary', 'subnormal', [f32('7f7fffff'), 1, f32('00000001')], wide);
}

function* overflows(): Iterable<CaseInput> {
  for (const x of unroundable) {
    yield encodeCase('overflow', 'cast_range', [1, x], { scale: 1, bits: 12 });
  }
  yield encodeCase('overflow', 'cast_range', [1, 0], { scale: 0, bits: 12 });
  yield encodeCase('overflow', 'cast_range', [0], { scale: 0, bits: 12 });
  yield encodeCase('overflow', 'cast_range', [1], { scale: f32('7fc00000'), bits: 12 });
  const grid: Grid = { scale: 1, bits: 8, mode: 'SR_HALF_AWAY' };
  yield encodeCase('overflow', 'cast_range', [2147483648, -2147483648], grid, 4);
}

/** Quotients far beyond the codes, as far as int32 reaches. */
function* farBeyond(): Iterable<CaseInput> {
  for (const bits of [4, 8, 12]) {
    for (const mode of roundings) {
      yield encodeCase('boundary', 'far_beyond', farQuotients, { scale: 1, bits, mode }, 5 + bits);
    }
  }
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* boundaries();
  yield* overflows();
  for (const r of seeded(g, 'random', 36)) {
    const [bits, scale] = [r.pick(symWidths), randomScale(r)];
    const reach = Math.min(codeMax(bits), 2 ** 20) * 1.2;
    const values = Array.from({ length: r.int(1, 24) }, () => {
      return Math.fround(scale * reach * (r.int(-1000000, 1000000) / 1000000));
    });
    const grid: Grid = { scale, bits, mode: r.pick(roundings) };
    yield encodeCase('random', 'stream', values, grid, r.rngState());
  }
  yield* farBeyond();
}

export default defineOp({
  name: 'encode_symmetric',
  version: 1,
  clause: 'S25',
  summary: 'encodes float32 values on the symmetric grid that the target declares',
  since: '2026-06-11',
  params: {},
  tensors: {
    x: { role: 'in', dtypes: ['FLOAT32'], doc: '[n]' },
    y: { role: 'out', dtypes: ['SYM_INT32'], doc: '[n]: codes; scale, width and mode are given' },
  },
  fits: { y: [sameCount('y', 'x'), implies(below(0, count('x')), atMost(bits('y'), 31))] },
  notes: {
    V4b: {
      bug: 'multiply by the reciprocal of the scale',
      effect: 'codes off by one',
    },
    V4c: { bug: 'quotient kept in double', effect: 'codes off by one' },
    'B6.11': {
      bug: 'x + (r − ½) instead of (x + r) − ½',
      effect: 'codes off by one for rare draws',
      clause: 'S17, S25',
    },
    V26: {
      bug: 'the stochastic rounding re-associated or in double',
      effect: 'codes off by one, rarely',
      clause: 'S17, S25',
    },
    V10: {
      bug: 'clamp to ±qMax, no clamp, or a clamp of the other contract',
      effect: 'the ends of the range are off by one under stochastic rounding',
    },
    clamp_order: {
      bug: 'float clamp before the rounding instead of integer clamp after it, or the reverse',
      effect: 'codes leave the range by one, or lose one step of it',
      clause: 'S25, H2',
    },
    ends: {
      bug: 'clamped low at −qMax, at the bounds of another width, or wrapped',
      effect: 'the most negative activations are off by one, or become the most positive',
      clause: 'S8, S25',
    },
    ties: { bug: 'half to even or up', effect: 'codes off by one', clause: 'S16, S25' },
    subnormal: {
      bug: 'subnormal scales or values flushed to zero',
      effect: 'codes collapse',
      clause: 'S23, S25',
    },
    far_beyond: {
      bug: 'the quotient, or twice it, held in too few bits before the clamp',
      effect: 'the largest values come out at the other end of the range',
      clause: 'S19, S25',
    },
    cast_range: {
      bug: 'the quotient of a zero or NaN scale, NaN or huge values saturated before the cast',
      effect:
        'a diverged tensor looks like a finite one on this kernel, and gets other codes on the next processor',
      clause: 'S16, S25',
    },
    stream: {
      bug: 'a draw taken per clamped element only, or from the last element to the first',
      effect: 'elements are rounded with the draws of others, and all later draws are shifted',
      clause: 'S17, S25',
    },
  },
  run(n, call) {
    const x = floats(call.tensor('x'));
    const y = call.tensor('y', x.length);
    const codes = ints(y);
    x.forEach((v, i) => {
      codes[i] = n.fn.encodeSymmetric(n, v, y.scale, y.bits, y.rounding);
    });
  },
  oracle: encodeSymmetricOracle,
  cases,
});
