/** Mistakes in how products and convolutions read their operands: bias, axis order, parts of the batch. */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { floats, type Tensor } from '../../../reference/tensor.ts';
import { itemsOf, mapped, zeros } from './tensors.ts';

type Biased = Pick<
  Primitives,
  | 'conv1dSym'
  | 'conv1dFloat'
  | 'convTransposed1dSym'
  | 'convTransposed1dFloat'
  | 'matmulSymBias'
  | 'matmulFloat'
>;

const biasNames: Readonly<Record<keyof Biased, readonly [string, string]>> = {
  conv1dSym: ['convolution', 'S92'],
  conv1dFloat: ['float convolution', 'S91'],
  convTransposed1dSym: ['transposed convolution', 'S94'],
  convTransposed1dFloat: ['float transposed convolution', 'S93'],
  matmulSymBias: ['Linear layer (matmul)', 'S87'],
  matmulFloat: ['float matmul', 'S85'],
};

/** The functions that take a bias, given another one; `of` sees the number of groups. */
function biased(of: (bias: Tensor, groups: number) => Tensor): Biased {
  const some = (bias: Tensor | undefined, groups = 1): Tensor | undefined =>
    bias === undefined ? undefined : of(bias, groups);
  return {
    conv1dSym: (n, c, x, w, bias, y) => primitives.conv1dSym(n, c, x, w, some(bias, c.groups), y),
    conv1dFloat: (n, c, x, w, bias, y) =>
      primitives.conv1dFloat(n, c, x, w, some(bias, c.groups), y),
    convTransposed1dSym: (n, c, x, w, bias, y) =>
      primitives.convTransposed1dSym(n, c, x, w, some(bias, c.groups), y),
    convTransposed1dFloat: (n, c, x, w, bias, y) =>
      primitives.convTransposed1dFloat(n, c, x, w, some(bias, c.groups), y),
    matmulSymBias: (n, a, b, bias, out) => primitives.matmulSymBias(n, a, b, of(bias, 1), out),
    matmulFloat: (n, a, b, bias) => primitives.matmulFloat(n, a, b, some(bias)),
  };
}

function bias(id: string, words: string, of: (t: Tensor, groups: number) => Tensor): Mutant[] {
  const all = biased(of);
  return (Object.keys(biasNames) as (keyof Biased)[]).map((name) => {
    const [layer, clause] = biasNames[name];
    return {
      id: `bias_${id}_of_${name}`,
      clause,
      bug: `the bias of a ${layer} ${words}`,
      fix: 'add the bias of the output channel once',
      fn: { [name]: all[name] },
    };
  });
}

const biases: readonly Mutant[] = [
  ...bias('ignored', 'is not added', zeros),
  ...bias('of_first', 'is that of channel 0 for every channel', (t) =>
    mapped(t, (_, _i, d) => d[0]!),
  ),
  ...bias('of_group', 'is indexed by group instead of by channel', (t, groups) =>
    mapped(t, (_, i, d) => d[Math.floor(i / (d.length / groups))]!),
  ),
  ...bias('in_group', 'starts anew in every group: it is indexed within the group', (t, groups) =>
    mapped(t, (_, i, d) => d[i % (d.length / groups)]!),
  ),
  ...bias('reversed', 'is taken in reverse order', (t) =>
    mapped(t, (_, i, d) => d[d.length - 1 - i]!),
  ),
  ...bias('shifted', 'is taken one channel too far', (t) =>
    mapped(t, (_, i, d) => d[(i + 1) % d.length]!),
  ),
  ...bias('negated', 'is subtracted instead of added', (t) => mapped(t, (q) => 0 - q)),
  ...bias('twice', 'is added twice', (t) => mapped(t, (q) => 2 * q)),
  ...bias('unscaled', 'is taken at scale 1: its scale is ignored', (t) => ({ ...t, scale: 1 })),
  ...bias('int8', 'is cut to 8 bits', (t) =>
    mapped(t, (q) => (t.dtype === 'FLOAT32' ? q : (q << 24) >> 24)),
  ),
  ...bias('int16', 'is cut to 16 bits', (t) =>
    mapped(t, (q) => (t.dtype === 'FLOAT32' ? q : (q << 16) >> 16)),
  ),
];

