/** Shapes that separate kernels: ones, odd sizes, sizes past a SIMD width, and permuted axes (S3). */

export interface MatmulShape {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/** Rows × inner × columns: units, vectors, odd tails around 4 and 8 lanes, one larger block. */
export const matmulShapes: readonly MatmulShape[] = [
  { rows: 1, inner: 1, columns: 1 },
  { rows: 1, inner: 1, columns: 5 },
  { rows: 1, inner: 7, columns: 1 },
  { rows: 3, inner: 1, columns: 2 },
  { rows: 2, inner: 3, columns: 5 },
  { rows: 3, inner: 4, columns: 3 },
  { rows: 1, inner: 9, columns: 4 },
  { rows: 5, inner: 17, columns: 3 },
  { rows: 4, inner: 16, columns: 4 },
  { rows: 2, inner: 33, columns: 7 },
];

/** All permutations of 0..rank−1 in lexicographic order; the first is the identity. */
export function permutations(rank: number): number[][] {
  if (rank === 0) return [[]];
  const result: number[][] = [];
  const extend = (head: readonly number[]): void => {
    if (head.length === rank) result.push([...head]);
    for (let i = 0; i < rank; i++) if (!head.includes(i)) extend([...head, i]);
  };
  extend([]);
  return result;
}

/** The physical extents that give logical extents under an order: physical axis p has `logical[order[p]]`. */
export function physicalShape(logical: readonly number[], order: readonly number[]): number[] {
  return order.map((axis) => logical[axis]!);
}
