/** L21: AvgPool1d backward. */

import { roundings, type Tensor } from '../../../reference/tensor.ts';
import { seeded } from '../../kit/cases.ts';
import { floatArithmetic } from '../../kit/layer_operands.ts';
import { float32Of } from '../../kit/literals.ts';
import { target } from '../../kit/tensors.ts';
import { windowPoolFits } from '../../kit/window_fits.ts';
import {
  outputLength,
  randomWindow,
  windowOf,
  windowParams,
  windowSpecs,
} from '../../kit/window_specs.ts';
import { type CaseInput, defineOp, type Params, tensorOf } from '../../op.ts';
import { avgPoolBackwardOracle } from './oracle.ts';
import {
  exampleDy,
  poolBackward,
  poolBackwardNotes,
  poolBackwardSpecs,
  poolBackwardTensors,
  poolGradientNotes,
  randomBackwardWires,
  row,
  windowed,
  wire,
} from './pool_cases.ts';

const same = windowOf(3, 2, 'SAME');

function backward(
  set: CaseInput['set'],
  flags: string,
  dy: Tensor,
  dx: Tensor,
  w = same,
  params: Params = {},
  rng = 1,
): CaseInput {
  return poolBackward(set, flags, { dy, dx }, { ...windowParams(w), ...params }, rng);
}

function* directed(): Iterable<CaseInput> {
  const dx = wire([1, 1, 5]);
  yield backward('directed', 'B6.6', exampleDy, dx);
  yield backward('directed', 'overlap', row([1, 10, 100, 1000], 1), dx, windowOf(2, 1));
  yield backward('directed', 'overlap', row([1, 10, 100], 1), dx, windowOf(3, 1));
  yield backward('directed', 'scale_fold', row([1, 0, -1], 1), target('FLOAT32', [1, 1, 5]));
  for (const stored of roundings) {
    for (const dx_rounding of roundings) {
      const y = target('SYM_INT32', [1, 1, 5], 8, stored);
      yield backward('directed', 'rounding_owner', exampleDy, y, same, { dx_rounding }, 9);
    }
  }
  const float = { dx_arithmetic: floatArithmetic };
  const plain = target('FLOAT32', [1, 1, 5]);
  const order = float32Of([50331648, 3, -50331648], [1, 1, 3]);
  yield backward('directed', 'float_order', order, plain, windowOf(3, 1), float);
  yield backward('directed', 'stale_dx', float32Of([1, 2, 3], [1, 1, 3]), plain, same, float);
  const edge = float32Of([3, 3, 3, 3, 3], [1, 1, 5]);
  yield backward('directed', 'padding_counts', edge, plain, windowOf(3, 1, 'SAME'), float);
  const tap = row([9], 1);
  yield backward('directed', 'no_tap', tap, wire([1, 1, 1]), windowOf(2, 3, 'SAME', 2));
}

function* guards(): Iterable<CaseInput> {
  const dx = wire([1, 1, 5]);
  for (const bits of [1, 16]) yield backward('boundary', 'value_sum', row([5, -3, 2], 1, bits), dx);
  for (const bits of [0, 17]) yield backward('negative', 'value_sum', row([5, -3, 2], 1, bits), dx);
  for (const [set, kernel] of [
    ['boundary', 65535],
    ['negative', 65536],
  ] as const) {
    const w = windowOf(kernel, 1, 'SAME');
    yield backward(set, 'value_sum', row([1, 2], 1, 16), wire([1, 1, 2]), w);
  }
  yield backward('negative', 'refused_length', row([1, 2, 3, 4], 1), dx);
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
    const dx = tensorOf(call, 'dx');
    // x is not read
    n.fn.avgPool1dBackward(n, layer, dx, tensorOf(call, 'dy'), dx);
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
      yield backward('random', 'mixture', dy, dx, w, params, r.rngState());
    }
    const long = float32Of([1, 2, 3, 4], [1, 1, 4]);
    const dx = target('FLOAT32', [1, 1, 5]);
    const math = { dx_arithmetic: floatArithmetic };
    yield backward('negative', 'refused_length', long, dx, same, math);
    const [taps, dy] = [windowOf(0, 1), float32Of([1, 2, 3, 4, 5, 6], [1, 1, 6])];
    yield backward('negative', 'refused_kernel', dy, dx, taps, math);
    yield backward('negative', 'refused_kernel', row([1, 2, 3, 4, 5, 6], 1), wire([1, 1, 5]), taps);
  },
});
