/** Building blocks of directed cases: tensors written as the clauses write them, in hexadecimal. */

import { float32FromBits } from '../../reference/num/float32.ts';
import { newTensor, type Rounding, type Tensor } from '../../reference/tensor.ts';

/** The float32 of 8 hexadecimal digits, with or without `0x`. */
export function f32(hex: string): number {
  const digits = hex.startsWith('0x') ? hex.slice(2) : hex;
  if (!/^[0-9a-fA-F]{8}$/.test(digits)) throw new TypeError(`"${hex}" is no float32 bit pattern`);
  return float32FromBits(Number.parseInt(digits, 16));
}

/** Several float32 values from bit patterns separated by blanks. */
export function f32s(hex: string): number[] {
  return hex.trim().split(/\s+/).map(f32);
}

/** Bytes from hexadecimal digits; blanks are ignored. */
export function hexBytes(hex: string): Uint8Array {
  const digits = hex.replace(/\s+/g, '');
  if (digits.length % 2 !== 0) throw new TypeError(`"${hex}" has an odd number of digits`);
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}

/** FLOAT32 from numbers (rounded once to float32) or from a text of bit patterns. */
export function float32Of(values: string | readonly number[], shape?: readonly number[]): Tensor {
  const data = Float32Array.from(typeof values === 'string' ? f32s(values) : values);
  const t = newTensor('FLOAT32', shape ?? [data.length]);
  t.data = data;
  return t;
}

/** INT32 from numbers. */
export function int32Of(values: readonly number[], shape?: readonly number[]): Tensor {
  const t = newTensor('INT32', shape ?? [values.length]);
  t.data = Int32Array.from(values);
  return t;
}

/** SYM_INT32; the scale as a number (rounded once to float32) or as a bit pattern. */
export function symInt32Of(
  mantissas: readonly number[],
  scale: string | number,
  bits: number,
  rounding: Rounding = 'HALF_AWAY',
  shape?: readonly number[],
): Tensor {
  const t = newTensor('SYM_INT32', shape ?? [mantissas.length], bits, rounding);
  t.data = Int32Array.from(mantissas);
  t.scale = typeof scale === 'string' ? f32(scale) : Math.fround(scale);
  return t;
}

/** SYM or ASYM of packed bytes in hexadecimal (S5). */
export function packedOf(
  dtype: 'SYM' | 'ASYM',
  hex: string,
  count: number,
  scale: string | number,
  bits: number,
  zeroPoint = 0,
  rounding: Rounding = 'HALF_AWAY',
): Tensor {
  const t = newTensor(dtype, [count], bits, rounding);
  t.data = hexBytes(hex);
  t.scale = typeof scale === 'string' ? f32(scale) : Math.fround(scale);
  t.zeroPoint = zeroPoint;
  return t;
}
