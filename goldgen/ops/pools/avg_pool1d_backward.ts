/** L21: AvgPool1d backward. */

import { seeded } from '../../kit/cases.ts';
import { floatArithmetic } from '../../kit/layer_operands.ts';
import { float32Of } from '../../kit/literals.ts';
import { roundingPairs } from '../../kit/rounding_cases.ts';
import { target } from '../../kit/tensors.ts';
import { windowPoolFits } from '../../kit/window_fits.ts';
import { outputLength, randomWindow, windowOf, windowSpecs } from '../../kit/window_specs.ts';
import { type CaseInput, defineOp } from '../../op.ts';
import { avgPoolBackwardOracle } from './oracle.ts';
import {
  exampleDy,
  poolBackwardNotes,
  poolBackwardSpecs,
  poolBackwardTensors,
  poolGradientNotes,
  randomBackwardWires,
  row,
  same,
  spread,
  windowed,
  wire,
} from './pool_cases.ts';

function* directed(): Iterable<CaseInput> {
  const dx = wire([1, 1, 5]);
  yield spread('directed', 'B6.6', exampleDy, dx);
  yield spread('directed', 'overlap', row([1, 10, 100, 1000], 1), dx, windowOf(2, 1));
  yield spread('directed', 'overlap', row([1, 10, 100], 1), dx, windowOf(3, 1));
  yield spread('directed', 'scale_fold', row([1, 0, -1], 1), target('FLOAT32', [1, 1, 5]));
  for (const [stored, dx_rounding] of roundingPairs) {
    const y = target('SYM_INT32', [1, 1, 5], 8, stored);
    yield spread('directed', 'rounding_owner', exampleDy, y, same, { dx_rounding }, 9);
  }
  const float = { dx_arithmetic: floatArithmetic };
  const plain = target('FLOAT32', [1, 1, 5]);
  const order = float32Of([50331648, 3, -50331648], [1, 1, 3]);
  yield spread('directed', 'float_order', order, plain, windowOf(3, 1), float);
  yield spread('directed', 'stale_dx', float32Of([1, 2, 3], [1, 1, 3]), plain, same, float);
  const edge = float32Of([3, 3, 3, 3, 3], [1, 1, 5]);
  yield spread('directed', 'padding_counts', edge, plain, windowOf(3, 1, 'SAME'), float);
  const tap = row([9], 1);
  yield spread('directed', 'no_tap', tap, wire([1, 1, 1]), windowOf(2, 3, 'SAME', 2));
}

function* guards(): Iterable<CaseInput> {
  const dx = wire([1, 1, 5]);
  for (const bits of [1, 16]) yield spread('boundary', 'value_sum', row([5, -3, 2], 1, bits), dx);
  for (const bits of [0, 17]) yield spread('negative', 'value_sum', row([5, -3, 2], 1, bits), dx);
  for (const [set, kernel] of [
    ['boundary', 65535],
    ['negative', 65536],
  ] as const) {
    const w = windowOf(kernel, 1, 'SAME');
    yield spread(set, 'value_sum', row([1, 2], 1, 16), wire([1, 1, 2]), w);
  }
  yield spread('negative', 'refused_length', row([1, 2, 3, 4], 1), dx);
}

export default defineOp({
  name: 'avg_pool1d_backward',
  version: 1,
  clause: 'L21',
  summary: 'output gradients spread evenly over their windows',
  since: '2026-07-21',
  params: { ...poolBackwardSpecs, ...windowSpecs },
  tensors: poolBackwardTensors,
  fits: windowPoolFits('dx', 'dy'),
  notes: {
    ...poolBackwardNotes,
    scale_fold: {
      bug: 'the mantissa divided and rounded instead of the scale',
      effect: 'small gradients vanish',
    },
    padding_counts: {
      bug: 'the divisor is the number of valid taps',
      effect: 'larger gradients at the ends',
    },
    no_tap: { bug: 'a window without taps written', effect: 'a write outside dx', clause: 'S89' },
    refused_length: poolGradientNotes.refused_length,
    refused_kernel: {
      bug: 'a window of no taps divided by',
      effect: 'infinite gradients, or an exception',
    },
  },
  run(n, call) {
    const layer = { kind: 'avg_pool1d', ...windowed(call) } as const;
    const dx = call.tensor('dx');
    // x is not read
    n.fn.avgPool1dBackward(n, layer, dx, call.tensor('dy'), dx);
  },
  oracle: avgPoolBackwardOracle,
  *cases(g) {
    yield* directed();
    yield* guards();
    for (const r of seeded(g, 'random', 40)) {
      const length = r.int(1, 9);
      const w = randomWindow(r, length);
      const [batch, channels, out] = [r.int(1, 2), r.int(1, 3), outputLength(w, length)];
      const dyShape = [batch, channels, out];
      const { tensors, params } = randomBackwardWires(r, dyShape, [batch, channels, length]);
      const { dy, dx } = tensors;
      yield spread('random', 'mixture', dy, dx, w, params, r.rngState());
    }
    const long = float32Of([1, 2, 3, 4], [1, 1, 4]);
    const dx = target('FLOAT32', [1, 1, 5]);
    const math = { dx_arithmetic: floatArithmetic };
    yield spread('negative', 'refused_length', long, dx, same, math);
    const [taps, dy] = [windowOf(0, 1), float32Of([1, 2, 3, 4, 5, 6], [1, 1, 6])];
    yield spread('negative', 'refused_kernel', dy, dx, taps, math);
    yield spread('negative', 'refused_kernel', row([1, 2, 3, 4, 5, 6], 1), wire([1, 1, 5]), taps);
  },
});
