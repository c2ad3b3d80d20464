/** Mistakes in matrix products and their bias (S83–S87). */

import type { Primitives } from '../../numerics.ts';
import { primitives } from '../../primitives.ts';
import { floats, ints } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';
import { fusedIn } from '../shared/fused.ts';
import { without } from '../shared/guards.ts';
import { blocksOf, partialProducts } from '../shared/tails.ts';

const f = Math.fround;

/** Every second term in a lane of its own, as vectorised code sums. */
function twoLanes(start: number, terms: readonly number[]): number {
  const lanes = [start, 0];
  terms.forEach((term, i) => {
    lanes[i & 1] = f(lanes[i & 1]! + term);
  });
  return f(lanes[0]! + lanes[1]!);
}

function matmulInOrder(
  sum: (start: number, terms: readonly number[]) => number,
): Primitives['matmulFloat'] {
  return (n, a, b, bias) => {
    const plain = primitives.matmulFloat(n, a, b, bias);
    const views = n.fn.matmulViews(n, a, b);
    const { columns } = views.b;
    return plain.map((_, i) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      const terms = Array.from({ length: views.a.columns }, (_unused, k) =>
        n.f.mul(
          floats(a)[row * views.a.rowStride + k * views.a.columnStride]!,
          floats(b)[k * views.b.rowStride + column * views.b.columnStride]!,
        ),
      );
      return sum(bias === undefined ? 0 : floats(bias)[column]!, terms);
    });
  };
}

const withoutTail = (unroll: number, arm: 'Int' | 'Float'): Mutant => {
  const name = `matmul${arm}` as const;
  const words = arm === 'Int' ? 'an integer product' : 'a float product';
  return {
    id: `matmul_tail_of_${unroll}_when_longer_${arm.toLowerCase()}`,
    clause: arm === 'Int' ? 'S84' : 'S85',
    bug: `the last inner mod ${unroll} terms of ${words} are left out: an unrolled loop (by ${unroll}) without its tail`,
    fix: 'add the remaining terms after the unrolled loop',
    fn: { [name]: partialProducts(blocksOf(unroll))[name] },
  };
};

/** S84 with 8-bit factors whose products k and k + 8 of a block of 16 share a lane of 16 bits that wraps. */
const narrowLanes: Primitives['matmulInt'] = (n, a, b, seeds) => {
  const plain = primitives.matmulInt(n, a, b, seeds);
  const isNarrow = [a, b].every((t) => ints(t).every((q) => q >= -128 && q <= 127));
  if (!isNarrow) return plain;
  const views = n.fn.matmulViews(n, a, b);
  const product = (row: number, column: number, k: number): number =>
    ints(a)[row * views.a.rowStride + k * views.a.columnStride]! *
    ints(b)[k * views.b.rowStride + column * views.b.columnStride]!;
  return plain.map((sum, at) => {
    const [row, column] = [Math.floor(at / views.b.columns), at % views.b.columns];
    let wrapped = 0;
    for (let k = 0; k + 8 < views.a.columns; k += (k & 7) === 7 ? 9 : 1) {
      if (product(row, column, k) + product(row, column, k + 8) > 32767) wrapped += 65536;
    }
    return sum - wrapped;
  });
};

