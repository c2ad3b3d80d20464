/**
 * Payload bytes of wire tensors: conversion to and from typed arrays, sizes and invariants.
 *
 * Everything is little-endian whatever the host is (S1, S4, S5). A NaN is always written as
 * 0x7fc00000, because its payload differs between processors.
 */

import { GoldError } from './errors.ts';
import type { WireDtype, WireTarget, WireTensor } from './types.ts';

export const canonicalNaN = 0x7fc00000;

const scratch = new DataView(new ArrayBuffer(8));

/** Bits of a float32 value as uint32, NaN canonical. */
export function bitsOfFloat32(x: number): number {
  if (Number.isNaN(x)) return canonicalNaN;
  scratch.setFloat32(0, x);
  return scratch.getUint32(0);
}

export function float32OfBits(bits: number): number {
  scratch.setUint32(0, bits);
  return scratch.getFloat32(0);
}

/** A double as 8 little-endian bytes. */
export function float64Bytes(x: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, x, true);
  return bytes;
}

export function float64OfBytes(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
}

/** Where the host has the order of the wire, payloads are copied as they are: element by element takes far longer. */
const isWireOrder = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function copiedBytes({ buffer, byteOffset, byteLength }: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength).slice();
}

export function int32Bytes(values: Int32Array): Uint8Array {
  if (isWireOrder) return copiedBytes(values);
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setInt32(4 * i, values[i]!, true);
  return bytes;
}

/** The bytes of whole elements, in memory that begins with them. */
function wholeElements(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % 4))).buffer;
}

export function int32OfBytes(bytes: Uint8Array): Int32Array {
  if (isWireOrder) return new Int32Array(wholeElements(bytes));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Int32Array(bytes.length >> 2);
  for (let i = 0; i < values.length; i++) values[i] = view.getInt32(4 * i, true);
  return values;
}

/** A loop: what calls a function for each value takes many times as long. */
function hasNan(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) return true;
  return false;
}

export function float32Bytes(values: Float32Array): Uint8Array {
  if (isWireOrder && !hasNan(values)) return copiedBytes(values);
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setUint32(4 * i, bitsOfFloat32(values[i]!), true);
  return bytes;
}

export function float32OfBytes(bytes: Uint8Array): Float32Array {
  if (isWireOrder) return new Float32Array(wholeElements(bytes));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(bytes.length >> 2);
  for (let i = 0; i < values.length; i++) values[i] = view.getFloat32(4 * i, true);
  return values;
}

export function countOfShape(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** True for the formats with a scale, a width and a rounding mode. */
export function isQuantized(dtype: WireDtype): boolean {
  return dtype === 'SYM_INT32' || dtype === 'SYM' || dtype === 'ASYM';
}

/** Width of one element in the payload, in bits. */
export function elementBitsOf(t: WireTarget): number {
  if (t.dtype === 'SYM' || t.dtype === 'ASYM') return t.bits ?? 0;
  return t.dtype === 'BOOL' ? 1 : 32;
}

/** Payload bytes of a tensor (S4). */
export function payloadBytesOf(t: WireTarget): number {
  return Math.ceil((countOfShape(t.shape) * elementBitsOf(t)) / 8);
}

/** The integer codes of an integer or packed tensor, one per element; SYM is sign-extended (S6). */
export function codesOf(t: WireTensor): Int32Array {
  if (t.dtype === 'INT32' || t.dtype === 'SYM_INT32') return int32OfBytes(t.data);
  const width = elementBitsOf(t);
  const codes = new Int32Array(countOfShape(t.shape));
  for (let i = 0; i < codes.length; i++) {
    let code = 0;
    for (let j = 0; j < width; j++) {
      const bit = i * width + j;
      code |= ((t.data[bit >> 3]! >> (bit & 7)) & 1) << j;
    }
    codes[i] = t.dtype === 'SYM' && width < 32 ? (code << (32 - width)) >> (32 - width) : code;
  }
  return codes;
}

function isPermutation(order: readonly number[]): boolean {
  return [...order].sort((a, b) => a - b).every((axis, i) => axis === i);
}

/** Throws `vector-invariant` unless shape, order and record of a target fit its dtype. */
export function checkTarget(t: WireTarget, path: string): void {
  const fail = (field: string, message: string): never => {
    throw new GoldError('vector-invariant', message, { path: `${path}/${field}` });
  };
  if (t.order !== undefined) {
    if (t.order.length !== t.shape.length || !isPermutation(t.order)) {
      fail('order', `[${t.order}] is no permutation of the ${t.shape.length} axes`);
    }
    if (t.order.every((axis, i) => axis === i)) fail('order', 'the identity is left out');
  }
  const quantized = isQuantized(t.dtype);
  for (const field of ['scale_bits', 'bits', 'rounding'] as const) {
    if ((t[field] !== undefined) !== quantized) {
      fail(field, quantized ? `${t.dtype} needs it` : `${t.dtype} has none`);
    }
  }
  if ((t.zero_point !== undefined) !== (t.dtype === 'ASYM')) {
    fail('zero_point', t.dtype === 'ASYM' ? 'ASYM needs it' : `${t.dtype} has none`);
  }
}

/** `checkTarget`, and the payload has the size of the shape, canonical NaNs and zero padding bits. */
export function checkTensor(t: WireTensor, path: string): void {
  checkTarget(t, path);
  const at = `${path}/data`;
  const bytes = payloadBytesOf(t);
  if (t.data.length !== bytes) {
    const message = `${t.dtype} [${t.shape}] has ${bytes} payload bytes, got ${t.data.length}`;
    throw new GoldError('vector-invariant', message, { path: at });
  }
  const used = (countOfShape(t.shape) * elementBitsOf(t)) % 8;
  if (used !== 0 && t.data[bytes - 1]! >> used !== 0) {
    throw new GoldError('vector-invariant', 'unused bits of the last byte are not 0', { path: at });
  }
  if (t.dtype !== 'FLOAT32') return;
  const view = new DataView(t.data.buffer, t.data.byteOffset, t.data.byteLength);
  for (let i = 0; i < bytes; i += 4) {
    const bits = view.getUint32(i, true);
    if ((bits & 0x7fffffff) > 0x7f800000 && bits !== canonicalNaN) {
      const message = `element ${i / 4} is a NaN other than 0x7fc00000`;
      throw new GoldError('vector-invariant', message, { path: at });
    }
  }
}
