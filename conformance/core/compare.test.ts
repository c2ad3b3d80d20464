/** Goal: every field and every bit of a tensor is compared, NaN excepted, and a difference says how far. */

import { describe, expect, it } from 'vitest';
import type { WireTensor } from '../../schema/format/types.ts';
import { compareTensor } from './compare.ts';
import { floatText, multiIndex, patternAt, ulpDistance } from './elements.ts';

function bytesOf(...words: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * words.length);
  const view = new DataView(bytes.buffer);
  words.forEach((w, i) => {
    view.setUint32(4 * i, w, true);
  });
  return bytes;
}

const float = (...words: number[]): WireTensor => ({
  dtype: 'FLOAT32',
  shape: [words.length],
  data: bytesOf(...words),
});

const sym: WireTensor = {
  dtype: 'SYM_INT32',
  shape: [2, 3],
  scale_bits: 0x3e800000,
  bits: 12,
  rounding: 'HALF_AWAY',
  data: bytesOf(0, 1, 2, 3, 4, 5),
};

const asym: WireTensor = {
  dtype: 'ASYM',
  shape: [3],
  scale_bits: 0x40000000,
  zero_point: -4,
  bits: 3,
  rounding: 'HALF_AWAY',
  // codes 3, 5, 7 at 3 bits: 011 | 101 | 111 → 1 1110 1011
  data: Uint8Array.of(0xeb, 0x01),
};

const bool: WireTensor = { dtype: 'BOOL', shape: [11], data: Uint8Array.of(0x55, 0x05) };

describe('equal tensors', () => {
  it.each([
    ['the same', sym, { ...sym, data: sym.data.slice() }],
    ['an identity order that is written out', sym, { ...sym, order: [0, 1] }],
    ['NaNs of any payload', float(0x7fc00000, 1), float(0xffc12345, 1)],
    ['NaN scales', { ...sym, scale_bits: 0x7fc00000 }, { ...sym, scale_bits: 0xffc00000 }],
  ])('%s', (_name, a, b) => {
    expect(compareTensor('y', a, b)).toEqual([]);
  });
});

describe('differing fields', () => {
  it.each([
    ['dtype', sym, { ...sym, dtype: 'INT32' as const }],
    ['shape', sym, { ...sym, shape: [3, 2] }],
    ['order', sym, { ...sym, order: [1, 0] }],
    ['bits', sym, { ...sym, bits: 11 }],
    ['scale', sym, { ...sym, scale_bits: 0x3e800001 }],
    ['rounding', sym, { ...sym, rounding: 'SR_HALF_AWAY' as const }],
    ['zero_point', asym, { ...asym, zero_point: -3 }],
    ['size', sym, { ...sym, data: sym.data.slice(4) }],
    ['padding', bool, { ...bool, data: Uint8Array.of(0x55, 0x85) }],
    ['data', bool, { ...bool, data: Uint8Array.of(0x54, 0x05) }],
    ['data', float(0), float(0x80000000)],
    ['data', float(0x7fc00000), float(0x7f800000)],
  ])('%s', (kind, a, b) => {
    expect(compareTensor('y', a, b).map((d) => d.kind)).toEqual([kind]);
  });

  it('a scale that is missing', () => {
    const { scale_bits: _, ...rest } = sym;
    expect(compareTensor('y', sym, rest)).toEqual([
      { kind: 'scale', name: 'y', expected: '0.25', got: 'none' },
    ]);
  });
});

describe('the first differing element', () => {
  it('SYM_INT32: multi-index, bit patterns, mantissa times scale, distance, count', () => {
    const got = { ...sym, data: bytesOf(0, 1, 2, 3, 0xfffffffe, 9) };
    expect(compareTensor('y', sym, got)).toEqual([
      {
        kind: 'data',
        name: 'y',
        index: 4,
        at: [1, 1],
        expected: '4',
        got: '-2',
        expected_hex: '0x00000004',
        got_hex: '0xfffffffe',
        expected_real: '1',
        got_real: '-0.5',
        lsb: '-6',
        differing: 2,
        of: 6,
      },
    ]);
  });

  it('ASYM: unsigned codes, the zero point is added', () => {
    // codes 3, 5, 6
    const got = { ...asym, data: Uint8Array.of(0xab, 0x01) };
    expect(compareTensor('y', asym, got)[0]).toMatchObject({
      index: 2,
      expected: '7',
      got: '6',
      expected_hex: '0x7',
      expected_real: '6',
      got_real: '4',
      lsb: '-1',
    });
  });

  it('FLOAT32: distance in units of the last place, across zero', () => {
    const [difference] = compareTensor('y', float(0x00000001), float(0x80000001));
    expect(difference).toMatchObject({ lsb: '-2', got: '-1e-45', expected: '1e-45' });
  });
});

describe('elements', () => {
  it('packed patterns follow S5: 2047, -2048, -1 at 12 bits', () => {
    const t: WireTensor = {
      dtype: 'SYM',
      shape: [3],
      bits: 12,
      data: Uint8Array.of(0xff, 0x07, 0x80, 0xff, 0x0f),
    };
    expect([0, 1, 2].map((k) => patternAt(t, k))).toEqual([0x7ff, 0x800, 0xfff]);
  });

  it.each([
    [0x3dcccccd, '0.1'],
    [0x7f7fffff, '3.4028235e+38'],
    [0x80000000, '-0'],
    [0x7f800000, 'Infinity'],
    [0x7fc00001, 'NaN'],
    [0x4b800001, '16777218'],
  ])('bits %i print as %s', (bits, text) => {
    expect(floatText(bits)).toBe(text);
  });

  it('positions, distances', () => {
    expect(multiIndex([2, 3, 4], 23)).toEqual([1, 2, 3]);
    expect(multiIndex([], 0)).toEqual([]);
    expect(ulpDistance(0x3f800000, 0x3f800001)).toBe('1');
    expect(ulpDistance(0x7fc00000, 0)).toBeUndefined();
  });
});
