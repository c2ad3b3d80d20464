/** From recorded JSON values to reference tensors and numbers. */

import { float32FromBits, float64FromHex } from '../../reference/num/float32.ts';
import { newTensor, type Rounding, type Tensor } from '../../reference/tensor.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type { RecordedTensor, RecordedValue } from './types.ts';

function bad(path: string, expected: string, got: unknown): GoldError {
  const shown = JSON.stringify(got)?.slice(0, 60);
  return new GoldError('recording-format', `expected ${expected}, got ${shown}`, { path });
}

export function isRecordedTensor(value: RecordedValue | undefined): value is RecordedTensor {
  return typeof value === 'object' && value !== null && 'dtype' in value && 'shape' in value;
}

/** The value of `0x…` (float32 bits) or `f64:0x…` (double bits). */
export function floatOf(value: RecordedValue | undefined, path: string): number {
  if (typeof value === 'string' && /^0x[0-9a-f]{8}$/i.test(value)) {
    return float32FromBits(Number.parseInt(value.slice(2), 16));
  }
  if (typeof value === 'string' && /^f64:0x[0-9a-f]{16}$/i.test(value)) {
    return float64FromHex(value.slice(6));
  }
  throw bad(path, 'a float bit pattern', value);
}

export function intOf(value: RecordedValue | undefined, path: string): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw bad(path, 'an integer', value);
}

export function wordOf(value: RecordedValue | undefined, path: string): string {
  if (typeof value === 'string') return value;
  throw bad(path, 'a word', value);
}

export function roundingWord(value: RecordedValue | undefined, path: string): Rounding {
  if (value === 'HALF_AWAY' || value === 'SR_HALF_AWAY') return value;
  throw bad(path, 'a rounding mode', value);
}

export function bytesOfHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** A fresh reference tensor; a recorded tensor without data becomes a zero-filled target. */
export function tensorOfRecorded(recorded: RecordedTensor, path: string): Tensor {
  const bits = recorded.qMaxBits ?? recorded.qBits ?? 0;
  const t = newTensor(recorded.dtype, recorded.shape, bits, recorded.rounding ?? 'HALF_AWAY');
  if (recorded.order !== undefined) t.order = [...recorded.order];
  if (recorded.scale !== undefined) t.scale = floatOf(recorded.scale, `${path}/scale`);
  t.zeroPoint = recorded.zeroPoint ?? 0;
  if (recorded.packed !== undefined) t.data = bytesOfHex(recorded.packed);
  else if (recorded.data !== undefined) fillData(t, recorded.data, `${path}/data`);
  return t;
}

function fillData(t: Tensor, data: readonly (string | number)[], path: string): void {
  if (data.length !== t.data.length) throw bad(path, `${t.data.length} elements`, data.length);
  if (t.data instanceof Float32Array) {
    // float32 bits are copied as they are: a NaN stays a NaN
    for (let i = 0; i < data.length; i++) t.data[i] = floatOf(data[i], `${path}/${i}`);
  } else {
    for (let i = 0; i < data.length; i++) t.data[i] = intOf(data[i], `${path}/${i}`);
  }
}
