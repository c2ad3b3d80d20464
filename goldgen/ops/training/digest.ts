/** A 32-bit checkpoint of tensors (FNV-1a), so that a trajectory tells at which step it first differs. */

import { float32ToBits } from '../../../reference/num/float32.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { float32Bytes, int32Bytes } from '../../../schema/format/tensor.ts';

export const digestStart = 0x811c9dc5;

function absorb(hash: number, bytes: Uint8Array): number {
  let h = hash;
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193);
  return h >>> 0;
}

function payload(t: Tensor): Uint8Array {
  if (t.data instanceof Float32Array) return float32Bytes(t.data);
  return t.data instanceof Int32Array ? int32Bytes(t.data) : t.data;
}

/** Little-endian payload, then scale bits and zero point of the quantized formats. */
export function digestTensor(hash: number, t: Tensor): number {
  const h = absorb(hash, payload(t));
  if (t.dtype === 'FLOAT32') return h;
  return absorb(h, int32Bytes(Int32Array.of(float32ToBits(t.scale), t.zeroPoint)));
}
