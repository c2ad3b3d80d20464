/**
 * Float sums in another order, or in another precision, without a change to any kernel: a sum is a chain of
 * additions of which each takes the result of the one before. Chains are recognised by that value, and the
 * terms of a chain are collected in a different way than one after the other.
 */

import { type Float32Ops, strictFloat32 } from '../../reference/num/float32.ts';

const f = Math.fround;

interface Chain {
  /** partial sums; the first holds the starting value */
  readonly parts: number[];
  terms: number;
}

/** How a chain takes a term and what its current total is. */
export interface Summation {
  start(initial: number): number[];
  add(parts: number[], term: number, terms: number): void;
  total(parts: readonly number[]): number;
}

/** `lanes` interleaved partial sums, as a vectorizing compiler makes them under -fassociative-math. */
export function lanes(count: number): Summation {
  return {
    start: (initial) => [initial, ...new Array<number>(count - 1).fill(0)],
    add: (parts, term, terms) => {
      const lane = terms % count;
      parts[lane] = f(parts[lane]! + term);
    },
    total: (parts) => parts.reduce((sum, part) => f(sum + part)),
  };
}

/** The sum kept in double precision until it is stored. */
export const doubleSum: Summation = {
  start: (initial) => [initial],
  add: (parts, term) => {
    parts[0] = parts[0]! + term;
  },
  total: (parts) => f(parts[0]!),
};

/** Arithmetic without any rounding between the operations. */
export const doubleOps: Partial<Float32Ops> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  sqrt: (a) => Math.sqrt(a),
  fromInt: (q) => q,
  mulAdd: (a, b, c) => c + a * b,
  mulSub: (a, b, c) => c - a * b,
  mulMinus: (a, b, c) => a * b - c,
  mulAddMul: (a, b, c, d) => a * b + c * d,
  mulSubMul: (a, b, c, d) => a * b - c * d,
};

/** Chains that are remembered; a kernel keeps one per output at most. */
const chainsMax = 4096;

/**
 * Float operations of one run in which sums are formed by the given summation; `product` says how the terms
 * are multiplied that go straight into a sum.
 */
export function summingOps(
  summation: Summation,
  product: Float32Ops['mul'] = strictFloat32.mul,
): Partial<Float32Ops> {
  const chains = new Map<number, Chain>();

  function extend(accumulator: number, term: number): number {
    const known = chains.get(accumulator);
    const chain = known ?? { parts: summation.start(accumulator), terms: 0 };
    chains.delete(accumulator);
    summation.add(chain.parts, term, chain.terms);
    chain.terms++;
    const total = summation.total(chain.parts);
    if (chains.size >= chainsMax) chains.delete(chains.keys().next().value as number);
    chains.set(total, chain);
    return total;
  }

  return {
    add: (a, b) => extend(a, b),
    mulAdd: (a, b, c) => extend(c, product(a, b)),
  };
}
