/** Index algebra of transposed views (S3, S73). */

import type { Numerics } from '../numerics.ts';
import { demand } from '../refusal.ts';
import { countOf, type Tensor } from '../tensor.ts';

/** S3: the physical axis that carries a logical axis; refuses (A25) an axis the tensor does not have. */
export function physicalAxis(_n: Numerics, t: Tensor, logicalAxis: number): number {
  const axis = t.order.indexOf(logicalAxis);
  demand(axis >= 0, 'A25', `the tensor has no logical axis ${logicalAxis}`);
  return axis;
}

/** S3: the logical extents of a tensor. */
export function logicalExtents(n: Numerics, t: Tensor): number[] {
  return t.shape.map((_, axis) => t.shape[n.fn.physicalAxis(n, t, axis)]!);
}

/** S73: per logical axis, the distance in storage of two neighbours along it. */
export function logicalStrides(n: Numerics, t: Tensor): number[] {
  const rowMajor = t.shape.map((_, axis) => countOf(t.shape.slice(axis + 1)));
  return t.shape.map((_, axis) => rowMajor[n.fn.physicalAxis(n, t, axis)]!);
}

/** S73: storage positions of the elements in logical row-major order. */
export function storageOrder(n: Numerics, t: Tensor): Int32Array {
  const extents = n.fn.logicalExtents(n, t);
  const strides = n.fn.logicalStrides(n, t);
  const positions = new Int32Array(countOf(extents));
  for (let i = 0; i < positions.length; i++) {
    let rest = i;
    let at = 0;
    for (let axis = extents.length - 1; axis >= 0; axis--) {
      at += (rest % extents[axis]!) * strides[axis]!;
      rest = Math.trunc(rest / extents[axis]!);
    }
    positions[i] = at;
  }
  return positions;
}

/** S73 "dimensions match": refuses (A20) different ranks; true if the logical extents are equal. */
export function dimensionsMatch(n: Numerics, a: Tensor, b: Tensor): boolean {
  const [ra, rb] = [a.shape.length, b.shape.length];
  demand(ra === rb, 'A20', `ranks ${ra} and ${rb} differ`);
  const extents = n.fn.logicalExtents(n, b);
  return n.fn.logicalExtents(n, a).every((extent, axis) => extent === extents[axis]);
}

/** S3 transpose(i, j): a view with two entries of `order` exchanged; no effect below rank 2. */
export function transposedView(_n: Numerics, t: Tensor, i: number, j: number): Tensor {
  if (t.shape.length < 2) return t;
  const order = [...t.order];
  order[i] = t.order[j]!;
  order[j] = t.order[i]!;
  return { ...t, order };
}
