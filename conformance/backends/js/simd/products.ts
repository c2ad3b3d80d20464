/** Products of integer rows, four terms and four columns at a time. Sums wrap, in any order. */

import { type Code, func, i32, i32x4, repeat, v128, when } from './assembler.ts';

const four = [0, 1, 2, 3] as const;

/** Bytes of an int32, as a shift, and of a vector. */
const word = 2;
const vectorBytes = 16;

const parameters = {
  /** where the rows of the left operand stand, and of the right one, whose rows are the columns of the result */
  a: 'i32',
  rows: 'i32',
  aStep: 'i32',
  b: 'i32',
  columns: 'i32',
  bStep: 'i32',
  /** values of a row */
  terms: 'i32',
  /** where the first sum goes; steps are bytes from one row, or sum, to the next */
  to: 'i32',
  rowStep: 'i32',
  columnStep: 'i32',
} as const;

const locals = {
  rowBytes: 'i32',
  /** bytes of a row that fill vectors, and a mask of the terms behind them */
  whole: 'i32',
  rest: 'v128',
  at: 'i32',
  left: 'i32',
  k: 'i32',
  c0: 'i32',
  c1: 'i32',
  c2: 'i32',
  c3: 'i32',
  u: 'v128',
  s0: 'v128',
  s1: 'v128',
  s2: 'v128',
  s3: 'v128',
} as const;

/**
 * Adds the product of every row and every column to its place. There is at least one of each; behind the last column,
 * what three more would hold is read as well.
 */
export const addProducts = func(parameters, locals, ({ get, set }) => {
  const advance = (name: keyof typeof parameters | keyof typeof locals, by: Code): Code =>
    set(name, i32.add(get(name), by));
  const addTerms = (mask: (values: Code) => Code): Code[] => [
    set('u', mask(v128.load(i32.add(get('a'), get('k'))))),
    ...four.map((c) => {
      const column = v128.load(i32.add(get(`c${c}`), get('k')));
      return set(`s${c}`, i32x4.add(get(`s${c}`), i32x4.multiply(get('u'), column)));
    }),
  ];
  /** Sums of neighbouring lanes of two vectors: first those of the one, then those of the other. */
  const pairs = (x: Code, y: Code): Code =>
    i32x4.add(v128.shuffle([0, 2, 4, 6], x, y), v128.shuffle([1, 3, 5, 7], x, y));
  const addLane = (lane: number): Code[] => [
    i32.store(get('at'), i32.add(i32.load(get('at')), i32x4.lane(lane, get('u')))),
    advance('at', get('columnStep')),
  ];
  const fourColumns = [
    set('c1', i32.add(get('c0'), get('bStep'))),
    set('c2', i32.add(get('c1'), get('bStep'))),
    set('c3', i32.add(get('c2'), get('bStep'))),
    ...four.map((c) => set(`s${c}`, v128.zero)),
    set('k', i32.constant(0)),
    when(get('whole'), [
      repeat(
        [...addTerms((values) => values), advance('k', i32.constant(vectorBytes))],
        i32.less(get('k'), get('whole')),
      ),
    ]),
    when(
      i32.less(get('k'), get('rowBytes')),
      addTerms((values) => v128.and(values, get('rest'))),
    ),
    set('u', pairs(pairs(get('s0'), get('s1')), pairs(get('s2'), get('s3')))),
    when(
      i32.and(
        i32.equal(get('columnStep'), i32.constant(1 << word)),
        i32.greater(get('left'), i32.constant(3)),
      ),
      [
        v128.store(get('at'), i32x4.add(v128.load(get('at')), get('u'))),
        advance('at', i32.constant(vectorBytes)),
      ],
      four.map((lane) => when(i32.greater(get('left'), i32.constant(lane)), addLane(lane))),
    ),
    set('c0', i32.add(get('c3'), get('bStep'))),
    advance('left', i32.constant(-4)),
  ];
  const row = [
    set('c0', get('b')),
    set('left', get('columns')),
    set('at', get('to')),
    repeat(fourColumns, i32.greater(get('left'), i32.constant(0))),
    advance('a', get('aStep')),
    advance('to', get('rowStep')),
    advance('rows', i32.constant(-1)),
  ];
  return [
    set('rowBytes', i32.shiftLeft(get('terms'), i32.constant(word))),
    set('whole', i32.and(get('rowBytes'), i32.constant(-vectorBytes))),
    set(
      'rest',
      i32x4.less(i32x4.constant(four), i32x4.splat(i32.and(get('terms'), i32.constant(3)))),
    ),
    repeat(row, get('rows')),
  ];
});
