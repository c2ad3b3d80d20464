/** Uniform and normal numbers once more (S15): cosines as exact Taylor sums, logarithms as intervals. */

import { exactLogBits } from './exp_log.ts';
import { fromInteger, minus, over, plus, root, times, viaBits } from './float32.ts';
import { draw, type Generator } from './primitives.ts';
import { exact, multiply, type Rational, toBinary32 } from './rational.ts';

/** f32(π) and f32(10^−7) */
const [pi, smallest] = [13176795 / 2 ** 22, 14073749 / 2 ** 47];

/** Terms of the series; with |x| below 6.3 the rest is below 2^−150. */
const terms = 50n;

/** The cosine of a float from 0 to 2π, rounded once. */
export function cosine(x: number): number {
  const square = multiply(exact(x), exact(x));
  // all terms over one denominator: Σ (−1)^k x^(2k) · (2·terms)!/(2k)! ÷ (2·terms)!
  let [numerator, factorial, power]: [bigint, bigint, Rational] = [0n, 1n, { num: 1n, den: 1n }];
  const parts: { readonly power: Rational; readonly factorial: bigint }[] = [];
  for (let k = 0n; k < terms; k++) {
    parts.push({ power, factorial });
    factorial *= (2n * k + 1n) * (2n * k + 2n);
    power = multiply(power, square);
  }
  const denominator = parts.at(-1)!.power.den * factorial;
  parts.forEach((part, k) => {
    const term = part.power.num * (denominator / (part.power.den * part.factorial));
    numerator += k % 2 === 0 ? term : -term;
  });
  return toBinary32({ num: numerator, den: denominator });
}

export function uniformNumber(g: Generator, a: number, b: number): number {
  return plus(a, times(draw(g), minus(b, a)));
}

export function normalNumber(g: Generator, mean: number, deviation: number): number {
  const pair = [draw(g), draw(g)] as const;
  let first = pair[0];
  while (!(first > smallest)) first = draw(g);
  const log = viaBits(exactLogBits, first);
  const length = times(deviation, root(times(-2, log)));
  return plus(mean, times(length, cosine(times(times(2, pi), pair[1]))));
}

/** `√(a ÷ b)` of whole numbers, in two roundings. */
export function rootOfRatio(a: number, b: number): number {
  return root(over(fromInteger(a), fromInteger(b)));
}
