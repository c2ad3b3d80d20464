/**
 * Products of integer matrices whose rows are packed side by side (S84): two rows and four columns at a time, so that
 * every value that is read serves several sums, or one row where there is no other. Sums wrap, and so do not depend on their order.
 */

import { isInWorkspace, vectorKernels } from '../simd/index.ts';
import { intsToFill } from '../workspace.ts';

/** Rows of equal length, one after the other. */
export interface Rows {
  readonly values: Int32Array;
  readonly first: number;
  readonly count: number;
}

/** Where the sum of a row and a column goes. */
export interface Sums {
  readonly values: Int32Array;
  readonly first: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

function dot(a: Int32Array, i: number, b: Int32Array, j: number, terms: number): number {
  let sum = 0;
  for (let k = 0; k < terms; k++) sum = (sum + Math.imul(a[i + k]!, b[j + k]!)) | 0;
  return sum;
}

/** Two rows times four columns. */
function addBlock(
  a: Int32Array,
  i: number,
  b: Int32Array,
  j: number,
  terms: number,
  to: Sums,
  at: number,
): void {
  const [r1, c1, c2, c3] = [i + terms, j + terms, j + 2 * terms, j + 3 * terms];
  let [s0, s1, s2, s3, t0, t1, t2, t3] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = 0; k < terms; k++) {
    const u = a[i + k]!;
    const v = a[r1 + k]!;
    const w0 = b[j + k]!;
    const w1 = b[c1 + k]!;
    const w2 = b[c2 + k]!;
    const w3 = b[c3 + k]!;
    s0 = (s0 + Math.imul(u, w0)) | 0;
    s1 = (s1 + Math.imul(u, w1)) | 0;
    s2 = (s2 + Math.imul(u, w2)) | 0;
    s3 = (s3 + Math.imul(u, w3)) | 0;
    t0 = (t0 + Math.imul(v, w0)) | 0;
    t1 = (t1 + Math.imul(v, w1)) | 0;
    t2 = (t2 + Math.imul(v, w2)) | 0;
    t3 = (t3 + Math.imul(v, w3)) | 0;
  }
  const { values, rowStep, columnStep } = to;
  const next = at + rowStep;
  values[at] = values[at]! + s0;
  values[at + columnStep] = values[at + columnStep]! + s1;
  values[at + 2 * columnStep] = values[at + 2 * columnStep]! + s2;
  values[at + 3 * columnStep] = values[at + 3 * columnStep]! + s3;
  values[next] = values[next]! + t0;
  values[next + columnStep] = values[next + columnStep]! + t1;
  values[next + 2 * columnStep] = values[next + 2 * columnStep]! + t2;
  values[next + 3 * columnStep] = values[next + 3 * columnStep]! + t3;
}

/** One row times four columns. */
function addRow(
  a: Int32Array,
  i: number,
  b: Int32Array,
  j: number,
  terms: number,
  { values, columnStep }: Sums,
  at: number,
): void {
  const [c1, c2, c3] = [j + terms, j + 2 * terms, j + 3 * terms];
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let k = 0; k < terms; k++) {
    const u = a[i + k]!;
    s0 = (s0 + Math.imul(u, b[j + k]!)) | 0;
    s1 = (s1 + Math.imul(u, b[c1 + k]!)) | 0;
    s2 = (s2 + Math.imul(u, b[c2 + k]!)) | 0;
    s3 = (s3 + Math.imul(u, b[c3 + k]!)) | 0;
  }
  values[at] = values[at]! + s0;
  values[at + columnStep] = values[at + columnStep]! + s1;
  values[at + 2 * columnStep] = values[at + 2 * columnStep]! + s2;
  values[at + 3 * columnStep] = values[at + 3 * columnStep]! + s3;
}

/** In vectors, where all arrays can be; says whether that is done. */
function addInVectors(a: Rows, b: Rows, terms: number, to: Sums): boolean {
  if (vectorKernels === undefined || a.count <= 0 || b.count <= 0) return false;
  const isReachable =
    isInWorkspace(a.values) && isInWorkspace(b.values) && isInWorkspace(to.values);
  if (!isReachable) return false;
  vectorKernels.addProducts(
    a.values.byteOffset + 4 * a.first * terms,
    a.count,
    b.values.byteOffset + 4 * b.first * terms,
    b.count,
    terms,
    to.values.byteOffset + 4 * to.first,
    4 * to.rowStep,
    4 * to.columnStep,
  );
  return true;
}

/** Adds the product of every row of `a` and every row of `b`, `terms` values each, to its place in `to`. */
export function addProducts(a: Rows, b: Rows, terms: number, to: Sums): void {
  if (!addInVectors(a, b, terms, to)) addOneByOne(a, b, terms, to);
}

function addOneByOne(a: Rows, b: Rows, terms: number, to: Sums): void {
  const { values, first, rowStep, columnStep } = to;
  if (b.count < 4 && a.count > b.count) {
    addOneByOne(b, a, terms, { values, first, rowStep: columnStep, columnStep: rowStep });
    return;
  }
  const fours = b.count & ~3;
  for (let row = 0; row < a.count; ) {
    const rows = row + 1 < a.count ? 2 : 1;
    const i = (a.first + row) * terms;
    const rowAt = first + row * rowStep;
    for (let column = 0; column < fours; column += 4) {
      const j = (b.first + column) * terms;
      const at = rowAt + column * columnStep;
      if (rows === 2) addBlock(a.values, i, b.values, j, terms, to, at);
      else addRow(a.values, i, b.values, j, terms, to, at);
    }
    for (let column = fours; column < b.count; column++) {
      const j = (b.first + column) * terms;
      for (let r = 0; r < rows; r++) {
        const at = rowAt + r * rowStep + column * columnStep;
        values[at] = values[at]! + dot(a.values, i + r * terms, b.values, j, terms);
      }
    }
    row += rows;
  }
}

/** Packs vectors that stand `outerStep` apart, with values `innerStep` apart, into rows. */
export function packRows(
  from: Int32Array,
  count: number,
  outerStep: number,
  terms: number,
  innerStep: number,
): Rows {
  const values = intsToFill(count * terms);
  for (let row = 0; row < count; row++) {
    let at = row * outerStep;
    for (let k = 0; k < terms; k++, at += innerStep) values[row * terms + k] = from[at]!;
  }
  return { values, first: 0, count };
}
