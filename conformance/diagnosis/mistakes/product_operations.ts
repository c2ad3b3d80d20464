/** Another operation in place of each float operation that holds a product and a sum. */

import { type Operation, shiftWords } from './operation.ts';

/** A sum of a number and a product, a · b + c. */
const products: Readonly<Record<string, readonly Operation[]>> = {
  mulAdd: [
    [
      'subtracts',
      'subtracts a product that is to be added',
      ({ f }) => ({ mulAdd: (a, b, c) => f.mulSub(a, b, c) }),
    ],
    [
      'subtrahend',
      'subtracts what a product is to be added to',
      ({ f }) => ({ mulAdd: (a, b, c) => f.mulMinus(a, b, c) }),
    ],
    [
      'assigns',
      'assigns a product instead of adding it: only the last term counts',
      ({ f }) => ({ mulAdd: (a, b) => f.mul(a, b) }),
    ],
    [
      'first_factor',
      'leaves out a factor of a term, the second',
      ({ f }) => ({ mulAdd: (a, _b, c) => f.add(a, c) }),
    ],
    [
      'second_factor',
      'leaves out a factor of a term, the first',
      ({ f }) => ({ mulAdd: (_a, b, c) => f.add(b, c) }),
    ],
    ['missing', 'leaves out a product that is to be added', () => ({ mulAdd: (_a, _b, c) => c })],
    [
      'fused',
      'fuses a product and a sum into one rounding (FMA)',
      ({ f }) => ({ mulAdd: (a, b, c) => f.fma(a, b, c) }),
    ],
    [
      'absolute',
      'adds magnitudes of products',
      ({ f }) => ({ mulAdd: (a, b, c) => f.add(Math.abs(f.mul(a, b)), c) }),
    ],
    ['shifts', shiftWords, ({ f }) => ({ mulAdd: (a, b, c) => f.add(f.add(a, f.sub(b, 1)), c) })],
    [
      'shifts_second',
      shiftWords,
      ({ f }) => ({ mulAdd: (a, b, c) => f.add(f.add(b, f.sub(a, 1)), c) }),
    ],
    [
      'distributes',
      'multiplies the whole sum by a factor instead of one term',
      ({ f }) => ({ mulAdd: (a, b, c) => f.mul(f.add(a, c), b) }),
    ],
    [
      'distributes_first',
      'multiplies the whole sum by a factor instead of one term, the first',
      ({ f }) => ({ mulAdd: (a, b, c) => f.mul(f.add(b, c), a) }),
    ],
    [
      'squares_first',
      'squares the first factor of a term',
      ({ f }) => ({ mulAdd: (a, _b, c) => f.mulAdd(a, a, c) }),
    ],
    [
      'factor_twice',
      'applies the second factor of a term twice',
      ({ f }) => ({ mulAdd: (a, b, c) => f.mulAdd(f.mul(a, b), b, c) }),
    ],
    [
      'term_twice',
      'adds a product twice',
      ({ f }) => ({ mulAdd: (a, b, c) => f.mulAdd(a, b, f.mulAdd(a, b, c)) }),
    ],
    [
      'divides',
      'divides where it should multiply',
      ({ f }) => ({ mulAdd: (a, b, c) => f.add(f.div(a, b), c) }),
    ],
  ],
  mulSub: [
    [
      'adds',
      'adds a product that is to be subtracted',
      ({ f }) => ({ mulSub: (a, b, c) => f.mulAdd(a, b, c) }),
    ],
    [
      'reversed',
      'subtracts from a product what it is to be subtracted from: the sign is wrong',
      ({ f }) => ({ mulSub: (a, b, c) => f.mulMinus(a, b, c) }),
    ],
    [
      'missing',
      'leaves out a product that is to be subtracted',
      () => ({ mulSub: (_a, _b, c) => c }),
    ],
    [
      'first_factor',
      'leaves out a factor of what is to be subtracted, the second',
      ({ f }) => ({ mulSub: (a, _b, c) => f.sub(c, a) }),
    ],
    [
      'second_factor',
      'leaves out a factor of what is to be subtracted, the first',
      ({ f }) => ({ mulSub: (_a, b, c) => f.sub(c, b) }),
    ],
    [
      'distributes',
      'multiplies the whole difference by a factor',
      ({ f }) => ({ mulSub: (a, b, c) => f.mul(f.sub(c, b), a) }),
    ],
    [
      'distributes_second',
      'multiplies the whole difference by a factor, the second',
      ({ f }) => ({ mulSub: (a, b, c) => f.mul(f.sub(c, a), b) }),
    ],
    [
      'divides',
      'divides where it should multiply',
      ({ f }) => ({ mulSub: (a, b, c) => f.sub(c, f.div(a, b)) }),
    ],
  ],
  mulMinus: [
    [
      'adds',
      'adds what is to be subtracted from a product',
      ({ f }) => ({ mulMinus: (a, b, c) => f.mulAdd(a, b, c) }),
    ],
    [
      'reversed',
      'subtracts a product from what is to be subtracted from it: the sign is wrong',
      ({ f }) => ({ mulMinus: (a, b, c) => f.mulSub(a, b, c) }),
    ],
    [
      'keeps_product',
      'leaves out what is to be subtracted from a product',
      ({ f }) => ({ mulMinus: (a, b) => f.mul(a, b) }),
    ],
    [
      'first_factor',
      'leaves out a factor, the second',
      ({ f }) => ({ mulMinus: (a, _b, c) => f.sub(a, c) }),
    ],
    [
      'distributes',
      'multiplies the whole difference by a factor',
      ({ f }) => ({ mulMinus: (a, b, c) => f.mul(f.sub(a, c), b) }),
    ],
  ],
};

