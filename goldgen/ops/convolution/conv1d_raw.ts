/** S91, S92: the gather kernels of Conv1d with raw results. */

import { f32, float32Of } from '../../kit/literals.ts';
import { target } from '../../kit/tensors.ts';
import { convKernelFits } from '../../kit/window_fits.ts';
import { convGroupsSpec, windowOf, windowSpecs } from '../../kit/window_specs.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import {
  convDims,
  convShape,
  randomConvOperands,
  rawCase,
  rawConvTensors,
  symCase,
} from './conv_cases.ts';
import { accumulatorEdges, paddingAndGroups } from './conv_edges.ts';
import { convEdgeNotes } from './conv_notes.ts';
import { randomRaw, rawCallOf, refusedGroups, seedGuard, seeds } from './conv_raw_cases.ts';
import { conv1dRawOracle } from './raw_oracle.ts';

const form = 'gather';

const b62 = convShape(windowOf(3, 2, 'SAME'), 5, { inChannels: 2 });
const b62Values = {
  x: [1, 2, 3, 4, 5, 10, 20, 30, 40, 50],
  weight: [1, 2, 3, -1, 0, 1],
  bias: [9],
};

function* symDirected(): Iterable<CaseInput> {
  const s92 = convShape(windowOf(3, 1, 'SAME'), 4);
  const v13 = { x: [1, 2, 3, 4], weight: [1, -2, 4], bias: [5] };
  const scales = { x: 0.5, weight: 0.5, bias: 0.1 };
  yield symCase('directed', 'V13', form, s92, v13, scales);
  const b62Scales = { x: 0.1, weight: 0.5, bias: 0.25 };
  yield symCase('directed', 'B6.2', form, b62, b62Values, b62Scales);
  const impulse = { x: [0, 0, 1, 0, 0], weight: [1, 2, 3] };
  const plain = { x: 1, weight: 1 };
  const flip = convShape(windowOf(3, 1, 'SAME'), 5);
  yield symCase('directed', 'not_flipped', form, flip, impulse, plain);
  const odd = convShape(windowOf(2, 1, 'SAME'), 5);
  const ramp = { x: [1, 10, 100, 1000, 2000], weight: [1, -1] };
  yield symCase('directed', 'odd_right', form, odd, ramp, plain);
  for (let length = 1; length <= 6; length++) {
    const s = convShape(windowOf(3, 2, 'SAME'), length);
    const x = [1, 2, 4, 8, 16, 32].slice(0, length);
    yield symCase('directed', 'same_stride', form, s, { x, weight: [1, 64, 1024] }, plain);
  }
  const dilated = convShape(windowOf(3, 1, 'EXPLICIT', 2, 1), 6);
  const powers = { x: [1, 2, 4, 8, 16, 32], weight: [1, 64, 1024] };
  yield symCase('directed', 'dilation', form, dilated, powers, plain);
  const far = convShape(windowOf(2, 1, 'EXPLICIT', 1, 3), 2);
  const taps = { x: [5, 7], weight: [1, 100], bias: [3] };
  const ones = { x: 1, weight: 1, bias: 1 };
  yield symCase('directed', 'padding_silent', form, far, taps, ones);
  const grouped = convShape(windowOf(1, 1), 2, {
    inChannels: 4,
    outChannels: 4,
    groups: 2,
    batch: 2,
  });
  const channels = {
    x: Array.from({ length: 16 }, (_, i) => i + 1),
    weight: [1, 10, 100, 1000, -1, -10, -100, -1000],
  };
  yield symCase('directed', 'groups', form, grouped, channels, plain);
}

const wide = convShape(windowOf(2, 1), 4, { outChannels: 3, batch: 2 });
const wideValues = {
  x: [1, -2, 3, -4, 5, -6, 7, -8],
  weight: [1, 2, 3, 4, 5, 6],
  bias: [5, -7, 9],
};

function* floatDirected(): Iterable<CaseInput> {
  const far = convShape(windowOf(2, 1, 'EXPLICIT', 1, 3), 2);
  const y = target('FLOAT32', convDims(form, far).y);
  const silent = { x: float32Of([1, 2], [1, 1, 2]), y };
  const zero = { ...silent, weight: float32Of([3, 5], [1, 1, 2]), bias: float32Of('80000000') };
  yield rawCase('directed', 'padding_silent', form, far, zero);
  const inf = { ...silent, weight: float32Of('7f800000 3f800000', [1, 1, 2]) };
  yield rawCase('directed', 'padding_silent', form, far, inf);
  const one = convShape(windowOf(2, 1), 2, { inChannels: 2 });
  const target1 = target('FLOAT32', [1, 1, 1]);
  const ones = float32Of([1, 1, 1, 1], [1, 2, 2]);
  const big = { x: ones, weight: ones, bias: float32Of([16777216]), y: target1 };
  yield rawCase('directed', 'bias_first', form, one, big);
  const order = { x: ones, weight: float32Of([16777216, 1, 1, -16777216], [1, 2, 2]), y: target1 };
  yield rawCase('directed', 'float_order', form, one, order);
  const fused = f32('3f800001');
  const single = convShape(windowOf(1, 1), 1);
  const contraction = {
    x: float32Of([fused], [1, 1, 1]),
    weight: float32Of([fused], [1, 1, 1]),
    bias: float32Of([-1]),
    y: target1,
  };
  yield rawCase('directed', 'contraction', form, single, contraction);
}

