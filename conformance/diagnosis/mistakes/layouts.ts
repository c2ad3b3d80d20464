/** Mistakes in where convolutions and pools read and write: strides of batch, channel, row and tap (S91, S93, L18). */

import type { ConvExtents } from '../../../reference/kernels/conv1d.ts';
import type { Window1d } from '../../../reference/kernels/window.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { floats, ints, type Tensor } from '../../../reference/tensor.ts';

/** The factors of `(b·batch + channel)·row + position`. */
interface Strides {
  readonly batch: number;
  readonly row: number;
}

/** An index into [batch, channels, length] laid out with other strides. */
function relaid(index: number, channels: number, length: number, s: Strides): number {
  const position = index % length;
  const channel = Math.floor(index / length) % channels;
  const b = Math.floor(index / (length * channels));
  return (b * s.batch + channel) * s.row + position;
}

type Layout = (e: ConvExtents) => Strides;

const perIn = (e: ConvExtents): number => e.inChannels / e.groups;
const perOut = (e: ConvExtents): number => e.outChannels / e.groups;

/** Strides of x and y that kernels mix up. */
const layouts: readonly (readonly [string, string, Layout, Layout])[] = [
  [
    'batch_of_group',
    'moves on by the channels of one group per batch item instead of by all channels',
    (e) => ({ batch: perIn(e), row: e.inLength }),
    (e) => ({ batch: perOut(e), row: e.outLength }),
  ],
  [
    'batch_of_other',
    'moves on by the channels of the other side per batch item (in and out channels are exchanged)',
    (e) => ({ batch: e.outChannels, row: e.inLength }),
    (e) => ({ batch: e.inChannels, row: e.outLength }),
  ],
  [
    'batch_of_one',
    'moves on by one channel per batch item: the number of channels is missing in the batch stride',
    (e) => ({ batch: 1, row: e.inLength }),
    (e) => ({ batch: 1, row: e.outLength }),
  ],
  [
    'row_of_other',
    'takes the length of the other side as the length of a row',
    (e) => ({ batch: e.inChannels, row: e.outLength }),
    (e) => ({ batch: e.outChannels, row: e.inLength }),
  ],
];

type Move = (e: ConvExtents, xi: number, yi: number) => readonly [number, number];

function moved(id: string, bug: string, of: Move): Mutant {
  return {
    id: `conv_layout_${id}`,
    clause: 'S91',
    bug: `a convolution ${bug}`,
    fix: 'x is [batch, in, length], y is [batch, out, length]',
    fn: {
      gatherTaps: (n, c, e, at, visit) =>
        primitives.gatherTaps(n, c, e, at, (xi, wi, yi) => {
          const [x, y] = of(e, xi, yi);
          visit(x, wi, y);
        }),
      scatterTaps: (n, c, e, visit) =>
        primitives.scatterTaps(n, c, e, (xi, wi, yi) => {
          const [x, y] = of(e, xi, yi);
          visit(x, wi, y);
        }),
    },
  };
}

const strides: readonly Mutant[] = layouts.flatMap(([id, words, ofX, ofY]) => [
  moved(`${id}_in_x`, `${words} in x, its input`, (e, xi, yi) => [
    relaid(xi, e.inChannels, e.inLength, ofX(e)),
    yi,
  ]),
  moved(`${id}_in_y`, `${words} in y`, (e, xi, yi) => [
    xi,
    relaid(yi, e.outChannels, e.outLength, ofY(e)),
  ]),
]);

/** Taps one after the other in x although the window is dilated, or by another step. */
const steps: readonly Mutant[] = (
  [
    ['one', 'steps by 1 from tap to tap: the dilation is ignored within a window', () => 1],
    ['stride', 'steps by the stride from tap to tap instead of by the dilation', (w) => w.stride],
  ] as readonly (readonly [string, string, (w: Window1d) => number])[]
).map(([id, bug, of]) => ({
  id: `conv_tap_step_${id}`,
  clause: 'S90',
  bug: `a convolution ${bug}`,
  fix: 'tap k reads dilation positions after tap k − 1',
  fn: {
    gatherTaps: (n, c, e, at, visit) => {
      // the taps that fit are found with the right window
      const slice = primitives.windowSlice(n, c.window, e.inLength, e.padLeft, at.o);
      const fn = { ...n.fn, windowSlice: () => slice };
      const window = { ...c.window, dilation: of(c.window) };
      primitives.gatherTaps({ ...n, fn }, { ...c, window }, e, at, visit);
    },
  },
}));

/** Which bias an element of y gets; a negative one is none. */
type BiasIndex = (b: number, channel: number, position: number, channels: number) => number;

