/** S60: accumulation into SYM on its stored grid. */

import { roundings, type Tensor } from '../../../reference/tensor.ts';
import { seeded } from '../../kit/cases.ts';
import { f32, float32Of, symInt32Of } from '../../kit/literals.ts';
import { asymOf, symOf } from '../../kit/packed.ts';
import type { Random } from '../../kit/random.ts';
import { stateOfDrawZero, stateOfLargestDraw } from '../../kit/rounding_cases.ts';
import { randomScale } from '../../kit/tensors.ts';
import { codeMax, codeMin, symWidths } from '../../kit/values.ts';
import type { CaseGen, CaseInput } from '../../op.ts';
import { randomSource } from '../conversion/convert_cases.ts';
import {
  accumulateOp,
  addCase,
  aliasCase,
  countRefusals,
  longAdds,
  noCounts,
  ones,
  ramp,
} from './accumulate_cases.ts';
import { accumulatePackedFixedOracle } from './oracle.ts';

const first = [0.4, -0.2, 0.1];
const second = [-0.1, 0.05, 0.3];

function* directed(): Iterable<CaseInput> {
  yield addCase('directed', 'V12 fresh', symOf([0, 0, 0], 8, { scale: 55 }), float32Of(first));
  yield addCase('directed', 'fresh', symOf([0, 0, 0], 8, { scale: 1 }), float32Of(first));
  yield addCase('directed', 'fresh', symOf([0, 0], 8, { scale: 55 }), float32Of([0, -0]));
  yield addCase('directed', 'fresh', symOf([0, 0], 12), symInt32Of([2054, 1027], '3dcccccd', 12));
  const stored = symOf([127, -64, 32], 8, { scale: '3b4e69a0' });
  yield addCase('directed', 'V12 kept', stored, float32Of(second));
  // a stored scale of 1 is kept where a code is not 0
  yield addCase('directed', 'kept', symOf([0, 1, 0], 8, { scale: 1 }), float32Of([0.25, 0.5, 3.5]));
  yield addCase('directed', 'V12', symOf([-94], 8, { scale: '3c656042' }), float32Of('3ef74bc7'));
  yield addCase('directed', 'V12', symOf([-3], 8, { scale: 1 }), float32Of([0.5]));
  for (const rng of [stateOfDrawZero, stateOfLargestDraw]) {
    const t = symOf([100, -100, 1], 8, { scale: 0.5, rounding: 'SR_HALF_AWAY' });
    yield addCase('directed', 'stream', t, float32Of([0, 0, 0.25]), rng);
  }
  yield addCase('boundary', 'fresh', symOf([], 8, { scale: 3 }), symInt32Of([], 1, 12));
  const ends = symOf([126, -127], 8, { scale: 1 });
  yield addCase('boundary', 'kept', ends, float32Of([1.25, -1.25]));
  // one rounding instead of two gives 56
  const fused = symOf([120, 3], 8, { scale: '3c5fd735' });
  yield addCase('directed', 'contraction', fused, float32Of([f32('bf5e1787'), 0.5]));
}

function* refusals(): Iterable<CaseInput> {
  const peak = symOf([127, -64, 32], 8, { scale: '3b4e69a0' });
  yield addCase('negative', 'refused', peak, float32Of(first));
  yield addCase('negative', 'refused', symOf([1, 126], 8), float32Of([0, 1.5]));
  yield addCase('negative', 'refused', symOf([1, -127], 8), float32Of([0, -1.5]));
  // stochastic rounding lifts the top element
  const top = symOf([127, 1], 8, { scale: 1, rounding: 'SR_HALF_AWAY' });
  yield addCase('negative', 'refused', top, float32Of([0, 0]), stateOfLargestDraw);
  yield aliasCase('negative', 'refused', symOf([1, 2], 8));
  yield* countRefusals((n) => symOf(ramp(n), 8), ones);
}

