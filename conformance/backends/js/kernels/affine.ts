/** Affine grids (S24, S26, S38), and the rules of the early contracts (H4). */

import type { WireDtype, WireRounding } from '../../../../schema/format/types.ts';
import { bytesOf, type JsContext, type JsTensor, KernelRefusal } from '../api.ts';
import { packInto } from './packing.ts';
import { roundBy } from './rounding.ts';

const fround = Math.fround;

/** Largest ASYM code of a width as a float32 (S8). */
function topOf(bits: number): number {
  return fround(fround(2 ** bits) - 1);
}

/** S22, S24: scale and zero point of the affine grid that covers values; the zero point draws. */
export function gridOf(
  ctx: JsContext,
  values: Float32Array,
  bits: number,
  mode: WireRounding,
): { scale: number; zeroPoint: number } {
  let [low, high] = [values[0] ?? 0, values[0] ?? 0];
  for (const v of values) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  if (bits < 1 || bits > 30) throw new KernelRefusal(`A2: an ASYM width of ${bits}`);
  const constant = low === 0 ? 1 : Math.abs(low);
  const scale = low === high ? constant : fround(fround(high - low) / topOf(bits));
  const z = fround(low / scale);
  if (!(z >= -2147483648 && z < 2147483648)) throw new KernelRefusal(`A3: a zero point of ${z}`);
  return { scale, zeroPoint: roundBy(ctx, mode, z) };
}

/** S26 and packing: values on the grid that y already has. */
export function encodeAffine(
  ctx: JsContext,
  values: Float32Array,
  y: JsTensor,
  mode: WireRounding,
): void {
  const [top, offset] = [topOf(y.bits), fround(y.zeroPoint)];
  const codes = new Int32Array(values.length);
  for (let i = 0; i < codes.length; i++) {
    const code = roundBy(ctx, mode, fround(fround(values[i]! / y.scale) - offset));
    codes[i] = code < 0 ? 0 : code > top ? top : code;
  }
  packInto(codes, y.bits, bytesOf(y));
}

/** H4: the rules before 2026-06-24, one per source; INT32 gives its integers. */
function writeAffinePerCell(
  ctx: JsContext,
  values: Float32Array | Int32Array,
  source: WireDtype,
  y: JsTensor,
  mode: WireRounding,
): void {
  let [low, high] = [values[0]!, values[0]!];
  for (const v of values) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  const full = 2 ** y.bits;
  const top = source === 'INT32' ? full - 2 : full - 1;
  const range = source === 'INT32' ? fround((high - low) | 0) : fround(high - low);
  let [scale, zeroPoint] = [low, 1];
  if (low !== high) {
    scale = fround(range / (source === 'FLOAT32' ? full : full - 1));
    zeroPoint = (roundBy(ctx, mode, fround(fround(low) / scale)) << 16) >> 16;
  }
  const codes = Int32Array.from(values, (v) => {
    const shifted = fround(fround(fround(v) / scale) - zeroPoint);
    return roundBy(ctx, mode, shifted < 0 ? 0 : shifted > top ? top : shifted);
  });
  packInto(codes, y.bits, bytesOf(y));
  y.scale = scale;
  y.zeroPoint = zeroPoint;
}

/**
 * S34, S38, S42, S46: values of a source of some format into ASYM, of INT32 its integers; nothing happens
 * without values.
 */
export function writeAffine(
  ctx: JsContext,
  values: Float32Array | Int32Array,
  source: WireDtype,
  y: JsTensor,
  mode: WireRounding,
): void {
  if (values.length === 0) return;
  if (ctx.contract.affine === 'per_cell') {
    writeAffinePerCell(ctx, values, source, y, mode);
    return;
  }
  const floats = Float32Array.from(values);
  const { scale, zeroPoint } = gridOf(ctx, floats, y.bits, mode);
  y.scale = scale;
  y.zeroPoint = zeroPoint;
  encodeAffine(ctx, floats, y, mode);
}
