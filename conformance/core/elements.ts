/** Elements of wire tensors for people: storage value, bit pattern, decoded value, distance. */

import { countOfShape, elementBitsOf, float32OfBits } from '../../schema/format/tensor.ts';
import type { WireDtype, WireTensor } from '../../schema/format/types.ts';

export function isNanBits(bits: number): boolean {
  return (bits & 0x7fffffff) > 0x7f800000;
}

/** Shortest decimal text that names exactly this float32. */
export function floatText(bits: number): string {
  const value = float32OfBits(bits);
  if (Object.is(value, -0)) return '-0';
  if (!Number.isFinite(value)) return String(value);
  for (let digits = 1; digits <= 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(value);
}

export function hex(pattern: number, bits: number): string {
  const digits = Math.max(1, Math.ceil(bits / 4));
  const value = bits >= 32 ? pattern >>> 0 : (pattern & (2 ** bits - 1)) >>> 0;
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

function isPacked(dtype: WireDtype): boolean {
  return dtype === 'SYM' || dtype === 'ASYM' || dtype === 'BOOL';
}

/** The bit pattern of element k (S5: one stream, least significant bit first), as uint32. */
export function patternAt(t: WireTensor, k: number): number {
  const { data } = t;
  if (!isPacked(t.dtype)) {
    return new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(4 * k, true);
  }
  const bits = elementBitsOf(t);
  let pattern = 0;
  for (let j = 0; j < bits; j++) {
    const at = k * bits + j;
    pattern += ((data[at >> 3]! >> (at & 7)) & 1) * 2 ** j;
  }
  return pattern;
}

/** The bit patterns of all elements. */
export function patternsOf(t: WireTensor): number[] {
  const count = countOfShape(t.shape);
  if (isPacked(t.dtype)) return Array.from({ length: count }, (_, k) => patternAt(t, k));
  const view = new DataView(t.data.buffer, t.data.byteOffset, t.data.byteLength);
  const patterns = new Array<number>(count);
  for (let k = 0; k < count; k++) patterns[k] = view.getUint32(4 * k, true);
  return patterns;
}

/** The stored integer: sign-extended except for ASYM and BOOL. */
export function integerOf(t: WireTensor, pattern: number): number {
  if (t.dtype === 'ASYM' || t.dtype === 'BOOL') return pattern;
  const bits = elementBitsOf(t);
  return bits < 32 && pattern >= 2 ** (bits - 1) ? pattern - 2 ** bits : pattern | 0;
}

/** What the element stands for (S27), or undefined where the format has no scale. */
export function realOf(t: WireTensor, pattern: number): string | undefined {
  if (t.scale_bits === undefined || t.dtype === 'FLOAT32') return undefined;
  const zeroPoint = t.dtype === 'ASYM' ? (t.zero_point ?? 0) : 0;
  const value = (integerOf(t, pattern) + zeroPoint) * float32OfBits(t.scale_bits);
  return String(Number(value.toPrecision(9)));
}

/** Position of a float32 on the line of all floats, so that neighbours differ by 1. */
export function floatRank(bits: number): number {
  return bits >= 0x80000000 ? 0x80000000 - bits : bits;
}

/** Distance in units of the last place; `NaN` beside a number has none. */
export function ulpDistance(expected: number, got: number): string | undefined {
  if (isNanBits(expected) || isNanBits(got)) return undefined;
  return String(floatRank(got) - floatRank(expected));
}

/** Physical multi-index of storage position k. */
export function multiIndex(shape: readonly number[], k: number): number[] {
  const at: number[] = [];
  let rest = k;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis]!;
    at.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return at;
}
