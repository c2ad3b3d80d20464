/** Reductions over trailing axes (S96–S103). */

import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { countOf, demandCount, floats, ints, type Tensor, tensorCount } from '../tensor.ts';

/** S96: `blocks` groups of `size` elements; `positions` are their storage places, block after block. */
export interface Blocks {
  readonly blocks: number;
  readonly size: number;
  readonly positions: Int32Array;
}

/** S96: the trailing k logical axes are reduced; refuses (A19) k beyond the rank. */
export function reductionBlocks(n: Numerics, x: Tensor, k: number): Blocks {
  const rank = x.shape.length;
  demand(k <= rank, 'A19', `${k} axes of a tensor of rank ${rank}`);
  const extents = n.fn.logicalExtents(n, x);
  return {
    blocks: countOf(extents.slice(0, rank - k)),
    size: countOf(extents.slice(rank - k)),
    positions: n.fn.storageOrder(n, x),
  };
}

/** Folds every block from +0 in logical row-major order. */
export function foldBlocks(
  n: Numerics,
  x: Tensor,
  k: number,
  step: (sum: number, position: number, block: number) => number,
): Float32Array {
  const { blocks, size, positions } = n.fn.reductionBlocks(n, x, k);
  const out = new Float32Array(blocks);
  for (let block = 0; block < blocks; block++) {
    let sum = 0;
    for (let i = 0; i < size; i++) sum = step(sum, positions[block * size + i]!, block);
    out[block] = sum;
  }
  return out;
}

/** Divides sums by the size of a block, `sum ⊘ i2f(N)`. */
export function averageOf(n: Numerics, sum: number, size: number): number {
  return n.f.div(sum, n.f.fromInt(size));
}

function sizeOf(n: Numerics, x: Tensor, k: number): number {
  return n.fn.reductionBlocks(n, x, k).size;
}

/** S97: mean of each block. */
export function meanFloat32(n: Numerics, x: Tensor, k: number): Float32Array {
  const values = floats(x);
  const sums = n.fn.foldBlocks(n, x, k, (sum, at) => n.f.add(sum, values[at]!));
  const size = sizeOf(n, x, k);
  return sums.map((sum) => n.fn.averageOf(n, sum, size));
}

/** S98, S102: means of fewer blocks than there are would be read past their end: undefined. */
export function demandMeans(n: Numerics, x: Tensor, mean: Float32Array, k: number): void {
  const { blocks } = n.fn.reductionBlocks(n, x, k);
  precondition(mean.length >= blocks, `${mean.length} means of ${blocks} blocks`);
}

/** S98: biased variance of each block around the given means. */
export function varianceFloat32(
  n: Numerics,
  x: Tensor,
  mean: Float32Array,
  k: number,
): Float32Array {
  n.fn.demandMeans(n, x, mean, k);
  const values = floats(x);
  const sums = n.fn.foldBlocks(n, x, k, (sum, at, block) => {
    const d = n.f.sub(values[at]!, mean[block]!);
    return n.f.mulAdd(d, d, sum);
  });
  const size = sizeOf(n, x, k);
  return sums.map((sum) => n.fn.averageOf(n, sum, size));
}

/** S99: sum of squares of each block. */
export function sumSquaresFloat32(n: Numerics, x: Tensor, k: number): Float32Array {
  const values = floats(x);
  return n.fn.foldBlocks(n, x, k, (sum, at) => n.f.mulAdd(values[at]!, values[at]!, sum));
}

/** S100: `sqrt32(x)`; NaN below 0, −0 stays. */
export function sqrtFloat32(n: Numerics, x: number): number {
  return n.f.sqrt(x);
}

/** S100: `1 ⊘ sqrt32(x ⊕ ε)`. */
export function rsqrtFloat32(n: Numerics, x: number, eps: number): number {
  return n.f.div(1, n.f.sqrt(n.f.add(x, eps)));
}

/** S101–S103, S122: refuses (A19) another dtype than SYM_INT32 and labels outside 1..16. */
export function guardReductionOperand(_n: Numerics, x: Tensor): void {
  demand(x.dtype === 'SYM_INT32', 'A19', `a ${x.dtype} operand`);
  demand(x.bits >= 1 && x.bits <= 16, 'A19', `an operand label of ${x.bits}`);
}

/** S101: mean of each block of mantissas, `s ⊗ (i2f(sum) ⊘ i2f(N))`; refuses (A19) N ≥ 2^(32−b). */
export function meanSym(n: Numerics, x: Tensor, k: number): Float32Array {
  n.fn.guardReductionOperand(n, x);
  const { blocks, size, positions } = n.fn.reductionBlocks(n, x, k);
  demand(size < 2 ** (32 - x.bits), 'A19', `${size} mantissas of ${x.bits} bits`);
  const q = ints(x);
  const sums = n.fn.newAccumulators(n, blocks);
  positions.forEach((at, i) => {
    sums.add(Math.trunc(i / size), q[at]!);
  });
  const means = Float32Array.from(sums.finish(), (sum) => n.f.fromInt(sum));
  return means.map((sum) => n.f.mul(x.scale, n.fn.averageOf(n, sum, size)));
}

/** S102: biased variance of decoded mantissas around the given means; no bound on N. */
export function varianceSym(n: Numerics, x: Tensor, mean: Float32Array, k: number): Float32Array {
  n.fn.guardReductionOperand(n, x);
  n.fn.demandMeans(n, x, mean, k);
  const q = ints(x);
  const sums = n.fn.foldBlocks(n, x, k, (sum, at, block) => {
    const d = n.f.mulMinus(n.f.fromInt(q[at]!), x.scale, mean[block]!);
    return n.f.mulAdd(d, d, sum);
  });
  const size = sizeOf(n, x, k);
  return sums.map((sum) => n.fn.averageOf(n, sum, size));
}

/** S103: the larger of a running maximum and |r|; a NaN replaces it and is replaced by what follows. */
export function rsqrtPeak(_n: Numerics, m: number, r: number): number {
  return m > Math.abs(r) ? m : Math.abs(r);
}

/**
 * S103: reciprocal square roots of decoded mantissas on a fresh grid; n draws in SR mode. Refuses (A19) by
 * the operand guard and a target label beyond 16. All-zero results set scale 1 and write nothing.
 */
export function rsqrtSym(n: Numerics, x: Tensor, eps: number, out: Tensor): void {
  n.fn.guardReductionOperand(n, x);
  demand(out.dtype === 'SYM_INT32', 'A19', `a ${out.dtype} target`);
  demand(out.bits <= 16, 'A19', `a target label of ${out.bits}`);
  demandCount(out, tensorCount(x), 'the result');
  const q = ints(x);
  const root = (i: number): number => {
    return n.fn.rsqrtFloat32(n, n.fn.decodeSymmetric(n, q[i]!, x.scale), eps);
  };
  let m = 0;
  for (let i = 0; i < q.length; i++) m = n.fn.rsqrtPeak(n, m, root(i));
  out.scale = n.fn.symmetricScale(n, m, out.bits);
  if (m === 0) return;
  const codes = ints(out);
  for (let i = 0; i < q.length; i++) {
    codes[i] = n.fn.encodeSymmetric(n, root(i), out.scale, out.bits, out.rounding);
  }
}
