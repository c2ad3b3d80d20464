/**
 * Products of integer matrices whose rows are packed side by side (S84): two rows and four columns at a time, so that
 * every value that is read serves several sums, or one row where there is no other. Sums wrap, and so do not depend on their order.
 */

import { vectorKernels } from '../simd/index.ts';
import { addressOf, intsToFill, panels } from '../workspace.ts';

/** Rows of equal length, from the first value of one to that of the next a step that is at least as long. */
export interface Rows {
  readonly values: Int32Array;
  readonly first: number;
  readonly count: number;
  readonly step: number;
}

/** Values in even steps, of rows and in a row; they count elements. */
export interface Grid {
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
  { values: a, step: aStep }: Rows,
  i: number,
  { values: b, step: bStep }: Rows,
  j: number,
  terms: number,
  to: Grid,
  at: number,
): void {
  const [r1, c1, c2, c3] = [i + aStep, j + bStep, j + 2 * bStep, j + 3 * bStep];
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
  { values: a }: Rows,
  i: number,
  { values: b, step: bStep }: Rows,
  j: number,
  terms: number,
  { values, columnStep }: Grid,
  at: number,
): void {
  const [c1, c2, c3] = [j + bStep, j + 2 * bStep, j + 3 * bStep];
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
function addInVectors(a: Rows, b: Rows, terms: number, to: Grid): boolean {
  const [aAt, bAt, toAt] = [addressOf(a.values), addressOf(b.values), addressOf(to.values)];
  if (aAt === undefined || bAt === undefined || toAt === undefined) return false;
  if (vectorKernels === undefined || a.count <= 0 || b.count <= 0) return false;
  vectorKernels.addProducts(
    aAt + 4 * a.first,
    a.count,
    4 * a.step,
    bAt + 4 * b.first,
    b.count,
    4 * b.step,
    terms,
    toAt + 4 * to.first,
    4 * to.rowStep,
    4 * to.columnStep,
  );
  return true;
}

/** Adds the product of every row of `a` and every row of `b`, `terms` values each, to its place in `to`. */
export function addProducts(a: Rows, b: Rows, terms: number, to: Grid): void {
  // four rows of the right operand are taken at a time
  if (b.count < 4 && a.count > b.count) {
    const { values, first, rowStep, columnStep } = to;
    addInOrder(b, a, terms, { values, first, rowStep: columnStep, columnStep: rowStep });
  } else addInOrder(a, b, terms, to);
}

function addInOrder(a: Rows, b: Rows, terms: number, to: Grid): void {
  if (addInVectors(a, b, terms, to)) return;
  // every value that is copied then serves at least so many sums
  const isWorthCopies = vectorKernels !== undefined && a.count >= 4 && b.count >= 4 && terms >= 16;
  if (isWorthCopies) addInPanels(a, b, terms, to);
  else addOneByOne(a, b, terms, to);
}

/** A part of rows, each from the same term on, copied to a panel. */
function panelOf(
  { values, first, step }: Rows,
  row: number,
  count: number,
  term: number,
  terms: number,
  panel: Int32Array,
): Rows {
  const from = { values, first: first + row * step + term, rowStep: step, columnStep: 1 };
  copyGrid(from, { values: panel, first: 0, rowStep: terms, columnStep: 1 }, count, terms);
  return { values: panel, first: 0, count, step: terms };
}

/** In vectors, a part at a time, which is copied to where they can be. */
function addInPanels(a: Rows, b: Rows, terms: number, to: Grid): void {
  const { left, right, sums } = panels;
  const most = left.length;
  const termsAtOnce = Math.min(terms, 1024);
  const columnsAtOnce = Math.min(b.count, Math.floor(most / termsAtOnce));
  const rowsAtOnce = Math.min(
    a.count,
    Math.floor(most / termsAtOnce),
    Math.floor(most / columnsAtOnce),
  );
  for (let term = 0; term < terms; term += termsAtOnce) {
    const some = Math.min(termsAtOnce, terms - term);
    for (let column = 0; column < b.count; column += columnsAtOnce) {
      const columns = Math.min(columnsAtOnce, b.count - column);
      const bPart = panelOf(b, column, columns, term, some, right);
      for (let row = 0; row < a.count; row += rowsAtOnce) {
        const rows = Math.min(rowsAtOnce, a.count - row);
        const aPart = panelOf(a, row, rows, term, some, left);
        sums.fill(0, 0, rows * columns);
        addInVectors(aPart, bPart, some, {
          values: sums,
          first: 0,
          rowStep: columns,
          columnStep: 1,
        });
        addSums(sums, rows, columns, to, to.first + row * to.rowStep + column * to.columnStep);
      }
    }
  }
}

/** Adds sums, row by row, to their places. */
function addSums(
  sums: Int32Array,
  rows: number,
  columns: number,
  { values, rowStep, columnStep }: Grid,
  first: number,
): void {
  for (let row = 0, from = 0; row < rows; row++) {
    let at = first + row * rowStep;
    for (let column = 0; column < columns; column++, at += columnStep) {
      values[at] = values[at]! + sums[from++]!;
    }
  }
}

function addOneByOne(a: Rows, b: Rows, terms: number, to: Grid): void {
  const { values, first, rowStep, columnStep } = to;
  const fours = b.count & ~3;
  for (let row = 0; row < a.count; ) {
    const rows = row + 1 < a.count ? 2 : 1;
    const i = a.first + row * a.step;
    const rowAt = first + row * rowStep;
    for (let column = 0; column < fours; column += 4) {
      const j = b.first + column * b.step;
      const at = rowAt + column * columnStep;
      if (rows === 2) addBlock(a, i, b, j, terms, to, at);
      else addRow(a, i, b, j, terms, to, at);
    }
    for (let column = fours; column < b.count; column++) {
      const j = b.first + column * b.step;
      for (let r = 0; r < rows; r++) {
        const at = rowAt + r * rowStep + column * columnStep;
        values[at] = values[at]! + dot(a.values, i + r * a.step, b.values, j, terms);
      }
    }
    row += rows;
  }
}

/** Copies so many rows of so many values. */
export function copyGrid(from: Grid, to: Grid, rows: number, count: number): void {
  if (rows <= 0 || count <= 0) return;
  const [fromAt, toAt] = [addressOf(from.values), addressOf(to.values)];
  if (vectorKernels !== undefined && fromAt !== undefined && toAt !== undefined) {
    vectorKernels.copyGrid(
      fromAt + 4 * from.first,
      4 * from.rowStep,
      4 * from.columnStep,
      toAt + 4 * to.first,
      4 * to.rowStep,
      4 * to.columnStep,
      rows,
      count,
    );
    return;
  }
  for (let row = 0; row < rows; row++) {
    let i = from.first + row * from.rowStep;
    let j = to.first + row * to.rowStep;
    for (let n = 0; n < count; n++, i += from.columnStep, j += to.columnStep) {
      to.values[j] = from.values[i]!;
    }
  }
}

/** Packs so many rows of so many values side by side. */
export function packRows(from: Grid, count: number, terms: number): Rows {
  const values = intsToFill(count * terms);
  copyGrid(from, { values, first: 0, rowStep: terms, columnStep: 1 }, count, terms);
  return { values, first: 0, count, step: terms };
}
