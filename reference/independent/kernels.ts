/** Views, reductions and fused forms S73, S97–S108 once more, from the clauses. */

import { fromInteger, fused, minus, over, plus, root, times } from './float32.ts';
import {
  codeOf,
  decoded,
  type Generator,
  type Grid,
  gridScale,
  type Mode,
  quantized,
} from './primitives.ts';
import type { Rules } from './rules.ts';

/** Physical extents and the logical axis that each physical axis carries (S3). */
export interface View {
  readonly shape: readonly number[];
  readonly order: readonly number[];
}

/** All index tuples of the given extents, last axis fastest. */
function tuples(extents: readonly number[]): number[][] {
  let all: number[][] = [[]];
  for (const extent of extents) {
    all = all.flatMap((head) => Array.from({ length: extent }, (_, i) => [...head, i]));
  }
  return all;
}

/** S73: the storage position of every logical index: `P[p] = L[order[p]]`, row-major over `shape`. */
export function positions({ shape, order }: View): number[] {
  const logical = shape.map((_, axis) => shape[order.indexOf(axis)]!);
  return tuples(logical).map((index) => {
    let at = 0;
    shape.forEach((extent, p) => {
      at = at * extent + index[order[p]!]!;
    });
    return at;
  });
}

/** Splits values in logical order into blocks of `size`. */
export function blocks<T>(values: readonly T[], size: number): T[][] {
  const pieces: T[][] = [];
  for (let i = 0; i < values.length; i += size) pieces.push(values.slice(i, i + size));
  return pieces;
}

/** A float sum from +0, first to last. */
export function summed(values: readonly number[]): number {
  let sum = 0;
  for (const v of values) sum = plus(sum, v);
  return sum;
}

/** S97 */
export function mean(values: readonly number[]): number {
  return over(summed(values), fromInteger(values.length));
}

/** S98 */
export function variance(values: readonly number[], around: number): number {
  const squares = values.map((v) => times(minus(v, around), minus(v, around)));
  return over(summed(squares), fromInteger(values.length));
}

/** S99 */
export function sumOfSquares(values: readonly number[]): number {
  return summed(values.map((v) => times(v, v)));
}

/** S100 */
export function reciprocalRoot(x: number, eps: number): number {
  return over(1, root(plus(x, eps)));
}

/** S101 */
export function mantissaMean(q: readonly number[], scale: number): number {
  const sum = q.reduce((total, v) => total + BigInt(v), 0n);
  return times(scale, over(fromInteger(sum), fromInteger(q.length)));
}

/** S103 of positive values */
export function encodedRoots(
  g: Generator,
  q: readonly number[],
  scale: number,
  eps: number,
  bits: number,
  mode: Mode,
  rules: Pick<Rules, 'encode'>,
): Grid {
  const roots = q.map((v) => reciprocalRoot(decoded(v, scale), eps));
  const peak = Math.max(...roots);
  const grid = gridScale(peak, bits);
  // nothing is written, and nothing drawn: the codes stay what a fresh target holds
  if (peak === 0) return { scale: grid, codes: roots.map(() => 0) };
  return { scale: grid, codes: roots.map((r) => codeOf(g, over(r, grid), bits, mode, rules)) };
}

/** S77: the sum of decoded values, encoded anew */
export function encodedSum(
  g: Generator,
  a: readonly number[],
  sA: number,
  b: readonly number[],
  sB: number,
  bits: number,
  mode: Mode,
  rules: Pick<Rules, 'encode'>,
): Grid {
  const sum = a.map((q, i) => plus(decoded(q, sA), decoded(b[i]!, sB)));
  return quantized(g, sum, bits, mode, rules);
}

/** S105 */
export function weighted(a: number, x: number, b: number, y: number): number {
  return plus(times(a, x), times(b, y));
}

/** S106 */
export function interpolated(a: number, b: number, w: number): number {
  return fused(w, minus(b, a), a);
}

/** S107 */
export function addedProduct(a: number, b: number, c: number, s: number): number {
  return plus(a, times(times(s, b), c));
}

/** S108 */
export function addedQuotient(
  a: number,
  b: number,
  v: number,
  s: number,
  divisor: number,
  eps: number,
): number {
  return plus(a, over(times(s, b), plus(over(root(v), divisor), eps)));
}