const biasIndices: readonly (readonly [string, string, BiasIndex])[] = [
  ['first_item', 'reaches the first batch item only', (b, c) => (b === 0 ? c : -1)],
  ['later_items', 'misses the first batch item', (b, c) => (b === 0 ? -1 : c)],
  ['first_position', 'is added at the first position only', (_b, c, o) => (o === 0 ? c : -1)],
  ['by_position', 'is indexed by the position', (_b, _c, o, channels) => o % channels],
  ['by_item', 'is indexed by the batch item', (b, _c, _o, channels) => b % channels],
];

type Convolve = (n: Numerics, bias: Tensor, y: Tensor) => void;

/** y made of several runs, each with one bias for all channels. */
function withBiases(n: Numerics, bias: Tensor, y: Tensor, of: BiasIndex, run: Convolve): void {
  const [, channels = 1, length = 1] = y.shape;
  const { state } = n.rng;
  const made = new Map<number, Tensor>();
  const of32 = (t: Tensor) => (t.dtype === 'FLOAT32' ? floats(t) : ints(t));
  const runWith = (index: number): Tensor => {
    const data = of32(bias).map(() => (index < 0 ? 0 : of32(bias)[index]!)) as Tensor['data'];
    const out = { ...y, data: y.data.slice() };
    n.rng.state = state;
    run(n, { ...bias, data }, out);
    y.scale = out.scale;
    return out;
  };
  y.data.forEach((_, i) => {
    const channel = Math.floor(i / length) % channels;
    const index = of(Math.floor(i / (length * channels)), channel, i % length, channels);
    const out = made.get(index) ?? runWith(index);
    made.set(index, out);
    y.data[i] = out.data[i]!;
  });
}

type Biased = Pick<
  Primitives,
  'conv1dSym' | 'conv1dFloat' | 'convTransposed1dSym' | 'convTransposed1dFloat'
>;

const biases: readonly Mutant[] = biasIndices.flatMap(([id, words, of]) =>
  (
    [
      ['conv1dSym', 'convolution', 'S92'],
      ['conv1dFloat', 'float convolution', 'S91'],
      ['convTransposed1dSym', 'transposed convolution', 'S94'],
      ['convTransposed1dFloat', 'float transposed convolution', 'S93'],
    ] as readonly (readonly [keyof Biased, string, string])[]
  ).map(
    ([name, layer, clause]): Mutant => ({
      id: `bias_${id}_of_${name}`,
      clause,
      bug: `the bias of a ${layer} ${words}`,
      fix: 'add the bias of the output channel to every element of the channel',
      fn: {
        [name]: (...args: Parameters<Primitives['conv1dSym']>) => {
          const [n, c, x, w, bias, y] = args;
          if (bias === undefined) return primitives[name](...args);
          return withBiases(n, bias, y, of, (m, b, out) => primitives[name](m, c, x, w, b, out));
        },
      },
    }),
  ),
);

/** Rows of a pool found otherwise; x is the long side, also in the backward. */
const pools: readonly Mutant[] = (
  [
    ['row_missing', 'forgets the offset of the row (channel) on its long side', () => 0],
    [
      'row_of_outputs',
      'takes the number of outputs as the length of a row on its long side',
      (r, _inLength, outLength) => r * outLength,
    ],
  ] as readonly (readonly [string, string, (r: number, i: number, o: number) => number])[]
).map(([id, bug, of]) => ({
  id: `pool_${id}`,
  clause: 'L18',
  bug: `a pool ${bug}`,
  fix: 'row r starts at r·length',
  fn: {
    forEachWindow: (n, window, e, visit) =>
      primitives.forEachWindow(n, window, e, (place) =>
        visit({ ...place, row: of(place.row / e.inLength, e.inLength, e.outLength) }),
      ),
  },
}));

const extents: readonly Mutant[] = (
  [
    ['long', 'dilation · kernel: one dilation too long', (w) => w.dilation * w.kernel],
    ['short', 'dilation · (kernel − 1): one too short', (w) => w.dilation * (w.kernel - 1)],
    ['sum', 'kernel + dilation − 1', (w) => w.kernel + w.dilation - 1],
    ['long_by_one', 'dilation · (kernel − 1) + 2', (w) => w.dilation * (w.kernel - 1) + 2],
  ] as readonly (readonly [string, string, (w: Window1d) => number])[]
).map(([id, words, of]) => ({
  id: `window_span_${id}`,
  clause: 'S88',
  bug: `the span of a dilated window is ${words}`,
  fix: 'dilation · (kernel − 1) + 1',
  fn: { effectiveKernel: (_n, w) => of(w) },
}));

export const layoutMistakes: readonly Mutant[] = [
  ...strides,
  ...steps,
  ...biases,
  ...pools,
  ...extents,
];
