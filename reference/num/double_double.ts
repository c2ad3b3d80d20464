/**
 * Powers and cosines in binary64 without a platform's libm (S119, S120).
 *
 * Values are unevaluated sums of two doubles (about 104 bits); every operation is a fixed sequence of
 * IEEE additions, multiplications and divisions, so each machine computes the same bits. The results
 * are rounded to one double at the end and are correctly rounded unless the exact value lies within
 * about 2^-40 ulp of a tie, where they are still one of the two neighbours.
 */

import { precondition } from '../refusal.ts';

/** An unevaluated sum `hi + lo` with |lo| at most half an ulp of hi. */
export interface DoubleDouble {
  readonly hi: number;
  readonly lo: number;
}

const view = new DataView(new ArrayBuffer(8));

/** `a + b` exactly (Knuth). */
export function twoSum(a: number, b: number): DoubleDouble {
  const hi = a + b;
  const bb = hi - a;
  return { hi, lo: a - (hi - bb) + (b - bb) };
}

/** `a · b` exactly, by Veltkamp splitting; |a|, |b| below 2^995. */
export function twoProduct(a: number, b: number): DoubleDouble {
  const hi = a * b;
  const ta = 134217729 * a;
  const aHigh = ta - (ta - a);
  const aLow = a - aHigh;
  const tb = 134217729 * b;
  const bHigh = tb - (tb - b);
  const bLow = b - bHigh;
  return { hi, lo: aHigh * bHigh - hi + aHigh * bLow + aLow * bHigh + aLow * bLow };
}

/** `a + b`. */
function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const s = twoSum(a.hi, b.hi);
  return twoSum(s.hi, s.lo + (a.lo + b.lo));
}

/** `a · b`. */
function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const p = twoProduct(a.hi, b.hi);
  return twoSum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

/** `a / b` for a double b. */
function divide(a: DoubleDouble, b: number): DoubleDouble {
  const quotient = a.hi / b;
  const p = twoProduct(quotient, b);
  return twoSum(quotient, (a.hi - p.hi - p.lo + a.lo) / b);
}

/** A double-double times a power of two. */
interface Scaled {
  readonly value: DoubleDouble;
  readonly exponent: number;
}

/** Exponent field of a normal double, as the power of two of its leading bit. */
function exponentOf(x: number): number {
  view.setFloat64(0, x);
  return ((view.getUint32(0) >>> 20) & 0x7ff) - 1023;
}

/** Moves the leading bit of a non-zero value to 2^0 and its exponent out. */
function normalize(value: DoubleDouble, exponent: number): Scaled {
  const shift = exponentOf(value.hi);
  const factor = 2 ** -shift;
  return { value: { hi: value.hi * factor, lo: value.lo * factor }, exponent: exponent + shift };
}

/** `x^k` for a finite double x (normal or zero) and an integer k ≥ 0, undefined for any other; `0^0 = 1`. */
export function powInteger(x: number, k: number): number {
  precondition(Number.isInteger(k) && k >= 0, `the power ${k}`);
  if (k === 0) return 1;
  if (x === 0) return k % 2 === 1 ? x : 0;
  let base = normalize({ hi: x, lo: 0 }, 0);
  let result: Scaled = { value: { hi: 1, lo: 0 }, exponent: 0 };
  for (let rest = k; ; ) {
    if (rest % 2 === 1) {
      const product = multiply(result.value, base.value);
      result = normalize(product, result.exponent + base.exponent);
    }
    rest = Math.floor(rest / 2);
    if (rest === 0) break;
    base = normalize(multiply(base.value, base.value), 2 * base.exponent);
  }
  // the sum is a no-op (|lo| is below half an ulp), the scaling rounds only subnormal results
  if (result.exponent > 1023) return result.value.hi < 0 ? -Infinity : Infinity;
  const half = Math.max(-1100, Math.floor(result.exponent / 2));
  const rest = Math.max(-1100, result.exponent - half);
  return (result.value.hi + result.value.lo) * 2 ** half * 2 ** rest;
}

/** π/2 in three parts, each the double nearest to the remainder of the exact value. */
const halfPi = [1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33] as const;

/** `1 − r²/(a(a+1))·(1 − r²/((a+2)(a+3))·(…))`: the Taylor series of cos (a = 1) and sin(r)/r (a = 2). */
function evenSeries(square: DoubleDouble, a: number): DoubleDouble {
  const one = { hi: 1, lo: 0 };
  let sum: DoubleDouble = one;
  for (let j = 15; j >= 0; j--) {
    const low = a + 2 * j;
    const term = divide(multiply(square, sum), low * (low + 1));
    sum = add(one, { hi: -term.hi, lo: -term.lo });
  }
  return sum;
}

/** cos(x) for a finite double 0 ≤ x ≤ 2^40, with an absolute error below 2^-53. */
export function cosDouble(x: number): number {
  const k = Math.floor(x / halfPi[0] + 0.5);
  let r: DoubleDouble = { hi: x, lo: 0 };
  for (const part of halfPi) {
    const product = twoProduct(k, part);
    r = add(r, { hi: -product.hi, lo: 0 });
    r = add(r, { hi: -product.lo, lo: 0 });
  }
  const square = multiply(r, r);
  const quadrant = k % 4;
  const even = quadrant % 2 === 0;
  const value = even ? evenSeries(square, 1) : multiply(r, evenSeries(square, 2));
  const magnitude = value.hi + value.lo;
  return quadrant === 1 || quadrant === 2 ? -magnitude : magnitude;
}
