/**
 * Boundary tables: the values at which integer and float32 kernels go wrong.
 *
 * Floats are listed as bit patterns, so that no decimal is ever parsed. Widths are those of S8.
 */

import { float32FromBits, float32ToBits } from '../../reference/num/float32.ts';
import { INT32_MAX, INT32_MIN } from '../../reference/num/int32_range.ts';

/** Every width of the symmetric conformance range (S8). */
export const symWidths: readonly number[] = Array.from({ length: 24 }, (_, i) => i + 2);

/** Every width of the affine conformance range (S8). */
export const asymWidths: readonly number[] = Array.from({ length: 24 }, (_, i) => i + 1);

/** The widths that differ in kind: smallest, byte and nibble edges, the contracts' defaults, the largest. */
export const keyWidths: readonly number[] = [2, 3, 4, 7, 8, 9, 12, 15, 16, 17, 24, 25];

/** Largest code of a width in 2..25, 2^(b−1) − 1. */
export function codeMax(bits: number): number {
  return 2 ** (bits - 1) - 1;
}

/** Smallest code of a width, −2^(b−1). */
export function codeMin(bits: number): number {
  return -(2 ** (bits - 1));
}

/** 0, ±1 and the neighbourhood of every power of two up to the ends of int32, ascending. */
export const interestingInt32: readonly number[] = (() => {
  const values = new Set<number>([0, INT32_MIN, INT32_MIN + 1, INT32_MAX, INT32_MAX - 1]);
  for (let k = 0; k <= 30; k++) {
    for (const d of [-1, 0, 1]) {
      values.add(2 ** k + d);
      values.add(-(2 ** k) + d);
    }
  }
  return [...values].filter((v) => v >= INT32_MIN && v <= INT32_MAX).sort((a, b) => a - b);
})();

/** A short selection of `interestingInt32` for products of tables. */
export const keyInt32: readonly number[] = [
  0,
  1,
  -1,
  2,
  -2,
  127,
  -128,
  2047,
  -2048,
  32767,
  -32768,
  16777215,
  16777216,
  16777217,
  -16777217,
  1073774656,
  1073774657,
  INT32_MAX,
  INT32_MIN,
];

/**
 * Positive float32 bit patterns: zero, subnormals, the edges of the normal range, one and its neighbours,
 * halves and theirs, the limits of exact integers and of int32, the largest, infinity.
 */
export const interestingFloat32Bits: readonly number[] = [
  0x00000000, // 0
  0x00000001, // smallest subnormal
  0x007fffff, // largest subnormal
  0x00800000, // smallest normal
  0x00800001,
  0x33800000, // 2^-24
  0x34000000, // 2^-23
  0x3effffff, // below 0.5
  0x3f000000, // 0.5
  0x3f000001, // above 0.5
  0x3f7fffff, // below 1
  0x3f800000, // 1
  0x3f800001, // above 1
  0x3fbfffff, // below 1.5
  0x3fc00000, // 1.5
  0x40200000, // 2.5
  0x40490fdb, // pi
  0x42ff0000, // 127.5
  0x44ffe000, // 2047
  0x44fff000, // 2047.5
  0x46fffe00, // 32767
  0x46ffff00, // 32767.5
  0x4affffff, // 8388607.5
  0x4b000000, // 2^23
  0x4b7fffff, // 2^24 - 1
  0x4b800000, // 2^24
  0x4b800001, // 2^24 + 2
  0x4e800100, // seed guard bound T (S20)
  0x4e800101, // above T
  0x4effffff, // 2147483520, the largest float below 2^31
  0x4f000000, // 2^31
  0x7f7fffff, // largest finite
  0x7f800000, // infinity
];

/** `interestingFloat32Bits` with both signs, and the canonical NaN. */
export const interestingFloat32: readonly number[] = [
  ...interestingFloat32Bits,
  ...interestingFloat32Bits.map((bits) => (bits | 0x80000000) >>> 0),
  0x7fc00000,
].map(float32FromBits);

/** The finite ones whose rounding stays inside int32. */
export const roundableFloat32: readonly number[] = interestingFloat32.filter(
  (x) => Math.abs(x) < 2147483648,
);

/** The next float32 above a finite x (0 and −0 give the smallest subnormal). */
export function nextUp(x: number): number {
  if (x === 0) return float32FromBits(1);
  const bits = float32ToBits(x);
  return float32FromBits(x > 0 ? bits + 1 : bits - 1);
}

/** The next float32 below a finite x. */
export function nextDown(x: number): number {
  return -nextUp(-x);
}

/**
 * Quotients `k + 0.5` at every half-way point that decides a code of the width: around 0, around each
 * power of two and at both ends, with the floats just below and just above, both signs.
 */
export function tiesOfWidth(bits: number): number[] {
  const wholes = new Set<number>([0, 1, 2, 3, codeMax(bits) - 1, codeMax(bits), codeMax(bits) + 1]);
  for (let k = 2; k < bits; k++) {
    wholes.add(2 ** k);
    wholes.add(2 ** k - 1);
  }
  const ties: number[] = [];
  for (const whole of [...wholes].filter((w) => w >= 0).sort((a, b) => a - b)) {
    const tie = Math.fround(whole + 0.5);
    for (const x of [nextDown(tie), tie, nextUp(tie)]) ties.push(x, -x);
  }
  return ties;
}

export interface AbsMaxRow {
  readonly name: string;
  /** float32 bits of the absolute maximum */
  readonly bits: number;
}

/** Absolute maxima that lead a scale derivation to its edges. */
export const absMaxRows: readonly AbsMaxRow[] = [
  { name: 'zero', bits: 0x00000000 },
  { name: 'smallest_subnormal', bits: 0x00000001 },
  { name: 'largest_subnormal', bits: 0x007fffff },
  { name: 'smallest_normal', bits: 0x00800000 },
  // m ⊘ 2047 becomes subnormal
  { name: 'subnormal_scale', bits: 0x04000000 },
  { name: 'small', bits: 0x2b8cbccc },
  { name: 'one', bits: 0x3f800000 },
  // codes are exact: the scale is 1 for 12 bits
  { name: 'code_max_12', bits: 0x44ffe000 },
  { name: 'large', bits: 0x6258d727 },
  { name: 'largest_finite', bits: 0x7f7fffff },
];
