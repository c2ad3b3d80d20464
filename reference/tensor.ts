/** Tensors of the six element formats (S1), their sizes (S4) and constructors. */

import { precondition, Refusal, UndefinedBehaviour } from './refusal.ts';

/** The formats (S1). */
export const dtypes = ['INT32', 'FLOAT32', 'SYM_INT32', 'SYM', 'ASYM', 'BOOL'] as const;
export type Dtype = (typeof dtypes)[number];

/** Rounding modes (S18). The names are those of the clauses. */
export const roundings = ['HALF_AWAY', 'SR_HALF_AWAY'] as const;
export type Rounding = (typeof roundings)[number];

/**
 * One tensor: flat row-major storage of physical extents `shape`; physical axis p carries logical axis
 * `order[p]` (S3).
 *
 * `data` is Int32Array for INT32 and SYM_INT32, Float32Array for FLOAT32, Uint8Array (bit-packed, S5)
 * for SYM, ASYM and BOOL. `scale`, `bits`, `rounding` are the quantization record; `bits` is `qMaxBits`
 * of SYM_INT32 (a label only) and `qBits` of SYM and ASYM. Unused record fields hold their defaults.
 */
export interface Tensor {
  readonly dtype: Dtype;
  shape: readonly number[];
  order: readonly number[];
  data: Int32Array | Float32Array | Uint8Array;
  /** float32 */
  scale: number;
  /** int32; ASYM only */
  zeroPoint: number;
  /** 0 where the format has no width */
  bits: number;
  rounding: Rounding;
}

/** The record of a tensor without its data: what a target or a wire declares. */
export interface QuantRecord {
  readonly dtype: Dtype;
  readonly bits: number;
  readonly rounding: Rounding;
}

/** n = product of the extents; 1 for rank 0 (S4). */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

export function tensorCount(t: Tensor): number {
  return countOf(t.shape);
}

/** Payload bytes of n elements (S4). */
export function payloadBytes(dtype: Dtype, bits: number, n: number): number {
  switch (dtype) {
    case 'INT32':
    case 'FLOAT32':
    case 'SYM_INT32':
      return 4 * n;
    case 'SYM':
    case 'ASYM':
      return Math.ceil((n * bits) / 8);
    case 'BOOL':
      return Math.ceil(n / 8);
  }
}

/** Width of one element in bits, as compared by the same-type conversion (S29). */
export function elementBits(t: Tensor): number {
  switch (t.dtype) {
    case 'INT32':
    case 'FLOAT32':
    case 'SYM_INT32':
      return 32;
    case 'SYM':
    case 'ASYM':
      return t.bits;
    case 'BOOL':
      return 1;
  }
}

export function identityOrder(rank: number): number[] {
  // a tensor is made at every step of a layer
  const order: number[] = [];
  for (let axis = 0; axis < rank; axis++) order.push(axis);
  return order;
}

/** A zero-filled tensor with scale 1, zero point 0 and identity order (S2). */
export function newTensor(
  dtype: Dtype,
  shape: readonly number[],
  bits = 0,
  rounding: Rounding = 'HALF_AWAY',
): Tensor {
  const n = countOf(shape);
  const bytes = payloadBytes(dtype, bits, n);
  let data: Tensor['data'];
  if (dtype === 'FLOAT32') data = new Float32Array(n);
  else if (dtype === 'INT32' || dtype === 'SYM_INT32') data = new Int32Array(n);
  else data = new Uint8Array(bytes);
  const order = identityOrder(shape.length);
  return { dtype, shape: [...shape], order, data, scale: 1, zeroPoint: 0, bits, rounding };
}

/** A fresh zeroed tensor of the same dtype, width and mode (S2 "cloning like"); BOOL is refused. */
export function newTensorLike(record: QuantRecord, shape: readonly number[]): Tensor {
  if (record.dtype === 'BOOL') throw new Refusal('A26', 'a BOOL quantization cannot be cloned');
  return newTensor(record.dtype, shape, record.bits, record.rounding);
}

/** Tensors that nobody compares: another element count is read or written past an end, or not as a whole (U15). */
export function demandCount(t: Tensor, count: number, what: string): void {
  const has = tensorCount(t);
  precondition(has === count, `${what} has ${has} elements instead of ${count}`);
}

/** Overwrites a payload as a whole; more or fewer values than it holds are undefined (U15). */
export function store(payload: Tensor['data'], values: ArrayLike<number>): void {
  const message = `${values.length} values for a payload of ${payload.length}`;
  precondition(values.length === payload.length, message);
  payload.set(values);
}

/** A deep copy (S9). */
export function cloneTensor(t: Tensor): Tensor {
  return { ...t, shape: [...t.shape], order: [...t.order], data: t.data.slice() };
}

export function float32Tensor(values: Iterable<number>, shape?: readonly number[]): Tensor {
  const data = Float32Array.from(values);
  const t = newTensor('FLOAT32', shape ?? [data.length]);
  t.data = data;
  return t;
}

export function symInt32Tensor(
  mantissas: Iterable<number>,
  scale: number,
  bits: number,
  rounding: Rounding = 'HALF_AWAY',
  shape?: readonly number[],
): Tensor {
  const data = Int32Array.from(mantissas);
  const t = newTensor('SYM_INT32', shape ?? [data.length], bits, rounding);
  t.data = data;
  t.scale = Math.fround(scale);
  return t;
}

/** The int32 payload of an INT32 or SYM_INT32 tensor. */
export function ints(t: Tensor): Int32Array {
  if (t.data instanceof Int32Array) return t.data;
  throw new UndefinedBehaviour(`the bytes of a ${t.dtype} tensor are read as int32`);
}

/** The float32 payload of a FLOAT32 tensor. */
export function floats(t: Tensor): Float32Array {
  if (t.data instanceof Float32Array) return t.data;
  throw new UndefinedBehaviour(`the bytes of a ${t.dtype} tensor are read as float32`);
}

/** The packed payload of a SYM, ASYM or BOOL tensor. */
export function packed(t: Tensor): Uint8Array {
  if (t.data instanceof Uint8Array) return t.data;
  throw new UndefinedBehaviour(`the bytes of a ${t.dtype} tensor are read as packed codes`);
}
