/** Floats in fewer bits: how half precision and bfloat16 keep them. */

import { bitsOfFloat32, float32OfBits } from '../../../schema/format/tensor.ts';

/** The upper half of a float32. */
export function bfloat16(x: number): number {
  return float32OfBits((bitsOfFloat32(x) & 0xffff0000) >>> 0);
}

/** The nearest bfloat16, ties to even. */
export function nearestBfloat16(x: number): number {
  const bits = bitsOfFloat32(x);
  if (!Number.isFinite(x)) return x;
  return float32OfBits(((bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000) >>> 0);
}

/** The nearest number of half precision, ties to even. */
export function float16(x: number): number {
  if (!Number.isFinite(x) || x === 0) return x;
  const exponent = Math.max(-14, ((bitsOfFloat32(x) >>> 23) & 0xff) - 127);
  const ulp = 2 ** (exponent - 10);
  const scaled = Math.abs(x) / ulp;
  const floor = Math.floor(scaled);
  const above = scaled - floor > 0.5 || (scaled - floor === 0.5 && floor % 2 === 1);
  const value = (floor + Number(above)) * ulp;
  return Math.sign(x) * (value > 65504 ? Number.POSITIVE_INFINITY : value);
}
