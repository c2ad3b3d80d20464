/** Mistakes in reductions over trailing axes (S96–S103). */

import type { Numerics } from '../../numerics.ts';
import { primitives } from '../../primitives.ts';
import { floats, ints, type Tensor } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';
import { fusedIn } from '../shared/fused.ts';
import { decoded, onePass, singlePass } from '../shared/one_pass.ts';

/** The variance of every block of a reduction over the last k axes. */
function ofBlocks(
  n: Numerics,
  x: Tensor,
  values: Float32Array,
  mean: Float32Array,
  k: number,
): Float32Array {
  const { size } = n.fn.reductionBlocks(n, x, k);
  return mean.map((m, block) =>
    singlePass(n, values.subarray(block * size, block * size + size), m),
  );
}

export const mutants: readonly Mutant[] = [
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
    pitfalls: ['A-M106'],
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
    pitfalls: ['A-M103'],
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
    id: 'mean_scaled_first',
    clause: 'S101',
    pitfalls: ['A-M106'],
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
    pitfalls: ['A-M106'],
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
    id: 'variance_single_pass',
    clause: 'S98',
    ...onePass,
    fn: { varianceFloat32: (n, x, mean, k) => ofBlocks(n, x, floats(x), mean, k) },
  },
  {
    id: 'variance_sym_single_pass',
    clause: 'S102',
    ...onePass,
    fn: {
      varianceSym: (n, x, mean, k) => {
        n.fn.guardReductionOperand(n, x);
        return ofBlocks(n, x, decoded(n, ints(x), x.scale), mean, k);
      },
    },
  },
  fusedIn('varianceFloat32', 'S98', 'a squared deviation', ['V17']),
  fusedIn('sumSquaresFloat32', 'S99', 'a square', ['V17']),
  fusedIn('varianceSym', 'S102', 'a decoded deviation or its square', ['V17']),
  {
    id: 'reduction_tail_of_4',
    clause: 'S97',
    bug: 'sums run in steps of 4 terms, and the terms that are left over are dropped',
    fix: 'add the last terms one by one',
    flags: ['blocks', 'axes', 'order', 'V29'],
    fn: {
      foldBlocks: (n, x, k, step) => {
        const { size } = n.fn.reductionBlocks(n, x, k);
        const kept = size < 4 ? size : size - (size % 4);
        let seen = 0;
        return primitives.foldBlocks(n, x, k, (sum, position, block) =>
          seen++ % size < kept ? step(sum, position, block) : sum,
        );
      },
    },
  },
  {
    id: 'sqrt_of_magnitude',
    clause: 'S100',
    bug: 'the root of a negative number is that of its magnitude, or 0',
    fix: 'a negative number has no root: NaN',
    fn: { sqrtFloat32: (n, x) => n.f.sqrt(Math.abs(x)) },
  },
  {
    id: 'sqrt_by_reciprocal_root',
    clause: 'S100',
    bug: 'the root is x times its reciprocal root',
    fix: 'take the correctly rounded root',
    fn: { sqrtFloat32: (n, x) => n.f.mul(x, n.f.div(1, n.f.sqrt(x))) },
  },
];
