/** Mistakes in how two 4 bit codes make a byte, and how they are taken out of one (S5, S6). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { primitives } from '../../../reference/primitives.ts';

/** A byte of two codes, which may be negative; the second is 0 where there is none. */
type Join = (low: number, high: number) => number;

const joins: readonly (readonly [string, string, Join])[] = [
  [
    'saturates',
    'the high nibble is shifted in a saturating int8: a negative one saturates its byte at 127',
    (low, high) => (low & 15) | Math.min(127, (high & 15) * 16),
  ],
  [
    'saturates_signed',
    'the byte saturates at 127 as a signed one',
    (low, high) => Math.min(127, (low & 15) | ((high & 15) * 16)),
  ],
  [
    'low_unmasked',
    'the low nibble is not masked: a negative one sets the whole high nibble',
    (low, high) => low | ((high & 15) << 4),
  ],
  [
    'added',
    'the nibbles are added: a negative low one borrows from the high one',
    (low, high) => low + ((high & 15) << 4),
  ],
  ['low_only', 'the high nibble is lost: odd elements are 0', (low) => low & 15],
  ['high_only', 'the low nibble is lost: even elements are 0', (_low, high) => (high & 15) << 4],
  ['low_twice', 'both nibbles are the even element', (low) => (low & 15) * 17],
  ['high_twice', 'both nibbles are the odd element', (_low, high) => (high & 15) * 17],
  [
    'high_kept',
    'the high nibble is not shifted: both elements are or-ed into the low one',
    (low, high) => (low | high) & 15,
  ],
  [
    'offset',
    'codes are stored with an offset of 8',
    (low, high) => ((low + 8) & 15) | (((high + 8) & 15) << 4),
  ],
  [
    'magnitudes',
    'the magnitude of each code is stored',
    (low, high) => (Math.abs(low) & 15) | ((Math.abs(high) & 15) << 4),
  ],
];

const packing: readonly Mutant[] = joins.map(([id, words, of]) => ({
  id: `pack_nibble_${id}`,
  clause: 'S5',
  bug: `packing codes of 4 bits (nibbles): ${words}`,
  fix: 'mask each code to 4 bits, shift the odd one by 4, or them in an unsigned byte',
  fn: {
    packBits: (n, codes, bits) =>
      bits === 4
        ? Uint8Array.from({ length: Math.ceil(codes.length / 2) }, (_, k) =>
            of(codes[2 * k]!, codes[2 * k + 1] ?? 0),
          )
        : primitives.packBits(n, codes, bits),
  },
}));

const splits: readonly (readonly [string, string, (byte: number, isOdd: boolean) => number])[] = [
  ['low_only', 'both elements of a byte are read from its low nibble', (byte) => byte & 15],
  ['high_only', 'both elements of a byte are read from its high nibble', (byte) => byte >> 4],
  [
    'low_unmasked',
    'the low nibble is not masked: the whole byte is read',
    (byte, isOdd) => (isOdd ? byte >> 4 : byte),
  ],
  [
    'high_unshifted',
    'the high nibble is not shifted down',
    (byte, isOdd) => (isOdd ? byte & 0xf0 : byte & 15),
  ],
  [
    'high_shifted_short',
    'the high nibble is shifted by 3',
    (byte, isOdd) => (isOdd ? (byte >> 3) & 15 : byte & 15),
  ],
];

const unpacking: readonly Mutant[] = splits.map(([id, words, of]) => ({
  id: `unpack_nibble_${id}`,
  clause: 'S5',
  bug: `unpacking codes of 4 bits (nibbles): ${words}`,
  fix: 'the even element is byte & 15, the odd one byte >> 4',
  fn: {
    unpackBits: (n, bytes, bits, count) =>
      bits === 4
        ? Int32Array.from({ length: count }, (_, k) => of(bytes[k >> 1]!, k % 2 === 1))
        : primitives.unpackBits(n, bytes, bits, count),
  },
}));

/** Codes of any width of which those from an element on are somewhere else. */
const streams: readonly Mutant[] = (
  [
    ['from_bit_1', 'the stream starts at bit 1', (k: number, bits: number) => k * bits + 1],
    [
      'in_reverse',
      'elements are counted from the end',
      (k: number, bits: number, count: number) => (count - 1 - k) * bits,
    ],
    [
      'widened',
      'every element takes one bit more than its width',
      (k: number, bits: number) => k * (bits + 1),
    ],
  ] as readonly (readonly [string, string, (k: number, bits: number, count: number) => number])[]
).map(([id, words, of]) => ({
  id: `unpack_stream_${id}`,
  clause: 'S5',
  bug: `unpacking: ${words}`,
  fix: 'element k starts at bit k · b',
  fn: {
    unpackBits: (n, bytes, bits, count) =>
      Int32Array.from({ length: count }, (_, k) =>
        n.fn.readField(n, bytes, of(k, bits, count), bits),
      ),
  },
}));