/** Sums and differences of two products, and the one fused form. */
const pairs: Readonly<Record<string, readonly Operation[]>> = {
  mulAddMul: [
    [
      'subtracts',
      'subtracts the second of two products',
      ({ f }) => ({ mulAddMul: (a, b, c, d) => f.mulSubMul(a, b, c, d) }),
    ],
    [
      'first_only',
      'leaves out the second of two products',
      ({ f }) => ({ mulAddMul: (a, b) => f.mul(a, b) }),
    ],
    [
      'second_only',
      'leaves out the first of two products',
      ({ f }) => ({ mulAddMul: (_a, _b, c, d) => f.mul(c, d) }),
    ],
    [
      'first_undivided',
      'leaves out the factor of the first product',
      ({ f }) => ({ mulAddMul: (a, _b, c, d) => f.mulAdd(c, d, a) }),
    ],
    [
      'first_factor_only',
      'takes the factor of the first product for the product',
      ({ f }) => ({ mulAddMul: (_a, b, c, d) => f.mulAdd(c, d, b) }),
    ],
    [
      'second_undivided',
      'leaves out the last factor of the second product',
      ({ f }) => ({ mulAddMul: (a, b, c) => f.mulAdd(a, b, c) }),
    ],
    [
      'last_factor_only',
      'leaves out the first factor of the second product',
      ({ f }) => ({ mulAddMul: (a, b, _c, d) => f.mulAdd(a, b, d) }),
    ],
    [
      'factors_exchanged',
      'exchanges the factors of two products',
      ({ f }) => ({ mulAddMul: (a, b, c, d) => f.mulAddMul(a, c, b, d) }),
    ],
    [
      'shifts',
      shiftWords,
      ({ f }) => ({ mulAddMul: (a, b, c, d) => f.mulAdd(c, d, f.add(a, f.sub(b, 1))) }),
    ],
  ],
  mulSubMul: [
    [
      'adds',
      'adds the second of two products',
      ({ f }) => ({ mulSubMul: (a, b, c, d) => f.mulAddMul(a, b, c, d) }),
    ],
    [
      'first_only',
      'leaves out the second of two products',
      ({ f }) => ({ mulSubMul: (a, b) => f.mul(a, b) }),
    ],
  ],
  fma: [
    [
      'unfused',
      'rounds the product of a fused multiply-add',
      ({ f }) => ({ fma: (a, b, c) => f.mulAdd(a, b, c) }),
    ],
    ['subtracts', 'subtracts a fused product', ({ f }) => ({ fma: (a, b, c) => f.fma(-a, b, c) })],
    ['missing', 'leaves out a fused product', () => ({ fma: (_a, _b, c) => c })],
    ['assigns', 'assigns a fused product', ({ f }) => ({ fma: (a, b) => f.mul(a, b) })],
    [
      'unweighted',
      'leaves out the weight of a fused product',
      ({ f }) => ({ fma: (_a, b, c) => f.add(b, c) }),
    ],
    [
      'complement',
      'weighs a fused product by 1 less the weight',
      ({ f }) => ({ fma: (a, b, c) => f.fma(f.sub(1, a), b, c) }),
    ],
  ],
};

export const productOperations: Readonly<Record<string, readonly Operation[]>> = {
  ...products,
  ...pairs,
};
