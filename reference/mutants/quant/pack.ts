/** Mistakes in bit-packed payloads and the fit guard (S5–S7, S28). */

import { primitives } from '../../primitives.ts';
import { packed } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';

const reverse = (value: number, bits: number): number => {
  let out = 0;
  for (let j = 0; j < bits; j++) out |= ((value >> j) & 1) << (bits - 1 - j);
  return out;
};

/** Storage bit of stream bit t when each byte is filled from its high bit. */
const mirrored = (t: number): number => (t & ~7) | (7 - (t & 7));

export const mutants: readonly Mutant[] = [
  {
    id: 'pack_msb_first',
    clause: 'S5',
    pitfalls: ['A-M50'],
    bug: 'elements are packed from the high bit of each byte',
    fix: 'stream bit t is bit t & 7 of byte t >> 3',
    fn: {
      readField: (_n, bytes, at, bits) => {
        let value = 0;
        for (let j = 0; j < bits; j++) {
          const t = mirrored(at + j);
          value |= ((bytes[t >> 3]! >> (t & 7)) & 1) << j;
        }
        return value;
      },
      writeField: (n, bytes, at, bits, value) => {
        for (let j = 0; j < bits; j++) {
          primitives.writeField(n, bytes, mirrored(at + j), 1, (value >> j) & 1);
        }
      },
    },
  },
  {
    id: 'pack_msb_stream',
    clause: 'S5',
    bug: 'the bit stream is filled from the most significant bit of each element and each byte',
    fix: 'fill it from the least significant bit of both',
    fn: {
      readField: (_n, bytes, at, bits) => {
        let value = 0;
        for (let j = 0; j < bits; j++) {
          const t = mirrored(at + j);
          value = (value << 1) | ((bytes[t >> 3]! >> (t & 7)) & 1);
        }
        return value;
      },
      writeField: (n, bytes, at, bits, value) => {
        for (let j = 0; j < bits; j++) {
          const bit = (value >> (bits - 1 - j)) & 1;
          primitives.writeField(n, bytes, mirrored(at + j), 1, bit);
        }
      },
    },
  },
  {
    id: 'pack_bits_reversed',
    clause: 'S5',
    bug: 'the bits of each element are stored in reverse order',
    fix: 'bit j of the element is stream bit k·b + j',
    fn: {
      readField: (n, bytes, at, bits) => reverse(primitives.readField(n, bytes, at, bits), bits),
      writeField: (n, bytes, at, bits, value) =>
        primitives.writeField(n, bytes, at, bits, reverse(value, bits)),
    },
  },
  {
    id: 'pack_keeps_padding',
    clause: 'S5',
    pitfalls: ['A-M54'],
    bug: 'the unused bits of the last byte are set',
    fix: 'zero the destination bytes before packing',
    fn: {
      packBits: (n, codes, bits) => {
        const bytes = primitives.packBits(n, codes, bits);
        const used = (codes.length * bits) & 7;
        if (used !== 0) bytes[bytes.length - 1]! |= (0xff << used) & 0xff;
        return bytes;
      },
    },
  },
  {
    id: 'append_clobbers_neighbours',
    clause: 'S5',
    pitfalls: ['A-M54'],
    bug: 'appending clears the rest of the last byte it touches',
    fix: 'preserve every bit outside the written range',
    fn: {
      packAppend: (n, from, to, count) => {
        primitives.packAppend(n, from, to, count);
        const end = to.start + count * to.bits;
        if ((end & 7) !== 0) to.bytes[end >> 3]! &= (1 << (end & 7)) - 1;
      },
    },
  },
  {
    id: 'sign_extension_missing',
    clause: 'S6',
    pitfalls: ['A-M52'],
    bug: 'packed signed codes are read without sign extension',
    fix: 'subtract 2^b where bit b − 1 is set',
    fn: { signExtend: (_n, code) => code },
  },
  {
    id: 'fit_clamps',
    clause: 'S28',
    pitfalls: ['A-M55'],
    bug: 'codes that do not fit the packed width are clamped',
    fix: 'refuse: a misfit is an abort',
    fn: {
      packGuarded: (n, codes, bits) => {
        const low = -(2 ** (bits - 1));
        const high = 2 ** (bits - 1) - 1;
        return n.fn.packBits(
          n,
          Array.from(codes, (c) => Math.min(Math.max(c, low), high)),
          bits,
        );
      },
    },
  },
  {
    id: 'fit_unguarded',
    clause: 'S28',
    bug: 'codes that do not fit the packed width are truncated',
    fix: 'refuse: a misfit is an abort',
    fn: { fitGuard: () => {} },
  },
  {
    id: 'bool_bit_order',
    clause: 'S7',
    bug: 'BOOL elements are counted from the high bit of each byte',
    fix: 'element i is bit i & 7 of byte i >> 3',
    fn: {
      boolGet: (_n, t, i) => (packed(t)[i >> 3]! >> (7 - (i & 7))) & 1,
      boolSet: (_n, t, i, value) => {
        const mask = 1 << (7 - (i & 7));
        if (value === 0) packed(t)[i >> 3]! &= ~mask;
        else packed(t)[i >> 3]! |= mask;
      },
    },
  },
  {
    id: 'pack_byte_aligned',
    clause: 'S5',
    pitfalls: ['A-M51'],
    bug: 'every element starts at a byte of its own',
    fix: 'pack elements bit after bit, without gaps',
    fn: {
      readField: (n, bytes, at, bits) =>
        primitives.readField(n, bytes, Math.floor(at / bits) * 8 * Math.ceil(bits / 8), bits),
      writeField: (n, bytes, at, bits, value) =>
        primitives.writeField(
          n,
          bytes,
          Math.floor(at / bits) * 8 * Math.ceil(bits / 8),
          bits,
          value,
        ),
    },
  },
  {
    id: 'pack_nibbles_swapped',
    clause: 'S5',
    pitfalls: ['A-M50'],
    bug: 'the nibbles of each byte are exchanged',
    fix: 'the first element is in the low bits',
    fn: {
      packBits: (n, codes, bits) =>
        primitives.packBits(n, codes, bits).map((byte) => ((byte << 4) | (byte >> 4)) & 0xff),
    },
  },
  {
    id: 'pack_size_floored',
    clause: 'S4',
    pitfalls: ['A-M56'],
    bug: 'the payload has ⌊n·b/8⌋ bytes, so the last, partial byte is lost',
    fix: 'round the number of bytes up',
    flags: ['V5', 'sizes', 'widths', 'padding'],
    fn: {
      packBits: (n, codes, bits) => {
        const bytes = primitives.packBits(n, codes, bits);
        if ((codes.length * bits) % 8 !== 0) bytes[bytes.length - 1] = 0;
        return bytes;
      },
    },
  },
  {
    id: 'pack_unmasked',
    clause: 'S5',
    bug: 'codes are not cut to their width: the sign bits of a negative code run into the elements after it',
    fix: 'mask each code with 2^b − 1 before it is put into the stream',
    fn: {
      packBits: (n, codes, bits) => {
        const bytes = new Uint8Array(Math.ceil((codes.length * bits) / 8));
        for (let k = 0; k < codes.length; k++) {
          for (let j = 0; j < 32; j++) {
            const t = k * bits + j;
            if (((codes[k]! >> j) & 1) === 0 || t >= 8 * bytes.length) continue;
            primitives.writeField(n, bytes, t, 1, 1);
          }
        }
        return bytes;
      },
    },
  },
  {
    id: 'read_straddle_lost',
    clause: 'S5',
    bug: 'an element that straddles one byte more than its width fills is read without its last byte',
    fix: 'read ⌈(bit offset + b) / 8⌉ bytes',
    fn: {
      readField: (n, bytes, at, bits) => {
        const end = 8 * ((at >> 3) + Math.ceil(bits / 8));
        const shown = Math.min(bits, end - at);
        return primitives.readField(n, bytes, at, shown);
      },
    },
  },
  {
    id: 'pack_stale_padding',
    clause: 'S5',
    bug: 'the unused bits of the last byte keep what they held before',
    fix: 'zero them',
    fn: {
      packBits: (n, codes, bits) => {
        const bytes = primitives.packBits(n, codes, bits);
        // what a harness fills outputs with
        for (let t = codes.length * bits; t < 8 * bytes.length; t++) {
          primitives.writeField(n, bytes, t, 1, (0xa5 >> (t & 7)) & 1);
        }
        return bytes;
      },
    },
  },
  {
    id: 'read_big_endian',
    clause: 'S5',
    bug: 'an element that spans several bytes is read with the first byte as the highest',
    fix: 'the first byte holds the low bits',
    fn: {
      readField: (n, bytes, at, bits) => {
        const first = at >> 3;
        const count = Math.ceil(((at & 7) + bits) / 8);
        const turned = bytes.slice(first, first + count).reverse();
        return primitives.readField(n, turned, at & 7, bits);
      },
    },
  },
  {
    id: 'bool_never_cleared',
    clause: 'S7',
    bug: 'a BOOL element can be set but not cleared',
    fix: 'clear the bit before writing it',
    fn: {
      boolSet: (_n, t, i, value) => {
        if (value !== 0) packed(t)[i >> 3]! |= 1 << (i & 7);
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
    id: 'sym_width_guarded_early',
    clause: 'S28',
    flags: ['wide_payload'],
    bug: 'a SYM width of 32 is refused before the guard exists',
    fix: 'the early contract packs any width that holds the codes',
    contract: { symWidth: 'guarded' },
  },
];
