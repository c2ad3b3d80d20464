/** Mistakes in seeds, index algebra and matrix products (S20, S73, S83–S87, L1). */

import { primitives } from '../primitives.ts';
import { ints } from '../tensor.ts';
import type { Mutant } from './mutant.ts';

export const seedMutants: readonly Mutant[] = [
  {
    id: 'seed_ratio',
    clause: 'S20',
    catalogue: ['A-M39', 'A-M75', 'B-2'],
    bug: 'a seed is q ⊗ (sP ⊘ sA)',
    fix: 'multiply first, then divide: (q ⊗ sP) ⊘ sA',
    fn: {
      seedRescale: (n, q, sP, sA, mode) => {
        const r = n.f.mul(n.f.fromInt(q), n.f.div(sP, sA));
        n.fn.guardSeed(n, r);
        return n.fn.round(n, r, mode);
      },
    },
  },
  {
    id: 'seed_double',
    clause: 'S20',
    bug: 'a seed is computed in double precision',
    fix: 'round product and quotient to float32',
    fn: {
      seedRescale: (n, q, sP, sA, mode) => {
        const r = (q * sP) / sA;
        n.fn.guardSeed(n, r);
        return n.fn.round(n, r, mode);
      },
    },
  },
  {
    id: 'seed_guard_missing',
    clause: 'S20',
    bug: 'the seed guard is not there',
    fix: 'refuse unless |r| ≤ 1073774592',
    fn: { guardSeed: () => {} },
  },
  {
    id: 'seed_guard_passes_nan',
    clause: 'S20',
    catalogue: ['A-M79'],
    bug: 'the guard tests |r| > T, which lets NaN pass',
    fix: 'test NOT (|r| ≤ T)',
    fn: {
      guardSeed: (n, r) => {
        if (!Number.isNaN(r)) primitives.guardSeed(n, r);
      },
    },
  },
  {
    id: 'seed_guard_int16_bound',
    clause: 'S20',
    catalogue: ['A-M80'],
    bug: 'the guard bound is 2^31 − 1 − 32767² (1073807360)',
    fix: 'the bound is 1073774592 exactly',
    fn: {
      guardSeed: (n, r) => {
        if (!(Math.abs(r) <= 1073807360)) primitives.guardSeed(n, r);
      },
    },
  },
  {
    id: 'seed_guard_strict',
    clause: 'S20',
    catalogue: ['A-M80'],
    bug: 'a seed equal to the bound is refused',
    fix: 'equality passes',
    fn: {
      guardSeed: (n, r) => {
        primitives.guardSeed(n, Math.abs(r) === 1073774592 ? Number.POSITIVE_INFINITY : r);
      },
    },
  },
  {
    id: 'seed_guard_after_draw',
    clause: 'S20',
    bug: 'the seed is clamped to the bound instead of being refused',
    fix: 'refuse a seed beyond the bound',
    fn: {
      seedRescale: (n, q, sP, sA, mode) => {
        const r = n.f.div(n.f.mul(n.f.fromInt(q), sP), sA);
        return n.fn.round(n, n.fn.clampFloat(n, r, -1073774592, 1073774592), mode);
      },
    },
  },
  {
    id: 'bias_added_raw',
    clause: 'S87',
    catalogue: ['A-M74', 'B-25'],
    bug: 'bias mantissas are added without being rescaled',
    fix: 'move each bias mantissa to the accumulator scale by the seed rescale',
    fn: { biasSeed: (_n, q) => q },
  },
  {
    id: 'bias_mode_half_away',
    clause: 'S87',
    catalogue: ['A-M76'],
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
    catalogue: ['A-M78'],
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
    catalogue: ['A-M83'],
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
    catalogue: ['A-M77'],
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
];

export const matmulMutants: readonly Mutant[] = [
  {
    id: 'permutation_inverted',
    clause: 'S73',
    catalogue: ['A-M85'],
    bug: 'the axis permutation is applied in the other direction',
    fix: 'physical axis p carries logical axis order[p]',
    fn: { physicalAxis: (_n, t, axis) => t.order[axis]! },
  },
  {
    id: 'order_ignored',
    clause: 'S73',
    bug: 'the axis order of a view is ignored',
    fix: 'read elements through the logical order',
    fn: { physicalAxis: (_n, _t, axis) => axis },
  },
  {
    id: 'matmul_scale_one_operand',
    clause: 'S86',
    catalogue: ['A-M88'],
    bug: 'the output scale is that of one operand',
    fix: 'the output scale is sA ⊗ sB',
    fn: { productScale: (_n, sA) => sA },
  },
  {
    id: 'matmul_scale_sum',
    clause: 'S86',
    catalogue: ['A-M88'],
    bug: 'the output scale is the sum of the operand scales',
    fix: 'the output scale is sA ⊗ sB',
    fn: { productScale: (n, sA, sB) => n.f.add(sA, sB) },
  },
  {
    id: 'matmul_scale_unset',
    clause: 'S86',
    catalogue: ['A-M89'],
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
    catalogue: ['A-M90'],
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
    catalogue: ['A-M92'],
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
    catalogue: ['A-M92'],
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
    catalogue: ['A-M82', 'B-57'],
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
    id: 'weight_not_transposed',
    clause: 'S83',
    catalogue: ['A-M84'],
    bug: 'the weight [out, in] is read as [in, out]',
    fix: 'multiply by the transposed weight: y[r, o] = Σ x[r, i]·W[o, i]',
    fn: {
      transposedView: (n, t, i, j) => {
        if (t.shape.length !== 2) return primitives.transposedView(n, t, i, j);
        return { ...t, shape: [t.shape[1]!, t.shape[0]!] };
      },
    },
  },
];
