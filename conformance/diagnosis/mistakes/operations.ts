/** Another operation in place of each float operation, by the operation. */

import { narrowOperations } from './narrow_operations.ts';
import { type Operation, shiftWords } from './operation.ts';
import { productOperations } from './product_operations.ts';

/** Operations of two numbers and of one. */
const plain: Readonly<Record<string, readonly Operation[]>> = {
  add: [
    ['subtracts', 'subtracts what is to be added', ({ f }) => ({ add: (a, b) => f.sub(a, b) })],
    [
      'reversed',
      'subtracts the first from the second',
      ({ f }) => ({ add: (a, b) => f.sub(b, a) }),
    ],
    ['keeps_first', 'leaves out what is to be added', () => ({ add: (a) => a })],
    [
      'keeps_second',
      'assigns what is to be added: the sum before is lost',
      () => ({ add: (_a, b) => b }),
    ],
    ['multiplies', 'multiplies what is to be added', ({ f }) => ({ add: (a, b) => f.mul(a, b) })],
    ['maximum', 'takes the larger of two numbers that are to be added', () => ({ add: Math.max })],
    ['twice', 'adds twice', ({ f }) => ({ add: (a, b) => f.add(f.add(a, b), b) })],
    [
      'magnitude',
      'adds the magnitude of what is to be added',
      ({ f }) => ({ add: (a, b) => f.add(a, Math.abs(b)) }),
    ],
  ],
  sub: [
    ['adds', 'adds what is to be subtracted', ({ f }) => ({ sub: (a, b) => f.add(a, b) })],
    [
      'reversed',
      'subtracts the other way round: the sign is wrong',
      ({ f }) => ({ sub: (a, b) => f.sub(b, a) }),
    ],
    ['keeps_first', 'leaves out what is to be subtracted', () => ({ sub: (a) => a })],
    ['keeps_second', 'takes what is to be subtracted', () => ({ sub: (_a, b) => b })],
    [
      'multiplies',
      'multiplies instead of subtracting',
      ({ f }) => ({ sub: (a, b) => f.mul(a, b) }),
    ],
    [
      'magnitude',
      'takes the magnitude of a difference: its sign is lost',
      ({ f }) => ({ sub: (a, b) => Math.abs(f.sub(a, b)) }),
    ],
    [
      'squared',
      'squares a difference',
      ({ f }) => ({
        sub: (a, b) => {
          const difference = f.sub(a, b);
          return f.mul(difference, difference);
        },
      }),
    ],
    ['twice', 'subtracts twice', ({ f }) => ({ sub: (a, b) => f.sub(f.sub(a, b), b) })],
    [
      'magnitudes',
      'adds the magnitudes of what it should subtract',
      ({ f }) => ({ sub: (a, b) => f.add(Math.abs(a), Math.abs(b)) }),
    ],
    [
      'positive',
      'cuts a difference at 0',
      ({ f }) => ({ sub: (a, b) => Math.max(0, f.sub(a, b)) }),
    ],
  ],
  mul: [
    [
      'divides',
      'divides by a factor instead of multiplying by it',
      ({ f }) => ({ mul: (a, b) => f.div(a, b) }),
    ],
    ['keeps_first', 'leaves out a factor, the second', () => ({ mul: (a) => a })],
    ['keeps_second', 'leaves out a factor, the first', () => ({ mul: (_a, b) => b })],
    ['twice', 'applies a factor twice', ({ f }) => ({ mul: (a, b) => f.mul(f.mul(a, b), b) })],
    [
      'first_twice',
      'applies a factor twice: the first one is squared',
      ({ f }) => ({ mul: (a, b) => f.mul(f.mul(a, a), b) }),
    ],
    ['squares_first', 'squares the first factor', ({ f }) => ({ mul: (a) => f.mul(a, a) })],
    ['adds', 'adds factors', ({ f }) => ({ mul: (a, b) => f.add(a, b) })],
    ['shifts', shiftWords, ({ f }) => ({ mul: (a, b) => f.add(a, f.sub(b, 1)) })],
    ['shifts_second', shiftWords, ({ f }) => ({ mul: (a, b) => f.add(b, f.sub(a, 1)) })],
    [
      'complement',
      'multiplies by 1 less a factor',
      ({ f }) => ({ mul: (a, b) => f.mul(a, f.sub(1, b)) }),
    ],
    ['negates', 'has the wrong sign of a product', ({ f }) => ({ mul: (a, b) => -f.mul(a, b) })],
    [
      'rooted',
      'multiplies by the root of a factor',
      ({ f }) => ({ mul: (a, b) => f.mul(a, f.sqrt(b)) }),
    ],
    ['zero', 'gives 0 for a product', () => ({ mul: () => 0 })],
  ],
  div: [
    [
      'multiplies',
      'multiplies by a divisor instead of dividing by it',
      ({ f }) => ({ div: (a, b) => f.mul(a, b) }),
    ],
    [
      'reversed',
      'divides the other way round: dividend and divisor are exchanged (the reciprocal)',
      ({ f }) => ({ div: (a, b) => f.div(b, a) }),
    ],
    ['undivided', 'does not divide: the divisor is left out', () => ({ div: (a) => a })],
    [
      'by_reciprocal',
      'multiplies by a rounded reciprocal instead of dividing',
      ({ f }) => ({ div: (a, b) => f.mul(a, f.div(1, b)) }),
    ],
    ['twice', 'divides twice', ({ f }) => ({ div: (a, b) => f.div(f.div(a, b), b) })],
    ['one_fewer', 'divides by n − 1', ({ f }) => ({ div: (a, b) => f.div(a, f.sub(b, 1)) })],
    ['one_more', 'divides by n + 1', ({ f }) => ({ div: (a, b) => f.div(a, f.add(b, 1)) })],
    [
      'by_root',
      'divides by the root of the divisor',
      ({ f }) => ({ div: (a, b) => f.div(a, f.sqrt(b)) }),
    ],
    [
      'truncated',
      'cuts a quotient to an integer, as an integer division does',
      ({ f }) => ({ div: (a, b) => Math.trunc(f.div(a, b)) }),
    ],
    [
      'floored',
      'floors a quotient to an integer',
      ({ f }) => ({ div: (a, b) => Math.floor(f.div(a, b)) }),
    ],
    [
      'by_zero_is_zero',
      'gives 0 where it divides by 0',
      ({ f }) => ({ div: (a, b) => (b === 0 ? 0 : f.div(a, b)) }),
    ],
    ...([1e-5, 1e-6, 1e-7, 1e-8, 1e-10, 1e-12] as const).flatMap((epsilon): Operation[] => {
      const tiny = Math.fround(epsilon);
      return [
        [
          `plus_${epsilon}`,
          `adds an epsilon of ${epsilon} to a divisor`,
          ({ f }) => ({ div: (a, b) => f.div(a, f.add(b, tiny)) }),
        ],
        [
          `at_least_${epsilon}`,
          `raises a divisor to at least ${epsilon}`,
          ({ f }) => ({ div: (a, b) => f.div(a, Math.max(b, tiny)) }),
        ],
      ];
    }),
  ],
  sqrt: [
    ['unrooted', 'leaves out the square root', () => ({ sqrt: (x) => x })],
    ['reciprocal', 'takes the reciprocal root', ({ f }) => ({ sqrt: (x) => f.div(1, f.sqrt(x)) })],
    ['squares', 'squares instead of taking the root', ({ f }) => ({ sqrt: (x) => f.mul(x, x) })],
    ['halves', 'halves instead of taking the root', ({ f }) => ({ sqrt: (x) => f.mul(x, 0.5) })],
    [
      'of_magnitude',
      'takes the root of the magnitude',
      ({ f }) => ({ sqrt: (x) => f.sqrt(Math.abs(x)) }),
    ],
  ],
  fromInt: [
    ['int8', 'reads an integer in 8 bits', () => ({ fromInt: (q) => (q << 24) >> 24 })],
    ['int16', 'reads an integer in 16 bits', () => ({ fromInt: (q) => (q << 16) >> 16 })],
    ['uint8', 'reads an integer as an unsigned byte', () => ({ fromInt: (q) => q & 255 })],
    ['uint16', 'reads an integer as unsigned 16 bits', () => ({ fromInt: (q) => q & 65535 })],
    ['unsigned', 'reads an integer as unsigned', () => ({ fromInt: (q) => Math.fround(q >>> 0) })],
    [
      'magnitude',
      'reads the magnitude of an integer',
      ({ f }) => ({ fromInt: (q) => Math.abs(f.fromInt(q)) }),
    ],
    ['less_one', 'reads an integer less 1', ({ f }) => ({ fromInt: (q) => f.fromInt(q - 1) })],
    ['plus_one', 'reads an integer plus 1', ({ f }) => ({ fromInt: (q) => f.fromInt(q + 1) })],
  ],
};

const others: Readonly<Record<string, readonly Operation[]>> = { ...plain, ...productOperations };

export const operations: Readonly<Record<string, readonly Operation[]>> = Object.fromEntries(
  Object.entries(others).map(([name, own]) => [name, [...own, ...(narrowOperations[name] ?? [])]]),
);
