/** Payload conversions against literal bytes, and every invariant that a tensor can break. */

import { describe, expect, it } from 'vitest';
import { GoldError } from './errors.ts';
import {
  bitsOfFloat32,
  checkTensor,
  codesOf,
  float32Bytes,
  float32OfBytes,
  float64Bytes,
  float64OfBytes,
  int32Bytes,
  int32OfBytes,
  payloadBytesOf,
} from './tensor.ts';
import type { WireTensor } from './types.ts';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

describe('payload bytes are little-endian', () => {
  it('int32', () => {
    const values = Int32Array.of(1, -2, -2147483648);
    expect(int32Bytes(values)).toEqual(bytes('01000000feffffff00000080'));
    expect(int32OfBytes(bytes('01000000feffffff00000080'))).toEqual(values);
  });

  it('float32, with any NaN written as 0x7fc00000', () => {
    expect(float32Bytes(Float32Array.of(1, -0))).toEqual(bytes('0000803f00000080'));
    expect(float32Bytes(float32OfBytes(bytes('010080ff')))).toEqual(bytes('0000c07f'));
    expect(bitsOfFloat32(Number.NaN)).toBe(0x7fc00000);
  });

  it('float64', () => {
    expect(float64Bytes(1.5)).toEqual(bytes('000000000000f83f'));
    expect(float64OfBytes(bytes('000000000000f83f'))).toBe(1.5);
  });

  it('reads bytes that do not start at a multiple of four', () => {
    expect(int32OfBytes(bytes('ff01000000').subarray(1))).toEqual(Int32Array.of(1));
  });
});

describe('packed codes (S5, S6)', () => {
  const sym = { dtype: 'SYM', scale_bits: 0x3f800000, rounding: 'HALF_AWAY' } as const;
  const rows: ReadonlyArray<[string, WireTensor, readonly number[]]> = [
    ['SYM 3 bit', { ...sym, shape: [5], bits: 3, data: bytes('eb15') }, [3, -3, -1, 2, 1]],
    ['SYM 12 bit', { ...sym, shape: [3], bits: 12, data: bytes('ff0780ff0f') }, [2047, -2048, -1]],
    ['SYM 6 bit', { ...sym, shape: [3], bits: 6, data: bytes('fd0702') }, [-3, 31, -32]],
    [
      'BOOL',
      { dtype: 'BOOL', shape: [11], data: bytes('5505') },
      [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1],
    ],
    [
      'ASYM 3 bit is unsigned',
      { ...sym, dtype: 'ASYM', zero_point: 0, shape: [2], bits: 3, data: bytes('2f') },
      [7, 5],
    ],
  ];
  it.each(rows)('%s', (_name, tensor, codes) => {
    expect([...codesOf(tensor)]).toEqual(codes);
    expect(payloadBytesOf(tensor)).toBe(tensor.data.length);
  });
});

describe('invariants', () => {
  const float: WireTensor = { dtype: 'FLOAT32', shape: [1, 2], data: new Uint8Array(8) };
  const sym: WireTensor = {
    dtype: 'SYM',
    shape: [3],
    scale_bits: 0,
    bits: 3,
    rounding: 'HALF_AWAY',
    data: new Uint8Array(2),
  };
  const without = (t: WireTensor, field: keyof WireTensor): WireTensor =>
    Object.fromEntries(Object.entries(t).filter(([name]) => name !== field)) as never;
  const rows: ReadonlyArray<[string, WireTensor, string]> = [
    ['a short payload', { ...float, data: new Uint8Array(7) }, 'x/data'],
    ['a NaN with another payload', { ...float, data: bytes('00000000010080ff') }, 'x/data'],
    ['padding bits', { ...sym, data: bytes('0002') }, 'x/data'],
    ['the identity order', { ...float, order: [0, 1] }, 'x/order'],
    ['an order with a repeated axis', { ...float, order: [1, 1] }, 'x/order'],
    ['a scale on FLOAT32', { ...float, scale_bits: 0 }, 'x/scale_bits'],
    ['no scale on SYM', without(sym, 'scale_bits'), 'x/scale_bits'],
    ['no width on SYM', without(sym, 'bits'), 'x/bits'],
    ['no mode on SYM', without(sym, 'rounding'), 'x/rounding'],
    ['a zero point on SYM', { ...sym, zero_point: 0 }, 'x/zero_point'],
    ['no zero point on ASYM', { ...sym, dtype: 'ASYM' }, 'x/zero_point'],
  ];
  it.each(rows)('%s is refused', (_name, tensor, path) => {
    expect(() => checkTensor(tensor, 'x')).toThrow(GoldError);
    try {
      checkTensor(tensor, 'x');
    } catch (error) {
      expect(error).toMatchObject({ code: 'vector-invariant', path });
    }
  });

  it('whole tensors pass', () => {
    checkTensor(float, 'x');
    checkTensor({ ...float, order: [1, 0], data: bytes('0000c07f00000080') }, 'x');
    checkTensor({ ...sym, data: bytes('ff01') }, 'x');
  });
});
