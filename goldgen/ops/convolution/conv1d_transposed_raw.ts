/** S93, S94: the scatter kernels of the transposed convolution with raw results. */

import { f32, float32Of } from '../../kit/literals.ts';
import { target } from '../../kit/tensors.ts';
import { convKernelFits } from '../../kit/window_fits.ts';
import {
  convGroupsSpec,
  outputLength,
  outputPaddingSpec,
  windowOf,
  windowSpecs,
} from '../../kit/window_specs.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import {
  convDims,
  convShape,
  randomConvOperands,
  rawCase,
  rawConvTensors,
  symCase,
  symOperands,
} from './conv_cases.ts';
import { accumulatorEdges, paddingAndGroups } from './conv_edges.ts';
import { convEdgeNotes } from './conv_notes.ts';
import { randomRaw, rawCallOf, refusedGroups, seedGuard, seeds } from './conv_raw_cases.ts';
import { conv1dTransposedRawOracle } from './raw_oracle.ts';

const form = 'scatter';
const plain = { x: 1, weight: 1 };

function* symDirected(): Iterable<CaseInput> {
  const s94 = convShape(windowOf(3, 2), 2, { outputPadding: 1 });
  const v13 = { x: [3, -1], weight: [1, -2, 4], bias: [2] };
  const scales = { x: 0.5, weight: 0.5, bias: 0.25 };
  yield symCase('directed', 'V13', form, s94, v13, scales);
  const b63 = convShape(windowOf(2, 2), 2, { inChannels: 2, outputPadding: 1 });
  const values = { x: [3, -4, 5, 6], weight: [1, 2, -3, 4], bias: [-7] };
  const b63Scales = { x: 0.1, weight: 0.5, bias: 0.25 };
  yield symCase('directed', 'B6.3', form, b63, values, b63Scales);
  // stride 1, dilation 3: a tail of two positions that no tap reaches
  const tail = convShape(windowOf(2, 1, 'VALID', 3), 2, { outputPadding: 2 });
  const tailValues = { x: [1, 10], weight: [2, 3], bias: [100] };
  const unit = { x: 1, weight: 1, bias: 1 };
  yield symCase('directed', 'bias_tail', form, tail, tailValues, unit);
  const layout = convShape(windowOf(2, 1), 1, { inChannels: 2, outChannels: 3 });
  const channels = { x: [1, 1000], weight: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] };
  yield symCase('directed', 'layout', form, layout, channels, plain);
  const grouped = convShape(windowOf(1, 1), 1, {
    inChannels: 4,
    outChannels: 4,
    groups: 2,
    batch: 2,
  });
  const groupValues = {
    x: [1, 2, 3, 4, 5, 6, 7, 8],
    weight: [1, 10, 100, 1000, -1, -10, -100, -1000],
  };
  yield symCase('directed', 'groups', form, grouped, groupValues, plain);
}

/** The adjoint of SAME and EXPLICIT: paddings come from the output length. */
function* padded(): Iterable<CaseInput> {
  for (let length = 1; length <= 6; length++) {
    const window = windowOf(3, 2, 'SAME');
    const s = convShape(window, outputLength(window, length));
    const x = [1, 10, 100].slice(0, s.length);
    const y = target('SYM_INT32', convDims(form, s, length).y, 12);
    const operands = symOperands(form, s, { x, weight: [1, 2, 3] }, plain);
    yield rawCase('directed', 'padding_of_output', form, s, { ...operands, y });
  }
  for (const [length, p, d] of [
    [5, 1, 1],
    [4, 2, 2],
    [3, 4, 1],
  ] as const) {
    const window = windowOf(3, 1, 'EXPLICIT', d, p);
    const s = convShape(window, outputLength(window, length));
    const x = Array.from({ length: s.length }, (_, i) => 1 + 3 * i);
    const y = target('SYM_INT32', convDims(form, s, length).y, 12);
    const operands = symOperands(form, s, { x, weight: [1, 20, 300] }, plain);
    yield rawCase('directed', 'padding_of_output', form, s, { ...operands, y });
  }
}

const wide = convShape(windowOf(2, 2), 2, { outChannels: 3, batch: 2 });
const wideValues = { x: [1, -2, 3, -4], weight: [1, 2, 3, 4, 5, 6], bias: [5, -7, 9] };

