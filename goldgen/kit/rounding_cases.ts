/** Arguments that separate rounding rules, for every op that rounds (S16–S20). */

import { type Rounding, roundings } from '../../reference/tensor.ts';
import { f32 } from './literals.ts';

/** Every mode of a record with every mode of an operation. */
export const roundingPairs: readonly (readonly [Rounding, Rounding])[] = roundings.flatMap(
  (stored) => roundings.map((mode) => [stored, mode] as const),
);

/** V2: HALF_AWAY ties, near-ties and ends. */
export const halfAwayValues: readonly number[] = [
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  f32('3effffff'),
  f32('beffffff'),
  8388607.5,
  -4194303.5,
  2147483520,
  -2147483648,
  -0,
];

export interface JitterPin {
  /** generator state before the draw */
  readonly rng: number;
  readonly x: number;
  /** where the pin is printed */
  readonly pin: 'V26' | 'B6.11';
}

/** S17 and B 6.11: arguments at which the rewrites of `(x ⊕ U()) ⊖ 0.5` differ by one. */
export const jitterPins: readonly JitterPin[] = [
  { rng: 3097833145, x: f32('447a1333'), pin: 'V26' },
  { rng: 3488166617, x: f32('44db8400'), pin: 'V26' },
  { rng: 592962179, x: f32('c087ff49'), pin: 'V26' },
  { rng: 4169358334, x: f32('c2ffd8cd'), pin: 'V26' },
  { rng: 4231408732, x: f32('c3000e0b'), pin: 'B6.11' },
  { rng: 3846018233, x: f32('c380517c'), pin: 'B6.11' },
];

/** S12: states whose next draw is 0 and 1 − 2^−24. */
export const stateOfDrawZero = 3673643993;
export const stateOfLargestDraw = 2224793406;

/** Quotients that int32 holds and no code does, at each power of two from 2^24: half again as much as it, and less than 2^31. */
export const farQuotients: readonly number[] = [24, 25, 26, 27, 28, 29, 30]
  .flatMap((k) => [2 ** k, 1.5 * 2 ** k])
  .flatMap((q) => [q, -q]);

/** Floats whose rounding leaves int32, one case each. */
export const unroundable: readonly number[] = [
  f32('7fc00000'),
  f32('7f800000'),
  f32('ff800000'),
  f32('4f000000'), // 2^31
  f32('cf000001'), // the float below −2^31
  f32('7f7fffff'),
];
