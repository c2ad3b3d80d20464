/**
 * Powers and cosines as correctly rounded doubles, in BigInt fixed point: no libm takes part (S119, S120).
 */

const scratch = new DataView(new ArrayBuffer(8));
const precision = 192n;

/** A finite non-zero double as `mantissa · 2^exponent`. */
function split(x: number): { mantissa: bigint; exponent: number } {
  scratch.setFloat64(0, Math.abs(x));
  const bits = scratch.getBigUint64(0);
  const field = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = field === 0 ? fraction : fraction | 0x10000000000000n;
  return { mantissa: x < 0 ? -mantissa : mantissa, exponent: Math.max(field, 1) - 1075 };
}

/** `value · 2^exponent` as a double; `Number` rounds to nearest, ties to even. */
function toDouble(value: bigint, exponent: number): number {
  const rounded = Number(value);
  const half = Math.floor(exponent / 2);
  return rounded * 2 ** half * 2 ** (exponent - half);
}

/** Drops low bits until the magnitude has at most `precision` of them. */
function shorten(value: bigint): { value: bigint; dropped: number } {
  const length = (value < 0n ? -value : value).toString(16).length * 4;
  const excess = length - Number(precision);
  return excess > 0 ? { value: value >> BigInt(excess), dropped: excess } : { value, dropped: 0 };
}

/** `x^k` for a finite x and an integer k ≥ 0; `0^0 = 1`, odd powers of −0 are −0. */
export function power(x: number, k: number): number {
  if (k === 0) return 1;
  if (x === 0) return k % 2 === 1 ? x : 0;
  let { mantissa: base, exponent: baseExponent } = split(x);
  let [result, exponent] = [1n, 0];
  for (let rest = k; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) {
      const product = shorten(result * base);
      exponent += baseExponent + product.dropped;
      result = product.value;
    }
    const square = shorten(base * base);
    baseExponent = 2 * baseExponent + square.dropped;
    base = square.value;
  }
  const size = exponent + Number(precision);
  if (size > 2000) return result < 0n ? -Infinity : Infinity;
  if (size < -2000) return result < 0n ? -0 : 0;
  return toDouble(result, exponent);
}

/** π · 2^192. */
const pi = 0x3243f6a8885a308d313198a2e03707344a4093822299f31d0n;

function multiply(a: bigint, b: bigint): bigint {
  return (a * b) >> precision;
}

/** cos(x) for a finite x ≥ 0. */
export function cosine(x: number): number {
  if (x === 0) return 1;
  const { mantissa, exponent } = split(x);
  const shift = BigInt(exponent) + precision;
  const fixed = shift >= 0n ? mantissa << shift : mantissa >> -shift;
  let angle = fixed % (2n * pi);
  if (angle > pi) angle = 2n * pi - angle;
  const square = multiply(angle, angle);
  let term = 1n << precision;
  let sum = term;
  for (let i = 1n; term !== 0n; i += 2n) {
    term = -multiply(term, square) / (i * (i + 1n));
    sum += term;
  }
  return toDouble(sum, -Number(precision));
}
