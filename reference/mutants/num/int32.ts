/** Mistakes in int32 arithmetic: narrow accumulators and products, casts (S16, S84). */

import type { Accumulators } from '../../num/int32.ts';
import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';

const f = Math.fround;

/** Accumulators whose stored sums pass through `store` after every addition. */
function storedThrough(inner: Accumulators, store: (sum: number) => number): Accumulators {
  return {
    values: inner.values,
    seed(index, value) {
      inner.seed(index, store(value));
    },
    add(index, term) {
      inner.values[index] = store(inner.values[index]! + term);
    },
    finish: () => inner.values,
  };
}

export const mutants: readonly Mutant[] = [
  {
    id: 'accumulator_int16',
    clause: 'S84',
    pitfalls: ['A-M91'],
    bug: 'sums are accumulated in 16 bits',
    fix: 'accumulate in int32',
    fn: {
      newAccumulators: (n, size) =>
        storedThrough(primitives.newAccumulators(n, size), (sum) => (sum << 16) >> 16),
    },
  },
  {
    id: 'accumulator_int24',
    clause: 'S84',
    bug: 'sums are accumulated in 24 bits',
    fix: 'accumulate in int32',
    fn: {
      newAccumulators: (n, size) =>
        storedThrough(primitives.newAccumulators(n, size), (sum) => (sum << 8) >> 8),
    },
  },
  {
    id: 'accumulator_float32',
    clause: 'S84',
    pitfalls: ['A-M91'],
    bug: 'sums are accumulated in float32',
    fix: 'accumulate in int32',
    fn: {
      newAccumulators: (n, size) =>
        storedThrough(primitives.newAccumulators(n, size), (sum) =>
          Math.max(-2147483648, Math.min(2147483520, f(sum))),
        ),
    },
  },
  {
    id: 'accumulator_saturates',
    clause: 'S84',
    pitfalls: ['A-M91'],
    bug: 'sums saturate at the int32 bounds',
    fix: 'do not saturate: an overflow is outside the contract and must be flagged',
    fn: {
      newAccumulators: (n, size) =>
        storedThrough(primitives.newAccumulators(n, size), (sum) =>
          Math.max(-2147483648, Math.min(2147483647, sum)),
        ),
    },
  },
  {
    id: 'accumulator_not_added',
    clause: 'S84',
    bug: 'a sum is assigned instead of accumulated (= for +=)',
    fix: 'add every term to the accumulator',
    fn: {
      newAccumulators: (n, size) => {
        const inner = primitives.newAccumulators(n, size);
        return {
          ...inner,
          add(index, term) {
            inner.values[index] = term;
          },
          finish: () => inner.values,
        };
      },
    },
  },
  {
    id: 'accumulator_seed_dropped',
    clause: 'S87',
    bug: 'the accumulator is reset after it was seeded',
    fix: 'start the sum at the seed',
    fn: {
      newAccumulators: (n, size) => ({ ...primitives.newAccumulators(n, size), seed: () => {} }),
    },
  },
  {
    id: 'product_int16',
    clause: 'S84',
    bug: 'products are truncated to 16 bits',
    fix: 'widen the operands to int32 before multiplying',
    fn: { mulInt32: (_n, a, b) => (Math.imul(a, b) << 16) >> 16 },
  },
  {
    id: 'operand_int8',
    clause: 'S84',
    bug: 'mantissas are narrowed to 8 bits before multiplying',
    fix: 'read mantissas as int32',
    fn: { mulInt32: (_n, a, b) => Math.imul((a << 24) >> 24, (b << 24) >> 24) },
  },
  {
    id: 'operand_int12_wrap',
    clause: 'S84',
    bug: 'mantissas are narrowed to 12 bits before multiplying',
    fix: 'read mantissas as int32, whatever the label says',
    fn: { mulInt32: (_n, a, b) => Math.imul((a << 20) >> 20, (b << 20) >> 20) },
  },
  {
    id: 'operand_unsigned_12',
    clause: 'S6',
    bug: 'mantissas are read as unsigned 12-bit codes',
    fix: 'sign-extend them',
    fn: { mulInt32: (_n, a, b) => Math.imul(a & 0xfff, b & 0xfff) },
  },
  {
    id: 'cast_through_int16',
    clause: 'S16',
    bug: 'rounded values pass through a 16-bit integer',
    fix: 'cast to int32',
    fn: {
      castInt32: (n, x) => {
        const value = primitives.castInt32(n, x);
        return (value << 16) >> 16;
      },
    },
  },
  {
    id: 'accumulator_int8',
    clause: 'S84',
    bug: 'sums are accumulated in 8 bits',
    fix: 'accumulate in int32',
    fn: {
      newAccumulators: (n, size) =>
        storedThrough(primitives.newAccumulators(n, size), (sum) => (sum << 24) >> 24),
    },
  },
  {
    id: 'cast_saturates',
    clause: 'S16',
    bug: 'a float beyond int32 saturates, and NaN becomes 0',
    fix: 'such a cast is undefined: it must be flagged, and no value may be relied upon',
    fn: {
      castInt32: (_n, x) =>
        Number.isNaN(x) ? 0 : Math.max(-2147483648, Math.min(2147483647, x)) | 0,
    },
  },
];
