/** MSE, gradient scaling and optimizer updates once more, on exact rationals (S115–S119, H2, L29). */

import { fromInteger, fused, minus, over, plus, root, times } from './float32.ts';
import {
  add,
  divide,
  exact,
  integer,
  multiply,
  negate,
  type Rational,
  toBinary32,
} from './rational.ts';

/** L29 loss of floats. */
export function squaredError(
  output: readonly number[],
  label: readonly number[],
  mean: boolean,
): number {
  const total = output.reduce((sum, o, i) => {
    const difference = minus(o, label[i]!);
    return plus(sum, times(difference, difference));
  }, 0);
  return mean ? over(total, fromInteger(output.length)) : total;
}

/** L29 gradient of floats. */
export function squaredErrorGradient(
  output: readonly number[],
  label: readonly number[],
): number[] {
  return output.map((o, i) => times(2, minus(o, label[i]!)));
}

/** L29 factor for S samples of F elements each. */
export function meanFactor(samples: number, features: number): number {
  return over(1, fromInteger(BigInt(samples) * BigInt(features)));
}

export interface Rates {
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
}

/** S116: the new parameter. */
export function plainStep(p: number, g: number, r: Rates): number {
  const pull = plus(g, times(r.weightDecay, p));
  return minus(p, times(r.learningRate, pull));
}

/** S117: the new momentum. */
export function nextMomentum(v: number, p: number, g: number, r: Rates): number {
  const pull = plus(g, times(r.weightDecay, p));
  return plus(times(r.momentum, v), pull);
}

/** S117: the parameter after a momentum. */
export function follow(p: number, v: number, r: Rates): number {
  return minus(p, times(r.learningRate, v));
}

/** x rounded to a double: to nearest, ties to even (normal range). */
function toBinary64(r: Rational): number {
  if (r.num === 0n) return 0;
  const size = (n: bigint): number => n.toString(2).length;
  const sign = r.num < 0n ? -1 : 1;
  const num = r.num < 0n ? -r.num : r.num;
  // one of two neighbouring units gives 53 bits
  let unit = size(num) - size(r.den) - 53;
  const scaled = (k: number): { n: bigint; d: bigint } =>
    k >= 0 ? { n: num, d: r.den << BigInt(k) } : { n: num << BigInt(-k), d: r.den };
  if (scaled(unit).n / scaled(unit).d >= 1n << 53n) unit++;
  const { n, d } = scaled(unit);
  const whole = n / d;
  const twice = 2n * (n - whole * d);
  const up = twice > d || (twice === d && whole % 2n === 1n);
  return sign * Number(up ? whole + 1n : whole) * 2 ** unit;
}

function power(x: number, t: number): Rational {
  let result = integer(1n);
  for (let i = 0; i < t; i++) result = multiply(result, exact(x));
  return result;
}

/** `1 − x` of an exact value, rounded to a double where the clause has a double operation. */
function complement(x: number): number {
  return toBinary64(add(integer(1n), negate(exact(x))));
}

export interface AdamScalars {
  readonly w1: number;
  readonly beta2: number;
  readonly s2: number;
  readonly bc2: number;
  readonly step: number;
  readonly decay: number;
  readonly epsilon: number;
}

export interface AdamOptions {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** Nearest float of a double. */
function cast(x: number): number {
  return toBinary32(exact(x));
}

/** S119 scalars of step t: exact powers, then the double operations of the clause one by one. */
export function adamScalars(o: AdamOptions, t: number): AdamScalars {
  const left1 = complement(toBinary64(power(o.beta1, t)));
  const left2 = complement(toBinary64(power(o.beta2, t)));
  const quotient = divide(exact(o.learningRate), exact(left1));
  const product = toBinary64(multiply(exact(o.learningRate), exact(o.weightDecay)));
  return {
    w1: cast(complement(o.beta1)),
    beta2: cast(o.beta2),
    s2: cast(complement(o.beta2)),
    // IEEE-correct in every engine
    bc2: cast(Math.sqrt(left2)),
    step: cast(-toBinary64(quotient)),
    decay: cast(complement(product)),
    epsilon: cast(o.epsilon),
  };
}

export function adamFirst(m: number, g: number, s: AdamScalars): number {
  return fused(s.w1, minus(g, m), m);
}

export function adamSecond(v: number, g: number, s: AdamScalars): number {
  return plus(times(v, s.beta2), times(times(s.s2, g), g));
}

export function adamParameter(p: number, m: number, v: number, s: AdamScalars): number {
  const denominator = plus(over(root(v), s.bc2), s.epsilon);
  return plus(times(p, s.decay), over(times(s.step, m), denominator));
}
