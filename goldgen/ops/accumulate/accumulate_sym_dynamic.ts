/** S57: SYM_INT32 into SYM_INT32 with a fresh scale. */

import { atMost, bits } from '../../kit/fits.ts';
import { symInt32Of } from '../../kit/literals.ts';
import { stateOfDrawZero, stateOfLargestDraw } from '../../kit/rounding_cases.ts';
import { randomRawSymInt32, randomSymInt32 } from '../../kit/tensors.ts';
import { symWidths } from '../../kit/values.ts';
import type { CaseGen, CaseInput } from '../../op.ts';
import {
  accumulateNotes,
  accumulateOp,
  addCase,
  aliasCase,
  countRefusals,
  longSymAdds,
  noCounts,
  ramp,
  randomAdds,
} from './accumulate_cases.ts';
import { accumulateSymDynamicOracle } from './oracle.ts';

function* cases(g: CaseGen): Iterable<CaseInput> {
  const t = symInt32Of([10, 20, 30], 0.5, 12);
  yield addCase('directed', 'V12', t, symInt32Of([-7, -14, -21], 0.25, 12));
  const equal = symInt32Of([2000, 20, 30], 0.5, 12);
  yield addCase('directed', 'V12', equal, symInt32Of([2000, -14, -21], 0.5, 12));
  yield addCase('directed', 'V7', symInt32Of([100, -7], 0.125, 16), symInt32Of([6, 11], 0.125, 12));
  const big = symInt32Of([16777217, -538734067, 33554435], 0.1, 16);
  yield addCase('directed', 'big_mantissa', big, symInt32Of([16777219, 5, -1], 0.3, 12));
  // either product fused into the sum gives −11155
  const fused = symInt32Of([-17148, 20258], '3af9ffdf', 16);
  yield addCase('directed', 'contraction', fused, symInt32Of([690065, 0], '37edaf87', 12));
  yield addCase('boundary', 'zero', symInt32Of([5, -5], 0.25, 12), symInt32Of([-5, 5], 0.25, 12));
  yield addCase('boundary', 'zero', symInt32Of([0, 0], 7, 12), symInt32Of([0, 0], 3, 12));
  yield addCase('boundary', 'zero', symInt32Of([], 7, 12), symInt32Of([], 3, 12));
  for (const rng of [stateOfDrawZero, stateOfLargestDraw]) {
    const clamp = symInt32Of([2047, -2047, 0], 1, 12, 'SR_HALF_AWAY');
    yield addCase('directed', 'clamp', clamp, symInt32Of([0, 0, 0], 1, 12), rng);
    const low = symInt32Of([-2047, 2047, 0], 1, 12, 'SR_HALF_AWAY');
    yield addCase('directed', 'clamp', low, symInt32Of([0, 0, 0], 1, 12), rng);
  }
  yield aliasCase('directed', 'alias', symInt32Of([2047, -1000], 1, 12));
  yield aliasCase('directed', 'alias', symInt32Of([7, -3, 2], 0.1, 16, 'SR_HALF_AWAY'), 5);
  for (const bits of symWidths) {
    const r = g.random(`width/${bits}`);
    const target = randomSymInt32(r, [6], bits, undefined, 'SR_HALF_AWAY');
    yield addCase('boundary', 'widths', target, randomSymInt32(r, [6], 12), r.rngState());
  }
  yield* countRefusals(
    (n) =>
      symInt32Of(
        Array.from({ length: n }, (_, i) => i),
        1,
        12,
      ),
    (n) =>
      symInt32Of(
        Array.from({ length: n }, () => 1),
        1,
        12,
      ),
  );
  yield* randomAdds(
    g,
    48,
    (r, shape, mode) => randomSymInt32(r, shape, r.int(8, 16), undefined, mode),
    (r, shape) => randomRawSymInt32(r, shape, 12, r.int(8, 28)),
  );
  // decodes exactly to 40bfe6b5 and 40afe8f0
  const peaks = symInt32Of([0xbfe6b5, 0xafe8f0], 2 ** -21, 12);
  yield addCase('directed', 'B6.11', symInt32Of([0, 0], 1, 16), peaks);
  yield* countRefusals(
    (n) => symInt32Of(ramp(n), 1, 12),
    (n) => symInt32Of(ramp(n), 1, 12),
    noCounts,
  );
  yield* longSymAdds(g, (r, shape) => randomSymInt32(r, shape, 9));
}

export default accumulateOp({
  name: 'accumulate_sym_dynamic',
  version: 1,
  clause: 'S57',
  summary: 'adds a SYM_INT32 increment to a SYM_INT32 gradient and derives a fresh scale',
  target: 'SYM_INT32',
  increments: ['SYM_INT32'],
  fits: { target: atMost(bits('target'), 31) },
  notes: {
    V7: {
      bug: 'integer addition at equal scales',
      effect: 'the sum exceeds the declared width and the next product overflows',
    },
    V12: {
      bug: 'a shortcut for equal scales, or the old scale used to encode',
      effect: 'gradients leave their width, or lose resolution',
    },
    'B6.11': {
      bug: 'multiplied by the reciprocal of the scale instead of divided',
      effect: 'codes off by one',
      clause: 'S25, S57',
    },
    big_mantissa: {
      bug: 'products formed in double or fused',
      effect: 'codes off by one',
      clause: 'S27, S57',
    },
    contraction: {
      bug: 'one of the products fused into the sum',
      effect: 'gradients off by one on other processors',
    },
    zero: { bug: 'scale 0 for a sum of zeros', effect: 'NaN in the next step', clause: 'S23, S57' },
    clamp: {
      bug: 'clamped before the rounding',
      effect: 'codes leave the width',
      clause: 'S25, S57',
    },
    alias: {
      bug: 'the stored mantissas overwritten while the sum still reads them',
      effect: 'adding a gradient to itself gives something other than its double',
    },
    widths: {
      bug: 'the sum encoded at the width of the increment instead of the target',
      effect: 'a 16-bit gradient keeps 12 bits and loses its small steps',
    },
    stream: {
      bug: 'rounded in the increment’s mode, or draws taken before the scale is known',
      effect:
        'gradients are rounded with the draws of other elements, and all later draws are shifted',
      clause: 'S57, S68',
    },
    refused: accumulateNotes.refused,
  },
  engine: (n, target, increment) => n.fn.accumulateSymDynamic(n, target, increment),
  oracle: accumulateSymDynamicOracle,
  cases,
});
