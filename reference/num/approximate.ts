/**
 * Double approximations of exp and log with a stated error bound; +, −, ×, ÷ only, so they are the same on
 * every machine.
 */

/** ln 2 in two parts; the first has 33 significant bits, so its product with a small integer is exact */
const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;

/** Largest relative error of the two approximations below; both analyses end well under 2^−50. */
export const approximationError = 2 ** -49;

/**
 * exp in double: `x = k·ln 2 + r`, |r| < 0.35, Taylor polynomial of degree 14 (remainder 2^−62). The
 * reduction is exact but for one rounding, Horner's rule adds about 2 units in the last place.
 */
export function approximateExp(x: number): number {
  const k = Math.floor(x / Math.LN2 + 0.5);
  const r = x - k * ln2High - k * ln2Low;
  let sum = 1;
  for (let i = 14; i >= 1; i--) sum = 1 + (r * sum) / i;
  return sum * 2 ** k;
}

/**
 * log in double of m in [√½, √2): `2·artanh((m − 1)/(m + 1))` as a series to s^25 (remainder 2^−65). Every
 * factor has a small relative error, also next to 1.
 */
export function approximateLogMantissa(m: number): number {
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum = 0;
  for (let i = 25; i >= 3; i -= 2) sum = square * (1 / i + sum);
  return 2 * s + 2 * s * sum;
}

/** log of `m·2^k` from log m; where k ≠ 0 the sum is at least 0.34 and its parts a few units off. */
export function addExponent(logMantissa: number, k: number): number {
  return k * ln2High + (k * ln2Low + logMantissa);
}

/** log in double of a finite x > 0: `x = m·2^k`, m in [√½, √2). */
export function approximateLog(x: number): number {
  let m = x;
  let k = 0;
  for (; m >= Math.SQRT2; k++) m /= 2;
  for (; m < Math.SQRT1_2; k--) m *= 2;
  return addExponent(approximateLogMantissa(m), k);
}
