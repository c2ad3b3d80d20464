/** S61: accumulation into SYM with a fresh scale. */

import { f32, float32Of, symInt32Of } from '../../kit/literals.ts';
import { symOf } from '../../kit/packed.ts';
import { stateOfDrawZero, stateOfLargestDraw } from '../../kit/rounding_cases.ts';
import { randomSym } from '../../kit/tensors.ts';
import { symWidths } from '../../kit/values.ts';
import type { CaseGen, CaseInput } from '../../op.ts';
import { randomSource, widthsOf } from '../conversion/convert_cases.ts';
import {
  accumulateOp,
  addCase,
  aliasCase,
  countRefusals,
  floatIncrement,
  longAdds,
  noCounts,
  ones,
  ramp,
  randomAdds,
} from './accumulate_cases.ts';
import { accumulatePackedRescaleOracle } from './oracle.ts';

function* directed(): Iterable<CaseInput> {
  const stored = symOf([127, -64, 32], 8, { scale: '3b4e69a0' });
  yield addCase('directed', 'V12 old_scale', stored, float32Of([-0.1, 0.05, 0.3]));
  const v19 = symOf([-30, 0], 8, { scale: '3df7ceda' });
  yield addCase('directed', 'V19', v19, float32Of([f32('bf7eb853'), 9.25]));
  yield addCase('directed', 'old_scale', symOf([0, 0, 0], 8, { scale: 55 }), float32Of([1, 2, -4]));
  yield addCase('directed', 'old_scale', symOf([5, -5], 8), symInt32Of([-5, 5], 1, 12));
  yield addCase('boundary', 'old_scale', symOf([], 8, { scale: 55 }), float32Of([]));
  for (const rng of [stateOfDrawZero, stateOfLargestDraw]) {
    for (const codes of [
      [127, -127, 0],
      [-127, 127, 0],
    ]) {
      const t = symOf(codes, 8, { scale: 1, rounding: 'SR_HALF_AWAY' });
      yield addCase('directed', 'clamp', t, float32Of([0, 0, 0]), rng);
    }
  }
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  for (const bits of symWidths) {
    const r = g.random(`width/${bits}`);
    const t = randomSym(r, [7], bits, undefined, 'SR_HALF_AWAY');
    yield addCase('boundary', 'widths', t, floatIncrement(r, [7]), r.rngState());
  }
  yield aliasCase('negative', 'refused', symOf([1, 2], 8));
  yield* countRefusals((n) => symOf(ramp(n), 8), ones);
  yield addCase('negative', 'refused', symOf([0, 0], 0), float32Of([1, 2]));
  const nan = float32Of('7fc00000 3f800000');
  yield addCase('overflow', 'cast_range', symOf([1, 2], 8), nan);
  yield* randomAdds(
    g,
    40,
    (r, shape, mode) => randomSym(r, shape, r.int(3, 16), undefined, mode),
    floatIncrement,
  );
  for (const dtype of ['SYM_INT32', 'SYM', 'ASYM'] as const) {
    for (let i = 0; i < 8; i++) {
      const r = g.random(`${dtype}/${i}`);
      const shape = [r.int(1, 16)];
      const t = randomSym(r, shape, r.int(3, 16), undefined, 'SR_HALF_AWAY');
      const increment = randomSource(r, dtype, shape, { bits: r.pick(widthsOf(dtype)) });
      yield addCase('random', 'stream', t, increment, r.rngState());
    }
  }
  const r = g.random('blocks');
  yield addCase('random', 'blocks', randomSym(r, [300], 7, 0.01), floatIncrement(r, [300]));
  yield addCase('directed', 'B6.11', symOf([0, 0], 16), float32Of('40bfe6b5 40afe8f0'));
  yield* countRefusals((n) => symOf(ramp(n), 8), ones, noCounts);
  const shaped = symOf(ramp(6), 8, { shape: [2, 3] });
  yield addCase('directed', 'old_scale', shaped, float32Of([1, 2, 3, 4, 5, 6]));
  yield* longAdds(g, symWidths, (r, count, bits, mode) =>
    randomSym(r, [count], bits, undefined, mode),
  );
}

export default accumulateOp({
  name: 'accumulate_packed_rescale',
  version: 1,
  clause: 'S61',
  summary: 'adds an increment to a SYM gradient and derives a fresh scale',
  target: 'SYM',
  increments: ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'],
  notes: {
    old_scale: {
      bug: 'codes decoded with the new scale, or the old grid kept',
      effect: 'the accumulated gradient changes size',
    },
    V12: {
      bug: 'the stored grid kept, or codes decoded with the new scale',
      effect: 'the accumulated gradient changes size',
    },
    'B6.11': {
      bug: 'multiplied by the reciprocal of the scale instead of divided',
      effect: 'codes off by one',
      clause: 'S25, S61',
    },
    V19: {
      bug: 'multiply and add fused into one rounding',
      effect: 'gradients off by one on other processors',
    },
    clamp: {
      bug: 'no clamp after the rounding',
      effect: 'refused by the fit guard',
    },
    widths: {
      bug: 'codes clamped to the range of 8 bits, or of the increment, instead of the target’s',
      effect: 'gradients saturate early, or their high bits spill into the next code',
      clause: 'S8, S61',
    },
    blocks: { bug: 'a scale per block of 256', effect: 'inconsistent codes' },
    cast_range: {
      bug: 'a NaN or infinite quotient saturated or set to 0 before the cast',
      effect:
        'a diverged gradient looks like a finite one on this kernel, and becomes another code on the next processor',
      clause: 'S16, S61',
    },
    stream: {
      bug: 'rounded in the operation’s mode, or draws taken before the scale is known',
      effect:
        'gradients lose the noise that keeps small steps unbiased, and all later draws are shifted',
      clause: 'S61, S68',
    },
    refused: {
      bug: 'an alias, another count or width 0 accepted',
      effect: 'sums of half-written data',
      clause: 'S6, S61, A6, A11',
    },
  },
  engine: (n, target, increment) => n.fn.accumulatePackedRescale(n, target, increment),
  oracle: accumulatePackedRescaleOracle,
  cases,
});