/** An increment that keeps every code of the target inside its width. */
function fittingIncrement(r: Random, t: Tensor, codes: readonly number[]): number[] {
  const [low, high] = [codeMin(t.bits) + 1, codeMax(t.bits) - 1];
  return codes.map((code) => {
    const goal = r.int(low * 8, high * 8) / 8;
    return Math.fround((goal - code) * t.scale);
  });
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* refusals();
  for (const r of seeded(g, 'random', 60)) {
    const bits = r.int(3, 16);
    const codes = Array.from({ length: r.int(1, 16) }, () => r.int(codeMin(bits), codeMax(bits)));
    const t = symOf(codes, bits, { scale: randomScale(r), rounding: r.pick(roundings) });
    yield addCase('random', 'stream', t, float32Of(fittingIncrement(r, t, codes)), r.rngState());
  }
  for (const dtype of ['SYM_INT32', 'SYM', 'ASYM'] as const) {
    for (let i = 0; i < 5; i++) {
      const r = g.random(`fresh/${dtype}/${i}`);
      const increment = randomSource(r, dtype, [r.int(1, 12)], { bits: r.int(3, 12) });
      const zeros = symOf(
        Array.from({ length: increment.shape[0]! }, () => 0),
        r.int(3, 16),
      );
      yield addCase('random', 'fresh', zeros, increment, r.rngState());
    }
  }
  yield addCase(
    'directed',
    'fresh',
    symOf([0, 0], 8),
    asymOf([3, 9], 4, { scale: 0.1, zeroPoint: -5 }),
  );
  // 0 codes at an infinite scale decode to NaN: only the increment decides
  const endless = symOf([0, 0], 8, { scale: '7f800000' });
  yield addCase('directed', 'fresh', endless, float32Of([0.5, -0.25]));
  yield* countRefusals((n) => symOf(ramp(n), 8), ones, noCounts);
  const shaped = symOf(ramp(6), 8, { shape: [2, 3] });
  yield addCase('directed', 'kept', shaped, float32Of([1, 2, 3, 4, 5, 6]));
  for (const rounding of roundings) {
    const r = g.random(`beyond/${rounding}`);
    const codes = Array.from({ length: 300 }, () => r.int(codeMin(6), codeMax(6)));
    const t = symOf(codes, 6, { scale: 0.25, rounding });
    yield addCase('random', 'blocks', t, float32Of(fittingIncrement(r, t, codes)), r.rngState());
  }
  yield* longAdds(g, symWidths, (r, count, bits, rounding) => {
    const inner = (): number => r.int(codeMin(bits) + 1, codeMax(bits) - 1);
    const codes = Array.from({ length: count }, inner);
    return symOf(codes, bits, { scale: randomScale(r), rounding });
  });
  // what a NaN or an infinity is cast to fits no width
  for (const bits of [1, 8, 31]) {
    yield addCase('negative', 'refused_nan', symOf([-1, 0], bits), float32Of('00000000 7fc00000'));
  }
  for (const x of ['7fc00000 3f800000', '3f800000 7f800000', 'ff800000 3f800000']) {
    yield addCase('negative', 'refused_nan', symOf([1, 2], 8), float32Of(x));
  }
  const unclear = symInt32Of([1, 0], '7fc00000', 12);
  yield addCase('negative', 'refused_nan', symOf([1, 2], 8), unclear);
}

export default accumulateOp({
  name: 'accumulate_packed_fixed',
  version: 1,
  clause: 'S60',
  summary: 'adds an increment to a SYM gradient on its stored grid, refusing what does not fit',
  target: 'SYM',
  increments: ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'],
  notes: {
    fresh: {
      bug: 'a fresh grid where the scale is 1 instead of where all codes are 0; or from the sum',
      effect: 'a stale scale swallows the first gradient',
    },
    kept: {
      bug: 'the grid derived again from each sum',
      effect:
        'stored codes change their meaning and small gradients are rounded once more per sample',
    },
    V12: {
      bug: 't + ROUND(inc ÷ s), or ROUND(t + inc ÷ s)',
      effect: 'gradients off by one',
    },
    contraction: {
      bug: 'multiply and add fused into one rounding',
      effect: 'gradients off by one on other processors',
    },
    stream: {
      bug: 'rounded in the operation’s mode, or no draw where the increment is zero',
      effect:
        'gradients lose the noise that keeps small steps unbiased, and all later draws are shifted',
      clause: 'S60, S68',
    },
    refused_nan: {
      bug: 'a code that is no number stored, as 0 or as an end of the width',
      effect: 'a NaN gradient is stored as the most negative code',
      clause: 'S60, A7',
    },
    refused: {
      bug: 'clamped or wrapped instead of refused, an alias or another count accepted',
      effect: 'saturated gradients in silence',
      clause: 'S28, S60, A7, A11',
    },
  },
  engine: (n, target, increment) => n.fn.accumulatePackedFixed(n, target, increment),
  oracle: accumulatePackedFixedOracle,
  cases,
});