const asStored = (t: Tensor): Tensor => ({ ...t, order: t.order.map((_, i) => i) });

/** The payload of a view read as if its logical extents were stored in row order. */
function inRowOrder(n: Numerics, t: Tensor): Tensor {
  return { ...asStored(t), shape: n.fn.logicalExtents(n, t) };
}

const order = (
  id: string,
  words: string,
  sides: readonly string[],
  of: typeof inRowOrder,
): Mutant => ({
  id: `matmul_${id}`,
  clause: 'S83',
  bug: `matmul reads ${words} as if ${sides.length > 1 ? 'they were' : 'it was'} stored in row order: the order of the axes of a transposed view is ignored`,
  fix: 'take the strides from the order of the axes',
  fn: {
    matrixView: (n, t, side) => primitives.matrixView(n, sides.includes(side) ? of(n, t) : t, side),
  },
});

/** The payload of an operand read as if the summed axis were the inner one, whatever its order: a row of a, a column of b. */
const summedInner = (id: string, words: string, sides: readonly string[]): Mutant => ({
  id: `matmul_${id}`,
  clause: 'S83',
  bug: `matmul reads ${words} with contiguous strides along the summed axis, whatever its order of the axes: transposed views come out wrong`,
  fix: 'take the strides from the order of the axes',
  fn: {
    matrixView: (n, t, side) => {
      const view = primitives.matrixView(n, t, side);
      if (!sides.includes(side) || t.shape.length !== 2) return view;
      return side === 'left'
        ? { ...view, rowStride: view.columns, columnStride: 1 }
        : { ...view, rowStride: 1, columnStride: view.rows };
    },
  },
});

const orders: readonly Mutant[] = [
  summedInner('right_summed_inner', 'b, its right operand,', ['right']),
  summedInner('both_summed_inner', 'both operands', ['left', 'right']),
  order('left_in_row_order', 'a, its left operand,', ['left'], inRowOrder),
  order('right_in_row_order', 'b, its right operand,', ['right'], inRowOrder),
  order('both_in_row_order', 'both operands', ['left', 'right'], inRowOrder),
];

type Weighted = Pick<
  Primitives,
  | 'linearWeightGradSym'
  | 'linearWeightGradFloat'
  | 'convWeightGradSym'
  | 'convWeightGradFloat'
  | 'linearBiasGradSym'
  | 'linearBiasGradFloat'
  | 'convBiasGradSym'
  | 'convBiasGradFloat'
>;

/** Gradients that are changed after they were summed; `of` gives the factor. */
function scaledGradient(factor: (dy: Tensor) => number): Weighted {
  const scale = (n: Numerics, raw: Tensor, dy: Tensor): void => {
    const by = Math.fround(factor(dy));
    if (raw.dtype === 'SYM_INT32') raw.scale = n.f.div(raw.scale, by);
    else for (let i = 0; i < raw.data.length; i++) raw.data[i] = n.f.div(raw.data[i]!, by);
  };
  return {
    linearWeightGradSym: (n, dy, x, raw) => {
      primitives.linearWeightGradSym(n, dy, x, raw);
      scale(n, raw, dy);
    },
    linearWeightGradFloat: (n, dy, x, raw) => {
      primitives.linearWeightGradFloat(n, dy, x, raw);
      scale(n, raw, dy);
    },
    convWeightGradSym: (n, pairs, c, x, dy, raw) => {
      primitives.convWeightGradSym(n, pairs, c, x, dy, raw);
      scale(n, raw, dy);
    },
    convWeightGradFloat: (n, pairs, c, x, dy, raw) => {
      primitives.convWeightGradFloat(n, pairs, c, x, dy, raw);
      scale(n, raw, dy);
    },
    linearBiasGradSym: (n, dy, raw) => {
      primitives.linearBiasGradSym(n, dy, raw);
      scale(n, raw, dy);
    },
    linearBiasGradFloat: (n, dy, raw) => {
      primitives.linearBiasGradFloat(n, dy, raw);
      scale(n, raw, dy);
    },
    convBiasGradSym: (n, dy, raw) => {
      primitives.convBiasGradSym(n, dy, raw);
      scale(n, raw, dy);
    },
    convBiasGradFloat: (n, dy, raw) => {
      primitives.convBiasGradFloat(n, dy, raw);
      scale(n, raw, dy);
    },
  };
}

