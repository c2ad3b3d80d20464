/** Mistakes on symmetric grids: bounds, scans, scale, encode, decode (S8, S21–S27, S36). */

import { primitives } from '../primitives.ts';
import type { Mutant } from './mutant.ts';

export const gridMutants: readonly Mutant[] = [
  {
    id: 'scale_power_of_two',
    clause: 'S23',
    catalogue: ['A-M23'],
    bug: 'the scale is absmax / 2^(b−1)',
    fix: 'divide by qMax = 2^(b−1) − 1',
    fn: { symmetricScale: (n, m, bits) => (m === 0 ? 1 : n.f.div(m, 2 ** (bits - 1))) },
  },
  {
    id: 'scale_full_range',
    clause: 'S23',
    catalogue: ['A-M24'],
    bug: 'the scale is 2·absmax / (2^b − 1)',
    fix: 'divide absmax by qMax = 2^(b−1) − 1',
    fn: {
      symmetricScale: (n, m, bits) => (m === 0 ? 1 : n.f.div(n.f.mul(2, m), 2 ** bits - 1)),
    },
  },
  {
    id: 'scale_zero_epsilon',
    clause: 'S23',
    catalogue: ['A-M26'],
    bug: 'an all-zero tensor gets a tiny scale',
    fix: 'absmax 0 gives scale exactly 1',
    fn: { symmetricScale: (n, m, bits) => n.f.div(m === 0 ? 2 ** -23 : m, n.fn.qMax(n, bits)) },
  },
  {
    id: 'scale_zero_zero',
    clause: 'S23',
    catalogue: ['A-M26'],
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
    catalogue: ['A-M25'],
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
    catalogue: ['A-M25'],
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
    catalogue: ['A-M27'],
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
    catalogue: ['A-M28'],
    bug: 'the quotient is kept in double precision',
    fix: 'round v ⊘ scale to float32 before rounding to an integer',
    fn: {
      encodeSymmetric: (n, v, scale, bits, mode) => n.fn.roundIntoRange(n, v / scale, bits, mode),
    },
  },
  {
    id: 'quantize_double_scale',
    clause: 'S36',
    catalogue: ['A-M28'],
    bug: 'codes are made with the scale in double precision',
    fix: 'round the scale to float32 and encode with that',
    fn: {
      quantize: (n, values, bits, mode) => {
        const m = n.fn.absMaxOfBuffer(n, values);
        const exact = m === 0 ? 1 : m / n.fn.qMax(n, bits);
        const codes = Int32Array.from(values, (v) => n.fn.encodeSymmetric(n, v, exact, bits, mode));
        return { codes, scale: n.fn.symmetricScale(n, m, bits) };
      },
    },
  },
  {
    id: 'clamp_symmetric',
    clause: 'S25',
    catalogue: ['A-M29'],
    bug: 'codes are clamped to ±qMax',
    fix: 'the low bound is −2^(b−1)',
    fn: { qMin: (n, bits) => -n.fn.qMax(n, bits) },
  },
  {
    id: 'clamp_before_rounding',
    clause: 'S25',
    catalogue: ['A-M31', 'B-50'],
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
    catalogue: ['A-M33'],
    bug: 'codes are not clamped',
    fix: 'clamp the rounded code to [−2^(b−1), qMax]',
    fn: { roundIntoRange: (n, x, _bits, mode) => n.fn.round(n, x, mode) },
  },
  {
    id: 'qmax_integer_at_wide_widths',
    clause: 'S8',
    catalogue: ['A-M47'],
    bug: 'qMax is the integer 2^(b−1) − 1 also for widths of 26 bits and more',
    fix: 'compute qMax in float32: 2^(b−1) there',
    fn: { qMax: (_n, bits) => 2 ** (bits - 1) - 1 },
  },
  {
    id: 'quantize_keeps_old_scale',
    clause: 'S36',
    catalogue: ['A-M35'],
    bug: 'the new scale is not written to the output',
    fix: 'store the fresh scale with the codes',
    fn: {
      quantizeDynamic: (n, x, y, mode) => {
        const old = y.scale;
        primitives.quantizeDynamic(n, x, y, mode);
        y.scale = old;
      },
    },
  },
  {
    id: 'decode_exact_integer',
    clause: 'S27',
    catalogue: ['A-M49', 'B-44'],
    bug: 'a big mantissa is multiplied exactly instead of being rounded to float32 first',
    fix: 'convert the mantissa to float32 (nearest even), then multiply',
    fn: { decodeSymmetric: (_n, q, scale) => Math.fround(q * scale) },
  },
];