/** Bytes that are signed where they are read: a negative one sets every bit above it. */
const signedBytes: Mutant = {
  id: 'unpack_signed_bytes',
  clause: 'S5',
  bug: 'unpacking reads bytes as signed ones (char): from 128 on they set all bits above them',
  fix: 'read unsigned bytes',
  fn: {
    unpackBits: (_n, bytes, bits, count) => {
      let [window, held, at] = [0n, 0n, 0];
      return Int32Array.from({ length: count }, () => {
        while (held < BigInt(bits)) {
          window |= BigInt((bytes[at++]! << 24) >> 24) << held;
          held += 8n;
        }
        const code = Number(BigInt.asUintN(bits, window)) | 0;
        window = BigInt.asUintN(64, window) >> BigInt(bits);
        held -= BigInt(bits);
        return code;
      });
    },
  },
};

/** The last byte, which may be filled in part. */
const lastBytes: readonly Mutant[] = (
  [
    ['from_top', 'is filled from its highest bit', (byte, used) => (byte << (8 - used)) & 255],
    ['set', 'has its spare bits set', (byte, used) => byte | (255 & (255 << used))],
    ['zero', 'is 0', () => 0],
  ] as readonly (readonly [string, string, (byte: number, used: number) => number])[]
).map(([id, words, of]) => ({
  id: `pack_last_byte_${id}`,
  clause: 'S4',
  bug: `packing: the last byte, where it is filled in part, ${words}`,
  fix: 'fill it from its lowest bit; spare bits are 0',
  fn: {
    packBits: (n, codes, bits) => {
      const bytes = primitives.packBits(n, codes, bits);
      const used = (codes.length * bits) % 8;
      if (used > 0) bytes[bytes.length - 1] = of(bytes.at(-1)!, used);
      return bytes;
    },
  },
}));

const guards: readonly Mutant[] = [
  {
    id: 'fit_codes_unguarded',
    clause: 'S28',
    bug: 'codes are not checked against the packed width (fit_unguarded): those that do not fit are truncated; widths are checked',
    fix: 'refuse: a misfit is an abort',
    fn: { fitGuard: (n, _codes, bits) => primitives.fitGuard(n, [], bits) },
  },
];

/** Which codes are let through although they do not fit; the width is looked at as it must be. */
const fits: readonly (readonly [
  string,
  string,
  (code: number, low: number, high: number) => number,
])[] = [
  [
    'low_codes',
    'codes below the packed width are not refused but truncated',
    (code, low) => Math.max(code, low),
  ],
  [
    'high_codes',
    'codes above the packed width are not refused but truncated',
    (code, _low, high) => Math.min(code, high),
  ],
  [
    'next_code',
    'the first code above the packed width, 2^(b−1), is not refused',
    (code, _low, high) => (code === high + 1 ? high : code),
  ],
];

const fitGuards: readonly Mutant[] = fits.map(([id, bug, seen]) => ({
  id: `fit_unguarded_${id}`,
  clause: 'S28',
  bug,
  fix: 'refuse: a misfit is an abort',
  fn: {
    fitGuard: (n, codes, bits) => {
      const high = 2 ** (bits - 1) - 1;
      primitives.fitGuard(
        n,
        Array.from(codes, (code) => seen(code, -high - 1, high)),
        bits,
      );
    },
  },
}));

/** Codes that are changed between the guard and the bytes, or before the guard, which then sees nothing. */
const changedCodes: readonly Mutant[] = (
  [
    ['negative_as_zero', 'negative codes are packed as 0', (code) => Math.max(0, code)],
    ['magnitudes', 'codes are packed without their sign', Math.abs],
    ['negated', 'codes are packed with the wrong sign', (code) => 0 - code],
    [
      'saturated',
      'codes that do not fit the packed width are saturated to it instead of being refused',
      (code, low, high) => Math.min(Math.max(code, low), high),
    ],
    [
      'symmetric',
      'the lowest code −2^(b−1) is packed as the next one',
      (code, low) => Math.max(code, low + 1),
    ],
  ] as readonly (readonly [string, string, (code: number, low: number, high: number) => number])[]
).flatMap(([id, bug, of]) => {
  const changed = (codes: ArrayLike<number>, bits: number): number[] =>
    Array.from(codes, (code) => of(code, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1));
  const fix = 'refuse what does not fit, and pack every other code as it is';
  const clause = 'S28';
  return [
    {
      id: `pack_codes_${id}`,
      clause,
      bug,
      fix,
      fn: {
        packGuarded: (n, codes, bits) => primitives.packGuarded(n, changed(codes, bits), bits),
      },
    },
    {
      id: `pack_codes_${id}_after_guard`,
      clause,
      bug: `${bug}, after the guard has seen them`,
      fix,
      fn: {
        packGuarded: (n, codes, bits) => {
          n.fn.fitGuard(n, codes, bits);
          return n.fn.packBits(n, changed(codes, bits), bits);
        },
      },
    },
  ] satisfies Mutant[];
});

export const packMistakes: readonly Mutant[] = [
  ...changedCodes,
  ...packing,
  ...unpacking,
  ...streams,
  ...lastBytes,
  signedBytes,
  ...guards,
  ...fitGuards,
];
