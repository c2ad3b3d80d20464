/** Goal: mistakes in packed bytes make the bytes and codes that their sentences say, and only at their width. */

import { describe, expect, it } from 'vitest';
import { mutantNumerics } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { newNumerics } from '../../../reference/primitives.ts';
import { Refusal } from '../../../reference/refusal.ts';
import { packMistakes } from './packs.ts';

const contract = 'sym-2026-07-21';
const right = newNumerics(contract);

const under = (id: string): Numerics => {
  const mutant = packMistakes.find((one) => one.id === id);
  expect(mutant, id).toBeDefined();
  return mutantNumerics(contract, [mutant!]);
};

const packed = (id: string, codes: readonly number[], bits = 4): number[] => {
  const n = under(id);
  return Array.from(n.fn.packBits(n, codes, bits));
};

describe('packing', () => {
  // the low nibble is −1, 15, and the high one 2
  it.each([
    ['pack_nibble_low_unmasked', [-1, 2], [0xff]],
    ['pack_nibble_added', [-1, 2], [0x1f]],
    ['pack_nibble_low_only', [-1, 2], [0x0f]],
    ['pack_nibble_high_only', [-1, 2], [0x20]],
    ['pack_nibble_low_twice', [-1, 2], [0xff]],
    ['pack_nibble_high_twice', [-1, 2], [0x22]],
    ['pack_nibble_saturates', [1, -1], [0x7f]],
    ['pack_nibble_magnitudes', [-1, -3], [0x31]],
    ['pack_nibble_offset', [-8, 7], [0xf0]],
    ['pack_last_byte_zero', [1, 2, 3], [0x21, 0]],
    ['pack_last_byte_from_top', [1, 2, 3], [0x21, 0x30]],
    ['pack_last_byte_set', [1, 2, 3], [0x21, 0xf3]],
  ] as const)('%s', (id, codes, bytes) => {
    expect(packed(id, codes)).toEqual(bytes);
  });

  it('of nibbles leaves other widths as they are', () => {
    for (const { id } of packMistakes.filter((one) => one.id.startsWith('pack_nibble_'))) {
      expect(packed(id, [-1, 2, 5], 8)).toEqual([255, 2, 5]);
    }
  });
});

describe('unpacking', () => {
  it.each([
    ['unpack_nibble_low_only', [0x2f], [15, 15]],
    ['unpack_nibble_high_only', [0x2f], [2, 2]],
    ['unpack_nibble_low_unmasked', [0x2f], [0x2f, 2]],
    ['unpack_nibble_high_unshifted', [0x2f], [15, 0x20]],
    ['unpack_stream_in_reverse', [0x2f], [2, 15]],
    ['unpack_signed_bytes', [0x81, 0x22], [1, 8, 15, 15]],
  ] as const)('%s', (id, bytes, codes) => {
    const n = under(id);
    const got = n.fn.unpackBits(n, Uint8Array.from(bytes), 4, codes.length);
    expect(Array.from(got)).toEqual(codes);
  });
});

describe('a guard of packed widths', () => {
  const passes = (n: Numerics, code: number): boolean => {
    try {
      n.fn.fitGuard(n, [code], 4);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
      return false;
    }
  };
  it.each([
    ['fit_codes_unguarded', [-9, 8, 9]],
    ['fit_unguarded_low_codes', [-9]],
    ['fit_unguarded_high_codes', [8, 9]],
    ['fit_unguarded_next_code', [8]],
  ] as const)('%s', (id, through) => {
    const n = under(id);
    for (const code of [-9, 8, 9]) {
      expect(passes(right, code)).toBe(false);
      expect(passes(n, code), `${code}`).toBe(through.some((one) => one === code));
    }
    expect(passes(n, -8) && passes(n, 7)).toBe(true);
  });
});
