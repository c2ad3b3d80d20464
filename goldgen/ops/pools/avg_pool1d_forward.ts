/** L20: AvgPool1d forward. */

import type { Tensor } from '../../../reference/tensor.ts';
import { floatArithmetic, symArithmetic } from '../../kit/layer_operands.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { roundingPairs } from '../../kit/rounding_cases.ts';
import { target } from '../../kit/tensors.ts';
import { windowPoolFits } from '../../kit/window_fits.ts';
import { windowOf, windowParams, windowSpecs } from '../../kit/window_specs.ts';
import { type CaseInput, defineOp } from '../../op.ts';
import { avgPoolForwardOracle } from './oracle.ts';
import {
  exampleX,
  pooled,
  poolForward,
  poolForwardNotes,
  poolForwardSpecs,
  poolForwardTensors,
  poolLengthNotes,
  randomPooled,
  row,
  same,
  windowed,
  wire,
} from './pool_cases.ts';

function* directed(): Iterable<CaseInput> {
  yield pooled('directed', 'B6.6', exampleX);
  const sr = 'SR_HALF_AWAY';
  const x = float32Of([0.7, -1.3, 0.02, 0.9, -0.4], [1, 1, 5]);
  const pair = windowOf(2, 1);
  const [float, sym] = [{ arithmetic: floatArithmetic }, { arithmetic: symArithmetic }];
  yield pooled('directed', 'V32', x, pair, float, target('ASYM', [1, 1, 4], 8), 42);
  yield pooled('directed', 'V32', x, pair, { ...float, rounding: sr }, wire([1, 1, 4], 8), 42);
  yield pooled('directed', 'V32', x, pair, sym, wire([1, 1, 4]), 42);
  const decoded = target('FLOAT32', [1, 1, 4]);
  yield pooled('directed', 'V32', x, pair, { ...sym, rounding: sr }, decoded, 42);
  // a raw sum of 1 over 3: the fold keeps it, a rounded quotient loses it
  const small = row([1, 0, 0, 5, -4, 1], 1);
  yield pooled('directed', 'scale_fold', small, windowOf(3, 3), sym, target('FLOAT32', [1, 1, 2]));
  yield pooled('directed', 'padding_counts', row([300, 300, 300], 1), windowOf(3, 1, 'SAME'));
  const ones = float32Of([3, 3, 3], [1, 1, 3]);
  const out = target('FLOAT32', [1, 1, 3]);
  yield pooled('directed', 'padding_counts', ones, windowOf(3, 1, 'SAME'), float, out);
  const order = float32Of([16777216, 1, -16777216], [1, 1, 3]);
  yield pooled(
    'directed',
    'float_order',
    order,
    windowOf(3, 1),
    float,
    target('FLOAT32', [1, 1, 1]),
  );
  yield pooled(
    'directed',
    'dilation',
    row([1, 10, 100, 1000, 7, 5], 1),
    windowOf(2, 1, 'VALID', 3),
  );
  yield pooled('directed', 'no_tap', row([-5], 1), windowOf(2, 3, 'SAME', 2));
  for (const [stored, rounding] of roundingPairs) {
    const y = target('SYM_INT32', [1, 1, 3], 8, stored);
    yield pooled('directed', 'rounding_owner', exampleX, same, { rounding }, y);
  }
  for (const y of [target('ASYM', [1, 1, 3], 8), target('SYM', [1, 1, 3], 6)]) {
    yield pooled('directed', 'other_storage', exampleX, same, sym, y);
    yield pooled('directed', 'other_storage', exampleX, same, float, y);
  }
}

function* guards(): Iterable<CaseInput> {
  const labelled = (bits: number): Tensor => row([5, -3, 2, 1, 7], 1, bits);
  for (const bits of [1, 16]) yield pooled('boundary', 'value_sum', labelled(bits));
  for (const bits of [0, 17, 25]) yield pooled('negative', 'value_sum', labelled(bits));
  for (const [set, bits, kernel] of [
    ['boundary', 16, 65535],
    ['negative', 16, 65536],
    ['boundary', 12, 999999],
    ['boundary', 15, 131071],
    ['negative', 15, 131072],
  ] as const) {
    const w = windowOf(kernel, 1, 'SAME');
    yield pooled(set, 'value_sum', row([7, -2], 1, bits), w);
  }
  const set = 'negative';
  const longer = { x: exampleX, y: wire([1, 1, 4]) };
  yield poolForward(set, 'refused_length', longer, windowParams(same));
  for (const arithmetic of [symArithmetic, floatArithmetic]) {
    const none = { ...windowParams(windowOf(0, 1)), arithmetic };
    yield poolForward(set, 'refused_kernel', { x: exampleX, y: wire([1, 1, 5]) }, none);
  }
  const float = { ...windowParams(same), arithmetic: floatArithmetic };
  yield poolForward(set, 'refused_length', longer, float);
}

export default defineOp({
  name: 'avg_pool1d_forward',
  version: 1,
  clause: 'L20',
  summary: 'sum of each window over its number of taps',
  since: '2026-07-21',
  params: { ...poolForwardSpecs, ...windowSpecs },
  tensors: poolForwardTensors,
  fits: windowPoolFits('x', 'y'),
  notes: {
    ...poolForwardNotes,
    V32: {
      bug: 'the operand converted at another width, or the output in another mode or dtype',
      effect: 'averages lose bits before the next layer, and all later draws are shifted',
      clause: 'L20, S65, S67',
    },
    scale_fold: {
      bug: 'the mantissa divided and rounded instead of the scale',
      effect: 'small sums vanish',
    },
    scale_divided: {
      bug: 'the scale multiplied by 1/K instead of divided by K',
      effect: 'averages off by one unit in the last place',
    },
    padding_counts: {
      bug: 'the divisor is the number of valid taps',
      effect: 'larger averages at the ends',
    },
    float_order: {
      bug: 'float taps summed in another order',
      effect: 'last bits differ',
    },
    dilation: {
      bug: 'dilation left out of the tap positions',
      effect: 'the pool averages neighbouring samples instead of spread ones',
      clause: 'S89',
    },
    no_tap: {
      bug: 'a window without taps read',
      effect: 'a read outside the input',
      clause: 'S89',
    },
    value_sum: {
      bug: 'no value-sum guard, or with another bound',
      effect: 'sums that may overflow are computed',
    },
    refused_length: poolLengthNotes.refused_length,
    refused_kernel: {
      bug: 'a window of no taps divided by 0',
      effect: 'a scale of infinity',
      clause: 'B6',
    },
  },
  run(n, call) {
    const layer = { kind: 'avg_pool1d', ...windowed(call) } as const;
    n.fn.avgPool1dForward(n, layer, call.tensor('x'), call.tensor('y'));
  },
  oracle: avgPoolForwardOracle,
  *cases(g) {
    yield* directed();
    yield* guards();
    yield* randomPooled(g);
    // scales whose third differs from their product with the float32 of 1/3
    const decoded = { arithmetic: symArithmetic };
    for (const scale of [0.08, 0.875, 0.615]) {
      const x = symInt32Of([5, 7, -3, 100, 2, 1], scale, 12, 'HALF_AWAY', [1, 1, 6]);
      const y = target('FLOAT32', [1, 1, 2]);
      yield pooled('directed', 'scale_divided', x, windowOf(3, 3), decoded, y);
    }
  },
});
