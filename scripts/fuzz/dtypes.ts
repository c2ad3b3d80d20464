/** A tensor in another format, its numbers kept as far as they fit. */

import { integerOf } from '../../conformance/core/elements.ts';
import { bitsOfFloat32, float32OfBits } from '../../schema/format/tensor.ts';
import type { WireDtype, WireTarget } from '../../schema/format/types.ts';
import type { DraftTensor } from './draft.ts';

function recordOf(from: WireTarget, dtype: WireDtype, bits: number): WireTarget {
  const { shape, order, scale_bits = 0x3d000000, rounding = 'HALF_AWAY', zero_point = 0 } = from;
  const common = { dtype, shape, ...(order === undefined ? {} : { order }) };
  if (dtype === 'FLOAT32' || dtype === 'INT32' || dtype === 'BOOL') return common;
  const quantized = { ...common, scale_bits, bits: from.bits ?? bits, rounding };
  return dtype === 'ASYM' ? { ...quantized, zero_point } : quantized;
}

function numberOf(record: WireTarget, pattern: number): number {
  if (record.dtype === 'FLOAT32') return float32OfBits(pattern);
  return integerOf({ ...record, data: new Uint8Array() }, pattern);
}

function patternOf(record: WireTarget, value: number): number {
  if (record.dtype === 'FLOAT32') return bitsOfFloat32(Math.fround(value));
  const code = Number.isFinite(value) ? Math.trunc(value) | 0 : 0;
  if (record.dtype === 'BOOL') return code & 1;
  const isPacked = record.dtype === 'SYM' || record.dtype === 'ASYM';
  const width = isPacked ? (record.bits ?? 32) : 32;
  return width >= 32 ? code >>> 0 : (code & (2 ** width - 1)) >>> 0;
}

/** `bits` is the width where the tensor has none yet. */
export function reinterpreted(t: DraftTensor, dtype: WireDtype, bits: number): DraftTensor {
  const record = recordOf(t.record, dtype, bits);
  if (t.elements === undefined) return { record };
  return { record, elements: t.elements.map((p) => patternOf(record, numberOf(t.record, p))) };
}
