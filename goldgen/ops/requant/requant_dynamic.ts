/** S51: dynamic requant SYM_INT32 → SYM_INT32. */

import { newNumerics } from '../../../reference/primitives.ts';
import { newTensor, type Rounding, roundings, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { ecgWindow } from '../../kit/ecg.ts';
import { atMost, bits, sameCount } from '../../kit/fits.ts';
import { inPlaceParam, runInPlace } from '../../kit/in_place.ts';
import { f32, float32Of, symInt32Of } from '../../kit/literals.ts';
import { stateOfDrawZero, stateOfLargestDraw } from '../../kit/rounding_cases.ts';
import { randomRawSymInt32, randomScale, randomSymInt32, target } from '../../kit/tensors.ts';
import { keyInt32, keyWidths, symWidths } from '../../kit/values.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { inPlaceCases } from './in_place_cases.ts';
import { requantDynamicOracle } from './oracle.ts';
import { bigMantissaPins, fixturePins, pinFlag, ratioPins } from './requant_cases.ts';
import { requantDynamicNotes } from './requant_dynamic_notes.ts';

interface Record {
  readonly bits?: number;
  readonly mode?: Rounding;
  readonly rng?: number;
}

const requantCase = casesOf(
  (x: Tensor, { bits = 12, mode = 'HALF_AWAY', rng = 1 }: Record = {}) => {
    // a stale scale in the target must not be used
    const y = target('SYM_INT32', x.shape, bits, mode, 0.75);
    return { tensors: { x, y }, rng };
  },
);

const sr = (rng: number, bits = 12): Record => ({ bits, mode: 'SR_HALF_AWAY', rng });

function* directed(): Iterable<CaseInput> {
  for (const x of ratioPins()) yield requantCase('directed', `${pinFlag(x)} ratio_form`, x);
  for (const x of ratioPins()) yield requantCase('directed', 'ratio_form', x, sr(13));
  for (const x of bigMantissaPins()) yield requantCase('directed', `${pinFlag(x)} big_mantissa`, x);
  for (const x of fixturePins()) yield requantCase('directed', 'V3', x, { bits: 16 });
  yield requantCase('directed', 'V4', symInt32Of([2047, -1024, 512, 0], '3a001002', 12), {
    bits: 16,
  });
  yield requantCase('directed', 'B6.11 ties', symInt32Of([4094, -1, 1, 3, -3], 1, 12));
  yield requantCase('directed', 'ties', symInt32Of([100000, -37, 24, -99999], 0.001, 12));
  // the same mantissas at s and 10 s
  for (const scale of [0.001, 0.01]) {
    yield requantCase('directed', 'fresh_scale', symInt32Of([700, -20, 3], scale, 12));
  }
  yield requantCase('directed', 'target_width', symInt32Of([2047, -2048, 77], 0.5, 12), {
    bits: 16,
  });
  yield requantCase('directed', 'target_width', symInt32Of([32767, -99, 12000], 0.5, 16), {
    bits: 8,
  });
  yield requantCase('directed', 'empty', symInt32Of([], 0.5, 12));
  for (const bits of [8, 12, 16]) {
    const top = 2 ** (bits - 1) - 1;
    const x = symInt32Of([top, -top, 1, 0], 1, 12);
    yield requantCase('directed', 'clamp_order', x, sr(stateOfLargestDraw, bits));
    const negative = symInt32Of([-top, top, 1, 0], 1, 12);
    yield requantCase('directed', 'clamp_order', negative, sr(stateOfDrawZero, bits));
  }
}

function* boundaries(): Iterable<CaseInput> {
  yield requantCase('boundary', 'zeros', symInt32Of([0, 0, 0], 0.25, 12));
  yield requantCase('boundary', 'zeros', symInt32Of([0, 0, 0], 0.25, 12), sr(6));
  yield requantCase('boundary', 'zeros', symInt32Of([5, -7], 0, 12));
  yield requantCase('boundary', 'tiny_scale', symInt32Of([2047, -1000, 3], '00000001', 12));
  yield requantCase('boundary', 'tiny_scale', symInt32Of([70000, -1, 3], '00000003', 12));
  yield requantCase('boundary', 'tiny_scale', symInt32Of([70000, -35000, 3], '00400000', 12));
  yield requantCase('boundary', 'huge_scale', symInt32Of([2, -1], '7e7fffff', 12));
  yield requantCase('boundary', 'negative_scale', symInt32Of([90000, -45000, 8], -0.5, 12));
  for (const bits of [8, 12, 16, 24]) {
    for (const mode of roundings) {
      const x = symInt32Of(keyInt32, '36a3d70a', 12);
      yield requantCase('boundary', 'full_int32', x, { bits, mode, rng: 90 + bits });
    }
  }
  for (const bits of symWidths) {
    const top = 2 ** (bits - 1) - 1;
    const peak = 2 * top;
    const x = symInt32Of([peak, -peak, 1, -1, 3, -3, top], '3c23d70a', 12);
    yield requantCase('boundary', 'widths ties', x, { bits });
  }
}

function* overflows(): Iterable<CaseInput> {
  for (const hex of ['7f800000', '7fc00000', 'ff800000']) {
    yield requantCase('overflow', 'scale_not_finite', symInt32Of([1, 0, -2], hex, 12));
  }
  // the peak decodes to infinity: the two forms answer differently
  yield requantCase('overflow', 'infinite_peak', symInt32Of([16, -1], '7f000000', 12));
}

/** Raw outputs of a Linear layer over quantized ECG windows, restored to a wire's width. */
function* real(g: CaseGen): Iterable<CaseInput> {
  for (const start of [1800, 40000, 77777]) {
    const n = newNumerics(g.contract.id);
    const x = newTensor('SYM_INT32', [2, 32], 12);
    const window = float32Of([...ecgWindow(g.ecg(), start, 64)], [2, 32]);
    n.fn.quantizeDynamic(n, window, x);
    const weight = randomSymInt32(g.random(`ecg_weight/${start}`), [6, 32], 12, f32('3a800000'));
    const raw = newTensor('SYM_INT32', [2, 6], 12);
    n.fn.linearForwardRaw(n, x, weight, undefined, raw);
    yield requantCase('real', 'ecg', raw);
    yield requantCase('real', 'ecg', raw, sr(start, 16));
  }
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* boundaries();
  yield* overflows();
  yield* real(g);
  for (const r of seeded(g, 'random', 48)) {
    const raw = r.pick([12, 16, 20, 24, 28, 32]);
    const x = randomRawSymInt32(r, [r.int(1, 20)], 12, raw, randomScale(r, -28, 0));
    const rest = { bits: r.pick(keyWidths), mode: r.pick(roundings), rng: r.rngState() };
    yield requantCase('random', 'stream', x, rest);
  }
  for (const mantissas of [
    [3, -50, 9000],
    [9000, -50, 3],
    [-50, 9000, 3],
  ]) {
    yield requantCase('directed', 'peak_place', symInt32Of(mantissas, 0.01, 12));
  }
  for (const bits of [26, 28, 30]) {
    yield requantCase('directed', 'float_bounds', symInt32Of([9, -7, 1], 0.5, 12), { bits });
  }
  yield* inPlaceCases(g);
}

export default defineOp({
  name: 'requant_dynamic',
  version: 1,
  clause: 'S51',
  summary: 'restores the declared width of a SYM_INT32 tensor with a fresh scale',
  since: '2026-06-11',
  params: { in_place: inPlaceParam },
  tensors: {
    x: { role: 'in', dtypes: ['SYM_INT32'], doc: '[n], n ≥ 0: mantissas may span int32' },
    y: { role: 'out', dtypes: ['SYM_INT32'], doc: '[n]: width and mode are given, scale is set' },
  },
  fits: { y: [sameCount('y', 'x'), atMost(bits('y'), 31)] },
  notes: requantDynamicNotes,
  run(n, call) {
    runInPlace(call, ['x'], ([x], y) => n.fn.requantDynamic(n, x!, y));
  },
  oracle: requantDynamicOracle,
  cases,
});
