/** Arithmetic that ends: a mistake may never draw what ends a loop, or take a length that is infinite. */

import type { Float32Ops } from '../../../reference/num/float32.ts';
import type { Accumulators } from '../../../reference/num/int32.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';

type Operation = (a: number, b: number, c: number, d: number) => number;

/**
 * The numerics, in which no more than `most` float operations, terms of an integer sum, bits of packed codes, and reads and
 * writes of the generator are made. Errors: RangeError by the one after them.
 */
export function bounded(n: Numerics, most: number): Numerics {
  let left = most;
  const spend = (count = 1): void => {
    left -= count;
    if (left < 0) throw new RangeError('a mistake without an end');
  };
  const f = Object.fromEntries(
    Object.entries(n.f as unknown as Record<string, Operation>).map(([name, operation]) => {
      const counted: Operation = (a, b, c, d) => {
        spend();
        return operation(a, b, c, d);
      };
      return [name, counted];
    }),
  ) as unknown as Float32Ops;
  const newAccumulators = (m: Numerics, size: number): Accumulators => {
    const inner = n.fn.newAccumulators(m, size);
    const add = (index: number, term: number): void => {
      spend();
      inner.add(index, term);
    };
    return { ...inner, add };
  };
  // an extent that is taken for the number of codes gives a tensor that takes seconds
  const readField: Primitives['readField'] = (m, bytes, at, bits) => {
    spend(bits);
    return n.fn.readField(m, bytes, at, bits);
  };
  const writeField: Primitives['writeField'] = (m, bytes, at, bits, value) => {
    spend(bits);
    n.fn.writeField(m, bytes, at, bits, value);
  };
  const rng: Numerics['rng'] = {
    get state() {
      spend();
      return n.rng.state;
    },
    set state(value) {
      spend();
      n.rng.state = value;
    },
  };
  return { ...n, f, fn: { ...n.fn, newAccumulators, readField, writeField }, rng };
}
