/** Packed tensors from their codes, and the widths and codes at which packing goes wrong (S5, S6, S28). */

import { newTensor, type Rounding, type Tensor } from '../../reference/tensor.ts';
import { f32 } from './literals.ts';
import type { Random } from './random.ts';

/** Every width that the packer takes, and those that differ in kind. */
export const packWidths: readonly number[] = Array.from({ length: 32 }, (_, i) => i + 1);
export const keyPackWidths: readonly number[] = [
  1, 2, 3, 5, 7, 8, 9, 12, 15, 16, 17, 24, 25, 31, 32,
];

/** Element counts around byte, block and group edges. */
export const packCounts: readonly number[] = [1, 2, 3, 5, 7, 8, 9, 11, 16, 17, 31];

function packInto(bytes: Uint8Array, codes: readonly number[], bits: number): void {
  codes.forEach((code, k) => {
    for (let j = 0; j < bits; j++) {
      const t = k * bits + j;
      if (((code >> j) & 1) === 1) bytes[t >> 3]! |= 1 << (t & 7);
    }
  });
}

export interface PackedRecord {
  /** a number (rounded once to float32) or a bit pattern */
  readonly scale?: number | string;
  readonly zeroPoint?: number;
  readonly rounding?: Rounding;
  readonly shape?: readonly number[];
}

function packed(
  dtype: 'SYM' | 'ASYM' | 'BOOL',
  codes: readonly number[],
  bits: number,
  { scale = 1, zeroPoint = 0, rounding = 'HALF_AWAY', shape }: PackedRecord,
): Tensor {
  const t = newTensor(dtype, shape ?? [codes.length], dtype === 'BOOL' ? 0 : bits, rounding);
  packInto(t.data as Uint8Array, codes, bits);
  t.scale = typeof scale === 'string' ? f32(scale) : Math.fround(scale);
  t.zeroPoint = zeroPoint;
  return t;
}

/** SYM of signed codes. */
export function symOf(codes: readonly number[], bits: number, record: PackedRecord = {}): Tensor {
  return packed('SYM', codes, bits, record);
}

/** ASYM of unsigned codes. */
export function asymOf(codes: readonly number[], bits: number, record: PackedRecord = {}): Tensor {
  return packed('ASYM', codes, bits, record);
}

/** BOOL of 0 and 1. */
export function boolOf(bits: readonly number[], shape?: readonly number[]): Tensor {
  return packed('BOOL', bits, 1, shape === undefined ? {} : { shape });
}

/** Signed codes with both ends of the width among them; width 1..31. */
export function edgeCodes(r: Random, count: number, bits: number): number[] {
  const [low, high] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
  const edges = [low, high, -1, 0].filter((v) => v >= low && v <= high);
  return Array.from({ length: count }, (_, i) =>
    i < 2 || r.chance(1, 4) ? edges[i % edges.length]! : r.int(low, high),
  );
}
