/** S62: accumulation into ASYM with a fresh grid. */

import { roundings } from '../../../reference/tensor.ts';
import { f32, float32Of, symInt32Of } from '../../kit/literals.ts';
import { asymOf } from '../../kit/packed.ts';
import { randomAsym } from '../../kit/tensors.ts';
import { asymWidths } from '../../kit/values.ts';
import type { CaseGen, CaseInput } from '../../op.ts';
import { randomSource, widthsOf } from '../conversion/convert_cases.ts';
import { affineWidths } from '../encode/affine_cases.ts';
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
import { accumulateAsymOracle } from './oracle.ts';

function* directed(): Iterable<CaseInput> {
  const increment = float32Of([1, -2, 0.5]);
  yield addCase('directed', 'V12 old_grid', asymOf([0, 0, 0], 4), increment);
  const stored = asymOf([15, 0, 13], 4, { scale: '3e4ccccd', zeroPoint: -10 });
  yield addCase('directed', 'V12 old_grid', stored, increment);
  const far = asymOf([200, 3, 17], 8, { scale: 0.1, zeroPoint: 1000 });
  yield addCase('directed', 'old_grid', far, float32Of([-80, 7, 0]));
  yield addCase('directed', 'constant', asymOf([3, 3], 4, { scale: 0.5 }), float32Of([1, 1]));
  yield addCase('directed', 'constant', asymOf([3, 1], 4), float32Of([-3, -1]));
  // one rounding instead of two gives 26
  const fused = asymOf([245, 255, 0], 8, { scale: '3e380303', zeroPoint: -52 });
  yield addCase('directed', 'contraction', fused, float32Of([f32('c21da37b'), 9.25, -1]));
  const empty = asymOf([], 4, { scale: 3, zeroPoint: 9, rounding: 'SR_HALF_AWAY' });
  yield addCase('boundary', 'empty', empty, float32Of([]));
  yield addCase('boundary', 'empty', asymOf([], 8, { scale: 3, zeroPoint: 9 }), float32Of([]));
  for (const rng of [11, 3673643993, 2224793406]) {
    const t = asymOf([255, 0, 128], 8, { scale: 0.5, zeroPoint: -64, rounding: 'SR_HALF_AWAY' });
    yield addCase('directed', 'stream', t, symInt32Of([5, -5, 0], 0.25, 12), rng);
  }
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  for (const bits of affineWidths) {
    const r = g.random(`width/${bits}`);
    const t = randomAsym(r, [7], bits, undefined, undefined, 'SR_HALF_AWAY');
    yield addCase('boundary', 'widths', t, floatIncrement(r, [7]), r.rngState());
  }
  yield aliasCase('negative', 'refused', asymOf([1, 2], 8));
  yield* countRefusals((n) => asymOf(ramp(n), 8), ones);
  const near = asymOf([0, 0], 8, { scale: 1 });
  yield addCase('negative', 'refused', near, float32Of([1e9, Math.fround(1e9 + 64)]));
  yield addCase('negative', 'refused', asymOf([1, 2], 8), float32Of('7fc00000 3f800000'));
  yield* randomAdds(
    g,
    40,
    (r, shape, mode) => randomAsym(r, shape, r.int(2, 16), undefined, undefined, mode),
    floatIncrement,
  );
  for (const dtype of ['SYM_INT32', 'SYM', 'ASYM'] as const) {
    for (let i = 0; i < 8; i++) {
      const r = g.random(`${dtype}/${i}`);
      const shape = [r.int(1, 16)];
      const t = randomAsym(r, shape, r.int(2, 16), undefined, undefined, 'SR_HALF_AWAY');
      const increment = randomSource(r, dtype, shape, { bits: r.pick(widthsOf(dtype)) });
      yield addCase('random', 'stream', t, increment, r.rngState());
    }
  }
  yield* countRefusals((n) => asymOf(ramp(n), 8), ones, noCounts);
  for (const mode of roundings) {
    const r = g.random(`beyond/${mode}`);
    const t = randomAsym(r, [300], 6, undefined, undefined, mode);
    yield addCase('random', 'blocks', t, floatIncrement(r, [300]), r.rngState());
  }
  const shaped = asymOf(ramp(6), 8, { shape: [2, 3] });
  yield addCase('directed', 'old_grid', shaped, float32Of([1, 2, 3, 4, 5, 6]));
  yield* longAdds(g, asymWidths, (r, count, bits, mode) =>
    randomAsym(r, [count], bits, undefined, undefined, mode),
  );
}

export default accumulateOp({
  name: 'accumulate_asym',
  version: 1,
  clause: 'S62',
  summary: 'adds an increment to an ASYM gradient and derives a fresh grid',
  target: 'ASYM',
  increments: ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'],
  notes: {
    old_grid: {
      bug: 'codes decoded with the new grid, or the zero point subtracted',
      effect: 'the accumulated gradient is shifted',
    },
    V12: {
      bug: 'the grid kept, or codes decoded with the new one',
      effect: 'the accumulated gradient is shifted',
    },
    constant: {
      bug: 'scale 0 where all sums are equal',
      effect: 'decoding gives 0 ÷ 0, and the gradient is NaN from then on',
      clause: 'S24, S62',
    },
    contraction: {
      bug: 'multiply and add fused into one rounding',
      effect: 'gradients off by one on other processors',
    },
    empty: {
      bug: 'no grid and no draw for an empty target',
      effect: 'all later draws are shifted',
    },
    widths: {
      bug: 'codes clamped to the range of 8 bits, or of the increment, instead of the target’s',
      effect: 'gradients saturate early, or their high bits spill into the next code',
      clause: 'S8, S62',
    },
    stream: {
      bug: 'the zero point drawn after the elements, or codes rounded in the operation’s mode',
      effect:
        'every stochastic rounding uses the draw of its neighbour, so gradients and all later draws differ',
      clause: 'S62, S68',
    },
    refused: {
      bug: 'an alias, another element count or a zero point beyond int32 accepted',
      effect:
        'gradients are summed over half-written data, memory beyond them, or a wrapped zero point',
      clause: 'S62, A3, A11',
    },
  },
  engine: (n, target, increment) => n.fn.accumulateAsym(n, target, increment),
  oracle: accumulateAsymOracle,
  cases,
});
