/**
 * Mistakes of ports: the arithmetic of another platform or compiler, narrow accumulators, casts
 * (S0, S16, S84).
 */

import { float32FromBits, float32ToBits, fma32 } from '../num/float32.ts';
import type { Accumulators } from '../num/int32.ts';
import { primitives } from '../primitives.ts';
import type { Mutant } from './mutant.ts';

const f = Math.fround;
const smallestNormal = 2 ** -126;

const flush = (x: number): number => (Math.abs(x) < smallestNormal ? 0 : x);

/** The float32 one unit above in magnitude. */
function nextUp(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  return float32FromBits((float32ToBits(x) + 1) >>> 0);
}

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

export const platformMutants: readonly Mutant[] = [
  {
    id: 'fma_contraction',
    clause: 'contraction',
    catalogue: ['A-M104'],
    bug: 'the compiler fuses a product into the following sum (FMA contraction)',
    fix: 'compile with -ffp-contract=off',
    f: {
      mulAdd: (a, b, c) => fma32(a, b, c),
      mulSub: (a, b, c) => fma32(-a, b, c),
      mulMinus: (a, b, c) => fma32(a, b, -c),
      mulAddMul: (a, b, c, d) => fma32(a, b, f(c * d)),
      mulSubMul: (a, b, c, d) => fma32(a, b, -f(c * d)),
    },
  },
  {
    id: 'fma_contraction_second',
    clause: 'contraction',
    catalogue: ['A-M104'],
    bug: 'the compiler fuses the second of two products into their sum (FMA contraction)',
    fix: 'compile with -ffp-contract=off',
    f: {
      mulAdd: (a, b, c) => fma32(a, b, c),
      mulSub: (a, b, c) => fma32(-a, b, c),
      mulMinus: (a, b, c) => fma32(a, b, -c),
      mulAddMul: (a, b, c, d) => fma32(c, d, f(a * b)),
      mulSubMul: (a, b, c, d) => fma32(-c, d, f(a * b)),
    },
  },
  {
    id: 'double_intermediates',
    clause: 'S0',
    bug: 'products feeding a sum are kept in double precision (excess precision)',
    fix: 'round every operation to float32: FLT_EVAL_METHOD must be 0',
    flags: ['contraction', 'V19'],
    f: {
      mulAdd: (a, b, c) => f(c + a * b),
      mulSub: (a, b, c) => f(c - a * b),
      mulMinus: (a, b, c) => f(a * b - c),
      mulAddMul: (a, b, c, d) => f(a * b + c * d),
      mulSubMul: (a, b, c, d) => f(a * b - c * d),
    },
  },
  {
    id: 'flush_to_zero',
    clause: 'S0',
    catalogue: ['A-M146'],
    bug: 'subnormal operands and results are flushed to zero',
    fix: 'enable gradual underflow: clear FTZ/DAZ or the FZ bit',
    flags: ['subnormal', 'tiny_scale', 'V20', 'scale_edges'],
    f: {
      add: (a, b) => flush(f(flush(a) + flush(b))),
      sub: (a, b) => flush(f(flush(a) - flush(b))),
      mul: (a, b) => flush(f(flush(a) * flush(b))),
      div: (a, b) => flush(f(flush(a) / flush(b))),
      mulAdd: (a, b, c) => flush(f(flush(c) + flush(f(flush(a) * flush(b))))),
      mulSub: (a, b, c) => flush(f(flush(c) - flush(f(flush(a) * flush(b))))),
    },
  },
  {
    id: 'divide_by_reciprocal',
    clause: 'S25',
    catalogue: ['A-M27'],
    bug: 'every division is a multiplication by the reciprocal (-ffast-math)',
    fix: 'divide; do not compile with -ffast-math or -freciprocal-math',
    f: { div: (a, b) => f(a * f(1 / b)) },
  },
  {
    id: 'divide_off_by_an_ulp',
    clause: 'S0',
    bug: 'division is not correctly rounded',
    fix: 'use IEEE division',
    flags: ['V4b', 'quotient', 'scale_edges'],
    f: { div: (a, b) => nextUp(f(a / b)) },
  },
  {
    id: 'sqrt_off_by_an_ulp',
    clause: 'S100',
    bug: 'the square root is not correctly rounded',
    fix: 'use a correctly rounded sqrtf',
    f: { sqrt: (a) => nextUp(f(Math.sqrt(a))) },
  },
  {
    id: 'int_to_float_truncates',
    clause: 'S27',
    bug: 'integers above 2^24 are truncated toward zero on conversion to float32',
    fix: 'convert to nearest even',
    f: {
      fromInt: (q) => {
        const x = f(q);
        if (Math.abs(x) <= Math.abs(q)) return x;
        return float32FromBits((float32ToBits(x) - 1) >>> 0);
      },
    },
  },
  {
    id: 'fma_missing_in_lerp',
    clause: 'S106',
    catalogue: ['A-M142'],
    bug: 'the one mandated fused multiply-add is computed with two roundings',
    fix: 'use a true fmaf',
    f: { fma: (a, b, c) => f(f(a * b) + c) },
  },
  {
    id: 'exp_off_by_an_ulp',
    clause: 'L27',
    bug: 'expf is not correctly rounded',
    fix: 'use a correctly rounded expf',
    fn: { exp32: (n, x) => nextUp(primitives.exp32(n, x)) },
  },
  {
    id: 'log_off_by_an_ulp',
    clause: 'L28',
    bug: 'logf is not correctly rounded',
    fix: 'use a correctly rounded logf',
    fn: { log32: (n, x) => nextUp(primitives.log32(n, x)) },
  },
];

