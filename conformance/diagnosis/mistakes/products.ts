/** Mistakes in matrix products, convolutions and their gradients, beside those of the catalogue. */

import type { Convolution1d } from '../../../reference/kernels/conv1d.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { floats, ints, type Tensor } from '../../../reference/tensor.ts';

type Seeding = Pick<Primitives, 'conv1dSym' | 'convTransposed1dSym' | 'matmulSymBias'>;

/** Bias seeds moved to another scale than that of the products. */
function seedsAt(scaleOf: (x: Tensor, w: Tensor) => number): Seeding {
  const moved = (n: Numerics, x: Tensor, w: Tensor): Numerics => ({
    ...n,
    fn: { ...n.fn, biasSeeds: (m, bias) => n.fn.biasSeeds(m, bias, scaleOf(x, w)) },
  });
  return {
    conv1dSym: (n, c, x, w, bias, y) => primitives.conv1dSym(moved(n, x, w), c, x, w, bias, y),
    convTransposed1dSym: (n, c, x, w, bias, y) =>
      primitives.convTransposed1dSym(moved(n, x, w), c, x, w, bias, y),
    matmulSymBias: (n, a, b, bias, out) =>
      primitives.matmulSymBias(moved(n, a, b), a, b, bias, out),
  };
}

function seeding(id: string, words: string, scaleOf: (x: Tensor, w: Tensor) => number): Mutant[] {
  const all = seedsAt(scaleOf);
  const one = (name: keyof Seeding, of: string): Mutant => ({
    id: `bias_seed_at_${id}_of_${name}`,
    clause: name === 'matmulSymBias' ? 'S87' : 'S92',
    bug: `the bias seed of a ${of} is moved to ${words} instead of the product scale sX ⊗ sW`,
    fix: 'rescale the bias to sX ⊗ sW',
    fn: { [name]: all[name] },
  });
  return [
    one('conv1dSym', 'convolution'),
    one('convTransposed1dSym', 'transposed convolution'),
    one('matmulSymBias', 'Linear layer (matmul)'),
  ];
}

/** Taps of which the index of the batch item is computed otherwise. */
function batches(id: string, words: string, of: (b: number) => number): Mutant {
  const moved = (xi: number, b: number, item: number): number => xi + (of(b) - b) * item;
  return {
    id: `conv_batch_${id}`,
    clause: 'S91',
    bug: `the batch offset of the input of a convolution ${words}`,
    fix: 'item b starts at b · channels · length',
    fn: {
      gatherTaps: (n, c, e, at, visit) => {
        const item = e.inChannels * e.inLength;
        primitives.gatherTaps(n, c, e, at, (xi, wi, yi) => visit(moved(xi, at.b, item), wi, yi));
      },
      scatterTaps: (n, c, e, visit) => {
        const item = e.inChannels * e.inLength;
        primitives.scatterTaps(n, c, e, (xi, wi, yi) => {
          visit(moved(xi, Math.floor(xi / item), item), wi, yi);
        });
      },
    },
  };
}

function gatherOnly(mutant: Mutant): Mutant {
  const { fn = {} } = mutant;
  return { ...mutant, id: `${mutant.id}_gather`, fn: { gatherTaps: fn.gatherTaps! } };
}

const batchMistakes = [
  batches(
    'cumulative',
    'is advanced cumulatively, b(b + 1)/2 items: wrong from the third batch item on',
    (b) => (b * (b + 1)) / 2,
  ),
  batches(
    'cumulative_from_zero',
    'is advanced cumulatively, b(b − 1)/2 items',
    (b) => (b * (b - 1)) / 2,
  ),
  batches('first', 'is missing: every batch item reads the first', () => 0),
  batches('previous', 'is one item short', (b) => Math.max(0, b - 1)),
];

/** The loops of a convolution, or of its weight gradient only, with another window than its geometry has. */
function windows(id: string, words: string, of: (c: Convolution1d) => Convolution1d): Mutant[] {
  const moved = (n: Numerics): Numerics => ({
    ...n,
    fn: {
      ...n.fn,
      gatherTaps: (m, c, e, at, visit) => n.fn.gatherTaps(m, of(c), e, at, visit),
      scatterTaps: (m, c, e, visit) => n.fn.scatterTaps(m, of(c), e, visit),
    },
  });
  const fix = 'use stride and dilation of the layer';
  return [
    {
      id: `conv_weight_gradient_${id}`,
      clause: 'L7',
      bug: `${words} in the weight gradient of a convolution`,
      fix,
      fn: {
        convWeightGradSym: (n, ...args) => primitives.convWeightGradSym(moved(n), ...args),
        convWeightGradFloat: (n, ...args) => primitives.convWeightGradFloat(moved(n), ...args),
      },
    },
    {
      id: `conv_${id}`,
      clause: 'S91',
      bug: `${words} in the loops of a convolution`,
      fix,
      fn: {
        gatherTaps: (n, c, e, at, visit) => primitives.gatherTaps(n, of(c), e, at, visit),
        scatterTaps: (n, c, e, visit) => primitives.scatterTaps(n, of(c), e, visit),
      },
    },
  ];
}

