/** Mistakes in the maxima, divisors and gradients of pools, beside those of `pools.ts` (L18–L23). */

import type { Window1d } from '../../../reference/kernels/window.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { ints, type Tensor } from '../../../reference/tensor.ts';
import { assigning } from './sums.ts';

type PoolGradients = Pick<
  Primitives,
  | 'maxPool1dGradientSym'
  | 'maxPool1dGradientFloat'
  | 'avgPool1dGradientSym'
  | 'avgPool1dGradientFloat'
  | 'adaptiveAvgPool1dGradientSym'
  | 'adaptiveAvgPool1dGradientFloat'
>;

const overwriting: PoolGradients = {
  maxPool1dGradientSym: (n, ...rest) => primitives.maxPool1dGradientSym(assigning(n), ...rest),
  maxPool1dGradientFloat: (n, ...rest) => primitives.maxPool1dGradientFloat(assigning(n), ...rest),
  avgPool1dGradientSym: (n, ...rest) => primitives.avgPool1dGradientSym(assigning(n), ...rest),
  avgPool1dGradientFloat: (n, ...rest) => primitives.avgPool1dGradientFloat(assigning(n), ...rest),
  adaptiveAvgPool1dGradientSym: (n, ...rest) =>
    primitives.adaptiveAvgPool1dGradientSym(assigning(n), ...rest),
  adaptiveAvgPool1dGradientFloat: (n, ...rest) =>
    primitives.adaptiveAvgPool1dGradientFloat(assigning(n), ...rest),
};

/** Positions of maxima that count from elsewhere. */
const position = (
  id: string,
  words: string,
  of: (
    position: number,
    yi: number,
    layer: { readonly x: Tensor; readonly w: Window1d; readonly padLeft: number },
  ) => number,
): Mutant => ({
  id: `max_pool_position_${id}`,
  clause: 'L18',
  bug: `the position of a maximum ${words}`,
  fix: 'count from the start of its row, without padding',
  fn: {
    maxPool1d: (n, layer, x, y) => {
      primitives.maxPool1d(n, layer, x, y);
      const { padLeft } = n.fn.windowGeometry(n, layer.window, x.shape[2]!);
      const argmax = ints(layer.argmax);
      argmax.forEach((old, yi) => {
        if (old >= 0) argmax[yi] = of(old, yi, { x, w: layer.window, padLeft });
      });
    },
  },
});

const averages = (
  id: string,
  words: string,
  of: (kernel: number, taps: number) => number,
): Mutant => ({
  id: `avg_pool_divisor_${id}`,
  clause: 'L20',
  bug: `the average pool divides by ${words}`,
  fix: 'divide by K always',
  fn: { avgPoolDivisor: (_n, kernel, valid) => of(kernel, valid) },
});

export const poolWindowMistakes: readonly Mutant[] = [
  ...(['max', 'avg', 'adaptive_avg'] as const).map((kind) => ({
    id: `${kind}_pool_gradient_assigned`,
    clause: { max: 'L19', avg: 'L21', adaptive_avg: 'L23' }[kind],
    bug: `the gradient of ${{ max: 'a max pool', avg: 'an average pool', adaptive_avg: 'an adaptive average pool' }[kind]} is assigned instead of added: where windows overlap, the last one overwrites the others`,
    fix: 'add what every window sends',
    fn: Object.fromEntries(
      Object.entries(overwriting).filter(([name]) =>
        name.startsWith({ max: 'max', avg: 'avg', adaptive_avg: 'adaptive' }[kind]),
      ),
    ),
  })),
  position(
    'in_window',
    'is the tap in the window instead of the index in the row',
    (p, yi, { x, w, padLeft }) => {
      const outputs = Math.max(
        1,
        Math.floor((x.shape[2]! + 2 * padLeft - w.dilation * (w.kernel - 1) - 1) / w.stride) + 1,
      );
      return Math.floor((p + padLeft - (yi % outputs) * w.stride) / w.dilation);
    },
  ),
  position('padded', 'counts the padding on the left', (p, _yi, { padLeft }) => p + padLeft),
  position(
    'in_tensor',
    'is the index in the whole tensor instead of in its row',
    (p, yi, { x, w, padLeft }) => {
      const outputs = Math.max(
        1,
        Math.floor((x.shape[2]! + 2 * padLeft - w.dilation * (w.kernel - 1) - 1) / w.stride) + 1,
      );
      return p + Math.floor(yi / outputs) * x.shape[2]!;
    },
  ),
  {
    id: 'max_pool_pads_with_zero',
    clause: 'L18',
    bug: 'a max pool takes the zeros of its padding for values: windows at the border are never negative',
    fix: 'look at valid taps only',
    fn: {
      maximumStart: (n, x) => primitives.maximumStart(n, x),
      maxPool1d: (n, layer, x, y) => {
        primitives.maxPool1d(n, layer, x, y);
        const { padLeft } = n.fn.windowGeometry(n, layer.window, x.shape[2]!);
        const outputs = y.shape[2]!;
        y.data.forEach((value, yi) => {
          const { count } = n.fn.windowSlice(n, layer.window, x.shape[2]!, padLeft, yi % outputs);
          if (count < layer.window.kernel && value < 0) y.data[yi] = 0;
        });
      },
    },
  },
  ...[
    ['zero', 0, '0'],
    ['int8', -128, '−128'],
    ['int16', -32768, '−32768'],
    ['minus_one', -1, '−1'],
  ].map(([id, value, words]) => ({
    id: `max_pool_begins_at_${id}`,
    clause: 'L18',
    bug: `the running maximum of a max pool starts at ${words}, which smaller values never exceed`,
    fix: 'start at −∞, or at the first valid tap',
    fn: { maximumStart: () => Number(value) },
  })),
  {
    id: 'max_pool_of_magnitudes',
    clause: 'L18',
    bug: 'a max pool compares magnitudes',
    fix: 'compare the values with their sign',
    fn: {
      replacesMaximum: (_n, a, b) =>
        Math.abs(a) > Math.abs(b === -2147483649 || b === -Infinity ? -0.5 : b),
    },
  },
  {
    id: 'max_pool_takes_minimum',
    clause: 'L18',
    bug: 'a max pool takes the minimum',
    fix: 'keep the first strict maximum',
    fn: { replacesMaximum: (_n, a, b) => b === -2147483649 || b === -Infinity || a < b },
  },
  averages('one', '1: the sum is not divided', () => 1),
  averages('short', 'K − 1', (k) => Math.max(1, k - 1)),
  averages('taps', 'the number of valid taps (the clipped window)', (_k, valid) =>
    Math.max(1, valid),
  ),
];
