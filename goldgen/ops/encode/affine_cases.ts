/** Float data at which affine grids go wrong (S22, S24, S26; V6). */

import { f32 } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';

export interface AffineData {
  readonly flag: 'V6' | 'all_positive' | 'constant' | 'range';
  readonly values: readonly number[];
}

export const affineData: readonly AffineData[] = [
  { flag: 'V6', values: [1, -0.5, 0.25, 0] },
  // a grid that must not be forced to contain 0
  { flag: 'all_positive', values: [5, 6, 5.25, 7] },
  { flag: 'all_positive', values: [-9, -8.5, -8.875] },
  { flag: 'constant', values: [-2.5, -2.5] },
  { flag: 'constant', values: [2.5] },
  { flag: 'constant', values: [0, -0, 0] },
  { flag: 'constant', values: [-0] },
  { flag: 'constant', values: [f32('00000001'), f32('00000001')] },
  { flag: 'range', values: [3, -1] },
  { flag: 'range', values: [-1, 3, -1, 3] },
  { flag: 'range', values: [f32('7f7fffff'), 0] },
  { flag: 'range', values: [f32('00000400'), f32('80000800'), 0] },
  { flag: 'range', values: [100000, 100001, 100000.5] },
];

/** Data whose zero point leaves int32 or is NaN at 8 bits. */
export const refusedAffineData: readonly (readonly number[])[] = [
  [1e9, Math.fround(1e9 + 64)],
  [-1e9, Math.fround(-1e9 + 64)],
  [f32('7fc00000'), 1],
  [f32('00000001'), f32('80000002'), 0],
  [f32('ff800000'), 1],
  [f32('7f800000'), f32('7f800000')],
  [f32('ff800000'), f32('7f800000')],
];

/** The widths of the conformance range that differ in kind. */
export const affineWidths: readonly number[] = [1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 15, 16, 20, 23, 24];

/** Values of one sign or both, sometimes far from 0. */
export function affineValues(r: Random, count: number): number[] {
  const offset = r.pick([0, 0, 0, 1, -1, 40, -300]);
  return Array.from({ length: count }, () => Math.fround(offset + r.float32(-5, 1)));
}
