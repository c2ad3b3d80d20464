/**
 * exp and log of float32 as interval arithmetic on big integers: written from the definition (the exact
 * value rounded once to nearest even), for comparison only.
 */

/** Fraction bits of the intervals; relative errors stay far below the distance of any hard argument. */
const fractionBits = 400n;
const one = 1n << fractionBits;

/** A closed interval, both ends times 2^−fractionBits. */
interface Interval {
  readonly low: bigint;
  readonly high: bigint;
}

/** Quotient rounded down; the divisor is positive. */
function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

/** Quotient rounded up; the divisor is positive. */
function ceilDiv(a: bigint, b: bigint): bigint {
  return -floorDiv(-a, b);
}

/** Significand and exponent of a finite float32 pattern: the value is `m·2^e`. */
function decompose(bits: number): { m: bigint; e: number } {
  const exponent = (bits >>> 23) & 0xff;
  const fraction = bits & 0x7fffff;
  const magnitude = BigInt(exponent === 0 ? fraction : fraction + 0x800000);
  return { m: bits >>> 31 === 1 ? -magnitude : magnitude, e: Math.max(exponent, 1) - 150 };
}

/** A finite float32 as a multiple of 2^−fractionBits, exact. */
function fixed(bits: number): bigint {
  const { m, e } = decompose(bits);
  return m << (fractionBits + BigInt(e));
}

/** Bits of the float32 nearest to `v·2^−fractionBits`, ties to even; overflows to ±∞. */
function roundToBits(v: bigint): number {
  const sign = v < 0n ? 0x80000000 : 0;
  const magnitude = v < 0n ? -v : v;
  if (magnitude === 0n) return sign;
  const length = BigInt(magnitude.toString(2).length);
  // the unit in the last place is 2^(length − 24), at least 2^−149
  const smallest = fractionBits - 149n;
  const unit = length - 24n > smallest ? length - 24n : smallest;
  const whole = magnitude >> unit;
  const rest = magnitude - (whole << unit);
  const half = 1n << (unit - 1n);
  const up = rest > half || (rest === half && (whole & 1n) === 1n);
  const significand = up ? whole + 1n : whole;
  // biased exponent of the unit; carries of the significand run into the exponent field
  const field = (unit - smallest) << 23n;
  const bits = Number(field + significand);
  return (bits >= 0x7f800000 ? 0x7f800000 : bits) + sign;
}

/** The bits both ends of an interval round to; there must be only one. */
function decided({ low, high }: Interval): number {
  const bits = roundToBits(low);
  if (bits !== roundToBits(high)) throw new Error('the interval is too wide');
  return bits;
}

/** Product of two intervals of non-negative ends. */
function multiply(a: Interval, b: Interval): Interval {
  return { low: floorDiv(a.low * b.low, one), high: ceilDiv(a.high * b.high, one) };
}

/** `e^x` of `0 ≤ x < 2^−3` by its series; the rest after the last term is below that term. */
function expOfSmall(x: bigint): Interval {
  let low = one;
  let high = one;
  let term: Interval = { low: one, high: one };
  for (let i = 1n; term.high > 1n; i++) {
    const next = multiply(term, { low: x, high: x });
    term = { low: floorDiv(next.low, i), high: ceilDiv(next.high, i) };
    low += term.low;
    high += term.high;
  }
  return { low, high: high + term.high };
}

/** Bits of `R(e^x)`: `e^|x|` by halving ten times and squaring back, inverted for negative x. */
export function exactExpBits(bits: number): number {
  const magnitude = bits & 0x7fffffff;
  const negative = bits >>> 31 === 1;
  if (magnitude > 0x7f800000) return 0x7fc00000;
  if (magnitude > 0x42d20000) return negative ? 0 : 0x7f800000;
  if (magnitude === 0) return 0x3f800000;
  const x = fixed(magnitude);
  let power: Interval = { low: expOfSmall(x >> 10n).low, high: expOfSmall((x >> 10n) + 1n).high };
  for (let i = 0; i < 10; i++) power = multiply(power, power);
  if (!negative) return decided(power);
  const square = one * one;
  return decided({ low: floorDiv(square, power.high), high: ceilDiv(square, power.low) });
}

/** `2·artanh(p/q)` of a small fraction; `slack` units bound all its truncations and the rest. */
function twiceArtanh(p: bigint, q: bigint): bigint {
  let power = (2n * p * one) / q;
  let sum = 0n;
  for (let i = 1n; power !== 0n; i += 2n) {
    sum += power / i;
    power = (power * p * p) / (q * q);
  }
  return sum;
}

/** Units that cover the truncations of a logarithm: 149 times ln 2, fewer than 400 terms each. */
const slack = 1n << 24n;

/** ln 2 = 18·artanh(1/26) − 2·artanh(1/4801) + 8·artanh(1/8749). */
const ln2 = 9n * twiceArtanh(1n, 26n) - twiceArtanh(1n, 4801n) + 4n * twiceArtanh(1n, 8749n);

/** Bits of `R(ln x)`: `x = (m/2^b)·2^k` with the quotient in [3/4, 3/2). */
export function exactLogBits(bits: number): number {
  if ((bits & 0x7fffffff) === 0) return 0xff800000;
  if (bits > 0x7f800000) return 0x7fc00000;
  if (bits === 0x7f800000) return bits;
  if (bits === 0x3f800000) return 0;
  const { m, e } = decompose(bits);
  let b = BigInt(m.toString(2).length - 1);
  if (2n * m >= 3n << b) b++;
  const power = 1n << b;
  const k = BigInt(e) + b;
  const value = twiceArtanh(m - power, m + power) + k * ln2;
  return decided({ low: value - slack, high: value + slack });
}
