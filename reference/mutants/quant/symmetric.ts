/** Mistakes in symmetric grids: bounds, scale, encode and decode (S8, S21, S23, S25, S27). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'sr_skips_clamped',
    clause: 'S17',
    pitfalls: ['A-M11'],
    bug: 'values at or beyond the ends of the range are clamped without a draw',
    fix: 'draw exactly once per element, then clamp',
    flags: ['clamp_order', 'V10', 'V31', 'ends'],
    fn: {
      roundIntoRange: (n, x, bits, mode) => {
        if (x >= n.fn.qMax(n, bits)) return n.fn.qMax(n, bits);
        if (x <= n.fn.qMin(n, bits)) return n.fn.qMin(n, bits);
        return primitives.roundIntoRange(n, x, bits, mode);
      },
    },
  },
  {
    id: 'scale_power_of_two',
    clause: 'S23',
    pitfalls: ['A-M23'],
    bug: 'the scale is absmax / 2^(b−1)',
    fix: 'divide by qMax = 2^(b−1) − 1',
    fn: { symmetricScale: (n, m, bits) => (m === 0 ? 1 : n.f.div(m, 2 ** (bits - 1))) },
  },
  {
    id: 'scale_full_range',
    clause: 'S23',
    pitfalls: ['A-M24'],
    bug: 'the scale is 2·absmax / (2^b − 1)',
    fix: 'divide absmax by qMax = 2^(b−1) − 1',
    fn: {
      symmetricScale: (n, m, bits) => (m === 0 ? 1 : n.f.div(n.f.mul(2, m), 2 ** bits - 1)),
    },
  },
  {
    id: 'scale_zero_epsilon',
    clause: 'S23',
    pitfalls: ['A-M26'],
    bug: 'an all-zero tensor gets a tiny scale',
    fix: 'absmax 0 gives scale exactly 1',
    fn: { symmetricScale: (n, m, bits) => n.f.div(m === 0 ? 2 ** -23 : m, n.fn.qMax(n, bits)) },
  },
  {
    id: 'scale_zero_zero',
    clause: 'S23',
    pitfalls: ['A-M26'],
    bug: 'an all-zero tensor gets scale 0',
    fix: 'absmax 0 gives scale exactly 1',
    fn: {
      symmetricScale: (n, m, bits) => (m === 0 ? 0 : primitives.symmetricScale(n, m, bits)),
    },
  },
  {
    id: 'scale_next_power_of_two',
    clause: 'S23',
    bug: 'the scale is rounded up to a power of two',
    fix: 'keep the exact float32 quotient absmax ⊘ qMax',
    fn: {
      symmetricScale: (n, m, bits) => {
        const scale = primitives.symmetricScale(n, m, bits);
        let power = 2 ** -149;
        while (power < scale) power *= 2;
        return power;
      },
    },
  },
  {
    id: 'absmax_signed',
    clause: 'S21',
    pitfalls: ['A-M25'],
    bug: 'the range is taken from max(x), not max|x|, in the buffer scan',
    fix: 'take the maximum of the absolute values',
    fn: {
      absMaxOfBuffer: (_n, values) => {
        let m = values[0] ?? 0;
        for (let i = 1; i < values.length; i++) if (values[i]! > m) m = values[i]!;
        return Math.abs(m);
      },
    },
  },
  {
    id: 'absmax_signed_stream',
    clause: 'S21',
    pitfalls: ['A-M25'],
    bug: 'the range is taken from max(x), not max|x|, in the streamed scan',
    fix: 'take the maximum of the absolute values',
    fn: {
      absMaxOfStream: (_n, count, at) => {
        let m = 0;
        for (let i = 0; i < count; i++) if (at(i) > m) m = at(i);
        return m;
      },
    },
  },
  {
    id: 'absmax_skips_last',
    clause: 'S21',
    bug: 'the last element is left out of the buffer scan',
    fix: 'scan all n elements',
    fn: {
      absMaxOfBuffer: (n, values) =>
        primitives.absMaxOfBuffer(n, Array.from(values).slice(0, Math.max(1, values.length - 1))),
    },
  },
  {
    id: 'absmax_skips_last_stream',
    clause: 'S21',
    bug: 'the last element is left out of the streamed scan',
    fix: 'scan all n elements',
    fn: {
      absMaxOfStream: (n, count, at) =>
        primitives.absMaxOfStream(n, count > 1 ? count - 1 : count, at),
    },
  },
  {
    id: 'absmax_skips_first_stream',
    clause: 'S21',
    bug: 'the first element is left out of the streamed scan',
    fix: 'start at element 0',
    fn: {
      absMaxOfStream: (n, count, at) =>
        count > 1
          ? primitives.absMaxOfStream(n, count - 1, (i) => at(i + 1))
          : primitives.absMaxOfStream(n, count, at),
    },
  },
  {
    id: 'encode_reciprocal',
    clause: 'S25',
    pitfalls: ['A-M27'],
    bug: 'a value is multiplied by the reciprocal of the scale',
    fix: 'divide the value by the scale',
    fn: {
      encodeSymmetric: (n, v, scale, bits, mode) =>
        n.fn.roundIntoRange(n, n.f.mul(v, n.f.div(1, scale)), bits, mode),
    },
  },
  {
    id: 'encode_double_quotient',
    clause: 'S25',
    pitfalls: ['A-M28'],
    bug: 'the quotient is kept in double precision',
    fix: 'round v ⊘ scale to float32 before rounding to an integer',
    fn: {
      encodeSymmetric: (n, v, scale, bits, mode) => n.fn.roundIntoRange(n, v / scale, bits, mode),
    },
  },
  {
    id: 'clamp_symmetric',
    clause: 'S25',
    pitfalls: ['A-M29'],
    bug: 'codes are clamped to ±qMax',
    fix: 'the low bound is −2^(b−1)',
    fn: { qMin: (n, bits) => -n.fn.qMax(n, bits) },
  },
  {
    id: 'clamp_before_rounding',
    clause: 'S25',
    pitfalls: ['A-M31', 'B-50'],
    bug: 'the dynamic encoders clamp in float before rounding, so SR can leave the range by one',
    fix: 'round first, then clamp the integer',
    contract: { encode: 'clamp_then_round' },
  },
  {
    id: 'clamp_after_rounding',
    clause: 'H2',
    bug: 'the dynamic encoders round first and clamp the integer',
    fix: 'under this contract clamp in float, then round',
    contract: { encode: 'round_then_clamp' },
  },
  {
    id: 'clamp_missing',
    clause: 'S25',
    pitfalls: ['A-M33'],
    bug: 'codes are not clamped',
    fix: 'clamp the rounded code to [−2^(b−1), qMax]',
    fn: { roundIntoRange: (n, x, _bits, mode) => n.fn.round(n, x, mode) },
  },
  {
    id: 'qmax_integer_at_wide_widths',
    clause: 'S8',
    pitfalls: ['A-M47'],
    bug: 'qMax is the integer 2^(b−1) − 1 also for widths of 26 bits and more',
    fix: 'compute qMax in float32: 2^(b−1) there',
    fn: { qMax: (_n, bits) => 2 ** (bits - 1) - 1 },
  },
  {
    id: 'decode_exact_integer',
    clause: 'S27',
    pitfalls: ['A-M49', 'B-44'],
    bug: 'a big mantissa is multiplied exactly instead of being rounded to float32 first',
    fix: 'convert the mantissa to float32 (nearest even), then multiply',
    fn: { decodeSymmetric: (_n, q, scale) => Math.fround(q * scale) },
  },
];
