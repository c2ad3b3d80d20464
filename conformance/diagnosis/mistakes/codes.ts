/** Mistakes in rounding, encoding, decoding, packing and random draws, beside those of the catalogue. */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';

const f = Math.fround;

const rounding = (id: string, bug: string, of: (x: number) => number): Mutant => ({
  id: `round_${id}`,
  clause: 'S16',
  bug: `rounding ${bug}`,
  fix: 'round half away from zero',
  fn: { roundHalfAway: (n, x) => n.fn.castInt32(n, of(x)) },
});

/** The same way of rounding in one place only. */
function encoding(id: string, bug: string, of: (x: number) => number): Mutant[] {
  const symmetric: Partial<Primitives> = {
    encodeSymmetric: (n, v, scale, bits) => {
      const code = n.fn.castInt32(n, of(n.f.div(v, scale)));
      return n.fn.clampInt(n, code, n.fn.qMin(n, bits), n.fn.qMax(n, bits));
    },
  };
  const affine: Partial<Primitives> = {
    encodeAffine: (n, v, grid, bits) => {
      const shifted = n.f.sub(n.f.div(v, grid.scale), n.f.fromInt(grid.zeroPoint));
      return n.fn.clampInt(n, n.fn.castInt32(n, of(shifted)), 0, Math.trunc(n.fn.aMax(n, bits)));
    },
  };
  const fix = 'round by the mode of the record';
  return [
    { id: `encode_${id}`, clause: 'S25', bug: `the quantizer (encode) ${bug}`, fix, fn: symmetric },
    { id: `encode_affine_${id}`, clause: 'S26', bug: `the affine encoder ${bug}`, fix, fn: affine },
  ];
}

/** Codes that leave their range come back at the other end. */
function wrapped(code: number, low: number, high: number): number {
  const span = high - low + 1;
  return ((((code - low) % span) + span) % span) + low;
}

const absMaxPlus = (id: string, epsilon: number, text: string): Mutant => ({
  id: `scale_absmax_plus_${id}`,
  clause: 'S23',
  bug: `the scale is (absmax + ${text}) / qMax: an epsilon is added, and zeros get no scale 1`,
  fix: 'divide the absolute maximum by qMax; 0 gives scale 1',
  fn: { symmetricScale: (n, m, bits) => n.f.div(n.f.add(m, f(epsilon)), n.fn.qMax(n, bits)) },
});

const absMaxAtLeast = (id: string, epsilon: number, text: string): Mutant => ({
  id: `scale_absmax_at_least_${id}`,
  clause: 'S23',
  bug: `the absolute maximum is raised to at least ${text} before the scale is made`,
  fix: 'divide the absolute maximum by qMax; 0 gives scale 1',
  fn: {
    symmetricScale: (n, m, bits) => n.f.div(Math.max(m, f(epsilon)), n.fn.qMax(n, bits)),
  },
});

const scaleAtLeast = (id: string, epsilon: number, text: string): Mutant => ({
  id: `scale_at_least_${id}`,
  clause: 'S23',
  bug: `the scale is raised to at least ${text}`,
  fix: 'divide the absolute maximum by qMax; 0 gives scale 1',
  fn: {
    symmetricScale: (n, m, bits) => Math.max(n.f.div(m, n.fn.qMax(n, bits)), f(epsilon)),
  },
});

const epsilons: readonly (readonly [string, number, string])[] = [
  ['1e_5', 1e-5, '1e-5'],
  ['1e_6', 1e-6, '1e-6'],
  ['1e_7', 1e-7, '1e-7'],
  ['1e_8', 1e-8, '1e-8'],
  ['1e_9', 1e-9, '1e-9'],
  ['1e_10', 1e-10, '1e-10'],
  ['1e_12', 1e-12, '1e-12'],
  ['1e_20', 1e-20, '1e-20'],
  ['1e_30', 1e-30, '1e-30'],
  ['flt_epsilon', 2 ** -23, 'FLT_EPSILON'],
  ['flt_min', 2 ** -126, 'FLT_MIN'],
];

