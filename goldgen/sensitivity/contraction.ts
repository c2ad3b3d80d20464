/**
 * Contraction of every product into the sum that takes it, as a compiler does it that sees through inlined
 * functions: products are recognised by their value, so no kernel has to name the place.
 */

import { type Float32Ops, fma32, strictFloat32 } from '../../reference/num/float32.ts';

interface Factors {
  readonly a: number;
  readonly b: number;
}

/** Which of two products is fused where both operands of a sum are products. */
export type Preference = 'first' | 'second';

/** Products that are remembered; a sum takes one of the last few. */
const productsMax = 64;

/** Float operations of one run with contraction wherever a product meets a sum. */
export function fusingOps(preference: Preference): Partial<Float32Ops> {
  const products = new Map<number, Factors>();

  function mul(a: number, b: number): number {
    const product = strictFloat32.mul(a, b);
    products.delete(product);
    if (products.size >= productsMax) products.delete(products.keys().next().value as number);
    if (product !== 0 && Number.isFinite(product)) products.set(product, { a, b });
    return product;
  }

  /** `x + sign·y`, one of which may be a product. */
  function combine(x: number, y: number, sign: 1 | -1): number {
    const left = products.get(x);
    const right = products.get(y);
    const takesLeft = left !== undefined && (right === undefined || preference === 'first');
    if (takesLeft) return fma32(left.a, left.b, sign * y);
    if (right !== undefined) return fma32(sign * right.a, right.b, x);
    return Math.fround(x + sign * y);
  }

  const both = (a: number, b: number, c: number, d: number, sign: 1 | -1): number =>
    preference === 'first'
      ? fma32(a, b, sign * Math.fround(c * d))
      : fma32(sign * c, d, Math.fround(a * b));

  return {
    mul,
    add: (a, b) => combine(a, b, 1),
    sub: (a, b) => combine(a, b, -1),
    mulAdd: (a, b, c) => fma32(a, b, c),
    mulSub: (a, b, c) => fma32(-a, b, c),
    mulMinus: (a, b, c) => fma32(a, b, -c),
    mulAddMul: (a, b, c, d) => both(a, b, c, d, 1),
    mulSubMul: (a, b, c, d) => both(a, b, c, d, -1),
  };
}
