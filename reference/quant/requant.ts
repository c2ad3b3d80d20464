/** Dynamic quantize (S36), dynamic requant (S51) and fixed-scale requant (S52). */

import type { Numerics } from '../numerics.ts';
import { demand } from '../refusal.ts';
import {
  demandCount,
  floats,
  ints,
  type Rounding,
  store,
  type Tensor,
  tensorCount,
} from '../tensor.ts';

/** Codes and scale of float values on a fresh symmetric grid. */
export interface SymmetricCodes {
  readonly codes: Int32Array;
  readonly scale: number;
}

/**
 * S36 core ("quantize"): fresh scale from the absolute maximum (scan A), then one S25 encode per element.
 * n draws in SR mode; an empty input is undefined. Shared by every FLOAT32 → SYM_INT32/SYM encode.
 */
export function quantize(
  n: Numerics,
  values: ArrayLike<number>,
  bits: number,
  mode: Rounding,
): SymmetricCodes {
  const scale = n.fn.symmetricScale(n, n.fn.absMaxOfBuffer(n, values), bits);
  const codes = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    codes[i] = n.fn.encodeSymmetric(n, values[i]!, scale, bits, mode);
  }
  return { codes, scale };
}

/** S36: FLOAT32 x → SYM_INT32 y with y's width and mode; the scale of y is overwritten. */
export function quantizeDynamic(n: Numerics, x: Tensor, y: Tensor, mode?: Rounding): void {
  const { codes, scale } = n.fn.quantize(n, floats(x), y.bits, mode ?? y.rounding);
  y.scale = scale;
  store(ints(y), codes);
}

/** S51 value of one element before rounding: ratio form, or the June divide form. */
export function requantElement(n: Numerics, q: number, sIn: number, scale: number): number {
  if (n.contract.requant === 'divide') return n.f.div(n.f.mul(n.f.fromInt(q), sIn), scale);
  return n.f.mul(n.f.fromInt(q), n.f.div(sIn, scale));
}

/**
 * S51: SYM_INT32 x → SYM_INT32 y, restoring y's width with a fresh scale. Mantissas may span int32; x and
 * y may share storage. n draws in SR mode; an empty input sets scale 1.
 */
export function requantDynamic(n: Numerics, x: Tensor, y: Tensor, mode?: Rounding): void {
  demandCount(y, tensorCount(x), 'y');
  const sIn = x.scale;
  const source = ints(x);
  const target = ints(y);
  const m = n.fn.absMaxOfStream(n, source.length, (i) => n.fn.decodeSymmetric(n, source[i]!, sIn));
  const scale = n.fn.symmetricScale(n, m, y.bits);
  y.scale = scale;
  for (let i = 0; i < source.length; i++) {
    const value = n.fn.requantElement(n, source[i]!, sIn, scale);
    target[i] = n.fn.roundIntoRange(n, value, y.bits, mode ?? y.rounding);
  }
}

/**
 * S52: SYM_INT32 x → SYM_INT32 y at y's pre-set scale. Clamps in float, then rounds, so SR may leave the
 * range by one. Refuses (A8) a scale that is not > 0. n draws in SR mode.
 */
export function requantFixed(n: Numerics, x: Tensor, y: Tensor): void {
  const sIn = x.scale;
  demand(y.scale > 0, 'A8', `fixed-scale requant needs a scale > 0, got ${y.scale}`);
  demandCount(y, tensorCount(x), 'y');
  const source = ints(x);
  const target = ints(y);
  const low = n.fn.qMin(n, y.bits);
  const high = n.fn.qMax(n, y.bits);
  for (let i = 0; i < source.length; i++) {
    const value = n.f.div(n.f.mul(n.f.fromInt(source[i]!), sIn), y.scale);
    target[i] = n.fn.round(n, n.fn.clampFloat(n, value, low, high), y.rounding);
  }
}