const jitter = (bits: number, isLow = false): Mutant => ({
  id: `sr_${isLow ? 'low_' : ''}${bits}_random_bits`,
  clause: 'S17',
  bug: `stochastic rounding uses only ${bits} random bits${isLow ? ' (the low ones)' : ''}`,
  fix: 'add u with 24 random bits',
  fn: {
    roundStochastic: (n, x) => {
      const state = n.fn.rngStep(n);
      const top = isLow ? state & (2 ** bits - 1) : state >>> (32 - bits);
      return n.fn.roundHalfAway(n, n.f.sub(n.f.add(x, top / 2 ** bits), 0.5));
    },
  },
});

const signs = (id: string, bug: string, of: (code: number, bits: number) => number): Mutant[] => {
  const masked = (code: number, bits: number): number => code & (2 ** bits - 1);
  const made = (width: number | undefined): Mutant => ({
    id: width === undefined ? `sign_${id}` : `sign_${id}_at_${width}_bits`,
    clause: 'S6',
    bug: `signed codes${width === undefined ? '' : ` of ${width} bits`} are ${bug} on unpacking (sign extension)`,
    fix: 'codes are two’s complement: extend the sign bit',
    fn: {
      signExtend: (n, code, bits) =>
        bits >= 31 || (width !== undefined && bits !== width)
          ? primitives.signExtend(n, code, bits)
          : of(masked(code, bits), bits),
    },
  });
  return [made(undefined), made(4), made(2), made(8)];
};

/** Widths at which the sign bit is not looked at. */
const unsignedAt = (id: string, words: string, isSo: (bits: number) => boolean): Mutant => ({
  id: `sign_unsigned_${id}`,
  clause: 'S6',
  bug: `signed codes ${words} are read as unsigned ones: there is no sign extension`,
  fix: 'extend the sign bit of every width',
  fn: {
    signExtend: (n, code, bits) =>
      isSo(bits) ? code & (2 ** bits - 1) : primitives.signExtend(n, code, bits),
  },
});

const borrowing = (width: number | undefined): Mutant => ({
  id: `unpack_borrows${width === undefined ? '' : `_at_${width}_bits`}`,
  clause: 'S6',
  bug: `unpacked ${width === undefined ? '' : `${width} bit `}elements are one too small after a negative one in the same byte: its sign borrows from the neighbour`,
  fix: 'extend the sign of every element by itself',
  fn: {
    unpackSigned: (n, bytes, bits, count) => {
      const codes = primitives.unpackSigned(n, bytes, bits, count);
      if (width !== undefined && bits !== width) return codes;
      const before = codes.slice();
      return codes.map((code, k) => {
        const sharesByte = k > 0 && (k * bits) % 8 !== 0;
        return sharesByte && before[k - 1]! < 0 ? code - 1 : code;
      });
    },
  },
});

