/** L23: AdaptiveAvgPool1d backward. */

import type { Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { floatArithmetic } from '../../kit/layer_operands.ts';
import { float32Of } from '../../kit/literals.ts';
import { roundingPairs } from '../../kit/rounding_cases.ts';
import { target } from '../../kit/tensors.ts';
import { poolFits } from '../../kit/window_fits.ts';
import { contextFrom } from '../../kit/window_specs.ts';
import { type CaseInput, defineOp, type Params } from '../../op.ts';
import { adaptivePoolBackwardOracle } from './oracle.ts';
import {
  backwardMath,
  exampleDy,
  outputSizeSpec,
  poolBackwardNotes,
  poolBackwardSpecs,
  poolBackwardTensors,
  randomBackwardWires,
  row,
  wire,
} from './pool_cases.ts';

const backward = casesOf((dy: Tensor, dx: Tensor, params: Params = {}, rng?: number) => {
  const own = { output_size: dy.shape[2]!, ...params };
  return { tensors: { dy, dx }, params: { ...backwardMath, ...own }, rng };
});

function* directed(): Iterable<CaseInput> {
  const dx = wire([1, 1, 5]);
  yield backward('directed', 'B6.6', exampleDy, dx);
  // |dy| below half the count vanishes, at half it does not
  const small = row([1, -1, 2, -2], 1);
  yield backward('directed', 'small_vanishes', small, target('FLOAT32', [1, 1, 16]));
  yield backward('directed', 'small_vanishes', small, target('FLOAT32', [1, 1, 20]));
  yield backward('directed', 'small_vanishes', row([3, 2], 1), target('FLOAT32', [1, 1, 8]));
  yield backward('directed', 'overlap', row([600, 60, 6], 1), wire([1, 1, 4]));
  yield backward('directed', 'overlap', row([600, 60, 6, 2000], 1), wire([1, 1, 3]));
  for (const [stored, dx_rounding] of roundingPairs) {
    const y = target('SYM_INT32', [1, 1, 5], 8, stored);
    yield backward('directed', 'rounding_owner', exampleDy, y, { dx_rounding }, 9);
  }
  const float = { dx_arithmetic: floatArithmetic };
  const order = float32Of([33554432, 2, -33554432], [1, 1, 3]);
  yield backward('directed', 'float_order', order, target('FLOAT32', [1, 1, 2]), float);
  const plain = float32Of([1, 2, 3], [1, 1, 3]);
  yield backward('directed', 'stale_dx', plain, target('FLOAT32', [1, 1, 5]), float);
}

function* guards(): Iterable<CaseInput> {
  const dx = wire([1, 1, 5]);
  const labelled = (bits: number): Tensor => row([5, -3, 2], 1, bits);
  for (const bits of [1, 16]) yield backward('boundary', 'value_sum', labelled(bits), dx);
  for (const bits of [0, 17, 20]) yield backward('negative', 'value_sum', labelled(bits), dx);
  yield backward('negative', 'refused_outputs', labelled(12), dx, { output_size: 2 });
  yield backward('negative', 'refused_outputs', labelled(12), dx, { output_size: 0 });
  const plain = float32Of([5, -3, 2], [1, 1, 3]);
  yield backward('negative', 'refused_empty', plain, target('FLOAT32', [1, 1, 0]), {
    dx_arithmetic: floatArithmetic,
  });
}

export default defineOp({
  name: 'adaptive_avg_pool1d_backward',
  version: 1,
  clause: 'L23, S95',
  summary: 'rounded shares of the output gradients summed over their windows',
  since: '2026-07-21',
  params: {
    ...poolBackwardSpecs,
    output_size: outputSizeSpec,
  },
  tensors: poolBackwardTensors,
  fits: poolFits('dx', 'dy'),
  notes: {
    ...poolBackwardNotes,
    small_vanishes: {
      bug: 'the scale folded, or the share not rounded per gradient',
      effect: 'small gradients survive that the contract drops',
      clause: 'L23',
    },
    refused_empty: {
      bug: 'gradients spread over an input without samples',
      effect: 'writes beyond dx',
      clause: 'S95, A18',
    },
    refused_outputs: {
      bug: 'an output size other than the length of dy accepted',
      effect: 'reads past dy',
      clause: 'B6',
    },
  },
  run(n, call) {
    const outputSize = call.number('output_size');
    const layer = { kind: 'adaptive_avg_pool1d', ...contextFrom(call), outputSize } as const;
    const dx = call.tensor('dx');
    // x is not read
    n.fn.adaptiveAvgPool1dBackward(n, layer, dx, call.tensor('dy'), dx);
  },
  oracle: adaptivePoolBackwardOracle,
  *cases(g) {
    yield* directed();
    yield* guards();
    for (const r of seeded(g, 'random', 40)) {
      const [batch, channels, length, outputs] = [
        r.int(1, 2),
        r.int(1, 3),
        r.int(1, 9),
        r.int(1, 6),
      ];
      const dyShape = [batch, channels, outputs];
      const { tensors, params } = randomBackwardWires(r, dyShape, [batch, channels, length]);
      yield backward('random', 'mixture', tensors.dy, tensors.dx, params, r.rngState());
    }
    const plain = float32Of([5, -3, 2], [1, 1, 3]);
    for (const output_size of [2, 0]) {
      const params = { dx_arithmetic: floatArithmetic, output_size };
      yield backward('negative', 'refused_outputs', plain, target('FLOAT32', [1, 1, 5]), params);
    }
    // no other guard is in the way of a dy without outputs
    const none = { dx_arithmetic: floatArithmetic, output_size: 0 };
    const [dy, dx] = [float32Of([], [1, 1, 0]), target('FLOAT32', [1, 1, 5])];
    yield backward('negative', 'refused_outputs', dy, dx, none);
  },
});
