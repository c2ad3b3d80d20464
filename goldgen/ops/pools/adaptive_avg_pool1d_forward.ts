/** L22: AdaptiveAvgPool1d forward. */

import type { Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { floatArithmetic, symArithmetic } from '../../kit/layer_operands.ts';
import { float32Of } from '../../kit/literals.ts';
import { roundingPairs } from '../../kit/rounding_cases.ts';
import { target } from '../../kit/tensors.ts';
import { poolFits } from '../../kit/window_fits.ts';
import { contextFrom } from '../../kit/window_specs.ts';
import { type CaseInput, defineOp, type Params } from '../../op.ts';
import { adaptivePoolForwardOracle } from './oracle.ts';
import {
  exampleX,
  forwardMath,
  outputSizeSpec,
  poolForward,
  poolForwardNotes,
  poolForwardSpecs,
  poolForwardTensors,
  randomForwardMath,
  randomPoolOperand,
  randomPoolTarget,
  row,
  wire,
} from './pool_cases.ts';

const adaptive = casesOf(
  (x: Tensor, outputs: number, params: Params = {}, y?: Tensor, rng?: number) => {
    const tensors = { x, y: y ?? wire([x.shape[0]!, x.shape[1]!, outputs]) };
    return { tensors, params: { ...forwardMath, output_size: outputs, ...params }, rng };
  },
);

function* directed(): Iterable<CaseInput> {
  yield adaptive('directed', 'B6.6', exampleX, 3);
  // halves on both sides, thirds below and above one half
  const halves = row([1, 2, -1, -2, 3, 0, -3, 0], 1);
  yield adaptive('directed', 'rounded_quotient', halves, 4, {}, target('FLOAT32', [1, 1, 4]));
  const thirds = row([1, 0, 0, 2, 0, 0, -1, 0, 0, -2, 0, 0], 1);
  yield adaptive('directed', 'rounded_quotient', thirds, 4, {}, target('FLOAT32', [1, 1, 4]));
  const ramp = row([1, 10, 100, 1000, 2000], 1);
  for (const outputs of [1, 2, 3, 4, 5, 7]) {
    yield adaptive('directed', 'window_end', ramp, outputs);
  }
  yield adaptive('directed', 'more_outputs', row([5, -6, 7], 1), 4);
  yield adaptive('directed', 'more_outputs', row([5], 1), 3);
  const float = { arithmetic: floatArithmetic };
  const order = float32Of([16777216, 1, -16777216], [1, 1, 3]);
  yield adaptive('directed', 'float_order', order, 1, float, target('FLOAT32', [1, 1, 1]));
  for (const [stored, rounding] of roundingPairs) {
    const y = target('SYM_INT32', [1, 1, 3], 8, stored);
    yield adaptive('directed', 'rounding_owner', exampleX, 3, { rounding }, y);
  }
  for (const y of [target('ASYM', [1, 1, 3], 8), target('SYM', [1, 1, 3], 6)]) {
    yield adaptive('directed', 'other_storage', exampleX, 3, {}, y);
    yield adaptive('directed', 'other_storage', exampleX, 3, float, y);
  }
}

function* guards(): Iterable<CaseInput> {
  const labelled = (bits: number): Tensor => row([5, -3, 2, 1, 7], 1, bits);
  for (const bits of [1, 16]) yield adaptive('boundary', 'value_sum', labelled(bits), 3);
  for (const bits of [0, 17]) yield adaptive('negative', 'value_sum', labelled(bits), 3);
  for (const arithmetic of [symArithmetic, floatArithmetic]) {
    const none = { output_size: 0, arithmetic };
    yield poolForward('negative', 'refused_outputs', { x: exampleX, y: wire([1, 1, 3]) }, none);
    const other = { output_size: 2, arithmetic };
    yield poolForward('negative', 'refused_outputs', { x: exampleX, y: wire([1, 1, 3]) }, other);
  }
  yield adaptive('negative', 'refused_empty', row([], 1), 3);
}

export default defineOp({
  name: 'adaptive_avg_pool1d_forward',
  version: 1,
  clause: 'L22, S95',
  summary: 'rounded mean of a given number of windows',
  since: '2026-07-21',
  params: {
    ...poolForwardSpecs,
    output_size: outputSizeSpec,
  },
  tensors: poolForwardTensors,
  fits: poolFits('x', 'y'),
  notes: {
    ...poolForwardNotes,
    rounded_quotient: {
      bug: 'the quotient truncated, floored, or halves to even',
      effect: 'means biased toward 0',
      clause: 'L22',
    },
    window_end: {
      bug: 'window ends floored, or windows made disjoint',
      effect: 'samples at the ends are dropped',
      clause: 'S95',
    },
    more_outputs: {
      bug: 'more outputs than inputs refused, or windows of no samples',
      effect: 'a division by 0',
      clause: 'S95',
    },
    float_order: {
      bug: 'float samples summed in another order',
      effect: 'last bits differ',
      clause: 'L22',
    },
    value_sum: {
      bug: 'no value-sum guard, or with another bound',
      effect: 'sums that may overflow are computed',
      clause: 'L22',
    },
    refused_empty: {
      bug: 'windows of an input without samples averaged',
      effect: 'reads beyond the input, or a division by 0',
      clause: 'S95, A18',
    },
    refused_outputs: {
      bug: 'an output size of 0, or other than the length of y, accepted',
      effect: 'a division by 0, or writes past y',
      clause: 'B6',
    },
  },
  run(n, call) {
    const outputSize = call.number('output_size');
    const layer = { kind: 'adaptive_avg_pool1d', ...contextFrom(call), outputSize } as const;
    n.fn.adaptiveAvgPool1dForward(n, layer, call.tensor('x'), call.tensor('y'));
  },
  oracle: adaptivePoolForwardOracle,
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
      const x = randomPoolOperand(r, [batch, channels, length]);
      const y = randomPoolTarget(r, [batch, channels, outputs]);
      yield adaptive('random', 'mixture', x, outputs, randomForwardMath(r), y, r.rngState());
    }
    // no other guard is in the way of a y without outputs
    const none = { output_size: 0, arithmetic: floatArithmetic };
    const tensors = { x: float32Of([5, -3], [1, 1, 2]), y: target('FLOAT32', [1, 1, 0]) };
    yield poolForward('negative', 'refused_outputs', tensors, none);
  },
});