export const codeMistakes: readonly Mutant[] = [
  rounding(
    'half_then_truncated',
    'adds 0.5 and then truncates, whatever the sign: negative values come out wrong',
    (x) => Math.trunc(f(x + 0.5)),
  ),
  rounding(
    'exact_half_then_truncated',
    'adds 0.5 exactly and then truncates, whatever the sign: negative values come out wrong',
    (x) => Math.trunc(x + 0.5),
  ),
  rounding('up', 'goes up to the next integer (ceil)', Math.ceil),
  rounding('away', 'goes away from zero to the next integer', (x) =>
    x < 0 ? Math.floor(x) : Math.ceil(x),
  ),
  ...encoding('truncates', 'truncates toward zero instead of rounding', Math.trunc),
  ...encoding('floors', 'floors instead of rounding', Math.floor),
  ...encoding('half_up', 'rounds halves up', (x) => Math.floor(x + 0.5)),
  ...encoding('half_truncates', 'adds 0.5 and truncates, whatever the sign', (x) =>
    Math.trunc(f(x + 0.5)),
  ),
  {
    id: 'codes_wrap',
    clause: 'S25',
    bug: 'the encoder does not clamp: codes beyond the width wrap instead of saturating',
    fix: 'clamp to [qMin, qMax]',
    fn: {
      roundIntoRange: (n, x, bits, mode) => {
        const [low, high] = [Math.trunc(n.fn.qMin(n, bits)), Math.trunc(n.fn.qMax(n, bits))];
        return wrapped(n.fn.round(n, x, mode), low, high);
      },
    },
  },
  {
    id: 'codes_unclamped',
    clause: 'S25',
    bug: 'the encoder does not clamp: codes beyond the width are kept',
    fix: 'clamp to [qMin, qMax]',
    fn: { roundIntoRange: (n, x, _bits, mode) => n.fn.round(n, x, mode) },
  },
  {
    id: 'affine_codes_wrap',
    clause: 'S26',
    bug: 'the affine encoder does not clamp: codes beyond the width wrap instead of saturating',
    fix: 'clamp to [0, 2^b − 1]',
    fn: {
      encodeAffine: (n, v, grid, bits, mode) => {
        const shifted = n.f.sub(n.f.div(v, grid.scale), n.f.fromInt(grid.zeroPoint));
        return wrapped(n.fn.round(n, shifted, mode), 0, Math.trunc(n.fn.aMax(n, bits)));
      },
    },
  },
  ...epsilons.map((e) => absMaxPlus(...e)),
  ...epsilons.map((e) => absMaxAtLeast(...e)),
  ...epsilons.map((e) => scaleAtLeast(...e)),
  {
    id: 'scale_from_signed_after_first',
    clause: 'S21',
    bug: 'the absolute maximum compares values with their sign after the first one: negative values do not count',
    fix: 'take the magnitude of every value',
    fn: {
      absMaxOfBuffer: (_n, values) => {
        let m = Math.abs(values[0]!);
        for (let i = 1; i < values.length; i++) if (values[i]! > m) m = values[i]!;
        return m;
      },
    },
  },
  {
    id: 'scale_from_maximum',
    clause: 'S21',
    bug: 'the scale comes from the largest value, not from the largest magnitude: negative values do not count',
    fix: 'take the absolute maximum',
    fn: {
      absMaxOfBuffer: (_n, values) => Math.max(...Array.from(values)),
      absMaxOfStream: (_n, count, at) => {
        let m = 0;
        for (let i = 0; i < count; i++) m = Math.max(m, at(i));
        return m;
      },
    },
  },
  ...[1, 2, 3, 4, 7, 8, 10, 12, 15, 16, 23].map((bits) => jitter(bits)),
  ...[8, 16].map((bits) => jitter(bits, true)),
  ...signs('offset', 'read as code minus 2^(b−1) (offset binary)', (c, b) => c - 2 ** (b - 1)),
  ...signs(
    'offset_short',
    'read as code minus (2^(b−1) − 1), an offset',
    (c, b) => c - (2 ** (b - 1) - 1),
  ),
  ...signs('magnitude', 'read as sign and magnitude', (c, b) =>
    c >= 2 ** (b - 1) ? -(c - 2 ** (b - 1)) : c,
  ),
  ...signs(
    'half',
    'read less 2^(b−1) where they are negative, half of what must be subtracted',
    (c, b) => (c >= 2 ** (b - 1) ? c - 2 ** (b - 1) : c),
  ),
  ...signs('ones', 'read as ones’ complement', (c, b) => (c >= 2 ** (b - 1) ? c - 2 ** b + 1 : c)),
  unsignedAt('below_8', 'of less than 8 bits', (bits) => bits < 8),
  unsignedAt('above_8', 'of 9 to 30 bits', (bits) => bits > 8 && bits < 31),
  unsignedAt(
    'odd',
    'of widths that are no power of two',
    (bits) => bits < 31 && (bits & (bits - 1)) !== 0,
  ),
  borrowing(undefined),
  borrowing(4),
  borrowing(2),
  {
    id: 'affine_decode_unsigned',
    clause: 'S27',
    bug: 'code and zero point are added as unsigned integers on affine decoding: negative sums wrap',
    fix: 'add them as floats, or as signed integers',
    fn: {
      decodeAffine: (n, code, grid) =>
        n.f.mul(n.f.fromInt((code + grid.zeroPoint) >>> 0), grid.scale),
    },
  },
  {
    id: 'affine_decode_byte',
    clause: 'S27',
    bug: 'code and zero point are added in 8 bits on affine decoding: the sum wraps',
    fix: 'add them as floats, or as int32',
    fn: {
      decodeAffine: (n, code, grid) =>
        n.f.mul(n.f.fromInt((code + grid.zeroPoint) & 0xff), grid.scale),
    },
  },
];
