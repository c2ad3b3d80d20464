/** What must hold between the tensors of a matrix product; operands that do not match are refused (A16). */

import {
  and,
  atLeast,
  axis,
  below,
  choice,
  count,
  equal,
  type Fits,
  has,
  implies,
  not,
  or,
  plus,
  rank,
  type Term,
  times,
} from './fits.ts';

/** A matrix as it enters a product: rank 1 is a row on the left, a column on the right. */
interface View {
  readonly rows: Term;
  readonly columns: Term;
}

const isRank = (name: string, k: number): Term => equal(rank(name), k);
const areMatrices = (...names: readonly string[]): Term =>
  and(...names.map((name) => and(below(0, rank(name)), below(rank(name), 3))));

const left = (name: string): View => ({
  rows: plus(isRank(name, 1), times(isRank(name, 2), axis(name, 0))),
  columns: plus(times(isRank(name, 1), axis(name, 0)), times(isRank(name, 2), axis(name, 1))),
});
const right = (name: string): View => ({
  rows: axis(name, 0),
  columns: plus(isRank(name, 1), times(isRank(name, 2), axis(name, 1))),
});
/** Of a matrix with its axes exchanged; rank 1 has none to exchange. */
const leftTransposed = (name: string): View => ({
  rows: plus(isRank(name, 1), times(isRank(name, 2), axis(name, 1))),
  columns: axis(name, 0),
});
const rightTransposed = (name: string): View => ({
  rows: plus(times(isRank(name, 1), axis(name, 0)), times(isRank(name, 2), axis(name, 1))),
  columns: plus(isRank(name, 1), times(isRank(name, 2), axis(name, 0))),
});

export const views = { left, right, leftTransposed, rightTransposed };

/** No operand is a scalar, and the result is as large as rows times columns where the operands match. */
export function viewsFit(
  [a, viewA]: readonly [string, View],
  [b, viewB]: readonly [string, View],
  result: string,
): Fits {
  const match = and(areMatrices(a, b), equal(viewA.columns, viewB.rows));
  return {
    [a]: [below(0, rank(a))],
    [b]: [below(0, rank(b))],
    [result]: [implies(match, equal(count(result), times(viewA.rows, viewB.columns)))],
  };
}

/** A bias of another count is refused where the contract looks at it, and by no integer product. */
export function biasFits(bias: string, a: string, b: string, columns: Term): Term {
  return or(
    not(has(bias)),
    not(areMatrices(a, b)),
    choice('matmulBiasCheck', 'checked'),
    equal(count(bias), columns),
  );
}

/** `a · b`, and a bias per column. */
export function productFits(a: string, b: string, result: string): Fits {
  return {
    ...viewsFit([a, left(a)], [b, right(b)], result),
    bias: [biasFits('bias', a, b, right(b).columns)],
  };
}

/** The integer product looks at no count of its bias, and reads as many values as there are columns. */
export function integerProductFits(a: string, b: string, result: string): Fits {
  const enough = atLeast(count('bias'), right(b).columns);
  return {
    ...viewsFit([a, left(a)], [b, right(b)], result),
    bias: [or(not(has('bias')), enough)],
  };
}
