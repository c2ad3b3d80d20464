/** Row broadcasts and fused float32 forms (S104–S108). */

import type { Numerics } from '../numerics.ts';
import { demand } from '../refusal.ts';
import { floats, type Tensor } from '../tensor.ts';

function isIdentity(t: Tensor): boolean {
  return t.order.every((logical, axis) => logical === axis);
}

function sameShape(a: Tensor, b: Tensor): boolean {
  return a.shape.length === b.shape.length && a.shape.every((extent, i) => extent === b.shape[i]);
}

/** S104, S106–S108: refuses (A21) other dtypes than FLOAT32 and views. */
export function guardPlainFloats(_n: Numerics, tensors: readonly Tensor[]): void {
  for (const t of tensors) {
    demand(t.dtype === 'FLOAT32', 'A21', `a ${t.dtype} operand`);
    demand(isIdentity(t), 'A21', 'a transposed view');
  }
}

/** S106–S108: `guardPlainFloats`, and all extents must be equal (A21). */
export function guardFusedOperands(n: Numerics, tensors: readonly Tensor[]): void {
  n.fn.guardPlainFloats(n, tensors);
  for (const t of tensors) demand(sameShape(t, tensors[0]!), 'A21', 'extents differ');
}

/** S104: m and out of equal rank-2 extents, a rank-1 vector along the given axis; else refused (A21). */
export function guardRowBroadcast(
  n: Numerics,
  m: Tensor,
  vector: Tensor,
  axis: 0 | 1,
  out: Tensor,
): void {
  n.fn.guardFusedOperands(n, [m, out]);
  n.fn.guardPlainFloats(n, [vector]);
  demand(m.shape.length === 2, 'A21', `a matrix of rank ${m.shape.length}`);
  demand(vector.shape.length === 1, 'A21', `a vector of rank ${vector.shape.length}`);
  demand(vector.shape[0] === m.shape[axis], 'A21', `a vector of ${vector.shape[0]} values`);
}

/** S104 scale: `rowScale[i] ⊗ m[i, j]`; out may be m. */
export function scaleRows(n: Numerics, m: Tensor, rowScale: Tensor, out: Tensor): void {
  n.fn.guardRowBroadcast(n, m, rowScale, 0, out);
  const columns = m.shape[1]!;
  floats(m).forEach((v, i) => {
    out.data[i] = n.f.mul(floats(rowScale)[Math.trunc(i / columns)]!, v);
  });
}

/** S104 subtract: `m[i, j] ⊖ row[j]`; out may be m. */
export function subRow(n: Numerics, m: Tensor, row: Tensor, out: Tensor): void {
  n.fn.guardRowBroadcast(n, m, row, 1, out);
  const columns = m.shape[1]!;
  floats(m).forEach((v, i) => {
    out.data[i] = n.f.sub(v, floats(row)[i % columns]!);
  });
}

/** S105: `(a ⊗ x) ⊕ (b ⊗ y)` over logical indices, written flat; refuses (A21) by dtype, extents, views. */
export function axpby(n: Numerics, a: number, x: Tensor, b: number, y: Tensor, out: Tensor): void {
  for (const t of [x, y, out]) demand(t.dtype === 'FLOAT32', 'A21', `a ${t.dtype} operand`);
  demand(isIdentity(out), 'A21', 'a transposed output');
  for (const t of [y, out]) demand(n.fn.dimensionsMatch(n, x, t), 'A21', 'extents differ');
  const at = n.fn.pairedPositions(n, x, y);
  const [xs, ys] = [floats(x), floats(y)];
  for (let i = 0; i < at.a.length; i++) {
    out.data[i] = n.f.mulAddMul(a, xs[at.a[i]!]!, b, ys[at.b[i]!]!);
  }
}

/** S106, in place: `fma32(w, b ⊖ a, a)`. */
export function lerp(n: Numerics, a: Tensor, b: Tensor, w: number): void {
  n.fn.guardFusedOperands(n, [a, b]);
  const [as, bs] = [floats(a), floats(b)];
  for (let i = 0; i < as.length; i++) as[i] = n.fn.lerpElement(n, as[i]!, bs[i]!, w);
}

/** S106: one element. */
export function lerpElement(n: Numerics, a: number, b: number, w: number): number {
  return n.f.fma(w, n.f.sub(b, a), a);
}

/** S107, in place: `a ⊕ ((s ⊗ b) ⊗ c)`. */
export function addcmul(n: Numerics, a: Tensor, b: Tensor, c: Tensor, s: number): void {
  n.fn.guardFusedOperands(n, [a, b, c]);
  const [as, bs, cs] = [floats(a), floats(b), floats(c)];
  for (let i = 0; i < as.length; i++) {
    as[i] = n.f.mulAdd(n.f.mul(s, bs[i]!), cs[i]!, as[i]!);
  }
}

/** S108, in place: `a ⊕ ((s ⊗ b) ⊘ ((sqrt32(v) ⊘ D) ⊕ ε))`. */
export function addcdiv(
  n: Numerics,
  a: Tensor,
  b: Tensor,
  v: Tensor,
  scalars: { readonly s: number; readonly divisor: number; readonly eps: number },
): void {
  n.fn.guardFusedOperands(n, [a, b, v]);
  const [as, bs, vs] = [floats(a), floats(b), floats(v)];
  for (let i = 0; i < as.length; i++) {
    const d = n.f.add(n.f.div(n.f.sqrt(vs[i]!), scalars.divisor), scalars.eps);
    as[i] = n.f.add(as[i]!, n.f.div(n.f.mul(scalars.s, bs[i]!), d));
  }
}
