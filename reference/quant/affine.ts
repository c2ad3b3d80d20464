/** Affine grids of ASYM tensors: bounds (S8), min/max scan (S22), grid (S24), encode (S26), decode (S27). */

import { fitsInt32 } from '../num/int32_range.ts';
import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import type { Rounding } from '../tensor.ts';

export interface AffineGrid {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** Codes of float values on a fresh affine grid. */
export interface AffineCodes extends AffineGrid {
  readonly codes: Int32Array;
}

/** S8 `aMax(b) = R(2^b) ⊖ 1`: 2^b for b in 25..30. */
export function aMax(n: Numerics, bits: number): number {
  return n.f.sub(2 ** bits, 1);
}

/** S22: minimum and maximum of a non-empty buffer; the first of equals wins, a leading NaN stays. */
export function minMax(_n: Numerics, values: ArrayLike<number>): readonly [number, number] {
  precondition(values.length > 0, 'minimum of an empty buffer');
  let low = values[0]!;
  let high = values[0]!;
  for (let i = 1; i < values.length; i++) {
    if (values[i]! < low) low = values[i]!;
    if (values[i]! > high) high = values[i]!;
  }
  return [low, high];
}

/** S24 steps 1 and 2: the scale; |mn| or 1 for constant data. */
export function affineScale(n: Numerics, low: number, high: number, bits: number): number {
  if (low === high) return low === 0 ? 1 : Math.abs(low);
  return n.f.div(n.f.sub(high, low), n.fn.aMax(n, bits));
}

/** S24 steps 3 and 4: the rounded zero point; refuses a value outside int32 (A3); one draw in SR. */
export function affineZeroPoint(n: Numerics, low: number, scale: number, mode: Rounding): number {
  const z = n.f.div(low, scale);
  demand(z >= -2147483648 && z < 2147483648, 'A3', `zero point ${z} leaves int32`);
  return n.fn.round(n, z, mode);
}

/** S24: grid of a range; refuses widths 0 and above 30 (A2). The zero point draws before any element. */
export function affineGrid(
  n: Numerics,
  low: number,
  high: number,
  bits: number,
  mode: Rounding,
): AffineGrid {
  demand(bits !== 0 && bits <= 30, 'A2', `ASYM width ${bits}`);
  const scale = n.fn.affineScale(n, low, high, bits);
  return { scale, zeroPoint: n.fn.affineZeroPoint(n, low, scale, mode) };
}

/** S26: code of one value; divides, subtracts the zero point, rounds, clamps to [0, trunc aMax]. */
export function encodeAffine(
  n: Numerics,
  v: number,
  grid: AffineGrid,
  bits: number,
  mode: Rounding,
): number {
  const shifted = n.f.sub(n.f.div(v, grid.scale), n.f.fromInt(grid.zeroPoint));
  return n.fn.clampInt(n, n.fn.round(n, shifted, mode), 0, Math.trunc(n.fn.aMax(n, bits)));
}

/** S27: `(i2f(c) ⊕ i2f(zp)) ⊗ scale`. */
export function decodeAffine(n: Numerics, code: number, grid: AffineGrid): number {
  return n.f.mul(n.f.add(n.f.fromInt(code), n.f.fromInt(grid.zeroPoint)), grid.scale);
}

/** S38 core: min/max scan, grid, one encode per element; n + 1 draws in SR. Values must not be empty. */
export function quantizeAffine(
  n: Numerics,
  values: ArrayLike<number>,
  bits: number,
  mode: Rounding,
): AffineCodes {
  const [low, high] = n.fn.minMax(n, values);
  const grid = n.fn.affineGrid(n, low, high, bits, mode);
  const codes = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    codes[i] = n.fn.encodeAffine(n, values[i]!, grid, bits, mode);
  }
  return { ...grid, codes };
}

/** The →ASYM cells had one rule each before 2026-06-24 (H4). */
export type AffineSource = 'FLOAT32' | 'INT32' | 'SYM_INT32';

/** H4: divisor of the range and largest code of one cell. */
function cellBounds(source: AffineSource, bits: number): { divisor: number; top: number } {
  const full = 2 ** bits;
  if (source === 'FLOAT32') return { divisor: full, top: full - 1 };
  return { divisor: full - 1, top: source === 'INT32' ? full - 2 : full - 1 };
}

/** H4 range of one cell: of INT32 a difference of integers, converted once. */
export function cellRange(n: Numerics, low: number, high: number, source: AffineSource): number {
  if (source === 'INT32') return n.f.fromInt(n.fn.subInt32(n, high, low));
  return n.f.sub(high, low);
}

/**
 * H4: the per-cell affine encode: zero point stored through int16, float clamp before each rounding. Only
 * FLOAT32 has a rule for constant data. INT32 gives its integers as values.
 */
export function quantizeAffinePerCell(
  n: Numerics,
  values: ArrayLike<number>,
  source: AffineSource,
  bits: number,
  mode: Rounding,
): AffineCodes {
  precondition(bits >= 1 && bits <= 24, `ASYM width ${bits} under the June rules`);
  const [low, high] = n.fn.minMax(n, values);
  const { divisor, top } = cellBounds(source, bits);
  precondition(low !== high || source === 'FLOAT32', 'constant data has no June rule in this cell');
  precondition(low !== high || low !== 0, 'constant zero divides by the scale 0');
  const asFloat = (v: number): number => (source === 'INT32' ? n.f.fromInt(v) : v);
  const scale = low === high ? low : n.f.div(n.fn.cellRange(n, low, high, source), divisor);
  const z = n.f.div(asFloat(low), scale);
  const zeroPoint = low === high ? 1 : n.fn.narrowZeroPoint(n, z, mode);
  const codes = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const shifted = n.f.sub(n.f.div(asFloat(values[i]!), scale), n.f.fromInt(zeroPoint));
    codes[i] = n.fn.round(n, n.fn.clampFloat(n, shifted, 0, top), mode);
  }
  return { scale, zeroPoint, codes };
}

/** H4: zero point truncated to int16. */
export function narrowZeroPoint(n: Numerics, z: number, mode: Rounding): number {
  precondition(fitsInt32(z), 'zero point outside int32');
  return (n.fn.castInt32(n, n.fn.round(n, z, mode)) << 16) >> 16;
}
