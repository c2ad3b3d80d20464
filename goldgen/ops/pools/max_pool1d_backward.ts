/** L19: MaxPool1d backward through the stored argmax. */

import type { Tensor } from '../../../reference/tensor.ts';
import { seeded } from '../../kit/cases.ts';
import { floatArithmetic } from '../../kit/layer_operands.ts';
import { float32Of, int32Of } from '../../kit/literals.ts';
import { roundingPairs } from '../../kit/rounding_cases.ts';
import { target } from '../../kit/tensors.ts';
import { maxPoolFits } from '../../kit/window_fits.ts';
import {
  outputLength,
  randomWindow,
  windowOf,
  windowParams,
  windowSpecs,
} from '../../kit/window_specs.ts';
import { type CaseInput, defineOp, type Params } from '../../op.ts';
import { maxPoolBackwardOracle } from './oracle.ts';
import {
  exampleDy,
  poolBackward,
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

function argmaxOf(positions: readonly number[], shape?: readonly number[]): Tensor {
  return int32Of(positions, shape ?? [1, 1, positions.length]);
}

function backward(
  set: CaseInput['set'],
  flags: string,
  dy: Tensor,
  argmax: readonly number[],
  dx: Tensor,
  w = same,
  params: Params = {},
): CaseInput {
  const input = spread(set, flags, dy, dx, w, params);
  return { ...input, tensors: { ...input.tensors, argmax: argmaxOf(argmax) } };
}

function* directed(): Iterable<CaseInput> {
  const dx = wire([1, 1, 5]);
  yield backward('directed', 'B6.6', exampleDy, [1, 1, 4], dx);
  yield backward('directed', 'overlap', row([100, -30, 7], 1), [2, 2, 2], dx);
  yield backward('directed', 'no_maximum', row([9, 5, -1], 1), [-1, 1, -1], dx);
  yield backward('directed', 'no_maximum', row([9, 5, -1], 1), [-1, -1, -1], dx);
  for (const [stored, dx_rounding] of roundingPairs) {
    const y = target('SYM_INT32', [1, 1, 5], 8, stored);
    yield backward('directed', 'rounding_owner', exampleDy, [1, 1, 4], y, same, {
      dx_rounding,
    });
  }
  const float = { dx_arithmetic: floatArithmetic };
  const plain = target('FLOAT32', [1, 1, 5]);
  const order = float32Of([16777216, 1, -16777216], [1, 1, 3]);
  yield backward('directed', 'float_order', order, [3, 3, 3], plain, same, float);
  yield backward(
    'directed',
    'stale_dx',
    float32Of([1, 2, 3], [1, 1, 3]),
    [0, 0, 4],
    plain,
    same,
    float,
  );
  const minus = float32Of('80000000 80000000 3f800000', [1, 1, 3]);
  yield backward('directed', 'stale_dx', minus, [0, -1, 4], plain, same, float);
}

function* guards(): Iterable<CaseInput> {
  const dx = wire([1, 1, 5]);
  const labelled = (bits: number): Tensor => row([5, -3, 2], 1, bits);
  for (const bits of [1, 16]) {
    yield backward('boundary', 'value_sum', labelled(bits), [1, 1, 4], dx);
  }
  for (const bits of [0, 17]) {
    yield backward('negative', 'value_sum', labelled(bits), [1, 1, 4], dx);
  }
  // (E − 1)/S + 1 terms at 16 bits: 65535 pass, 65536 do not
  for (const [set, kernel] of [
    ['boundary', 65535],
    ['negative', 65536],
  ] as const) {
    const w = windowOf(kernel, 1, 'SAME');
    yield backward(set, 'value_sum', row([1, 2], 1, 16), [0, 0], wire([1, 1, 2]), w);
  }
  // the same extent from dilation, thinned by the stride
  for (const [set, stride] of [
    ['boundary', 2],
    ['negative', 1],
  ] as const) {
    const w = windowOf(2, stride, 'SAME', 65535);
    yield backward(set, 'value_sum', row([3], 1, 16), [0], wire([1, 1, 1]), w);
  }
}

/** Positions of another length than dy's, in both arms; where only the counts agree too. */
function* otherLengths(): Iterable<CaseInput> {
  const float = { dx_arithmetic: floatArithmetic };
  const plain = float32Of([5, -3, 2], [1, 1, 3]);
  for (const positions of [
    [1, 1],
    [1, 1, 4, 4],
  ]) {
    yield backward('negative', 'argmax_length', exampleDy, positions, wire([1, 1, 5]));
    const dx = target('FLOAT32', [1, 1, 5]);
    yield backward('negative', 'argmax_length', plain, positions, dx, same, float);
  }
  const long = float32Of([1, 2, 3, 4], [1, 1, 4]);
  const dx = target('FLOAT32', [1, 1, 5]);
  yield backward('negative', 'refused_length', long, [0, 1, 2, 3], dx, same, float);
  yield backward('negative', 'refused_length', row([1, 2, 3, 4], 1), [0, 1, 2, 3], wire([1, 1, 5]));
  const turned = { dy: exampleDy, dx: wire([1, 1, 5]), argmax: argmaxOf([1, 1, 4], [1, 3, 1]) };
  yield poolBackward('negative', 'argmax_length', turned, windowParams(same));
}

export default defineOp({
  name: 'max_pool1d_backward',
  version: 1,
  clause: 'L19',
  summary: 'output gradients summed at the positions of the maxima',
  since: '2026-07-21',
  params: { ...poolBackwardSpecs, ...windowSpecs },
  tensors: {
    ...poolBackwardTensors,
    argmax: { role: 'in', dtypes: ['INT32'], doc: '[B, C, Lo]: from the forward; −1: no maximum' },
  },
  fits: maxPoolFits('dx', 'dy'),
  notes: {
    ...poolBackwardNotes,
    refused_length: poolGradientNotes.refused_length,
    argmax_length: {
      bug: 'positions of another length used as they are',
      effect: 'reads past the positions',
    },
    no_maximum: {
      bug: 'argmax −1 used as an index',
      effect: 'a write in front of the row',
    },
  },
  run(n, call) {
    const layer = {
      kind: 'max_pool1d',
      ...windowed(call),
      argmax: call.tensor('argmax'),
    } as const;
    const dx = call.tensor('dx');
    // x is not read
    n.fn.maxPool1dBackward(n, layer, dx, call.tensor('dy'), dx);
  },
  oracle: maxPoolBackwardOracle,
  *cases(g) {
    yield* directed();
    yield* guards();
    for (const r of seeded(g, 'random', 40)) {
      const length = r.int(1, 9);
      const w = randomWindow(r, length);
      const [batch, channels, out] = [r.int(1, 2), r.int(1, 3), outputLength(w, length)];
      const shape = [batch, channels, out];
      const positions = Array.from({ length: batch * channels * out }, () => r.int(-1, length - 1));
      const { tensors, params } = randomBackwardWires(r, shape, [batch, channels, length]);
      const all = { ...tensors, argmax: argmaxOf(positions, shape) };
      yield poolBackward('random', 'mixture', all, { ...windowParams(w), ...params }, r.rngState());
    }
    yield* otherLengths();
  },
});
