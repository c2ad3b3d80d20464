/** binary32 operations, each one exact rational operation and one rounding (S0). */

import { add, divide, exact, multiply, rootToBinary32, toBinary32 } from './rational.ts';

const nan = Number.NaN;

function isNegative(x: number): boolean {
  return x < 0 || Object.is(x, -0);
}

/** `a ⊕ b` */
export function plus(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return nan;
  if (!Number.isFinite(a)) return Number.isFinite(b) || a === b ? a : nan;
  if (!Number.isFinite(b)) return b;
  // an exact zero sum is −0 only if both operands are
  return toBinary32(add(exact(a), exact(b)), Object.is(a, -0) && Object.is(b, -0));
}

/** `a ⊖ b` */
export function minus(a: number, b: number): number {
  return plus(a, -b);
}

/** `a ⊗ b` */
export function times(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return nan;
  const negative = isNegative(a) !== isNegative(b);
  if (!Number.isFinite(a) || !Number.isFinite(b)) {
    if (a === 0 || b === 0) return nan;
    return negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  return toBinary32(multiply(exact(a), exact(b)), negative);
}

/** `a ⊘ b` */
export function over(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return nan;
  const negative = isNegative(a) !== isNegative(b);
  if (!Number.isFinite(b)) {
    if (!Number.isFinite(a)) return nan;
    return negative ? -0 : 0;
  }
  if (!Number.isFinite(a) || b === 0) {
    if (a === 0) return nan;
    return negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  return toBinary32(divide(exact(a), exact(b)), negative);
}

/** `sqrt32(x)` */
export function root(x: number): number {
  if (x === 0 || x === Number.POSITIVE_INFINITY) return x;
  return x > 0 ? rootToBinary32(exact(x)) : nan;
}

/** `R(a·b + c)` of finite operands. */
export function fused(a: number, b: number, c: number): number {
  if (!Number.isFinite(a) || !Number.isFinite(b) || !Number.isFinite(c)) return a * b + c;
  const product = multiply(exact(a), exact(b));
  const productNegative = isNegative(a) !== isNegative(b);
  const zero = productNegative && Object.is(c, -0);
  return toBinary32(add(product, exact(c)), zero);
}

/** `i2f(q)` */
export function fromInteger(q: number | bigint): number {
  return toBinary32({ num: BigInt(q), den: 1n });
}

const view = new DataView(new ArrayBuffer(4));

/** A function of bit patterns, of a float. */
export function viaBits(f: (bits: number) => number, x: number): number {
  view.setFloat32(0, x);
  view.setUint32(0, f(view.getUint32(0)));
  return view.getFloat32(0);
}
