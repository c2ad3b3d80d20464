/** Mistakes in elementwise arithmetic, reductions and fused forms (S74–S110). */

import type { Numerics } from '../numerics.ts';
import { primitives } from '../primitives.ts';
import { floats, ints, type Tensor } from '../tensor.ts';
import type { Mutant } from './mutant.ts';

/** Decoded sum or difference of both operands in storage order, requantized into a target. */
function throughFloats(n: Numerics, a: Tensor, b: Tensor, out: Tensor, sign: 1 | -1): void {
  const values = n.fn.decodedView(n, a);
  n.fn.pointwiseInPlace(n, sign === 1 ? 'add' : 'sub', values, n.fn.decodedView(n, b));
  n.fn.quantizeDynamic(n, values, out);
}

export const arithmeticMutants: readonly Mutant[] = [
  {
    id: 'pointwise_written_through_order',
    clause: 'S74',
    catalogue: ['A-M86'],
    bug: 'the output is written through its own axis order',
    fix: 'write element i of the logical order flat at i',
    fn: {
      pointwise: (n, fn, a, b, out) => {
        primitives.pointwise(n, fn, a, b, out);
        const flat = out.data.slice();
        n.fn.storageOrder(n, out).forEach((at, i) => {
          out.data[at] = flat[i]!;
        });
      },
    },
  },
  {
    id: 'pointwise_in_place_flat',
    clause: 'S74',
    catalogue: ['A-M87'],
    bug: 'the in-place form writes flat instead of to the slot that was read',
    fix: 'write each result where its left operand was read',
    fn: {
      pointwiseInPlace: (n, fn, a, b) => {
        const copy = { ...a, data: a.data.slice() } as Tensor;
        n.fn.pointwise(n, fn, copy, b, a);
      },
    },
  },
  {
    id: 'pointwise_operands_swapped',
    clause: 'S75',
    bug: 'the operands of a difference or quotient are exchanged',
    fix: 'compute a − b and a ÷ b',
    fn: { elementFloat32: (n, fn, a, b) => n.f[fn](b, a) },
  },
  {
    id: 'integer_division_floors',
    clause: 'S75',
    bug: 'integer division floors',
    fix: 'truncate toward zero',
    fn: {
      divInt32: (n, a, b) => (b === 0 ? primitives.divInt32(n, a, b) : Math.floor(a / b) | 0),
    },
  },
  {
    id: 'sym_division_rounds',
    clause: 'S81',
    catalogue: ['A-M109'],
    bug: 'mantissa quotients are rounded to nearest',
    fix: 'truncate toward zero',
    fn: {
      divInt32: (n, a, b) => {
        if (b === 0) return primitives.divInt32(n, a, b);
        const quotient = Math.floor(Math.abs(a / b) + 0.5);
        return (a < 0 !== b < 0 ? -quotient : quotient) | 0;
      },
    },
  },
  {
    id: 'sym_add_shortcut_in_place',
    clause: 'S77',
    catalogue: ['A-M107'],
    bug: 'the in-place add sums mantissas where the scales are equal',
    fix: 'always add decoded values and requantize',
    fn: {
      symAddInPlace: (n, a, b) => {
        if (a.scale === b.scale) n.fn.mantissaPointwise(n, 'add', a, b, a);
        else primitives.symAddInPlace(n, a, b);
      },
    },
  },
  {
    id: 'sym_add_requantizes',
    clause: 'S76',
    catalogue: ['A-M108'],
    bug: 'the out-of-place add requantizes equal scales',
    fix: 'add mantissas and keep the scale',
    fn: {
      symAdd: (n, a, b, out) => {
        n.fn.demandSameCount(n, a, b);
        throughFloats(n, a, b, out, 1);
      },
    },
  },
  {
    id: 'sym_sub_requantizes',
    clause: 'S78',
    bug: 'the out-of-place difference requantizes equal scales',
    fix: 'subtract mantissas where the scales are equal',
    fn: {
      symSub: (n, a, b, out) => {
        n.fn.demandSameCount(n, a, b);
        throughFloats(n, a, b, out, -1);
      },
    },
  },
  {
    id: 'sym_sub_never_requantizes',
    clause: 'S78',
    bug: 'mantissas are subtracted although the scales differ',
    fix: 'subtract decoded values where the scales differ',
    fn: { symSub: (n, a, b, out) => primitives.symSub(n, a, { ...b, scale: a.scale }, out) },
  },
  {
    id: 'sym_difference_swapped',
    clause: 'S79',
    catalogue: ['A-M110'],
    bug: 'the operands of a mantissa difference are exchanged',
    fix: 'subtract b from a',
    fn: {
      elementInt32: (n, fn, a, b) =>
        fn === 'sub' ? n.fn.subInt32(n, b, a) : primitives.elementInt32(n, fn, a, b),
    },
  },
  {
    id: 'sym_quotient_scale_product',
    clause: 'S81',
    bug: 'the scale of a quotient is the product of the scales',
    fix: 'the scale is sA ⊘ sB',
    fn: {
      symDiv: (n, a, b, out) => {
        const scale = n.f.mul(a.scale, b.scale);
        primitives.symDiv(n, a, b, out);
        out.scale = scale;
      },
    },
  },
  {
    id: 'mixed_add_rounds',
    clause: 'S82',
    bug: 'a float addend is rounded to nearest before it is added to a mantissa',
    fix: 'truncate it toward zero',
    fn: {
      symAddFloat32: (n, a, b) => {
        n.fn.demandSameCount(n, a, b);
        ints(a).forEach((q, i) => {
          ints(a)[i] = n.fn.addInt32(n, q, n.fn.roundHalfAway(n, floats(b)[i]!));
        });
      },
    },
  },
  {
    id: 'mixed_add_divides_by_scale',
    clause: 'S82',
    bug: 'a float addend is divided by the scale before it is added',
    fix: 'add the truncated float itself; the scale is not looked at',
    fn: {
      symAddFloat32: (n, a, b) => {
        const scaled = { ...b, data: floats(b).map((v) => n.f.div(v, a.scale)) };
        primitives.symAddFloat32(n, a, scaled);
      },
    },
  },
  {
    id: 'reduction_axes_leading',
    clause: 'S96',
    bug: 'the leading axes are reduced',
    fix: 'reduce the trailing axes',
    fn: {
      reductionBlocks: (n, x, k) => {
        const { blocks, size, positions } = primitives.reductionBlocks(n, x, k);
        const moved = positions.map(
          (_, i) => positions[(i % size) * blocks + Math.floor(i / size)]!,
        );
        return { blocks, size, positions: size * blocks === 0 ? positions : moved };
      },
    },
  },
  {
    id: 'reduction_unbiased',
    clause: 'S98',
    catalogue: ['A-M106'],
    bug: 'the sum is divided by N − 1',
    fix: 'divide by N',
    fn: { averageOf: (n, sum, size) => n.f.div(sum, n.f.fromInt(size > 1 ? size - 1 : size)) },
  },
  {
    id: 'reduction_undivided',
    clause: 'S97',
    bug: 'the sum is not divided',
    fix: 'divide by N',
    fn: { averageOf: (_n, sum) => sum },
  },
  {
    id: 'reduction_reversed',
    clause: 'S97',
    catalogue: ['A-M103'],
    bug: 'float blocks are summed from the last element to the first',
    fix: 'sum in ascending logical order',
    fn: {
      reductionBlocks: (n, x, k) => {
        const { blocks, size, positions } = primitives.reductionBlocks(n, x, k);
        const last = (i: number): number => Math.floor(i / size) * size + size - 1 - (i % size);
        return { blocks, size, positions: positions.map((_, i) => positions[last(i)]!) };
      },
    },
  },
  {
    id: 'sum_skips_last',
    clause: 'S110',
    bug: 'the last element is left out of a float sum',
    fix: 'sum all elements',
    fn: {
      sumFloat32: (n, x) =>
        floats(x)
          .subarray(0, Math.max(0, x.data.length - 1))
          .reduce((sum, v) => n.f.add(sum, v), 0),
    },
  },
  {
    id: 'sum_reversed',
    clause: 'S110',
    catalogue: ['A-M103'],
    bug: 'a float sum runs from the last element to the first',
    fix: 'sum from the first element',
    fn: { sumFloat32: (n, x) => floats(x).reduceRight((sum, v) => n.f.add(sum, v), 0) },
  },
  {
    id: 'mean_scaled_first',
    clause: 'S101',
    catalogue: ['A-M106'],
    bug: 'the mean is (s ⊗ Σ) ⊘ N',
    fix: 'divide the sum by N first, then multiply by the scale',
    fn: {
      meanSym: (n, x, k) => {
        const { size } = n.fn.reductionBlocks(n, x, k);
        const sums = primitives.meanSym(
          { ...n, fn: { ...n.fn, averageOf: (_n, sum) => sum } },
          x,
          k,
        );
        return sums.map((sum) => n.f.div(sum, n.f.fromInt(size)));
      },
    },
  },
  {
    id: 'mean_sum_unguarded',
    clause: 'S101',
    bug: 'the bound on the number of mantissas is missing',
    fix: 'refuse N ≥ 2^(32 − b)',
    fn: { meanSym: (n, x, k) => primitives.meanSym(n, { ...x, bits: 1 }, k) },
  },
  {
    id: 'reduction_label_unguarded',
    clause: 'S102',
    bug: 'reductions accept any label',
    fix: 'refuse labels outside 1..16',
    fn: { guardReductionOperand: () => {} },
  },
  {
    id: 'rsqrt_epsilon_outside',
    clause: 'S100',
    catalogue: ['A-M106'],
    bug: 'ε is added outside the root',
    fix: '1 ⊘ sqrt32(x ⊕ ε)',
    fn: { rsqrtFloat32: (n, x, eps) => n.f.div(1, n.f.add(n.f.sqrt(x), eps)) },
  },
  {
    id: 'rsqrt_rooted_reciprocal',
    clause: 'S100',
    bug: 'the root is taken of the reciprocal',
    fix: 'divide 1 by the root',
    fn: { rsqrtFloat32: (n, x, eps) => n.f.sqrt(n.f.div(1, n.f.add(x, eps))) },
  },
  {
    id: 'rsqrt_double',
    clause: 'S100',
    bug: 'root and quotient are computed in double precision',
    fix: 'round the root to float32 before dividing',
    fn: { rsqrtFloat32: (n, x, eps) => Math.fround(1 / Math.sqrt(n.f.add(x, eps))) },
  },
  {
    id: 'lerp_weighted',
    clause: 'S106',
    catalogue: ['A-M142'],
    bug: 'the interpolation is (1 − w)·a + w·b',
    fix: 'a ← fma(w, b ⊖ a, a)',
    fn: { lerpElement: (n, a, b, w) => n.f.mulAddMul(n.f.sub(1, w), a, w, b) },
  },
  {
    id: 'threshold_inclusive',
    clause: 'S109',
    bug: 'a value equal to the threshold is replaced',
    fix: 'keep what equals the threshold',
    fn: { thresholdValue: (_n, v, b, alt) => (v <= b ? alt : v) },
  },
  {
    id: 'threshold_keeps_negative_nan',
    clause: 'S109',
    bug: 'a NaN is replaced',
    fix: 'replace only what is smaller than the threshold',
    fn: { thresholdValue: (_n, v, b, alt) => (v >= b ? v : alt) },
  },
  {
    id: 'threshold_of_mantissas',
    clause: 'S109',
    bug: 'mantissas are compared with the threshold itself',
    fix: 'divide the threshold by the scale first',
    fn: { thresholdSym: (n, x, b, alt, out) => n.fn.thresholdInt32(n, x, b, alt, out) },
  },
  {
    id: 'threshold_multiplied',
    clause: 'S109',
    bug: 'mantissas are decoded and compared with the threshold',
    fix: 'compare the mantissa with the threshold divided by the scale',
    fn: {
      thresholdSym: (n, x, b, alt, out) => {
        ints(x).forEach((q, i) => {
          const value = n.fn.decodeSymmetric(n, q, x.scale);
          ints(out)[i] = value < n.f.fromInt(b) ? alt : q;
        });
      },
    },
  },
];
