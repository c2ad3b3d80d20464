/** The float32 arithmetic of other platforms and compilers (S0, contraction, libm). */

import { float32FromBits, float32ToBits, fma32, strictFloat32 } from '../../num/float32.ts';
import type { Mutant } from '../mutant.ts';
import { fusedFirst } from '../shared/fused.ts';
import { nextUp } from '../shared/ulp.ts';

const f = Math.fround;

const smallestNormal = 2 ** -126;

const flush = (x: number): number => (Math.abs(x) < smallestNormal ? 0 : x);

export const mutants: readonly Mutant[] = [
  {
    id: 'addition_operands_swapped',
    clause: 'S0',
    pitfalls: ['B-48'],
    bug: 'the operands of every float addition are exchanged',
    fix: 'nothing: the result is the same',
    f: { add: (a, b) => strictFloat32.add(b, a) },
    equivalent:
      'IEEE 754 addition is commutative for all finite and infinite operands and both zeros: the exact sum ' +
      'is the same number, its rounding depends on that number alone, and the sign of an exact zero sum is ' +
      'chosen by the rounding direction and the two signs, not by their order. Only the payload of a NaN ' +
      'could differ, and the format carries one NaN.',
  },
  {
    id: 'fma_contraction',
    clause: 'contraction',
    pitfalls: ['A-M104'],
    bug: 'the compiler fuses a product into the following sum (FMA contraction)',
    fix: 'compile with -ffp-contract=off',
    f: fusedFirst,
  },
  {
    id: 'fma_contraction_second',
    clause: 'contraction',
    pitfalls: ['A-M104'],
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
    pitfalls: ['A-M146'],
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
    pitfalls: ['A-M27'],
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
    pitfalls: ['A-M142'],
    bug: 'the one mandated fused multiply-add is computed with two roundings',
    fix: 'use a true fmaf',
    f: { fma: (a, b, c) => f(f(a * b) + c) },
  },
];
