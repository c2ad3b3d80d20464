/**
 * Exact rationals on BigInt and one explicit rounding to binary32: slow and plain, so that it
 * can be believed. Shares no code with the reference.
 */

export interface Rational {
  readonly num: bigint;
  /** positive */
  readonly den: bigint;
}

/** The exact value of a finite double (every float32 is one). */
export function exact(x: number): Rational {
  if (!Number.isFinite(x)) throw new RangeError(`${x} has no exact value`);
  let scaled = x;
  let doublings = 0;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    doublings++;
  }
  return { num: BigInt(scaled), den: 1n << BigInt(doublings) };
}

export function integer(n: bigint): Rational {
  return { num: n, den: 1n };
}

export function add(a: Rational, b: Rational): Rational {
  return { num: a.num * b.den + b.num * a.den, den: a.den * b.den };
}

export function negate(a: Rational): Rational {
  return { num: -a.num, den: a.den };
}

export function multiply(a: Rational, b: Rational): Rational {
  return { num: a.num * b.num, den: a.den * b.den };
}

/** b must not be 0. */
export function divide(a: Rational, b: Rational): Rational {
  const num = a.num * b.den;
  const den = a.den * b.num;
  return den < 0n ? { num: -num, den: -den } : { num, den };
}

function magnitude(n: bigint): bigint {
  return n < 0n ? -n : n;
}

/** Of n ≥ 0; 0 has none. */
function bitLength(n: bigint): number {
  if (n < 9007199254740992n) {
    // exact in double: its upper word, or its lower one
    const small = Number(n);
    const upper = Math.floor(small / 4294967296);
    return upper > 0 ? 64 - Math.clz32(upper) : 32 - Math.clz32(small);
  }
  const hex = n.toString(16);
  // the first digit counts its own bits, the others four each
  return 32 - Math.clz32(Number.parseInt(hex.charAt(0), 16)) + 4 * (hex.length - 1);
}

/** 2^k as numerator and denominator. */
function powerOfTwo(k: number): Rational {
  return k >= 0 ? { num: 1n << BigInt(k), den: 1n } : { num: 1n, den: 1n << BigInt(-k) };
}

/** The k with 2^k ≤ |r| < 2^(k+1); r must not be 0. */
function exponentOf(r: Rational): number {
  const num = magnitude(r.num);
  let k = bitLength(num) - bitLength(r.den);
  const p = powerOfTwo(k);
  if (num * p.den < p.num * r.den) k--;
  return k;
}

/** Nearest integer of num ÷ den ≥ 0, ties to even. */
function nearestEven(num: bigint, den: bigint): bigint {
  const whole = num / den;
  const twice = 2n * (num - whole * den);
  if (twice > den || (twice === den && whole % 2n === 1n)) return whole + 1n;
  return whole;
}

/**
 * The nearest binary32 value, ties to even, with subnormals and overflow to ∞. `negativeZero` says which
 * zero an exact 0 becomes; a value that underflows to zero keeps its sign.
 */
export function toBinary32(r: Rational, negativeZero = false): number {
  if (r.num === 0n) return negativeZero ? -0 : 0;
  const sign = r.num < 0n ? -1 : 1;
  const unit = Math.max(exponentOf(r) - 23, -149);
  const p = powerOfTwo(unit);
  const significand = nearestEven(magnitude(r.num) * p.den, r.den * p.num);
  if (bitLength(significand) + unit > 128) return sign * Number.POSITIVE_INFINITY;
  // at most 24 bits times a power of two: exact in double
  return sign * Number(significand) * 2 ** unit;
}

/** The nearest integer, halves away from zero (S16). */
export function halfAwayInteger(r: Rational): bigint {
  const rounded = (2n * magnitude(r.num) + r.den) / (2n * r.den);
  return r.num < 0n ? -rounded : rounded;
}

/** Largest integer whose square is at most n. */
function integerRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((bitLength(n) + 1) >> 1);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

/** The binary32 value nearest to √r, r > 0: a root with 80 spare bits and a sticky bit decides every case. */
export function rootToBinary32(r: Rational): number {
  const shift = 2n * BigInt(400);
  const scaled = (r.num << shift) / r.den;
  const root = integerRoot(scaled);
  const inexact = root * root * r.den !== r.num << shift;
  // a root that is no exact float is never a tie, so that half a unit of the spare bits is harmless
  const num = 2n * root + (inexact ? 1n : 0n);
  return toBinary32({ num, den: 1n << (shift / 2n + 1n) });
}