/** Gradients of changed losses. */
function ofLoss(change: (dy: Tensor) => Tensor): Weighted {
  return {
    linearWeightGradSym: (n, dy, x, raw) => primitives.linearWeightGradSym(n, change(dy), x, raw),
    linearWeightGradFloat: (n, dy, x, raw) =>
      primitives.linearWeightGradFloat(n, change(dy), x, raw),
    convWeightGradSym: (n, pairs, c, x, dy, raw) =>
      primitives.convWeightGradSym(n, pairs, c, x, change(dy), raw),
    convWeightGradFloat: (n, pairs, c, x, dy, raw) =>
      primitives.convWeightGradFloat(n, pairs, c, x, change(dy), raw),
    linearBiasGradSym: (n, dy, raw) => primitives.linearBiasGradSym(n, change(dy), raw),
    linearBiasGradFloat: (n, dy, raw) => primitives.linearBiasGradFloat(n, change(dy), raw),
    convBiasGradSym: (n, dy, raw) => primitives.convBiasGradSym(n, change(dy), raw),
    convBiasGradFloat: (n, dy, raw) => primitives.convBiasGradFloat(n, change(dy), raw),
  };
}

const gradientKinds: readonly (readonly [string, string, string, readonly (keyof Weighted)[]])[] = [
  [
    'linear_weight',
    'weight gradient of a Linear layer',
    'L2',
    ['linearWeightGradSym', 'linearWeightGradFloat'],
  ],
  [
    'conv_weight',
    'weight gradient of a convolution',
    'L7',
    ['convWeightGradSym', 'convWeightGradFloat'],
  ],
  [
    'linear_bias',
    'bias gradient of a Linear layer',
    'L3',
    ['linearBiasGradSym', 'linearBiasGradFloat'],
  ],
  ['conv_bias', 'bias gradient of a convolution', 'L8', ['convBiasGradSym', 'convBiasGradFloat']],
];

function gradient(id: string, words: string, fix: string, all: Weighted): Mutant[] {
  return gradientKinds.map(([kind, name, clause, functions]) => ({
    id: `${kind}_gradient_${id}`,
    clause,
    bug: `the ${name} ${words}`,
    fix,
    fn: Object.fromEntries(functions.map((f) => [f, all[f]])),
  }));
}

const whole = 'sum over the whole batch and all positions';
const sum = 'leave the sum as it is: no mean is taken here';
const positions = (dy: Tensor): number => dy.shape[2] ?? 1;
const batch = (dy: Tensor): number => dy.shape[0] ?? 1;

