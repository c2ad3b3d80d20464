/** Sums, differences, products and quotients of SYM_INT32 tensors, and the mixed adds (S76–S82). */

import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { demandCount, float32Tensor, floats, ints, type Tensor, tensorCount } from '../tensor.ts';
import type { PointwiseFn } from './pointwise.ts';

/** S76–S82: refuses (A20) different element counts. */
export function demandSameCount(_n: Numerics, a: Tensor, b: Tensor): void {
  const [na, nb] = [tensorCount(a), tensorCount(b)];
  demand(na === nb, 'A20', `${na} and ${nb} elements`);
}

/** Integer operation on mantissas in flat storage order; `order` and extents are not looked at. */
export function mantissaPointwise(
  n: Numerics,
  fn: PointwiseFn,
  a: Tensor,
  b: Tensor,
  out: Tensor,
): void {
  demandCount(out, tensorCount(a), 'the result');
  const [left, right, result] = [ints(a), ints(b), ints(out)];
  for (let i = 0; i < left.length; i++) {
    result[i] = n.fn.elementInt32(n, fn, left[i]!, right[i]!);
  }
}

/** A FLOAT32 tensor of the decoded values, with the same extents and order. */
export function decodedView(n: Numerics, t: Tensor): Tensor {
  const view = float32Tensor(n.fn.decodeTensor(n, t), t.shape);
  view.order = [...t.order];
  return view;
}

/** S76: equal scales only (unequal ones are undefined, D1); no clamp, no restore. */
export function symAdd(n: Numerics, a: Tensor, b: Tensor, out: Tensor): void {
  n.fn.demandSameCount(n, a, b);
  precondition(a.scale === b.scale, 'out-of-place add of unequal scales');
  n.fn.mantissaPointwise(n, 'add', a, b, out);
  out.scale = a.scale;
}

/** S77: float add through S74, then S36 into a, also for equal scales; n draws in SR mode. */
export function symAddInPlace(n: Numerics, a: Tensor, b: Tensor): void {
  n.fn.demandSameCount(n, a, b);
  const sum = n.fn.decodedView(n, a);
  n.fn.pointwiseInPlace(n, 'add', sum, n.fn.decodedView(n, b));
  n.fn.quantizeDynamic(n, sum, a);
}

/**
 * S78: equal scales subtract mantissas flat; unequal ones subtract decoded values in a's storage layout and
 * encode them flat into out by S36 (n draws in SR mode).
 */
export function symSub(n: Numerics, a: Tensor, b: Tensor, out: Tensor): void {
  n.fn.demandSameCount(n, a, b);
  if (a.scale === b.scale) {
    n.fn.mantissaPointwise(n, 'sub', a, b, out);
    out.scale = a.scale;
    return;
  }
  const difference = n.fn.decodedView(n, a);
  n.fn.pointwiseInPlace(n, 'sub', difference, n.fn.decodedView(n, b));
  n.fn.quantizeDynamic(n, difference, out);
}

/** S79: equal scales only (unequal ones are undefined, D1). */
export function symSubInPlace(n: Numerics, a: Tensor, b: Tensor): void {
  n.fn.demandSameCount(n, a, b);
  precondition(a.scale === b.scale, 'in-place subtract of unequal scales');
  n.fn.mantissaPointwise(n, 'sub', a, b, a);
}

/** S80: mantissa products at `sA ⊗ sB`; `out` may be `a`. */
export function symMul(n: Numerics, a: Tensor, b: Tensor, out: Tensor): void {
  n.fn.demandSameCount(n, a, b);
  const scale = n.fn.productScale(n, a.scale, b.scale);
  n.fn.mantissaPointwise(n, 'mul', a, b, out);
  out.scale = scale;
}

/** S81: truncated mantissa quotients at `sA ⊘ sB`; `out` may be `a`. */
export function symDiv(n: Numerics, a: Tensor, b: Tensor, out: Tensor): void {
  n.fn.demandSameCount(n, a, b);
  const scale = n.f.div(a.scale, b.scale);
  n.fn.mantissaPointwise(n, 'div', a, b, out);
  out.scale = scale;
}

/** S82: integers added to mantissas, flat; the scale is not looked at. */
export function symAddInt32(n: Numerics, a: Tensor, b: Tensor): void {
  n.fn.demandSameCount(n, a, b);
  n.fn.mantissaPointwise(n, 'add', a, b, a);
}

/** S82: floats truncated toward zero and added to mantissas, flat; the scale is not looked at. */
export function symAddFloat32(n: Numerics, a: Tensor, b: Tensor): void {
  n.fn.demandSameCount(n, a, b);
  const [mantissas, addends] = [ints(a), floats(b)];
  for (let i = 0; i < mantissas.length; i++) {
    mantissas[i] = n.fn.addInt32(n, mantissas[i]!, n.fn.castInt32(n, Math.trunc(addends[i]!)));
  }
}
