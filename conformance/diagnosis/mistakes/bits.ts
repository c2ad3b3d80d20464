/** Mistakes in bits: random ones, signs of codes, masks, and in scans over values (S11, S12, S6, S22). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { primitives } from '../../../reference/primitives.ts';

/** What a buffer holds before the call. */
const poison = 0xa5;

const randomBits: readonly Mutant[] = [7, 8, 10, 15, 16, 23, 31].map((bits) => ({
  id: `uniform_${bits}_bits`,
  clause: 'S12',
  bug: `a uniform number is made of ${bits} random bits instead of 24`,
  fix: 'the upper 24 bits over 2^24',
  fn: { uniform: (n) => Math.fround((n.fn.rngStep(n) >>> (32 - bits)) / 2 ** bits) },
}));

const unsigned: readonly Mutant[] = [2, 3, 4, 5, 6, 7, 8, 12, 16].map((width) => ({
  id: `sign_missing_at_${width}_bits`,
  clause: 'S6',
  bug: `codes ${width} bits wide are read as unsigned: the sign is not extended`,
  fix: 'extend the sign bit of the width',
  fn: {
    signExtend: (n, code, bits) =>
      bits === width ? code & (2 ** bits - 1) : primitives.signExtend(n, code, bits),
  },
}));

const narrowed: readonly Mutant[] = [8, 16].flatMap((width): Mutant[] => {
  const mask = 2 ** width - 1;
  return [
    {
      id: `sign_bit_of_${width}_bits`,
      clause: 'S6',
      bug: `codes are read as ${width} bit numbers, whatever their width: the sign bit is that of ${width} bits`,
      fix: 'extend the sign bit of the width',
      fn: { signExtend: (_n, code) => ((code & mask) << (32 - width)) >> (32 - width) },
    },
    {
      id: `codes_cut_to_${width}_bits`,
      clause: 'S6',
      bug: `codes wider than ${width} bits are cut to ${width} bits before their sign is extended`,
      fix: 'keep all bits of the width',
      fn: {
        signExtend(n, code, bits) {
          if (bits <= width) return primitives.signExtend(n, code, bits);
          const sign = 2 ** (bits - 1);
          return ((code & mask) ^ sign) - sign;
        },
      },
    },
  ];
});

/** Shifts of one step, left, right, left. */
const shifts: readonly (readonly [number, number, number])[] = [
  ...Array.from({ length: 31 }, (_, k) => k + 1).flatMap((k) =>
    (
      [
        [k, 17, 5],
        [13, k, 5],
        [13, 17, k],
      ] as const
    ).filter((triple) => `${triple}` !== '13,17,5'),
  ),
  [5, 17, 13],
  [13, 7, 17],
  [12, 25, 27],
  [17, 5, 13],
  [6, 21, 7],
];

/** Many, and tried only where nothing else explains an answer. */
export const shiftSlips: readonly Mutant[] = shifts.map(([a, b, c]) => ({
  id: `rng_step.shifts_${a}_${b}_${c}`,
  clause: 'S11',
  bug: `the generator shifts by ${a}, ${b}, ${c} instead of by 13, 17, 5`,
  fix: 'x ^= x << 13; x ^= x >> 17; x ^= x << 5',
  fn: {
    rngStep: (n) => {
      let x = n.rng.state | 0;
      x ^= x << a;
      x ^= x >>> b;
      x ^= x << c;
      n.rng.state = x >>> 0;
      return n.rng.state;
    },
  },
}));

type Kept = (u: number, p: number) => boolean;

const draws: readonly Mutant[] = (
  [
    ['upper', 'u ≥ 1 − p: the upper end of the draws counts', (u, p) => u >= Math.fround(1 - p)],
    ['inverted', 'u ≥ p: the test is the other way round', (u, p) => u >= p],
    ['inverted_strict', 'u > p: the test is the other way round', (u, p) => u > p],
    ['complement', 'u < 1 − p: p and 1 − p are exchanged', (u, p) => u < Math.fround(1 - p)],
  ] as readonly (readonly [string, string, Kept])[]
).map(([id, words, of]) => ({
  id: `bernoulli_${id}`,
  clause: 'S14',
  bug: `a Bernoulli element is 1 where ${words}`,
  fix: 'u < p',
  fn: {
    bernoulli: (n, count, p) =>
      Uint8Array.from({ length: count }, () => Number(of(n.fn.uniform(n), p))),
  },
}));

type Values = ArrayLike<number>;

const scan = (id: string, bug: string, of: (values: Values) => Values): Mutant => ({
  id: `affine_range_${id}`,
  clause: 'S22',
  bug: `the range of an affine grid ${bug}`,
  fix: 'take minimum and maximum of all values',
  fn: {
    minMax: (n, values) => {
      const some = of(values);
      return primitives.minMax(n, some.length === 0 ? values : some);
    },
  },
});

