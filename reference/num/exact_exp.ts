/**
 * Exact comparison of `exp` with a binary fraction, in integers (BigInt).
 *
 * `exp(x)` of a rational x ≠ 0 is irrational, so a comparison with a rational number is always decided at
 * some precision; the precision is doubled until it is.
 */

/** A binary fraction `m·2^e`. */
interface Dyadic {
  readonly m: bigint;
  readonly e: number;
}

const view = new DataView(new ArrayBuffer(8));

/** The exact value of a finite double. */
function dyadic(x: number): Dyadic {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const field = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = field === 0 ? fraction : fraction | 0x10000000000000n;
  return { m: bits >> 63n === 1n ? -magnitude : magnitude, e: Math.max(field, 1) - 1075 };
}

/** `⌊m·2^e⌋`. */
function shift(m: bigint, e: number): bigint {
  return e >= 0 ? m << BigInt(e) : m >> BigInt(-e);
}

/** `ln 2·2^p`, at most p units below the exact value: `2·Σ (1/3)^(2i+1)/(2i+1)`. */
function ln2(p: number): bigint {
  let power = (2n << BigInt(p)) / 3n;
  let sum = 0n;
  for (let i = 1n; power > 0n; i += 2n) {
    sum += power / i;
    power /= 9n;
  }
  return sum;
}

/**
 * Sign of `exp(x) − t` for finite doubles x ≠ 0, |x| < 2^10, and t > 0.
 *
 * With `k ≈ x/ln 2` and p fraction bits, `r = x − k·ln 2` is off by at most `1 + |k|·p` units, the Taylor
 * sum of `exp(r)`, |r| < 1, by less than two units per term more: `2^24` units bound them all.
 */
export function compareExp(x: number, t: number): number {
  const argument = dyadic(x);
  const target = dyadic(t);
  const k = Math.floor(x / Math.LN2 + 0.5);
  for (let p = 128; ; p *= 2) {
    const one = 1n << BigInt(p);
    const r = shift(argument.m, argument.e + p) - BigInt(k) * ln2(p);
    let term = one;
    let sum = one;
    for (let i = 1n; term !== 0n && term !== -1n; i++) {
      term = ((term * r) >> BigInt(p)) / i;
      sum += term;
    }
    const difference = sum - shift(target.m, target.e - k + p);
    if (difference > 1n << 24n) return 1;
    if (difference < -(1n << 24n)) return -1;
  }
}
