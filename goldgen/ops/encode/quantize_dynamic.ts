/** S36: dynamic quantize FLOAT32 → SYM_INT32. */

import { float32FromBits } from '../../../reference/num/float32.ts';
import { type Rounding, roundings } from '../../../reference/tensor.ts';
import { casesOf, newCase, seeded } from '../../kit/cases.ts';
import { ecgWindow } from '../../kit/ecg.ts';
import { atMost, below, bits, count, sameCount } from '../../kit/fits.ts';
import { runInPlace, storageParam } from '../../kit/in_place.ts';
import { f32, f32s, float32Of } from '../../kit/literals.ts';
import { jitterPins, stateOfDrawZero, stateOfLargestDraw } from '../../kit/rounding_cases.ts';
import { randomFloat32, target } from '../../kit/tensors.ts';
import { absMaxRows, keyWidths, symWidths, tiesOfWidth } from '../../kit/values.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { quantizeDynamicOracle } from './oracle.ts';
import { quantizeNotes } from './quantize_dynamic_notes.ts';

interface Record {
  readonly bits?: number;
  readonly mode?: Rounding;
  readonly rng?: number;
}

const quantizeCase = casesOf(
  (values: readonly number[] | string, { bits = 12, mode = 'HALF_AWAY', rng = 1 }: Record = {}) => {
    const x = float32Of(values);
    // a stale scale in the target must not be used
    const y = target('SYM_INT32', x.shape, bits, mode, 0.75);
    return { tensors: { x, y }, rng };
  },
);

const sr = (rng: number, bits = 12): Record => ({ bits, mode: 'SR_HALF_AWAY', rng });

function* directed(): Iterable<CaseInput> {
  yield quantizeCase('directed', 'V4', [1, -0.5, 0.25, 0]);
  yield quantizeCase('directed', 'V4', [1, -0.5, 0.25, 0], { bits: 16 });
  yield quantizeCase('directed', 'V4b', '3dcccccc 3d4ccccc');
  yield quantizeCase('directed', 'V4c', '3bc49ba6 3b449ba6');
  yield quantizeCase('directed', 'V4c', '3c23d70b 3ba3d70b');
  yield quantizeCase('directed', 'V10', [0, 1, -1], sr(stateOfDrawZero));
  yield quantizeCase('directed', 'V10', [-1, 1, 0], sr(stateOfDrawZero));
  yield quantizeCase('directed', 'V10', [0], sr(stateOfDrawZero));
  yield quantizeCase('directed', 'V10', [1, 0], sr(stateOfLargestDraw));
  yield quantizeCase('directed', 'V20', [-0, 0]);
  yield quantizeCase('directed', 'V20', [f32('0000085d'), f32('0000042e')]);
  for (const bits of [4, 12]) {
    yield quantizeCase('directed', 'V24', [0.7, -1.3, 0.02, 0], { bits });
    yield quantizeCase('directed', 'V24', [0.7, -1.3, 0.02, 0], sr(1, bits));
  }
  for (const { rng, x, pin } of jitterPins) {
    yield quantizeCase('directed', pin, [x, 2047], sr(rng));
  }
  for (const bits of [8, 12, 16]) {
    yield quantizeCase('directed', 'V31', [1, -0.25], sr(stateOfLargestDraw, bits));
    yield quantizeCase('directed', 'V31', [-1, 0.25], sr(stateOfDrawZero, bits));
  }
  yield quantizeCase('directed', 'negative_peak', [-3, 1, 0.5, 2.9]);
  yield quantizeCase('directed', 'negative_peak', [0.125, -0.25, 0.1, -0.3]);
  yield quantizeCase('directed', 'all_zero', [0, 0, 0], sr(7));
}

