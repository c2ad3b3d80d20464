/** L11–L13: the backward of the transposed convolution. */

import { labels } from '../../kit/cases.ts';
import { isCurrent } from '../../kit/layer_operands.ts';
import { convBackwardFits } from '../../kit/window_fits.ts';
import { windowOf, windowSpecs } from '../../kit/window_specs.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { affineBackwards, affineNote } from './conv_affine_cases.ts';
import {
  adjointOperands,
  floatRefusals,
  refusedScatterKernels,
  refusedTargets,
  sharedBackward,
  sharedBackwardNotes,
} from './conv_backward_cases.ts';
import { type ConvShape, convShape } from './conv_cases.ts';
import {
  backwardCase,
  backwardSpecs,
  backwardTensors,
  convLayerOf,
  isDefined,
  juneBackwards,
  randomBackward,
} from './conv_layer_cases.ts';

const form = 'scatter';

function* adjoint(g: CaseGen): Iterable<CaseInput> {
  const r = g.random('adjoint');
  const operands = (s: ConvShape) => adjointOperands(r, form, s);
  // bias gradient of a tail, at a scale where it shows
  const tail = convShape(windowOf(2, 3), 2, { outputPadding: 2 });
  const tailed = operands(tail);
  const fine = { ...tailed.bias_grad, scale: 2 ** -16 };
  yield backwardCase('directed', 'bias_tail', form, tail, { ...tailed, bias_grad: fine });
  const wide = convShape(windowOf(2, 1), 3, { inChannels: 3, outChannels: 2 });
  yield backwardCase('directed', 'layout', form, wide, operands(wide));
  const grouped = convShape(windowOf(2, 2), 3, { inChannels: 4, outChannels: 2, groups: 2 });
  yield backwardCase('directed', 'layout', form, grouped, operands(grouped));
  const below = convShape(windowOf(2, 2, 'VALID', 4), 2, { outputPadding: 1 });
  yield backwardCase('boundary', 'output_padding_stride', form, below, operands(below));
  for (const outputPadding of [2, 3]) {
    const s = convShape(windowOf(2, 2, 'VALID', 4), 2, { outputPadding });
    yield backwardCase('negative', 'output_padding_stride', form, s, operands(s));
  }
}

/** In the order of their identities; those that June leaves undefined are withdrawn. */
function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* sharedBackward(g, form);
  yield* adjoint(g);
  for (const label of labels('random', 40)) yield randomBackward(g, form, label);
  yield* refusedTargets(g, form);
}

const unread = 'the layer takes VALID windows only; SAME and EXPLICIT are refused';

export default defineOp({
  name: 'conv1d_transposed_backward',
  version: 1,
  clause: 'L11, L12, L13',
  summary:
    'accumulates the weight and bias gradients of a transposed convolution and writes the input gradient',
  since: '2026-06-23',
  params: {
    ...backwardSpecs(form),
    padding: { ...windowSpecs.padding!, fixed: unread },
    padding_amount: { ...windowSpecs.padding_amount!, unread },
  },
  tensors: backwardTensors('[Cin, Cout/groups, K]'),
  fits: convBackwardFits(true),
  notes: {
    affine: affineNote,
    ...sharedBackwardNotes,
    'B6.3': {
      bug: 'dx computed by the scatter instead of the gather, channels exchanged, or the bias gradient cut short',
      effect: 'all gradients of the worked example point in another direction',
      clause: 'L11–L13',
    },
    bias_tail: {
      bug: 'the bias gradient without the tail of the output padding',
      effect: 'biases learn from a part of their outputs',
      clause: 'L12',
    },
    layout: {
      bug: 'weights read as [Cout, Cin, K]',
      effect: 'gradients through other channels',
      clause: 'L11, L13',
    },
    output_padding_stride: {
      bug: 'dx computed for an output padding of the stride or more, or gradients kept when refused',
      effect: 'a model trains that the original aborts',
      clause: 'L13, A17',
    },
  },
  run(n, call) {
    const outputPadding = call.number('output_padding');
    const layer = { kind: 'conv1d_transposed', ...convLayerOf(call), outputPadding } as const;
    const [x, dy] = [call.tensor('x'), call.tensor('dy')];
    n.fn.conv1dTransposedBackward(n, layer, x, dy, call.tensor('dx'));
  },
  *cases(g) {
    for (const input of cases(g)) if (isDefined(g, input)) yield input;
    yield* juneBackwards(g, form);
    yield* floatRefusals(form);
    if (!isCurrent(g.contract)) return;
    yield* affineBackwards(g, form);
    yield* refusedScatterKernels();
  },
});