function* floatDirected(): Iterable<CaseInput> {
  const s = convShape(windowOf(2, 1), 1, { inChannels: 2 });
  const y = target('FLOAT32', [1, 1, 2]);
  const x = float32Of([1, 1], [1, 2, 1]);
  const weight = float32Of([1, 0, 1, 0], [2, 1, 2]);
  yield rawCase('directed', 'bias_last', form, s, { x, weight, bias: float32Of([16777216]), y });
  const overlap = convShape(windowOf(3, 1), 3);
  const order = {
    x: float32Of([16777216, 1, -16777216], [1, 1, 3]),
    weight: float32Of([1, 1, 1], [1, 1, 3]),
    y: target('FLOAT32', [1, 1, 5]),
  };
  yield rawCase('directed', 'float_order', form, overlap, order);
  const fused = f32('3f800001');
  const pair = convShape(windowOf(1, 1), 1, { inChannels: 2 });
  const contraction = {
    x: float32Of([1, fused], [1, 2, 1]),
    weight: float32Of([-1, fused], [2, 1, 1]),
    y: target('FLOAT32', [1, 1, 1]),
  };
  yield rawCase('directed', 'contraction', form, pair, contraction);
}

function* negatives(g: CaseGen): Iterable<CaseInput> {
  const r = g.random('negative');
  const set = 'negative';
  yield refusedGroups(form, r);
  for (const format of ['SYM_INT32', 'FLOAT32'] as const) {
    const s = convShape(windowOf(2, 2), 3);
    for (const length of [5, 7]) {
      const operands = randomConvOperands(r, form, s, format, length);
      yield rawCase(set, 'refused_length', form, s, operands);
    }
    const same = convShape(windowOf(2, 2, 'SAME'), 2);
    const other = randomConvOperands(r, form, same, format, 6);
    yield rawCase(set, 'refused_length', form, same, other);
    const most = convShape(windowOf(2, 2), 2, { outputPadding: 2 });
    const tooMuch = randomConvOperands(r, form, most, format);
    yield rawCase(set, 'refused_output_padding', form, most, tooMuch);
    const padded = convShape(windowOf(2, 2, 'SAME'), 2, { outputPadding: 1 });
    const unwanted = randomConvOperands(r, form, padded, format, 4);
    yield rawCase(set, 'refused_output_padding', form, padded, unwanted);
  }
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* symDirected();
  yield* padded();
  yield* seeds(form, wide, wideValues);
  yield seedGuard(form, 1073774657, 1);
  yield seedGuard(form, 0, 0);
  yield* floatDirected();
  yield* accumulatorEdges(form);
  yield* negatives(g);
  yield* randomRaw(g, form);
  // (1 + 2^-12)^2 - (1 + 2^-11) is 2^-24 when fused, else 0
  const overlapping = convShape(windowOf(2, 1), 2);
  yield rawCase('directed', 'contraction', form, overlapping, {
    x: float32Of('bf801000 3f800800', [1, 1, 2]),
    weight: float32Of('3f800800 3f800000', [1, 1, 2]),
    y: target('FLOAT32', convDims(form, overlapping).y),
  });
  yield* paddingAndGroups(form);
}

export default defineOp({
  name: 'conv1d_transposed_raw',
  version: 1,
  clause: 'S93, S94',
  summary: 'transposed scatter kernel: raw int32 sums at the product scale, or float sums',
  since: '2026-06-23',
  params: { ...windowSpecs, groups: convGroupsSpec, output_padding: outputPaddingSpec },
  tensors: rawConvTensors('[Cin, Cout/groups, K]'),
  fits: convKernelFits(true),
  notes: {
    ...convEdgeNotes,
    V13: {
      bug: 'outputs overwritten where taps overlap, or scattered one sample off',
      effect: 'overlapping contributions are lost, so the decoder’s outputs are too small',
      clause: 'S94',
    },
    'B6.3': {
      bug: 'the bias added once per tap, or only where a tap arrives',
      effect: 'outputs carry the bias several times or not at all',
      clause: 'S94, L10',
    },
    bias_tail: {
      bug: 'no bias at positions that no tap reaches, or zeros added on the left',
      effect: 'the tail of every output is 0',
      clause: 'S94',
    },
    layout: {
      bug: 'weights read as [Cout, Cin, K]',
      effect: 'channels of the kernel exchanged',
      clause: 'S93',
    },
    padding_of_output: {
      bug: 'paddings derived from the input length, or the adjoint without them',
      effect: 'gradients shifted against their inputs',
      clause: 'S93',
    },
    bias_last: {
      bug: 'the float accumulator starts at the bias',
      effect: 'last bits differ',
      clause: 'S93',
    },
    refused_output_padding: {
      bug: 'an output padding of max(stride, dilation), or one beside SAME, accepted',
      effect: 'shapes that the original rejects',
      clause: 'A17',
    },
  },
  run(n, call) {
    const { conv, x, weight, bias, y } = rawCallOf(call, call.number('output_padding'));
    if (y.dtype === 'FLOAT32') n.fn.convTransposed1dFloat(n, conv, x, weight, bias, y);
    else n.fn.convTransposed1dSym(n, conv, x, weight, bias, y);
  },
  oracle: conv1dTransposedRawOracle,
  cases,
});