const list = (values: Values): number[] => Array.from(values);

export const bitMistakes: readonly Mutant[] = [
  ...randomBits,
  ...unsigned,
  ...narrowed,
  ...draws,
  {
    id: 'mask_bit_order_on_write',
    clause: 'L25',
    bug: 'bits of a mask are written in the other bit order, from the top (most significant bit) of each byte',
    fix: 'element i is bit i mod 8 of byte ⌊i / 8⌋',
    fn: {
      boolSet: (n, t, i, value) =>
        primitives.boolSet(n, t, Math.min((i & ~7) | (7 - (i & 7)), t.data.length * 8 - 1), value),
    },
  },
  {
    id: 'pack_tail_unwritten',
    clause: 'S4',
    bug: 'the last, partly filled byte of packed codes is never written: it keeps what the buffer held',
    fix: 'write ⌈n·b/8⌉ bytes',
    fn: {
      packBits: (n, codes, bits) => {
        const bytes = primitives.packBits(n, codes, bits);
        if ((codes.length * bits) % 8 !== 0) bytes[bytes.length - 1] = poison;
        return bytes;
      },
    },
  },
  {
    id: 'pack_nibbles_swapped_in_whole_bytes',
    clause: 'S5',
    bug: 'the nibbles of each whole byte are exchanged when 4 bit codes are packed (the first element is in the high nibble)',
    fix: 'the first element is in the low bits',
    fn: {
      packBits: (n, codes, bits) => {
        const bytes = primitives.packBits(n, codes, bits);
        if (bits !== 4) return bytes;
        return bytes.map((byte, k) =>
          2 * k + 1 < codes.length ? (byte << 4) | (byte >> 4) : byte,
        );
      },
    },
  },
  {
    id: 'pack_nibbles_swapped_at_4_bits',
    clause: 'S5',
    bug: 'the nibbles of each byte are exchanged when 4 bit codes are packed (the first element is in the high nibble)',
    fix: 'the first element is in the low bits',
    fn: {
      packBits: (n, codes, bits) => {
        const bytes = primitives.packBits(n, codes, bits);
        return bits === 4 ? bytes.map((byte) => (byte << 4) | (byte >> 4)) : bytes;
      },
    },
  },
  {
    id: 'unpack_nibbles_swapped_at_4_bits',
    clause: 'S5',
    bug: 'the nibbles of each byte are exchanged when 4 bit codes are unpacked (the first element is read from the high nibble)',
    fix: 'the first element is in the low bits',
    fn: {
      unpackBits: (n, bytes, bits, count) =>
        primitives.unpackBits(
          n,
          bits === 4 ? bytes.map((byte) => (byte << 4) | (byte >> 4)) : bytes,
          bits,
          count,
        ),
    },
  },
  {
    id: 'unpack_halves_at_4_bits',
    clause: 'S5',
    bug: 'the order of 4 bit codes is that of split halves when they are unpacked: the low nibbles of all bytes, then the high ones',
    fix: 'elements 2k and 2k + 1 are the low and the high nibble of byte k',
    fn: {
      unpackBits: (n, bytes, bits, count) => {
        if (bits !== 4) return primitives.unpackBits(n, bytes, bits, count);
        const half = Math.ceil(count / 2);
        return Int32Array.from({ length: count }, (_, k) =>
          k < half ? bytes[k]! & 15 : bytes[k - half]! >> 4,
        );
      },
    },
  },
  {
    id: 'pack_halves_at_4_bits',
    clause: 'S5',
    bug: 'the order of 4 bit codes is that of split halves when they are packed: byte k holds elements k and k + n/2',
    fix: 'elements 2k and 2k + 1 are the low and the high nibble of byte k',
    fn: {
      packBits: (n, codes, bits) => {
        if (bits !== 4) return primitives.packBits(n, codes, bits);
        const half = Math.ceil(codes.length / 2);
        return Uint8Array.from(
          { length: half },
          (_, k) => (codes[k]! & 15) | (((codes[k + half] ?? 0) & 15) << 4),
        );
      },
    },
  },
  scan('skips_last', 'leaves out the last value', (v) => list(v).slice(0, -1)),
  scan('skips_first', 'leaves out the first value', (v) => list(v).slice(1)),
  scan('of_magnitudes', 'takes magnitudes', (v) => list(v).map(Math.abs)),
  ...[4, 8].map((unroll) =>
    scan(
      `tail_of_${unroll}`,
      `leaves out the last n mod ${unroll} values (an unrolled loop without its tail)`,
      (v) => list(v).slice(0, v.length - (v.length % unroll)),
    ),
  ),
];