export const mutants: readonly Mutant[] = [
  {
    id: 'matmul_products_of_8_bits_in_lanes_of_16',
    clause: 'S84',
    bug: 'two products of 8-bit factors are summed in a lane of 16 bits: twice (−128)·(−128) wraps',
    fix: 'widen each product to 32 bits before a second one is added',
    fn: { matmulInt: narrowLanes },
  },
  {
    id: 'bias_added_raw',
    clause: 'S87',
    pitfalls: ['A-M74', 'B-25'],
    bug: 'bias mantissas are added without being rescaled',
    fix: 'move each bias mantissa to the accumulator scale by the seed rescale',
    fn: { biasSeed: (_n, q) => q },
  },
  {
    id: 'bias_mode_half_away',
    clause: 'S87',
    pitfalls: ['A-M76'],
    bug: 'bias seeds are always rounded half-away',
    fix: 'use the rounding mode of the bias record',
    fn: {
      biasSeeds: (n, bias, sOut) =>
        primitives.biasSeeds(n, { ...bias, rounding: 'HALF_AWAY' }, sOut),
    },
  },
  {
    id: 'bias_seed_unguarded_half_away',
    clause: 'S87',
    bug: 'bias seeds are rounded half-away without the guard',
    fix: 'use the guarded seed rescale with the mode of the bias record',
    contract: { biasSeed: 'half_away_unguarded' },
  },
  {
    id: 'bias_seed_guarded',
    clause: 'H2',
    bug: 'bias seeds use the guarded seed rescale',
    fix: 'under this contract seeds are half-away and unguarded',
    contract: { biasSeed: 'seed_rescale' },
  },
  {
    id: 'bias_ignored',
    clause: 'S87',
    bug: 'the bias is not added',
    fix: 'start every column at its bias seed',
    fn: { biasSeed: () => 0 },
  },
  {
    id: 'bias_first_element_for_all',
    clause: 'S87',
    bug: 'every column gets the seed of column 0',
    fix: 'column c starts at the seed of bias c',
    fn: {
      biasSeeds: (n, bias, sOut) => {
        const seeds = primitives.biasSeeds(n, bias, sOut);
        return seeds.fill(seeds[0] ?? 0);
      },
    },
  },
  {
    id: 'bias_one_operand_scale',
    clause: 'S87',
    pitfalls: ['A-M78'],
    bug: 'the seed is rescaled to the scale of one operand only',
    fix: 'rescale to the product of both operand scales',
    fn: {
      matmulSymBias: (n, a, b, bias, out) => {
        n.fn.guardMatmulOperand(n, a);
        n.fn.guardMatmulOperand(n, b);
        n.fn.guardMatmulBias(n, b, bias);
        ints(out).set(n.fn.matmulInt(n, a, b, n.fn.biasSeeds(n, bias, a.scale)));
        out.scale = n.fn.productScale(n, a.scale, b.scale);
      },
    },
  },
  {
    id: 'bias_width_guarded',
    clause: 'S87',
    pitfalls: ['A-M83'],
    bug: 'the bias is subjected to the operand width guard',
    fix: 'a bias may have any width',
    fn: {
      guardMatmulBias: (n, b, bias) => {
        primitives.guardMatmulBias(n, b, bias);
        n.fn.guardMatmulOperand(n, bias);
      },
    },
  },
  {
    id: 'bias_drawn_per_row',
    clause: 'S87',
    pitfalls: ['A-M77'],
    bug: 'bias seeds are rounded anew for every row',
    fix: 'compute one seed per column once per call',
    fn: {
      matmulSymBias: (n, a, b, bias, out) => {
        primitives.matmulSymBias(n, a, b, bias, out);
        if (bias.rounding !== 'SR_HALF_AWAY') return;
        const { rows } = n.fn.matrixView(n, a, 'left');
        for (let i = 0; i < (rows - 1) * bias.data.length; i++) n.fn.rngStep(n);
      },
    },
  },
  {
    id: 'matmul_scale_one_operand',
    clause: 'S86',
    pitfalls: ['A-M88'],
    bug: 'the output scale is that of one operand',
    fix: 'the output scale is sA ⊗ sB',
    fn: { productScale: (_n, sA) => sA },
  },
  {
    id: 'matmul_scale_sum',
    clause: 'S86',
    pitfalls: ['A-M88'],
    bug: 'the output scale is the sum of the operand scales',
    fix: 'the output scale is sA ⊗ sB',
    fn: { productScale: (n, sA, sB) => n.f.add(sA, sB) },
  },
  {
    id: 'matmul_scale_unset',
    clause: 'S86',
    pitfalls: ['A-M89'],
    bug: 'the output scale is left alone',
    fix: 'write sA ⊗ sB',
    fn: {
      matmulSym: (n, a, b, out) => {
        const { scale } = out;
        primitives.matmulSym(n, a, b, out);
        out.scale = scale;
      },
      matmulSymBias: (n, a, b, bias, out) => {
        const { scale } = out;
        primitives.matmulSymBias(n, a, b, bias, out);
        out.scale = scale;
      },
    },
  },
  {
    id: 'matmul_clamps_output',
    clause: 'S86',
    pitfalls: ['A-M90'],
    bug: 'the raw output is clamped to the declared width',
    fix: 'the kernel emits raw accumulators',
    fn: {
      matmulSym: (n, a, b, out) => {
        primitives.matmulSym(n, a, b, out);
        const [low, high] = [n.fn.qMin(n, out.bits), n.fn.qMax(n, out.bits)];
        ints(out).forEach((q, i) => {
          ints(out)[i] = n.fn.clampInt(n, q, low, high);
        });
      },
    },
  },
  {
    id: 'matmul_label_unguarded',
    clause: 'S86',
    pitfalls: ['A-M92'],
    bug: 'operand labels above 12 are accepted',
    fix: 'refuse operands whose label exceeds 12',
    contract: { matmulLabelMax: 0 },
  },
  {
    id: 'matmul_label_guarded',
    clause: 'H2',
    bug: 'operand labels above 12 are refused',
    fix: 'under this contract matmul checks no label',
    contract: { matmulLabelMax: 12 },
  },
  {
    id: 'matmul_guards_values',
    clause: 'S86',
    pitfalls: ['A-M92'],
    bug: 'the guard looks at mantissas instead of the label',
    fix: 'only the declared label is checked',
    fn: {
      guardMatmulOperand: (n, t) => {
        const limit = 2 ** (n.contract.operandBits - 1);
        const wide = ints(t).some((q) => q < -limit || q >= limit);
        primitives.guardMatmulOperand(n, wide ? { ...t, bits: 32 } : { ...t, bits: 2 });
      },
    },
  },
  {
    id: 'matmul_skips_last_product',
    clause: 'S84',
    bug: 'the last product of every sum is left out',
    fix: 'sum over all K products',
    fn: {
      matmulInt: (n, a, b, seeds) => {
        const views = n.fn.matmulViews;
        const short: typeof views = (m, x, y) => {
          const v = views(m, x, y);
          return { a: { ...v.a, columns: Math.max(0, v.a.columns - 1) }, b: v.b };
        };
        return primitives.matmulInt({ ...n, fn: { ...n.fn, matmulViews: short } }, a, b, seeds);
      },
    },
  },
  ...[4, 8].map((unroll) => withoutTail(unroll, 'Int')),
  {
    id: 'matmul_starts_at_one',
    clause: 'S84',
    bug: 'the first product of every sum is left out',
    fix: 'start at k = 0',
    fn: {
      matmulInt: (n, a, b, seeds) => {
        const full = primitives.matmulInt(n, a, b, seeds);
        const views = n.fn.matmulViews(n, a, b);
        const { rows } = views.a;
        const { columns } = views.b;
        if (views.a.columns === 0) return full;
        return full.map((sum, i) => {
          const row = Math.floor(i / columns);
          const column = i % columns;
          const x = ints(a)[row * views.a.rowStride]!;
          const w = ints(b)[column * views.b.columnStride]!;
          return rows > 0 ? (sum - Math.imul(x, w)) | 0 : sum;
        });
      },
    },
  },
  {
    id: 'matmul_output_transposed',
    clause: 'S83',
    bug: 'the output is written column by column',
    fix: 'write row-major: row, then column',
    fn: {
      matmulInt: (n, a, b, seeds) => {
        const sums = primitives.matmulInt(n, a, b, seeds);
        const { columns } = n.fn.matmulViews(n, a, b).b;
        const rows = columns === 0 ? 0 : sums.length / columns;
        return sums.map((_, i) => sums[(i % rows) * columns + Math.floor(i / rows)]!);
      },
    },
  },
  {
    id: 'float_bias_last',
    clause: 'S85',
    pitfalls: ['A-M82', 'B-57'],
    bug: 'the float bias is added after the products',
    fix: 'the accumulator starts at the bias',
    fn: {
      matmulFloat: (n, a, b, bias) => {
        const sums = primitives.matmulFloat(n, a, b);
        if (bias === undefined) return sums;
        n.fn.demandBiasCount(n, b, bias);
        const { columns } = n.fn.matmulViews(n, a, b).b;
        return sums.map((sum, i) => n.f.add(sum, (bias.data as Float32Array)[i % columns]!));
      },
    },
  },
  {
    id: 'bias_mode_of_operation',
    clause: 'S87',
    pitfalls: ['A-M76', 'B-24'],
    bug: 'bias seeds are rounded by the mode of the operation',
    fix: 'use the rounding mode of the bias record',
    fn: {
      matmulSymBias: (n, a, b, bias, out) =>
        primitives.matmulSymBias(n, a, b, { ...bias, rounding: out.rounding }, out),
    },
  },
  {
    id: 'bias_unchecked',
    clause: 'S87',
    pitfalls: ['A-M83'],
    bug: 'dtype and length of a SYM bias are not checked',
    fix: 'refuse a bias that is not SYM_INT32 or of another length',
    contract: { matmulBiasCheck: 'unchecked' },
  },
  ...(['matmulSymBias', 'matmulFloat'] as const).map((kernel) =>
    without(
      'demandBiasCount',
      kernel,
      kernel === 'matmulFloat' ? 'S85' : 'S87',
      `the ${kernel === 'matmulFloat' ? 'FLOAT32' : 'SYM'} product takes a bias of any length`,
      ['bias_count'],
    ),
  ),
  fusedIn('matmulFloat', 'S85', 'the product of a float matrix product', []),
  ...[4, 8].map((unroll) => withoutTail(unroll, 'Float')),
  {
    id: 'matmul_float_reversed',
    clause: 'S85',
    pitfalls: ['A-M103'],
    bug: 'float products are summed from the last to the first',
    fix: 'sum with k ascending from the bias',
    fn: { matmulFloat: matmulInOrder((s, terms) => terms.reduceRight((t, x) => f(t + x), s)) },
  },
  {
    id: 'matmul_float_two_lanes',
    clause: 'S85',
    pitfalls: ['A-M103'],
    bug: 'float products are summed in two lanes (vectorisation under -ffast-math)',
    fix: 'sum one after another; do not compile with -ffast-math',
    fn: { matmulFloat: matmulInOrder(twoLanes) },
  },
];
