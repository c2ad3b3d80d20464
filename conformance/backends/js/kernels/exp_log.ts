/**
 * Correctly rounded expf and logf in double arithmetic. The result is carried as a double and a small
 * correction, about 2^−57 relative in all, and rounded to odd before the one rounding to float32. That no
 * float32 argument lies closer to a rounding boundary was found by trying all of them.
 */

import { f32, type JsKernels } from '../api.ts';

const fround = Math.fround;
const view = new DataView(new ArrayBuffer(8));

/** ln 2 = high + low; products of high with a small integer are exact. */
const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;

/** high + low as a double whose last bit is set if the sum is not exact; |low| is below half a unit. */
function roundToOdd(high: number, low: number): number {
  view.setFloat64(0, high);
  const last = view.getUint32(4);
  if (low === 0 || (last & 1) === 1) return high;
  const up = low > 0 === high > 0;
  view.setBigInt64(0, view.getBigInt64(0) + (up ? 1n : -1n));
  return view.getFloat64(0);
}

/** The sum of a and b, |a| ≥ |b|, with what rounding loses. */
function sumOf(a: number, b: number): readonly [number, number] {
  const sum = a + b;
  return [sum, b - (sum - a)];
}

/** 1/n!, n = 2 … 13. */
const expTerms = [
  1 / 2,
  1 / 6,
  1 / 24,
  1 / 120,
  1 / 720,
  1 / 5040,
  1 / 40320,
  1 / 362880,
  1 / 3628800,
  1 / 39916800,
  1 / 479001600,
  1 / 6227020800,
];

export function expf(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 88.73) return Number.POSITIVE_INFINITY;
  if (x < -104) return 0;
  const k = Math.round(x * Math.LOG2E);
  const [r, lost] = sumOf(x - k * ln2High, -k * ln2Low);
  let tail = 0;
  for (let i = expTerms.length - 1; i >= 0; i--) tail = r * (expTerms[i]! + tail);
  tail = r * tail + lost * (1 + r);
  const [one, rest] = sumOf(1, r);
  const [high, low] = sumOf(one, rest + tail);
  return fround(roundToOdd(high, low) * 2 ** k);
}

/** 2/n, n = 3, 5 … 25. */
const logTerms = Array.from({ length: 12 }, (_, i) => 2 / (2 * i + 3));

export function logf(x: number): number {
  if (Number.isNaN(x) || x < 0) return Number.NaN;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY || x === 1) return x === 1 ? 0 : x;
  view.setFloat64(0, x);
  const word = view.getUint32(0);
  // exponent such that the fraction lies in [√½, √2)
  let k = (word >>> 20) - 1023;
  view.setUint32(0, (word & 0xfffff) | 0x3ff00000);
  let m = view.getFloat64(0);
  if (m >= Math.SQRT2) {
    m /= 2;
    k++;
  }
  // log(1 + f) = f − f²/2 + s·(f²/2 + R), s = f/(2 + f)
  const f = m - 1;
  const half = 0.5 * f * f;
  const s = f / (2 + f);
  const square = s * s;
  let series = 0;
  for (let i = logTerms.length - 1; i >= 0; i--) series = square * (logTerms[i]! + series);
  const [main, lost] = sumOf(f, -half);
  const tail = lost + s * (half + series);
  const [top, rest] = k === 0 ? [main, 0] : sumOf(k * ln2High, main);
  const [high, low] = sumOf(top, rest + (k * ln2Low + tail));
  return fround(roundToOdd(high, low));
}

export const expLogKernels: JsKernels = {
  exp_float32(_ctx, call) {
    f32(call.tensor('y')).set(f32(call.tensor('x')).map(expf));
  },
  log_float32(_ctx, call) {
    f32(call.tensor('y')).set(f32(call.tensor('x')).map(logf));
  },
};
