/** Elementwise engines over logical indices (S74, S75) and flat forms (S110). */

import { INT32_MIN } from '../num/int32_range.ts';
import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { demandCount, floats, ints, type Tensor, tensorCount } from '../tensor.ts';

export const pointwiseFns = ['add', 'sub', 'mul', 'div'] as const;
export type PointwiseFn = (typeof pointwiseFns)[number];

/** S75, INT32: division truncates toward zero; ÷0 and −2^31 ÷ −1 are undefined. */
export function elementInt32(n: Numerics, fn: PointwiseFn, a: number, b: number): number {
  switch (fn) {
    case 'add':
      return n.fn.addInt32(n, a, b);
    case 'sub':
      return n.fn.subInt32(n, a, b);
    case 'mul':
      return n.fn.mulInt32(n, a, b);
    case 'div':
      return n.fn.divInt32(n, a, b);
  }
}

/** S75, S81: the quotient truncated toward zero. */
export function divInt32(_n: Numerics, a: number, b: number): number {
  precondition(b !== 0, 'integer division by zero');
  precondition(!(a === INT32_MIN && b === -1), 'the quotient −2^31 ÷ −1');
  return Math.trunc(a / b) | 0;
}

/** S75, FLOAT32. */
export function elementFloat32(n: Numerics, fn: PointwiseFn, a: number, b: number): number {
  return n.f[fn](a, b);
}

/** S74: the storage positions of both operands in logical order; refuses (A20) different extents. */
export function pairedPositions(
  n: Numerics,
  a: Tensor,
  b: Tensor,
): { a: Int32Array; b: Int32Array } {
  demand(n.fn.dimensionsMatch(n, a, b), 'A20', 'logical extents differ');
  return { a: n.fn.storageOrder(n, a), b: n.fn.storageOrder(n, b) };
}

/** S74 out of place: element i of the logical order is written flat at i, whatever order `out` has. */
export function pointwise(n: Numerics, fn: PointwiseFn, a: Tensor, b: Tensor, out: Tensor): void {
  const at = n.fn.pairedPositions(n, a, b);
  demandCount(out, at.a.length, 'the result');
  for (let i = 0; i < at.a.length; i++) {
    out.data[i] = n.fn.pointwiseElement(n, fn, a, at.a[i]!, b, at.b[i]!);
  }
}

/** S74 in place: each result goes to the slot of `a` that was read. */
export function pointwiseInPlace(n: Numerics, fn: PointwiseFn, a: Tensor, b: Tensor): void {
  const at = n.fn.pairedPositions(n, a, b);
  for (let i = 0; i < at.a.length; i++) {
    a.data[at.a[i]!] = n.fn.pointwiseElement(n, fn, a, at.a[i]!, b, at.b[i]!);
  }
}

/** One element of x and a scalar in the dtype of x, INT32 or FLOAT32. */
export function scalarElement(
  n: Numerics,
  fn: PointwiseFn,
  x: Tensor,
  at: number,
  c: number,
): number {
  const v = x.data[at]!;
  return x.dtype === 'FLOAT32' ? n.fn.elementFloat32(n, fn, v, c) : n.fn.elementInt32(n, fn, v, c);
}

/** S74, scalar form: `out[i] ← fn(x[i], c)` over flat storage, whatever the orders; `out` may be x. */
export function pointwiseScalar(
  n: Numerics,
  fn: PointwiseFn,
  x: Tensor,
  c: number,
  out: Tensor,
): void {
  demandCount(out, tensorCount(x), 'the result');
  for (let i = 0; i < tensorCount(x); i++) out.data[i] = n.fn.scalarElement(n, fn, x, i, c);
}

/** One element of two tensors of one dtype, INT32 or FLOAT32, at given storage positions. */
export function pointwiseElement(
  n: Numerics,
  fn: PointwiseFn,
  a: Tensor,
  atA: number,
  b: Tensor,
  atB: number,
): number {
  if (a.data instanceof Float32Array) {
    return n.fn.elementFloat32(n, fn, a.data[atA]!, floats(b)[atB]!);
  }
  return n.fn.elementInt32(n, fn, ints(a)[atA]!, ints(b)[atB]!);
}

/** S110: `x ⊗ x` or `x ⊠ x`, flat. */
export function square(n: Numerics, x: Tensor, out: Tensor): void {
  demandCount(out, tensorCount(x), 'the result');
  for (let i = 0; i < tensorCount(x); i++) {
    out.data[i] = n.fn.pointwiseElement(n, 'mul', x, i, x, i);
  }
}

/** S110: the sum from the first element to the last, starting at 0. */
export function sumFloat32(n: Numerics, x: Tensor): number {
  return floats(x).reduce((sum, v) => n.f.add(sum, v), 0);
}

/** S110 for integers; an overflow is noted. */
export function sumInt32(n: Numerics, x: Tensor): number {
  const sums = n.fn.newAccumulators(n, 1);
  for (const v of ints(x)) sums.add(0, v);
  return sums.finish()[0]!;
}