/** Absolute maximum × width, the maximum at the last place, halves of it on ties. */
function* boundaries(): Iterable<CaseInput> {
  for (const row of absMaxRows) {
    const m = float32FromBits(row.bits);
    for (const bits of [2, 8, 12, 16]) {
      // a scale that underflows to 0 is an overflow case
      if (m !== 0 && Math.fround(m / (2 ** (bits - 1) - 1)) === 0) continue;
      yield quantizeCase('boundary', 'peak_edges', [m / 2, 0, -m / 4, m], { bits });
    }
  }
  for (const bits of symWidths) {
    for (const mode of roundings) {
      const values = [0.5, -0.5, 0.25, 1, -1, 0.125, 1 / 3];
      yield quantizeCase('boundary', 'widths', values, { bits, mode, rng: 40 + bits });
    }
  }
  for (const bits of keyWidths) {
    const top = 2 ** (bits - 1) - 1;
    const ties = tiesOfWidth(bits).filter((x) => Math.abs(x) < top);
    yield quantizeCase('boundary', 'ties', [top, ...ties.slice(0, 40)], { bits });
  }
}

function* overflows(): Iterable<CaseInput> {
  const [nan, infinity] = [Number.NaN, Number.POSITIVE_INFINITY];
  yield quantizeCase('overflow', 'first_nan', [nan, 1, 2]);
  yield quantizeCase('overflow', 'later_nan', [1, nan, 2]);
  yield quantizeCase('overflow', 'infinite_peak', [1, infinity]);
  yield quantizeCase('overflow', 'infinite_peak', [-infinity, infinity, 0]);
  // m ⊘ qMax underflows to 0, so that every quotient is ±∞ or NaN
  yield quantizeCase('overflow', 'scale_underflow', f32s('00000001 00000000'));
  yield quantizeCase('overflow', 'scale_underflow', f32s('000003ff 80000001'));
  yield quantizeCase('overflow', 'scale_underflow', f32s('00003fff'), { bits: 16 });
}

function* real(g: CaseGen): Iterable<CaseInput> {
  for (const start of [0, 3600, 25200, 61234, 90000]) {
    const window = [...ecgWindow(g.ecg(), start, 64)];
    for (const bits of [8, 12, 16]) yield quantizeCase('real', 'ecg', window, { bits });
    yield quantizeCase('real', 'ecg', window, sr(start + 1));
  }
}

/** The codes replace the floats that they encode. */
function* inPlace(g: CaseGen): Iterable<CaseInput> {
  const params = { in_place: 'storage' };
  for (const values of [
    [1, -0.5, 0.25, 0],
    [0.125, -0.25, 0.1, -3],
    [-0, 0],
  ]) {
    const x = float32Of(values);
    yield newCase('directed', 'in_place', { x, y: target('SYM_INT32', x.shape, 12) }, { params });
  }
  for (const r of seeded(g, 'in_place', 6)) {
    const x = randomFloat32(r, [r.int(2, 24)], -10, 4);
    const y = target('SYM_INT32', x.shape, r.pick(symWidths), r.pick(roundings), 0.75);
    yield newCase('random', 'in_place', { x, y }, { params, rng: r.rngState() });
  }
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* boundaries();
  yield* overflows();
  yield* real(g);
  for (const r of seeded(g, 'random', 40)) {
    const x = randomFloat32(r, [r.int(1, 24)], -10, r.int(-4, 8));
    const y = target('SYM_INT32', x.shape, r.pick(symWidths), r.pick(roundings));
    yield newCase('random', 'stream', { x, y }, { rng: r.rngState() });
  }
  yield quantizeCase('directed', 'B6.11', '40bfe6b5 40afe8f0', { bits: 16 });
  yield* inPlace(g);
}

export default defineOp({
  name: 'quantize_dynamic',
  version: 1,
  clause: 'S36',
  summary: 'quantizes float32 values on a fresh symmetric grid from their absolute maximum',
  since: '2026-06-11',
  params: { in_place: storageParam },
  tensors: {
    x: { role: 'in', dtypes: ['FLOAT32'], doc: '[n], n ≥ 1' },
    y: { role: 'out', dtypes: ['SYM_INT32'], doc: '[n]: width and mode are given, scale is set' },
  },
  fits: { x: [below(0, count('x'))], y: [sameCount('y', 'x'), atMost(bits('y'), 31)] },
  notes: quantizeNotes,
  run(n, call) {
    runInPlace(call, ['x'], ([x], y) => n.fn.quantizeDynamic(n, x!, y));
  },
  oracle: quantizeDynamicOracle,
  cases,
});
