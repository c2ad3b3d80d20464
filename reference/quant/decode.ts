/** Decoding whole tensors (S27) and the streaming window (S54). */

import type { Numerics } from '../numerics.ts';
import { demand, Refusal } from '../refusal.ts';
import { floats, ints, packed, type Tensor, tensorCount } from '../tensor.ts';

/** Block size of the streaming decode (S124). */
export const streamBlock = 256;

/**
 * The integer codes of a quantised or INT32 tensor in flat order: mantissas, sign-extended SYM codes (S6),
 * unsigned ASYM codes. Refuses FLOAT32 and BOOL (A4).
 */
export function codesOf(n: Numerics, t: Tensor): Int32Array {
  switch (t.dtype) {
    case 'INT32':
    case 'SYM_INT32':
      return ints(t);
    case 'SYM':
      return n.fn.unpackSigned(n, packed(t), t.bits, tensorCount(t));
    case 'ASYM':
      return n.fn.unpackBits(n, packed(t), t.bits, tensorCount(t));
    default:
      throw new Refusal('A4', `${t.dtype} has no codes`);
  }
}

/** S27: the float32 values of a tensor in flat order; no draw, no guard. Refuses BOOL (A4). */
export function decodeTensor(n: Numerics, t: Tensor): Float32Array {
  switch (t.dtype) {
    case 'FLOAT32':
      return floats(t).slice();
    case 'INT32':
      return Float32Array.from(ints(t), (q) => n.f.fromInt(q));
    case 'SYM_INT32':
    case 'SYM':
      return Float32Array.from(n.fn.codesOf(n, t), (q) => n.fn.decodeSymmetric(n, q, t.scale));
    case 'ASYM':
      return Float32Array.from(n.fn.codesOf(n, t), (c) => n.fn.decodeAffine(n, c, t));
    case 'BOOL':
      throw new Refusal('A4', 'BOOL has no value');
  }
}

/**
 * S54: elements [offset, offset + count) as floats. Refuses (A9) count > 256, an offset that is not a
 * multiple of 8, a range beyond the tensor, and INT32 and BOOL.
 */
export function decodeWindow(n: Numerics, t: Tensor, offset: number, count: number): Float32Array {
  demand(t.dtype !== 'INT32' && t.dtype !== 'BOOL', 'A9', `streaming decode of ${t.dtype}`);
  demand(count <= streamBlock, 'A9', `window of ${count} elements`);
  demand(offset % 8 === 0, 'A9', `window offset ${offset} is not a multiple of 8`);
  demand(offset + count <= tensorCount(t), 'A9', 'window beyond the tensor');
  return n.fn.decodeTensor(n, t).slice(offset, offset + count);
}
