/**
 * Arrays in NumPy's format (version 1.0 of NEP 1): little-endian, C order, extents as they are. Codes of SYM are
 * int32, those of ASYM uint32, BOOL is uint8.
 */

import { codesOf, countOfShape } from '../../schema/format/tensor.ts';
import type { WireTensor } from '../../schema/format/types.ts';

export type NpyType = '<i4' | '<u4' | '<f4' | '|u1';

/** The bytes of an `.npy` file. */
export function npyOf(type: NpyType, shape: readonly number[], data: Uint8Array): Uint8Array {
  const extents = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const head = `{'descr': '${type}', 'fortran_order': False, 'shape': (${extents}), }`;
  const length = Math.ceil((10 + head.length + 1) / 64) * 64 - 10;
  const bytes = new Uint8Array(10 + length + data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8]);
  bytes.set(new TextEncoder().encode(`${head.padEnd(length - 1)}\n`), 10);
  bytes.set(data, 10 + length);
  return bytes;
}

/** One 32-bit word as an array without axes. */
export function npyWord(type: '<i4' | '<u4' | '<f4', bits: number): Uint8Array {
  const data = new Uint8Array(4);
  new DataView(data.buffer).setUint32(0, bits >>> 0, true);
  return npyOf(type, [], data);
}

function wordsOf(codes: Int32Array): Uint8Array {
  const bytes = new Uint8Array(4 * codes.length);
  const view = new DataView(bytes.buffer);
  for (const [i, code] of codes.entries()) view.setInt32(4 * i, code, true);
  return bytes;
}

/** The elements of a tensor in storage order. */
export function npyOfTensor(t: WireTensor): Uint8Array {
  const { dtype, shape, data } = t;
  switch (dtype) {
    case 'FLOAT32':
      return npyOf('<f4', shape, data);
    case 'INT32':
    case 'SYM_INT32':
      return npyOf('<i4', shape, data);
    case 'SYM':
      return npyOf('<i4', shape, wordsOf(codesOf(t)));
    case 'ASYM':
      return npyOf('<u4', shape, wordsOf(codesOf(t)));
    case 'BOOL': {
      const bits = Array.from(
        { length: countOfShape(shape) },
        (_, i) => (data[i >> 3]! >> (i & 7)) & 1,
      );
      return npyOf('|u1', shape, Uint8Array.from(bits));
    }
  }
}