function* negatives(g: CaseGen): Iterable<CaseInput> {
  const r = g.random('negative');
  yield refusedGroups(form, r);
  const s = convShape(windowOf(3, 1), 5, { inChannels: 2, outChannels: 2 });
  for (const format of ['SYM_INT32', 'FLOAT32'] as const) {
    for (const length of [2, 4, 5]) {
      const operands = randomConvOperands(r, form, s, format, length);
      yield rawCase('negative', 'refused_length', form, s, operands);
    }
  }
}

/** Padded taps leave the bias alone; channel by channel 2^24 swallows 1. */
function* floatOrder(): Iterable<CaseInput> {
  const far = convShape(windowOf(2, 1, 'EXPLICIT', 1, 3), 2);
  const biased = {
    x: float32Of([1, 2], [1, 1, 2]),
    weight: float32Of([3, 5], [1, 1, 2]),
    bias: float32Of([0.5]),
    y: target('FLOAT32', convDims(form, far).y),
  };
  yield rawCase('directed', 'padding_silent', form, far, biased);
  const two = convShape(windowOf(2, 1), 2, { inChannels: 2 });
  const swallowed = {
    x: float32Of([1, 1, 1, 1], [1, 2, 2]),
    weight: float32Of([16777216, 1, -16777216, 0], [1, 2, 2]),
    y: target('FLOAT32', [1, 1, 1]),
  };
  yield rawCase('directed', 'float_order', form, two, swallowed);
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* symDirected();
  yield* seeds(form, wide, wideValues);
  for (const q of [1073774592, 1073774656, -1073774656, 1073774657, -1073774784]) {
    yield seedGuard(form, q, 1);
  }
  // a product scale of 0: 0/0 is NaN
  yield seedGuard(form, 0, 0);
  yield* floatDirected();
  yield* accumulatorEdges(form);
  yield* negatives(g);
  yield* randomRaw(g, form);
  yield* floatOrder();
  yield* paddingAndGroups(form);
}

export default defineOp({
  name: 'conv1d_raw',
  version: 1,
  clause: 'S91, S92',
  summary: 'Conv1d gather kernel: raw int32 sums at the product scale, or float sums',
  since: '2026-06-23',
  params: { ...windowSpecs, groups: convGroupsSpec },
  tensors: rawConvTensors('[Cout, Cin/groups, K]'),
  fits: convKernelFits(false),
  notes: {
    ...convEdgeNotes,
    V13: {
      bug: 'taps read one sample off, the kernel flipped, or batch and channel strides exchanged',
      effect: 'each output sums samples of a neighbouring window',
      clause: 'S92',
    },
    'B6.2': {
      bug: 'the channels of the kernel exchanged, its taps reversed, or padding read as samples',
      effect: 'the worked filter answers to samples that it should not see',
      clause: 'S92, L6',
    },
    not_flipped: {
      bug: 'the kernel flipped: a convolution instead of a correlation',
      effect: 'mirrored filters',
    },
    odd_right: {
      bug: 'the odd padding sample on the left',
      effect: 'activations shifted by one sample',
      clause: 'S88',
    },
    same_stride: {
      bug: 'SAME with stride by ⌊L/S⌋, by L − 1, or with symmetric padding',
      effect: 'activations of other windows',
      clause: 'S88',
    },
    dilation: {
      bug: 'dilation ignored in the extent or in the taps',
      effect: 'filters look at neighbouring samples instead of spread ones',
      clause: 'S88, S89',
    },
    padding_silent: {
      bug: 'padded taps multiplied as zeros, or the bias added once per tap',
      effect: '−0 and infinities change, padding counts',
      clause: 'S89, S91',
    },
    bias_first: { bug: 'float bias added last', effect: 'last bits differ', clause: 'S91' },
  },
  run(n, call) {
    const { conv, x, weight, bias, y } = rawCallOf(call);
    if (y.dtype === 'FLOAT32') n.fn.conv1dFloat(n, conv, x, weight, bias, y);
    else n.fn.conv1dSym(n, conv, x, weight, bias, y);
  },
  oracle: conv1dRawOracle,
  cases,
});
