/** Tensors for generated cases: random ones of every dtype, and targets. */

import { float32FromBits } from '../../reference/num/float32.ts';
import {
  countOf,
  type Dtype,
  newTensor,
  payloadBytes,
  type Rounding,
  type Tensor,
} from '../../reference/tensor.ts';
import type { Random } from './random.ts';
import { codeMax, codeMin, interestingInt32 } from './values.ts';

function fill(count: number, make: (i: number) => number): number[] {
  const values: number[] = [];
  for (let i = 0; i < count; i++) values.push(make(i));
  return values;
}

/** A positive float32 scale `m·2^e`, e in [eLow, eHigh]; by default of the size that training meets. */
export function randomScale(r: Random, eLow = -14, eHigh = -4): number {
  return Math.abs(r.float32(eLow, eHigh));
}

/** An output declaration: shape and record, no meaningful data. */
export function target(
  dtype: Dtype,
  shape: readonly number[],
  bits = 0,
  rounding: Rounding = 'HALF_AWAY',
  scale = 1,
): Tensor {
  const t = newTensor(dtype, shape, bits, rounding);
  t.scale = Math.fround(scale);
  return t;
}

/** FLOAT32 values `±m·2^e` with e in [eLow, eHigh]. */
export function randomFloat32(r: Random, shape: readonly number[], eLow = -6, eHigh = 2): Tensor {
  const t = newTensor('FLOAT32', shape);
  t.data = Float32Array.from(fill(countOf(shape), () => r.float32(eLow, eHigh)));
  return t;
}

/** FLOAT32 with any bit pattern except NaN (±0, subnormals, ±∞ included). */
export function randomFloat32Bits(r: Random, shape: readonly number[]): Tensor {
  const t = newTensor('FLOAT32', shape);
  const any = (): number => {
    let x = float32FromBits(r.uint32());
    while (Number.isNaN(x)) x = float32FromBits(r.uint32());
    return x;
  };
  t.data = Float32Array.from(fill(countOf(shape), any));
  return t;
}

/** Random codes of a width: uniform over [−2^(b−1), 2^(b−1) − 1]. */
export function randomCodes(r: Random, count: number, bits: number): Int32Array {
  const [low, high] = [codeMin(bits), codeMax(bits)];
  return Int32Array.from(fill(count, () => r.int(low, high)));
}

/** SYM_INT32 with codes uniform over its width. */
export function randomSymInt32(
  r: Random,
  shape: readonly number[],
  bits: number,
  scale: number = randomScale(r),
  rounding: Rounding = 'HALF_AWAY',
): Tensor {
  const t = target('SYM_INT32', shape, bits, rounding, scale);
  t.data = randomCodes(r, countOf(shape), bits);
  return t;
}

/** SYM_INT32 with raw mantissas up to `magnitudeBits` bits, whatever the label says. */
export function randomRawSymInt32(
  r: Random,
  shape: readonly number[],
  bits: number,
  magnitudeBits: number,
  scale: number = randomScale(r),
): Tensor {
  const t = target('SYM_INT32', shape, bits, 'HALF_AWAY', scale);
  t.data = randomCodes(r, countOf(shape), magnitudeBits);
  return t;
}

/** INT32 with interesting values and uniform ones of `magnitudeBits` bits, half and half. */
export function randomInt32(r: Random, shape: readonly number[], magnitudeBits = 32): Tensor {
  const t = newTensor('INT32', shape);
  const low = codeMin(magnitudeBits);
  const high = codeMax(magnitudeBits);
  const edges = interestingInt32.filter((v) => v >= low && v <= high);
  t.data = Int32Array.from(
    fill(countOf(shape), () => (r.chance(1, 2) ? r.pick(edges) : r.int(low, high))),
  );
  return t;
}

/** A random payload of a packed format; the unused bits of the last byte are 0 (S5). */
function randomPacked(r: Random, dtype: Dtype, shape: readonly number[], bits: number): Uint8Array {
  const n = countOf(shape);
  const bytes = Uint8Array.from(fill(payloadBytes(dtype, bits, n), () => r.uint32() & 0xff));
  const used = (n * (dtype === 'BOOL' ? 1 : bits)) % 8;
  if (used !== 0) bytes[bytes.length - 1]! &= (1 << used) - 1;
  return bytes;
}

/** SYM (packed) with uniform codes. */
export function randomSym(
  r: Random,
  shape: readonly number[],
  bits: number,
  scale: number = randomScale(r),
  rounding: Rounding = 'HALF_AWAY',
): Tensor {
  const t = target('SYM', shape, bits, rounding, scale);
  t.data = randomPacked(r, 'SYM', shape, bits);
  return t;
}

/** ASYM (packed) with uniform codes; the zero point is added on decoding (S1). */
export function randomAsym(
  r: Random,
  shape: readonly number[],
  bits: number,
  scale: number = randomScale(r),
  zeroPoint: number = r.int(-(2 ** bits), 0),
  rounding: Rounding = 'HALF_AWAY',
): Tensor {
  const t = target('ASYM', shape, bits, rounding, scale);
  t.zeroPoint = zeroPoint;
  t.data = randomPacked(r, 'ASYM', shape, bits);
  return t;
}

export function randomBool(r: Random, shape: readonly number[]): Tensor {
  const t = newTensor('BOOL', shape);
  t.data = randomPacked(r, 'BOOL', shape, 1);
  return t;
}

/** The same tensor seen through another axis order (S3); the payload is not moved. */
export function withOrder(t: Tensor, order: readonly number[]): Tensor {
  return { ...t, order: [...order] };
}
