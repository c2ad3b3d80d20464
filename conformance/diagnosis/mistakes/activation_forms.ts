/** Activations and masks in other forms: by a maximum, by a product with 0, with a leak; slopes at other indices (L24, L25, L36). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { countOf, floats, ints } from '../../../reference/tensor.ts';

/** The ways in which the larger of two numbers is taken; they differ at NaN and at zeros of two signs. */
const maxima: readonly (readonly [string, string, (a: number, b: number) => number])[] = [
  ['a_above_b', 'a > b ? a : b', (a, b) => (a > b ? a : b)],
  ['a_below_b', 'a < b ? b : a', (a, b) => (a < b ? b : a)],
  ['a_not_below_b', 'a ≥ b ? a : b', (a, b) => (a >= b ? a : b)],
  ['a_not_above_b', 'a ≤ b ? b : a', (a, b) => (a <= b ? b : a)],
  ['with_nan', 'the maximum that passes NaN on', Math.max],
  [
    'fmaxf',
    'fmaxf, which leaves NaN out',
    (a, b) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b)),
  ],
];

const leaks = [0.01, 0.02, 0.1, 0.2, 0.25, 0.3].map((leak) => [leak, Math.fround(leak)] as const);

const isFloat = (x: number): boolean => !Number.isInteger(x) || Math.abs(x) > 2 ** 31;

const reluForms: readonly Mutant[] = [
  ...maxima.flatMap(([id, words, of]): Mutant[] => [
    {
      id: `relu_maximum_${id}`,
      clause: 'L24',
      bug: `ReLU is the larger of a = x and b = 0, as ${words}: NaN and −0 come out otherwise`,
      fix: '0 where x < 0, else x',
      fn: { reluElement: (_n, x) => of(x, 0) },
    },
    {
      id: `relu_maximum_of_zero_${id}`,
      clause: 'L24',
      bug: `ReLU is the larger of a = 0 and b = x, as ${words}: NaN and −0 come out otherwise`,
      fix: '0 where x < 0, else x',
      fn: { reluElement: (_n, x) => of(0, x) },
    },
  ]),
  {
    id: 'relu_product',
    clause: 'L24',
    bug: 'ReLU multiplies x by 0 or 1: −0 and NaN come out otherwise',
    fix: '0 where x < 0, else x',
    fn: { reluElement: (_n, x) => x * (x > 0 ? 1 : 0) },
  },
  ...leaks.flatMap(([leak, value]): Mutant[] => [
    {
      id: `relu_leaky_${leak}`,
      clause: 'L24',
      bug: `ReLU is leaky: negative values are multiplied by ${leak}`,
      fix: '0 where x < 0, else x',
      fn: { reluElement: (n, x) => (x < 0 ? (isFloat(x) ? n.f.mul(x, value) : x) : x) },
    },
    {
      id: `relu_gradient_leaky_${leak}`,
      clause: 'L24',
      bug: `the ReLU backward is leaky: where x ≤ 0 it gives ${leak} ⊗ dy`,
      fix: 'dx = 0 where x ≤ 0, else dy',
      fn: { reluGradient: (n, x, dy) => (x <= 0 ? n.f.mul(value, dy) : dy) },
    },
  ]),
];

