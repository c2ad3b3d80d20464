/** Sums that are assigned instead of added to, and means in integers. */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';

const f = Math.fround;

/** Arithmetic in which what comes last stays. */
export const assigning = (n: Numerics): Numerics => ({
  ...n,
  f: { ...n.f, add: (_a, b) => b, mulAdd: (a, b) => f(a * b) },
  fn: {
    ...n.fn,
    newAccumulators: (_m, count) => {
      const values = new Int32Array(count);
      const assign = (i: number, value: number): void => {
        values[i] = value;
      };
      return { values, seed: assign, add: assign, finish: () => values };
    },
  },
});

type Summing = Pick<
  Primitives,
  | 'conv1dSym'
  | 'conv1dFloat'
  | 'convTransposed1dSym'
  | 'convTransposed1dFloat'
  | 'convWeightGradSym'
  | 'convWeightGradFloat'
  | 'convBiasGradSym'
  | 'convBiasGradFloat'
  | 'matmulInt'
  | 'matmulFloat'
>;

const assigned: Summing = {
  conv1dSym: (n, ...rest) => primitives.conv1dSym(assigning(n), ...rest),
  conv1dFloat: (n, ...rest) => primitives.conv1dFloat(assigning(n), ...rest),
  convTransposed1dSym: (n, ...rest) => primitives.convTransposed1dSym(assigning(n), ...rest),
  convTransposed1dFloat: (n, ...rest) => primitives.convTransposed1dFloat(assigning(n), ...rest),
  convWeightGradSym: (n, ...rest) => primitives.convWeightGradSym(assigning(n), ...rest),
  convWeightGradFloat: (n, ...rest) => primitives.convWeightGradFloat(assigning(n), ...rest),
  convBiasGradSym: (n, ...rest) => primitives.convBiasGradSym(assigning(n), ...rest),
  convBiasGradFloat: (n, ...rest) => primitives.convBiasGradFloat(assigning(n), ...rest),
  matmulInt: (n, ...rest) => primitives.matmulInt(assigning(n), ...rest),
  matmulFloat: (n, ...rest) => primitives.matmulFloat(assigning(n), ...rest),
};

const places: readonly (readonly [string, string, string, readonly (keyof Summing)[]])[] = [
  ['conv', 'S91', 'convolution', ['conv1dSym', 'conv1dFloat']],
  [
    'conv_transposed',
    'S94',
    'transposed convolution',
    ['convTransposed1dSym', 'convTransposed1dFloat'],
  ],
  [
    'conv_weight_gradient',
    'L7',
    'weight gradient of a convolution',
    ['convWeightGradSym', 'convWeightGradFloat'],
  ],
  [
    'conv_bias_gradient',
    'L8',
    'bias gradient of a convolution',
    ['convBiasGradSym', 'convBiasGradFloat'],
  ],
  ['matmul', 'S84', 'matrix product', ['matmulInt', 'matmulFloat']],
];

const integerMean = (id: string, words: string, of: (x: number) => number): Mutant => ({
  id: `norm_mean_${id}`,
  clause: 'L14',
  bug: `the mean of the mantissas of a norm layer is ${words}`,
  fix: 'divide the sum in float32',
  fn: {
    normMean: (n, q, scale) => {
      const sum = q.reduce((total, mantissa) => total + mantissa, 0);
      return n.f.mul(scale, of(sum / q.length));
    },
  },
});

export const sumMistakes: readonly Mutant[] = [
  ...places.map(([id, clause, name, functions]) => ({
    id: `${id}_assigned`,
    clause,
    bug: `the sums of a ${name} are assigned instead of added to: only the last term counts`,
    fix: 'add every term (+= instead of =)',
    fn: Object.fromEntries(functions.map((name) => [name, assigned[name]])),
  })),
  integerMean('truncated', 'truncated to an integer', Math.trunc),
  integerMean('floored', 'floored to an integer', Math.floor),
  integerMean(
    'rounded',
    'rounded to an integer',
    (x) => Math.sign(x) * Math.floor(Math.abs(x) + 0.5),
  ),
];
