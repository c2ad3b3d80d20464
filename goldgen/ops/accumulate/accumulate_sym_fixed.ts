/** S59: SYM_INT32 into SYM_INT32 at the target's scale. */

import { sameCount } from '../../kit/fits.ts';
import { f32, float32Of, symInt32Of } from '../../kit/literals.ts';
import { stateOfDrawZero, stateOfLargestDraw } from '../../kit/rounding_cases.ts';
import { randomSymInt32 } from '../../kit/tensors.ts';
import type { CaseGen, CaseInput } from '../../op.ts';
import { accumulateOp, addCase, aliasCase, longSymAdds, randomAdds } from './accumulate_cases.ts';
import { accumulateSymFixedOracle } from './oracle.ts';

function* directed(): Iterable<CaseInput> {
  const v28 = symInt32Of([-3, 100, 32000, -7], 0.2, 16);
  yield addCase('directed', 'V28', v28, symInt32Of([1, -3, 2047, 0], 0.1, 12));
  yield addCase('directed', 'V12', symInt32Of([-3], 1, 16), symInt32Of([1], 0.5, 12));
  yield addCase('directed', 'V7', symInt32Of([100, -7], 0.125, 16), symInt32Of([6, 11], 0.125, 12));
  // (q·sI) ÷ sT against q·(sI ÷ sT): the pair of V9
  const v9 = symInt32Of([3, 3], f32('3d4ccccc'), 12);
  yield addCase('directed', 'V9', symInt32Of([0, 5], f32('3ca3d70a'), 16), v9);
  yield addCase(
    'directed',
    'no_clamp',
    symInt32Of([32767, -32768], 1, 16),
    symInt32Of([9, -9], 1, 12),
  );
  yield addCase('directed', 'vanishes', symInt32Of([0, 7], 1, 16), symInt32Of([3, -3], 0.0625, 12));
  for (const rng of [stateOfDrawZero, stateOfLargestDraw]) {
    const t = symInt32Of([0, 100], 0.5, 16, 'SR_HALF_AWAY');
    yield addCase('directed', 'stream', t, symInt32Of([0, 2047], 0.5, 12), rng);
  }
  const edge = symInt32Of([1073774592, -1073774656], 1, 12);
  yield addCase('boundary', 'guard_edge', symInt32Of([0, 5], 1, 16), edge);
  yield addCase('boundary', 'no_clamp', symInt32Of([], 1, 16), symInt32Of([], 1, 12));
  yield aliasCase('directed', 'alias', symInt32Of([5, -7, 0], 0.3, 16));
  const full = symInt32Of([2147483647, -2147483648], 1, 16);
  yield addCase('overflow', 'sum_range', full, symInt32Of([1, -1], 1, 12));
  yield addCase('overflow', 'sum_range', full, symInt32Of([-1, -1], 1, 12));
}

function* refusals(): Iterable<CaseInput> {
  const t = (): ReturnType<typeof symInt32Of> => symInt32Of([7, 0], 1, 16);
  for (const q of [1073774657, -1073774657, 2147483647]) {
    // the first element is in range: it must not have been written
    yield addCase('negative', 'refused', t(), symInt32Of([1, q], 1, 12));
  }
  yield addCase('negative', 'refused', t(), symInt32Of([1, 1], '7f800000', 12));
  yield addCase('negative', 'refused', t(), symInt32Of([0, 0], '7f800000', 12));
  yield addCase('negative', 'refused', t(), symInt32Of([0, 1], '7fc00000', 12));
  yield addCase('negative', 'refused', symInt32Of([1, 2], 0, 16), symInt32Of([0, 0], 1, 12));
  yield addCase('negative', 'refused', t(), float32Of([1, 2]));
  for (const bits of [17, 25, 31]) {
    yield addCase(
      'negative',
      'refused_label',
      symInt32Of([7, 0], 1, bits),
      symInt32Of([0, 1], 1, 12),
    );
  }
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* refusals();
  yield* randomAdds(
    g,
    60,
    (r, shape, mode) => randomSymInt32(r, shape, r.int(8, 16), undefined, mode),
    (r, shape) => randomSymInt32(r, shape, r.int(4, 16)),
  );
  yield* longSymAdds(g, (r, shape) => randomSymInt32(r, shape, 9));
}

export default accumulateOp({
  name: 'accumulate_sym_fixed',
  version: 2,
  clause: 'S59',
  summary: 'adds a SYM_INT32 increment to a SYM_INT32 gradient at the gradient’s own scale',
  target: 'SYM_INT32',
  increments: ['SYM_INT32', 'FLOAT32'],
  fits: { increment: sameCount('increment', 'target') },
  notes: {
    V7: {
      bug: 'the sum requantized to the width of the target',
      effect: 'the gradient’s scale moves, so bias gradients no longer add up over micro-batches',
    },
    V9: {
      bug: 'the increment rescaled as q·(sI ÷ sT) instead of (q·sI) ÷ sT',
      effect: 'gradients off by one',
      clause: 'S20, S59',
    },
    V12: {
      bug: 'the sum rounded instead of the increment',
      effect: 'gradients off by one unit at every tie',
    },
    V28: {
      bug: 'the sum rounded instead of the increment, or a clamp to the label',
      effect: 'gradients off by one, or saturated',
    },
    no_clamp: { bug: 'clamped to the label', effect: 'saturated gradients' },
    vanishes: {
      bug: 'the scale adapted to small increments, or their fraction kept',
      effect: 'biases move where the contract lets gradients below half a unit vanish',
    },
    guard_edge: {
      bug: 'a guard bound of 2^30 or 2^31 − 1, or ≥ instead of >',
      effect: 'a legal gradient aborts training, or one too large enters the accumulator',
      clause: 'S20, S59',
    },
    alias: { bug: 'an alias refused', effect: 'a legal call fails' },
    sum_range: {
      bug: 'the sum saturated or held in int64, so that int32 never overflows',
      effect: 'a simulation trains on bias gradients that wrap to the other sign on the device',
    },
    stream: {
      bug: 'rounded in the operation’s mode, or no draw for zero increments',
      effect:
        'bias gradients are rounded with the draws of other elements, and all later draws are shifted',
      clause: 'S59, S68',
    },
    refused: {
      bug: 'no guard, FLOAT32 increments accepted, or the target written before the guard fires',
      effect: 'an accumulator overflows in silence',
      clause: 'S20, S59, A12, A14',
    },
    refused_label: {
      bug: 'a label above 16 accepted',
      effect: 'a gradient the storage cannot hold',
      clause: 'S59, S68, A14',
    },
  },
  engine: (n, target, increment) => n.fn.accumulateSymFixed(n, target, increment),
  oracle: accumulateSymFixedOracle,
  cases,
});
