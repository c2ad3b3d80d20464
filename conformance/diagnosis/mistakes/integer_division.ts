/** Integer quotients that are rounded otherwise, or divided without their sign (L22, S75). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { primitives } from '../../../reference/primitives.ts';

type Division = (sum: number, n: number) => number;

const quotient = (
  id: string,
  words: string,
  of: Division,
  fix = 'round halves away from zero',
): Mutant => ({
  id: `adaptive_quotient_${id}`,
  clause: 'L22',
  bug: `the integer average of an adaptive pool ${words}`,
  fix,
  // no −0
  fn: { roundedQuotient: (_n, sum, count) => of(sum, count) + 0 },
});

const halfToEven = (x: number): number => {
  const low = Math.floor(x);
  if (x - low !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
};

type Test = (remainder: number, n: number) => boolean;

/** Integer quotients that are rounded by their remainder. */
const remainders: readonly Mutant[] = (
  [
    [
      'above_other_half',
      'only where the remainder is above n − ⌊n/2⌋',
      (r, n) => r > n - Math.floor(n / 2),
    ],
    [
      'at_floored_half',
      'where the remainder is ⌊n/2⌋, which is below a half of an odd n',
      (r, n) => r >= Math.floor(n / 2),
    ],
    [
      'above_half',
      'only where the remainder is above a half: ties go toward zero',
      (r, n) => 2 * r > n,
    ],
    [
      'above_floored_half',
      'where the remainder is above ⌊n/2⌋: ties go toward zero',
      (r, n) => r > Math.floor(n / 2),
    ],
    ['where_any', 'wherever there is a remainder', (r) => r > 0],
  ] as readonly (readonly [string, string, Test])[]
).map(([id, words, isUp]) =>
  quotient(`up_${id}`, `is rounded away from zero ${words}`, (sum, n) => {
    const size = Math.abs(sum);
    const magnitude = Math.floor(size / n) + (isUp(size % n, n) ? 1 : 0);
    return sum < 0 ? -magnitude : magnitude;
  }),
);

/** Halves that are added before an integer division. */
const halves: readonly Mutant[] = (
  [
    [
      'truncated',
      'adds ⌊n/2⌋ and truncates, whatever the sign',
      (s, n) => Math.trunc((s + Math.floor(n / 2)) / n),
    ],
    ['floored', 'adds ⌊n/2⌋ and floors', (s, n) => Math.floor((s + Math.floor(n / 2)) / n)],
    [
      'ceiled',
      'adds ⌈n/2⌉ with the sign of the sum and truncates',
      (s, n) => Math.trunc((s + Math.sign(s) * Math.ceil(n / 2)) / n),
    ],
    ['one_fewer', 'adds n − 1 and truncates: it rounds up', (s, n) => Math.trunc((s + n - 1) / n)],
  ] as readonly (readonly [string, string, Division])[]
).map(([id, words, of]) => quotient(`half_${id}`, words, of));

/** Divisions in C of an operand of which the type is unsigned: a negative sum is taken for one near 2^32. */
const unsignedQuotients: readonly Mutant[] = (
  [
    ['truncated', 'truncates', (s, n) => (s >>> 0) / n],
    ['half_added', 'adds ⌊n/2⌋', (s, n) => ((s + Math.floor(n / 2)) >>> 0) / n],
    ['half_ceiled', 'adds ⌈n/2⌉', (s, n) => ((s + Math.ceil(n / 2)) >>> 0) / n],
    [
      'half_signed',
      'adds ⌊n/2⌋ with the sign of the sum',
      (s, n) => ((s + Math.sign(s) * Math.floor(n / 2)) >>> 0) / n,
    ],
  ] as readonly (readonly [string, string, Division])[]
).map(([id, words, of]) =>
  quotient(
    `unsigned_${id}`,
    `${words} and divides unsigned integers (uint32): negative sums are wrong`,
    (sum, n) => Math.trunc(of(sum, n)) | 0,
    'divide the magnitude, rounded with halves away from zero, and give it the sign',
  ),
);

/** Truncated quotients of two integers (S75). */
const divisions: readonly Mutant[] = (
  [
    [
      'unsigned',
      'divides unsigned integers: one operand is uint32, and so both are',
      (a, b) => (a >>> 0) / (b >>> 0),
    ],
    ['nearest', 'rounds to nearest', (a, b) => Math.round(a / b)],
    ['ceiled', 'rounds up', (a, b) => Math.ceil(a / b)],
    ['in_float32', 'divides in float32', (a, b) => Math.fround(Math.fround(a) / Math.fround(b))],
    [
      'by_reciprocal',
      'multiplies by the reciprocal in float32',
      (a, b) => Math.fround(Math.fround(a) * Math.fround(1 / Math.fround(b))),
    ],
  ] as readonly (readonly [string, string, Division])[]
).map(([id, words, of]) => ({
  id: `integer_division_${id}`,
  clause: 'S75',
  bug: `the integer division ${words}`,
  fix: 'divide int32 by int32, truncated toward zero',
  fn: {
    divInt32: (n, a, b) => (b === 0 ? primitives.divInt32(n, a, b) : Math.trunc(of(a, b)) | 0),
  },
}));

export const integerDivisionMistakes: readonly Mutant[] = [
  quotient('half_even', 'rounds halves to even', (s, n) => halfToEven(s / n)),
  quotient('half_up', 'rounds halves up', (s, n) => Math.floor(s / n + 0.5)),
  quotient(
    'half_then_truncated',
    'adds 0.5 and truncates, whatever the sign: negative averages are wrong',
    (s, n) => Math.trunc(s / n + 0.5),
  ),
  quotient('ceiled', 'is rounded up', (s, n) => Math.ceil(s / n)),
  quotient(
    'half_down',
    'rounds halves toward zero',
    (s, n) => Math.sign(s) * Math.ceil(Math.abs(s / n) - 0.5),
  ),
  ...remainders,
  ...halves,
  ...unsignedQuotients,
  ...divisions,
];
