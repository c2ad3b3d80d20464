/** Mistakes in the scales of products, in sums over channels and in positions of maxima (S86, S92, L3, L18). */

import type { MaxPool1dLayer } from '../../../reference/layers/layer.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { floats, ints } from '../../../reference/tensor.ts';

type ScaleOf = (n: Numerics, a: number, b: number) => number;

const scales: readonly (readonly [string, string, ScaleOf])[] = [
  ['of_first', 'the scale of its first operand: that of the second is left out', (_n, a) => a],
  ['of_second', 'the scale of its second operand: that of the first is left out', (_n, _a, b) => b],
  ['one', '1', () => 1],
  ['sum', 'the sum of the scales of its operands', (n, a, b) => n.f.add(a, b)],
  ['quotient', 'the quotient of the scales of its operands', (n, a, b) => n.f.div(a, b)],
  ['inverse', 'the reciprocal of the product of scales', (n, a, b) => n.f.div(1, n.f.mul(a, b))],
  ['squared', 'the square of the first scale', (n, a) => n.f.mul(a, a)],
];

/** Only the scale that is stored is wrong; seeds of a bias are right. */
const stored: readonly Mutant[] = scales.flatMap(([id, words, of]): Mutant[] => {
  const whole: Pick<
    Primitives,
    'matmulSym' | 'matmulSymBias' | 'conv1dSym' | 'convTransposed1dSym' | 'convWeightGradSym'
  > = {
    matmulSym: (n, a, b, out) => {
      primitives.matmulSym(n, a, b, out);
      out.scale = of(n, a.scale, b.scale);
    },
    matmulSymBias: (n, a, b, bias, out) => {
      primitives.matmulSymBias(n, a, b, bias, out);
      out.scale = of(n, a.scale, b.scale);
    },
    conv1dSym: (n, c, x, w, bias, y) => {
      primitives.conv1dSym(n, c, x, w, bias, y);
      y.scale = of(n, x.scale, w.scale);
    },
    convTransposed1dSym: (n, c, x, w, bias, y) => {
      primitives.convTransposed1dSym(n, c, x, w, bias, y);
      y.scale = of(n, x.scale, w.scale);
    },
    convWeightGradSym: (n, pairs, c, x, dy, raw) => {
      primitives.convWeightGradSym(n, pairs, c, x, dy, raw);
      raw.scale = of(n, x.scale, dy.scale);
    },
  };
  const made = (name: string, clause: string, layer: string, fn: Partial<Primitives>): Mutant => ({
    id: `${name}_scale_is_${id}`,
    clause,
    bug: `the scale of ${layer} is ${words} instead of the product of both`,
    fix: 'multiply the scales of both operands',
    fn,
  });
  const { matmulSym, matmulSymBias, conv1dSym, convTransposed1dSym, convWeightGradSym } = whole;
  return [
    made('matmul', 'S86', 'a product', { matmulSym, matmulSymBias }),
    made('conv', 'S92', 'a convolution', { conv1dSym }),
    made('conv_transposed', 'S94', 'a transposed convolution', { convTransposed1dSym }),
    made('conv_weight_gradient', 'L7', 'the weight gradient of a convolution', {
      convWeightGradSym,
    }),
  ];
});

/** Which bias an element of dy is added to. */
type Target = (i: number, count: number, features: number) => number;

const targets: readonly (readonly [string, string, Target])[] = [
  [
    'rows',
    'sums rows (neighbouring elements) instead of columns',
    (i, count, features) => Math.floor(i / Math.max(1, Math.floor(count / features))),
  ],
  [
    'reversed',
    'goes to the features in reverse order',
    (i, _c, features) => features - 1 - (i % features),
  ],
  ['first', 'goes to the first feature only', () => 0],
];

const biasGradients: readonly Mutant[] = targets.map(([id, words, of]) => ({
  id: `linear_bias_gradient_${id}`,
  clause: 'L3',
  bug: `the bias gradient of a Linear layer ${words}`,
  fix: 'db[o] = Σ dy[b, o] over b',
  fn: {
    linearBiasGradSym: (n, dy, raw) => {
      const sums = n.fn.newAccumulators(n, raw.data.length);
      ints(dy).forEach((q, i) => {
        sums.add(of(i, dy.data.length, raw.data.length), q);
      });
      ints(raw).set(sums.finish());
      raw.scale = dy.scale;
    },
    linearBiasGradFloat: (n, dy, raw) => {
      const sums = floats(raw).fill(0);
      floats(dy).forEach((x, i) => {
        const at = of(i, dy.data.length, raw.data.length);
        sums[at] = n.f.add(sums[at]!, x);
      });
    },
  },
}));

type Position = (position: number, firstTap: number, layer: MaxPool1dLayer) => number;

/** Positions of maxima that count otherwise; -1 stays. */
const positions: readonly Mutant[] = (
  [
    [
      'tap_of_window',
      'the tap of the window',
      (p, first, { window }) => first + p / window.dilation,
    ],
    [
      'valid_tap',
      'the valid taps of the window, from 0',
      (p, _first, { window }) => p / window.dilation,
    ],
  ] as readonly (readonly [string, string, Position])[]
).map(([id, words, of]) => ({
  id: `max_pool_position_is_${id}`,
  clause: 'L18',
  bug: `the position of a maximum counts ${words} instead of the position in the input`,
  fix: 'store the position in the row of x',
  fn: {
    maxPool1d: (n, layer, x, y) => {
      primitives.maxPool1d(n, layer, x, y);
      const argmax = ints(layer.argmax);
      const e = n.fn.poolExtents(n, x, y);
      n.fn.forEachWindow(n, layer.window, e, ({ yi, slice }) => {
        const position = argmax[yi]!;
        if (position >= 0) argmax[yi] = of(position - slice.firstInput, slice.firstTap, layer);
      });
    },
  },
}));

export const producerMistakes: readonly Mutant[] = [...stored, ...biasGradients, ...positions];
