/** L10: the forward of the transposed convolution as a layer does it. */

import { labels } from '../../kit/cases.ts';
import { isCurrent } from '../../kit/layer_operands.ts';
import { randomSymInt32, target } from '../../kit/tensors.ts';
import { convForwardFits } from '../../kit/window_fits.ts';
import { windowOf, windowSpecs } from '../../kit/window_specs.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { affineForwards, affineNote } from './conv_affine_cases.ts';
import { convDims, convShape } from './conv_cases.ts';
import {
  floatRefusals,
  refusedScatterKernels,
  sharedForward,
  sharedForwardNotes,
} from './conv_forward_cases.ts';
import {
  convLayerOf,
  forwardCase,
  forwardSpecs,
  forwardTensors,
  randomForward,
} from './conv_layer_cases.ts';
import { conv1dTransposedForwardOracle } from './forward_oracle.ts';

const form = 'scatter';

function* padding(g: CaseGen): Iterable<CaseInput> {
  const r = g.random('padding');
  const tail = convShape(windowOf(2, 1, 'VALID', 3), 2, { outputPadding: 2 });
  const operands = (s: typeof tail, outLength?: number) => {
    const dims = convDims(form, s, outLength);
    return {
      x: randomSymInt32(r, dims.x, 12),
      weight: randomSymInt32(r, dims.weight, 12),
      bias: randomSymInt32(r, dims.bias, 12),
      y: target('SYM_INT32', dims.y, 12),
    };
  };
  yield forwardCase('directed', 'bias_tail', form, tail, operands(tail));
  const set = 'negative';
  for (const name of ['SAME', 'EXPLICIT'] as const) {
    const s = convShape(windowOf(2, 2, name), 2);
    yield forwardCase(set, 'refused_padding', form, s, operands(s, 4));
  }
  for (const [stride, dilation] of [
    [2, 1],
    [1, 3],
  ] as const) {
    const most = Math.max(stride, dilation);
    const s = convShape(windowOf(2, stride, 'VALID', dilation), 2, { outputPadding: most });
    yield forwardCase(set, 'refused_output_padding', form, s, operands(s));
  }
}

const unread = 'the layer takes VALID windows only; SAME and EXPLICIT are refused';

export default defineOp({
  name: 'conv1d_transposed_forward',
  version: 1,
  clause: 'L10',
  summary: 'transposed convolution forward of a layer, raw or restored as the contract says',
  since: '2026-06-23',
  params: { ...forwardSpecs(form), padding_amount: { ...windowSpecs.padding_amount!, unread } },
  tensors: forwardTensors('[Cin, Cout/groups, K]'),
  fits: convForwardFits(true),
  notes: {
    affine: affineNote,
    ...sharedForwardNotes,
    'B6.3': {
      bug: 'the stride applied to the input, the bias added once per tap, or the product of scales taken once',
      effect: 'activations move to other positions or carry the bias several times',
    },
    bias_tail: {
      bug: 'no bias at positions that no tap reaches',
      effect: 'the tail of every output is 0',
    },
    refused_padding: {
      bug: 'SAME or EXPLICIT accepted by the layer',
      effect: 'shapes that the original rejects',
      clause: 'B5',
    },
    refused_output_padding: {
      bug: 'an output padding of max(stride, dilation) accepted',
      effect: 'shapes that the original rejects',
      clause: 'A17',
    },
  },
  run(n, call) {
    const outputPadding = call.number('output_padding');
    const layer = { kind: 'conv1d_transposed', ...convLayerOf(call), outputPadding } as const;
    n.fn.conv1dTransposedForward(n, layer, call.tensor('x'), call.tensor('y'));
  },
  oracle: conv1dTransposedForwardOracle,
  *cases(g) {
    yield* sharedForward(g, form);
    yield* padding(g);
    for (const label of labels('random', 45)) yield randomForward(g, form, label);
    yield* floatRefusals(form);
    if (!isCurrent(g.contract)) return;
    yield* affineForwards(g, form);
    yield* refusedScatterKernels();
  },
});
