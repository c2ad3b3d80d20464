import { describe, expect, test } from 'vitest';
import { newNumerics } from '../primitives.ts';
import { newTensor } from '../tensor.ts';

const n = newNumerics('sym-2026-07-21');

function hex(bytes: ArrayLike<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

describe('packBits (S5)', () => {
  test.each([
    [[3, -3, -1, 2, 1], 3, 'eb 15'],
    [[2047, -2048, -1], 12, 'ff 07 80 ff 0f'],
    [[-3, 31, -32], 6, 'fd 07 02'],
    [[1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], 1, '55 05'],
    [[-1], 32, 'ff ff ff ff'],
    [[], 5, ''],
    // no clamp, no check: the low bits are kept
    [[9, -9], 3, '39'],
  ])('%j at %i bits', (codes, bits, bytes) => {
    expect(hex(n.fn.packBits(n, codes, bits))).toBe(bytes);
  });

  test('unpacking zero-extends', () => {
    expect([...n.fn.unpackBits(n, Uint8Array.of(0xeb, 0x15), 3, 5)]).toEqual([3, 5, 7, 2, 1]);
    expect([...n.fn.unpackBits(n, Uint8Array.of(0xff, 0xff, 0xff, 0xff), 32, 1)]).toEqual([-1]);
  });
});

describe('packAppend (S5)', () => {
  test('preserves every bit outside the destination range', () => {
    const from = { bytes: Uint8Array.of(0b10110101), bits: 4, start: 0 };
    const bytes = Uint8Array.of(0xff, 0xff);
    n.fn.packAppend(n, from, { bytes, bits: 3, start: 2 }, 2);
    // 5 and 3 (the low three bits of 5 and 11) at stream bits 2..7
    expect(hex(bytes)).toBe('77 ff');
  });

  test('zero-fills when widening, at any start', () => {
    const from = { bytes: Uint8Array.of(0b11100000), bits: 3, start: 5 };
    const bytes = Uint8Array.of(0xff, 0xff, 0xff);
    n.fn.packAppend(n, from, { bytes, bits: 9, start: 7 }, 1);
    expect(hex(bytes)).toBe('ff 03 ff');
  });
});

describe('signExtend (S6)', () => {
  test.each([
    [7, 3, -1],
    [4, 3, -4],
    [3, 3, 3],
    [2048, 12, -2048],
    [0x40000000, 31, -0x40000000],
    [-5, 32, -5],
    [1, 1, -1],
  ])('%i at %i bits is %i', (code, bits, value) => {
    expect(n.fn.signExtend(n, code, bits)).toBe(value);
  });

  test('refuses width 0', () => {
    expect(() => n.fn.signExtend(n, 0, 0)).toThrow('A6:');
    expect(() => n.fn.unpackSigned(n, new Uint8Array(0), 0, 0)).toThrow('A6:');
  });
});

describe('fitGuard (S28)', () => {
  test.each([
    [[-4, 3], 3],
    [[-(2 ** 30), 2 ** 30 - 1], 31],
    [[], 12],
  ])('admits %j at %i bits', (codes, bits) => {
    expect(() => n.fn.fitGuard(n, codes, bits)).not.toThrow();
  });

  test.each([
    [[4], 3, 'A7:'],
    [[0, -5], 3, 'A7:'],
    [[2 ** 30], 31, 'A7:'],
    [[], 0, 'A6:'],
    [[0], 32, 'A6:'],
  ])('refuses %j at %i bits', (codes, bits, code) => {
    expect(() => n.fn.fitGuard(n, codes, bits)).toThrow(code);
  });
});

describe('BOOL access (S7)', () => {
  test('bit i of byte i >> 3', () => {
    const t = newTensor('BOOL', [11]);
    for (let i = 0; i < 11; i += 2) n.fn.boolSet(n, t, i, 1);
    expect(hex(t.data)).toBe('55 05');
    n.fn.boolSet(n, t, 8, 0);
    expect(hex(t.data)).toBe('55 04');
    expect([n.fn.boolGet(n, t, 10), n.fn.boolGet(n, t, 9)]).toEqual([1, 0]);
  });

  test('refuses any other format', () => {
    const t = newTensor('ASYM', [8], 1);
    expect(() => n.fn.boolGet(n, t, 0)).toThrow('A4:');
    expect(() => n.fn.boolSet(n, t, 0, 1)).toThrow('A4:');
  });
});