export const portMutants: readonly Mutant[] = [
  {
    id: 'accumulator_int16',
    clause: 'S84',
    catalogue: ['A-M91'],
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
    catalogue: ['A-M91'],
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
    catalogue: ['A-M91'],
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
    id: 'clamp_off_by_one_high',
    clause: 'S19',
    bug: 'the upper clamp bound is one too small',
    fix: 'clamp to qMax inclusively',
    flags: ['ends'],
    fn: {
      clampInt: (n, v, low, high) => primitives.clampInt(n, v, low, high - 1),
      clampFloat: (n, v, low, high) => primitives.clampFloat(n, v, low, high - 1),
    },
  },
  {
    id: 'clamp_nan_to_low',
    clause: 'S19',
    bug: 'the float clamp turns NaN into the low bound',
    fix: 'NaN passes through the float clamp',
    flags: ['cast_range', 'later_nan'],
    fn: {
      clampFloat: (n, v, low, high) =>
        Number.isNaN(v) ? low : primitives.clampFloat(n, v, low, high),
    },
  },
  {
    id: 'last_element_skipped',
    clause: 'S51',
    bug: 'the last element of a requantized tensor is not written',
    fix: 'loop over all n elements',
    fn: {
      requantDynamic: (n, x, y, mode) => {
        const scale = n.fn.symmetricScale(
          n,
          n.fn.absMaxOfStream(n, x.data.length, (i) =>
            n.fn.decodeSymmetric(n, x.data[i]!, x.scale),
          ),
          y.bits,
        );
        for (let i = 0; i + 1 < x.data.length; i++) {
          const value = n.fn.requantElement(n, x.data[i]!, x.scale, scale);
          y.data[i] = n.fn.roundIntoRange(n, value, y.bits, mode ?? y.rounding);
        }
        y.scale = scale;
      },
    },
  },
  {
    id: 'quantize_last_element_skipped',
    clause: 'S36',
    bug: 'the last element of a quantized tensor is left 0',
    fix: 'loop over all n elements',
    fn: {
      quantize: (n, values, bits, mode) => {
        const result = primitives.quantize(n, values, bits, mode);
        if (result.codes.length > 1) result.codes[result.codes.length - 1] = 0;
        return result;
      },
    },
  },
  {
    id: 'packed_big_endian',
    clause: 'S5',
    bug: 'multi-byte elements are packed in big-endian byte order',
    fix: 'the bit stream is little-endian',
    fn: {
      packBits: (n, codes, bits) => {
        const bytes = primitives.packBits(n, codes, bits);
        if (bits <= 8) return bytes;
        for (let i = 0; i + 1 < bytes.length; i += 2) {
          [bytes[i], bytes[i + 1]] = [bytes[i + 1]!, bytes[i]!];
        }
        return bytes;
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

/** Fails on every case: proves that the machinery reaches a vector file at all. */
export const sentinel: Mutant = {
  id: 'sentinel',
  clause: 'S10',
  bug: 'every operation leaves another generator state behind',
  fix: 'this mutant only proves that the machinery works',
  readState: (state) => (state % 4294967295) + 1,
};