const exchangedWindow = (c: Convolution1d): Convolution1d => {
  const { stride, dilation } = c.window;
  return { ...c, window: { ...c.window, stride: dilation, dilation: stride } };
};

/** A bias gradient that is one sum over everything. */
function biasSummedOver(dims: 'linear' | 'conv'): Mutant {
  const totalInt = (n: Numerics, dy: Tensor, raw: Tensor): void => {
    const sum = n.fn.newAccumulators(n, 1);
    for (const q of ints(dy)) sum.add(0, q);
    ints(raw).fill(sum.finish()[0]!);
    raw.scale = dy.scale;
  };
  const totalFloat = (n: Numerics, dy: Tensor, raw: Tensor): void => {
    let sum = 0;
    for (const value of floats(dy)) sum = n.f.add(sum, value);
    floats(raw).fill(sum);
  };
  return dims === 'linear'
    ? {
        id: 'linear_bias_gradient_over_outputs',
        clause: 'L3',
        bug: 'the bias gradient of a Linear layer is summed over the outputs too: one sum for every bias',
        fix: 'sum over the batch only',
        fn: { linearBiasGradSym: totalInt },
      }
    : {
        id: 'conv_bias_gradient_over_channels',
        clause: 'L8',
        bug: 'the bias gradient of a convolution is summed over the channels too: one sum for every bias',
        fix: 'sum over batch and positions only',
        fn: { convBiasGradSym: totalInt, convBiasGradFloat: totalFloat },
      };
}

/** Gradients of only a part of the batch. */
function biasOfOneItem(
  id: string,
  words: string,
  keeps: (b: number, batch: number) => boolean,
): Mutant {
  const cut = (dy: Tensor): Tensor => {
    const item = dy.data.length / Math.max(1, dy.shape[0]!);
    const data = dy.data.slice();
    data.forEach((_, i) => {
      if (!keeps(Math.floor(i / item), dy.shape[0]!)) data[i] = 0;
    });
    return { ...dy, data };
  };
  return {
    id: `bias_gradient_of_${id}`,
    clause: 'L3',
    bug: `the bias gradient takes ${words} of the batch`,
    fix: 'sum over the whole batch',
    fn: {
      linearBiasGradSym: (n, dy, raw) => primitives.linearBiasGradSym(n, cut(dy), raw),
      linearBiasGradFloat: (n, dy, raw) => primitives.linearBiasGradFloat(n, cut(dy), raw),
      convBiasGradSym: (n, dy, raw) => primitives.convBiasGradSym(n, cut(dy), raw),
      convBiasGradFloat: (n, dy, raw) => primitives.convBiasGradFloat(n, cut(dy), raw),
    },
  };
}

/** Every bias seed at the reciprocal of its ratio, under each of the rules. */
const reciprocalSeed: Mutant = {
  id: 'bias_seed_by_reciprocal',
  clause: 'S87',
  bug: 'the bias is rescaled by the reciprocal of the right ratio, q · sAcc / sBias: its scale and that of the accumulator are exchanged',
  fix: 'q · sBias / sAcc',
  fn: {
    biasSeed: (n, q, bias, sOut) => primitives.biasSeed(n, q, { ...bias, scale: sOut }, bias.scale),
  },
};

export const productMistakes: readonly Mutant[] = [
  reciprocalSeed,
  ...seeding('weight_scale', 'the scale of the weight only', (_x, w) => w.scale),
  ...seeding('input_scale', 'the scale of the input only', (x) => x.scale),
  ...seeding('one', 'scale 1', () => 1),
  ...batchMistakes,
  ...batchMistakes.map(gatherOnly),
  ...windows('window_exchanged', '`stride` and `dilation` are exchanged', exchangedWindow),
  ...windows('dilation_ignored', '`dilation` is ignored', (c) => ({
    ...c,
    window: { ...c.window, dilation: 1 },
  })),
  ...windows('stride_ignored', '`stride` is ignored', (c) => ({
    ...c,
    window: { ...c.window, stride: 1 },
  })),
  biasSummedOver('linear'),
  biasSummedOver('conv'),
  biasOfOneItem('first_item', 'only the first item', (b) => b === 0),
  biasOfOneItem('last_item', 'only the last item', (b, batch) => b === batch - 1),
  {
    id: 'same_padding_of_pytorch',
    clause: 'S88',
    bug: 'SAME pads half the effective kernel on both sides, whatever the stride',
    fix: 'pad what the ⌈L/S⌉ windows need, the odd sample to the right',
    fn: { padLeftOf: (_n, total) => Math.ceil(total / 2) },
  },
];
