/** Checked int32 arithmetic: exact while it fits, wrapped and noted in the overflow log when not. */

import type { Numerics } from '../numerics.ts';
import { fitsInt32, INT32_MAX, INT32_MIN } from './int32_range.ts';
import { noteOverflow } from './overflow.ts';

/** `a ⊞ b` of two independent values; an overflow is noted as `accumulate`, always. */
export function addInt32(n: Numerics, a: number, b: number): number {
  const sum = a + b;
  if (!fitsInt32(sum)) noteOverflow(n.overflow, 'accumulate', 'always', 1);
  return sum | 0;
}

/** `a ⊟ b`; an overflow is noted as `accumulate`, always. */
export function subInt32(n: Numerics, a: number, b: number): number {
  const difference = a - b;
  if (!fitsInt32(difference)) noteOverflow(n.overflow, 'accumulate', 'always', 1);
  return difference | 0;
}

/** `a ⊠ b`; an overflow is noted as `multiply`, always. */
export function mulInt32(n: Numerics, a: number, b: number): number {
  const product = a * b;
  if (!fitsInt32(product)) noteOverflow(n.overflow, 'multiply', 'always', 1);
  return Math.imul(a, b);
}

/**
 * Integral float (or NaN, ±∞) → int32. Out of range or NaN is noted as `cast` and gives INT32_MIN, as
 * x86-64 does. −0 becomes 0.
 */
export function castInt32(n: Numerics, x: number): number {
  if (x >= INT32_MIN && x <= INT32_MAX) return x | 0;
  noteOverflow(n.overflow, 'cast', 'always', 1);
  return INT32_MIN;
}

/**
 * A bank of int32 accumulators (S84): sums are kept wrapped in canonical order, and beside them the sums
 * of the positive and of the negative terms, from which `finish` decides whether an overflow happens in
 * every order, in some order or in none.
 */
export interface Accumulators {
  readonly values: Int32Array;
  /** sets the starting value (a seed counts as a term of the sum) */
  seed(index: number, value: number): void;
  /** `acc ⊞ term` */
  add(index: number, term: number): void;
  /** notes the overflows in the log and returns the sums */
  finish(): Int32Array;
}

export function newAccumulators(n: Numerics, size: number): Accumulators {
  const values = new Int32Array(size);
  const positive = new Float64Array(size);
  const negative = new Float64Array(size);
  let count = 0;
  const track = (index: number, term: number): void => {
    if (term > 0) positive[index]! += term;
    else negative[index]! += term;
  };
  return {
    values,
    seed(index, value) {
      values[index] = value;
      track(index, value);
    },
    add(index, term) {
      const sum = values[index]! + term;
      if (!fitsInt32(sum)) count++;
      values[index] = sum;
      track(index, term);
    },
    finish() {
      for (let i = 0; i < size; i++) {
        if (!fitsInt32(positive[i]! + negative[i]!)) {
          noteOverflow(n.overflow, 'accumulate', 'always', 0);
        } else if (positive[i]! > INT32_MAX || negative[i]! < INT32_MIN) {
          noteOverflow(n.overflow, 'accumulate', 'order_dependent', 0);
        }
      }
      noteOverflow(n.overflow, 'accumulate', 'never', count);
      return values;
    },
  };
}
