/** Walking tensors in logical order (S3, S73). */

import { type JsTensor, KernelRefusal } from '../api.ts';

/** Logical extents: axis `order[p]` has the physical extent p. */
export function logicalExtents(t: JsTensor): number[] {
  const extents = new Array<number>(t.shape.length);
  for (let p = 0; p < extents.length; p++) extents[t.order[p]!] = t.shape[p]!;
  return extents;
}

export function isIdentity(t: JsTensor): boolean {
  return t.order.every((axis, p) => axis === p);
}

/** Storage position of every element in logical row-major order. */
export function logicalPositions(t: JsTensor): Int32Array {
  const positions = new Int32Array(t.count);
  const rank = t.shape.length;
  if (isIdentity(t)) {
    for (let i = 0; i < positions.length; i++) positions[i] = i;
    return positions;
  }
  const strides = new Array<number>(rank);
  let stride = 1;
  for (let p = rank - 1; p >= 0; p--) {
    strides[t.order[p]!] = stride;
    stride *= t.shape[p]!;
  }
  const extents = logicalExtents(t);
  const index = new Array<number>(rank).fill(0);
  let at = 0;
  for (let i = 0; i < positions.length; i++) {
    positions[i] = at;
    // an odometer, last axis fastest
    for (let axis = rank - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      index[axis]!++;
      if (index[axis]! < extents[axis]!) break;
      at -= strides[axis]! * extents[axis]!;
      index[axis] = 0;
    }
  }
  return positions;
}

/** The int32 or float32 elements of a tensor in logical order; its own storage where that is the same. */
export function inLogicalOrder(t: JsTensor): JsTensor {
  if (isIdentity(t)) return t;
  const data = t.data.slice();
  logicalPositions(t).forEach((at, i) => {
    data[i] = t.data[at]!;
  });
  return { ...t, data };
}

/** Refuses (A20) unless both tensors have the same logical extents. */
export function demandSameExtents(a: JsTensor, b: JsTensor): void {
  const [ea, eb] = [logicalExtents(a), logicalExtents(b)];
  if (ea.length !== eb.length || ea.some((extent, axis) => extent !== eb[axis])) {
    throw new KernelRefusal(`A20: extents ${ea} and ${eb}`);
  }
}
