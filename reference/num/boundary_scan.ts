/**
 * The exhaustive search for hard arguments of exp and log: those whose double approximation, within its
 * error bound, does not decide the float32 result.
 */

import { addExponent, approximateExp, approximateLogMantissa } from './approximate.ts';
import { float32FromBits } from './float32.ts';

/** True if values within the relative error of the approximation round to different floats. */
function undecided(approximation: number, error: number): boolean {
  return Math.fround(approximation * (1 - error)) !== Math.fround(approximation * (1 + error));
}

/**
 * Bit patterns of all float32 arguments of exp in [−104, 89] that the relative error leaves undecided,
 * ascending by pattern. Arguments below 2^−26 in magnitude round to 1.
 */
export function hardExpArguments(error: number): number[] {
  const found: number[] = [];
  for (const [first, last] of [
    [0x32800000, 0x42b20000], // 2^−26 … 89
    [0xb2800000, 0xc2d00000], // −2^−26 … −104
  ] as const) {
    for (let bits = first; bits <= last; bits++) {
      if (undecided(approximateExp(float32FromBits(bits)), error)) found.push(bits);
    }
  }
  return found;
}

/** Bit patterns of all finite positive float32 arguments of log that stay undecided, ascending. */
export function hardLogArguments(error: number): number[] {
  const found: number[] = [];
  for (let fraction = 0; fraction < 2 ** 23; fraction++) {
    const m = 1 + fraction * 2 ** -23;
    const shift = m >= Math.SQRT2 ? 1 : 0;
    const logMantissa = approximateLogMantissa(shift === 1 ? m / 2 : m);
    for (let exponent = -149; exponent <= 127; exponent++) {
      // a subnormal has fewer fraction bits
      if (exponent < -126 && fraction % 2 ** (-126 - exponent) !== 0) continue;
      if (!undecided(addExponent(logMantissa, exponent + shift), error)) continue;
      found.push(bitsOf(fraction, exponent));
    }
  }
  return found.sort((a, b) => a - b);
}

/** Bits of the positive float32 `(1 + fraction·2^−23)·2^exponent`. */
function bitsOf(fraction: number, exponent: number): number {
  if (exponent >= -126) return (exponent + 127) * 2 ** 23 + fraction;
  return (2 ** 23 + fraction) / 2 ** (-126 - exponent);
}