const preluForms: readonly Mutant[] = [
  ...maxima.flatMap(([id, words, of]): Mutant[] => [
    {
      id: `prelu_maximum_${id}`,
      clause: 'L36',
      bug: `PReLU is the larger of a = x and b = α ⊗ x, as ${words}`,
      fix: 'choose by the sign of x: a slope may be above 1 or negative',
      fn: { preluElement: (n, x, alpha) => of(x, n.f.mul(alpha, x)) },
    },
    {
      id: `prelu_maximum_of_product_${id}`,
      clause: 'L36',
      bug: `PReLU is the larger of a = α ⊗ x and b = x, as ${words}`,
      fix: 'choose by the sign of x: a slope may be above 1 or negative',
      fn: { preluElement: (n, x, alpha) => of(n.f.mul(alpha, x), x) },
    },
    {
      id: `prelu_of_relu_${id}`,
      clause: 'L36',
      bug: `PReLU takes x through a ReLU before (the larger of a = x and b = 0, as ${words}): negative values are lost`,
      fix: 'x where x > 0, else α ⊗ x',
      fn: { preluElement: (n, x, alpha) => primitives.preluElement(n, of(x, 0), alpha) },
    },
  ]),
  ...(
    [
      ['chosen', 'x > 0 ? x : 0, x < 0 ? x : 0', (x: number) => [x > 0 ? x : 0, x < 0 ? x : 0]],
      ['maxima', 'max(x, 0), min(x, 0)', (x: number) => [Math.max(x, 0), Math.min(x, 0)]],
      [
        'fmaxf',
        'fmaxf(x, 0), fminf(x, 0)',
        (x: number) => (Number.isNaN(x) ? [0, 0] : [Math.max(x, 0), Math.min(x, 0)]),
      ],
    ] as const
  ).map(
    ([id, words, of]): Mutant => ({
      id: `prelu_two_parts_${id}`,
      clause: 'L36',
      bug: `PReLU is the sum of the positive part and α times the negative part, as ${words}: NaN and −0 come out otherwise`,
      fix: 'x where x > 0, else α ⊗ x',
      fn: {
        preluElement: (n, x, alpha) => {
          const [positive, negative] = of(x) as [number, number];
          return n.f.add(positive, n.f.mul(alpha, negative));
        },
      },
    }),
  ),
];

type Index = (i: number, length: number, channels: number, batch: number) => number;

const slopes: readonly Mutant[] = (
  [
    ['position_modulo', 'by position, i mod L mod C', (i, l, c) => (i % l) % c],
    ['position_blocks', 'by ⌊(i mod L) · C / L⌋', (i, l, c) => Math.floor(((i % l) * c) / l)],
    ['element_blocks', 'by ⌊i / C⌋ mod C (C and L exchanged)', (i, _l, c) => Math.floor(i / c) % c],
    ['reversed', 'in reverse order', (i, l, c) => c - 1 - (Math.floor(i / l) % c)],
    ['item_blocks', 'by ⌊i / (B · L)⌋', (i, l, c, b) => Math.floor(i / (b * l)) % c],
    ['next', 'of the next channel', (i, l, c) => (Math.floor(i / l) + 1) % c],
  ] as readonly (readonly [string, string, Index])[]
).map(([id, words, of]) => ({
  id: `prelu_slope_by_${id}`,
  clause: 'L36',
  bug: `the slope of a PReLU is indexed ${words}, instead of by channel`,
  fix: 'the slope of the channel, ⌊i / L⌋ mod C',
  fn: {
    preluChannel: (n: Numerics, shape: readonly number[], i: number) =>
      of(i, countOf(shape.slice(2)), n.fn.preluChannels(n, shape), shape[0] ?? 1),
  },
}));

type Dropped = (x: number, factor: number, kept: number) => number;

/** Dropped elements that are multiplied instead of set: NaN stays, and a zero takes a sign. */
const masks: readonly Mutant[] = (
  [
    ['factor', 'multiplied by 0 in place of the factor', (x, factor, kept) => x * (kept * factor)],
    [
      'mask',
      'multiplied by the mask, then by the factor',
      (x, factor, kept) => Math.fround(x * kept) * factor,
    ],
    [
      'factor_first',
      'multiplied by the factor, then by the mask',
      (x, factor, kept) => Math.fround(x * factor) * kept,
    ],
  ] as readonly (readonly [string, string, Dropped])[]
).map(([id, words, of]) => ({
  id: `dropout_product_${id}`,
  clause: 'L25',
  bug: `elements are ${words}: dropped NaN stay NaN, dropped negative values become −0`,
  fix: '+0 where the mask is 0',
  fn: {
    applyMask: (n, layer, from, to) => {
      primitives.applyMask(n, layer, from, to);
      if (from.dtype === 'SYM_INT32') {
        ints(to).forEach((_, i) => {
          ints(to)[i] = ints(from)[i]! * n.fn.boolGet(n, layer.mask, i);
        });
        return;
      }
      const factor = n.fn.dropoutFactor(n, layer.p);
      floats(from).forEach((x, i) => {
        floats(to)[i] = of(x, factor, n.fn.boolGet(n, layer.mask, i));
      });
    },
  },
}));

export const activationForms: readonly Mutant[] = [
  ...reluForms,
  ...preluForms,
  ...slopes,
  ...masks,
];