const gradients: readonly Mutant[] = [
  ...gradient(
    'mean_of_batch',
    'is divided by the batch size (a mean instead of a sum)',
    sum,
    scaledGradient(batch),
  ),
  ...gradient(
    'mean_of_positions',
    'is divided by the number of output positions (a mean instead of a sum)',
    sum,
    scaledGradient(positions),
  ),
  ...gradient(
    'mean_of_all',
    'is divided by the batch size times the number of positions (a mean instead of a sum)',
    sum,
    scaledGradient((dy) => batch(dy) * positions(dy)),
  ),
  ...gradient(
    'doubled',
    'is doubled',
    sum,
    scaledGradient(() => 0.5),
  ),
  ...gradient(
    'halved',
    'is halved',
    sum,
    scaledGradient(() => 2),
  ),
  ...gradient(
    'negated',
    'has the wrong sign',
    'do not change the sign',
    scaledGradient(() => -1),
  ),
  ...gradient(
    'first_item',
    'takes only the first item of the batch',
    whole,
    ofLoss((dy) => itemsOf(dy, (b) => b === 0)),
  ),
  ...gradient(
    'last_item',
    'takes only the last item of the batch',
    whole,
    ofLoss((dy) => itemsOf(dy, (b, n) => b === n - 1)),
  ),
  ...gradient(
    'skips_last_item',
    'leaves out the last item of the batch',
    whole,
    ofLoss((dy) => itemsOf(dy, (b, n) => b !== n - 1)),
  ),
  ...gradient(
    'skips_last_position',
    'leaves out the last position',
    whole,
    ofLoss((dy) =>
      mapped(dy, (q, i) =>
        i % positions(dy) === positions(dy) - 1 && dy.shape.length > 2 ? 0 : q,
      ),
    ),
  ),
  ...gradient(
    'first_position',
    'takes only the first position',
    whole,
    ofLoss((dy) => mapped(dy, (q, i) => (i % positions(dy) === 0 ? q : 0))),
  ),
];

/** What the weight gradient of a Linear layer is where its axes or its operands are exchanged. */
function exchangedWeightGradient(): Mutant {
  const transposed = (raw: Tensor): void => {
    const [rows = 1, columns = 1] = raw.shape;
    const old = raw.data.slice();
    for (let k = 0; k < old.length; k++) {
      raw.data[k] = old[(k % rows) * columns + Math.floor(k / rows)]!;
    }
  };
  return {
    id: 'linear_weight_gradient_transposed',
    clause: 'L2',
    bug: 'the weight gradient of a Linear layer is written as [in, out] (transposed)',
    fix: 'dW[o, i] = Σ dy[b, o]·x[b, i]',
    fn: {
      linearWeightGradSym: (n, dy, x, raw) => {
        primitives.linearWeightGradSym(n, dy, x, raw);
        transposed(raw);
      },
      linearWeightGradFloat: (n, dy, x, raw) => {
        primitives.linearWeightGradFloat(n, dy, x, raw);
        transposed(raw);
      },
    },
  };
}

/** Sums that are narrowed when they are stored. */
const narrowed = ([bits, width]: readonly [number, string]): Mutant => ({
  id: `product_result_${width}`,
  clause: 'S84',
  bug: `the int32 results of a product are stored in ${bits} bits (${width})`,
  fix: 'store them as int32',
  fn: {
    matmulInt: (n, a, b, seeds) =>
      primitives.matmulInt(n, a, b, seeds).map((sum) => (sum << (32 - bits)) >> (32 - bits)),
  },
});

const untouched: Mutant = {
  id: 'bias_gradient_of_last_row',
  clause: 'L3',
  bug: 'the bias gradient of a Linear layer is assigned instead of summed: only the last row of the batch counts',
  fix: 'sum over the batch',
  fn: {
    linearBiasGradSym: (n, dy, raw) =>
      primitives.linearBiasGradSym(
        n,
        itemsOf(dy, (b, count) => b === count - 1),
        raw,
      ),
    linearBiasGradFloat: (_n, dy, raw) => {
      const [values, sums] = [floats(dy), floats(raw)];
      values.forEach((value, i) => {
        sums[i % sums.length] = value;
      });
    },
  },
};

export const operandMistakes: readonly Mutant[] = [
  ...biases,
  ...orders,
  ...gradients,
  exchangedWeightGradient(),
  ...(
    [
      [8, 'int8'],
      [16, 'int16'],
      [24, 'int24'],
    ] as const
  ).map(narrowed),
  untouched,
];
