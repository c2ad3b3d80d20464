/** Symmetric grids: encode, decode, dynamic quantize, dynamic and fixed requant (S23–S27, S36, S51, S52). */

import type { WireRounding } from '../../../../schema/format/types.ts';
import { f32, i32, type JsContext, type JsKernels, KernelRefusal } from '../api.ts';
import { lanesOf, vectorKernels, vectorsIn } from '../simd/index.ts';
import { addressOf, floatsToFill } from '../workspace.ts';
import { halfAway, roundBy } from './rounding.ts';

const fround = Math.fround;

/** Largest code of a width as the float32 that scales are divided by (S8). */
export function topCode(bits: number): number {
  return fround(fround(-bottomCode(bits)) - 1);
}

/** Smallest code of a width (S8); a shift is quicker than a power. */
export function bottomCode(bits: number): number {
  return bits >= 1 && bits <= 32 ? -1 << (bits - 1) : -(2 ** (bits - 1));
}

/** Scale of a grid whose largest code stands for the absolute maximum m (S23). */
export function scaleFor(m: number, bits: number): number {
  return m === 0 ? 1 : fround(m / topCode(bits));
}

/** A rounding into the code range of a width, in the contract's order of clamp and rounding (S25). */
export function encoder(
  ctx: JsContext,
  bits: number,
  mode: WireRounding,
): (quotient: number) => number {
  const [low, high] = [bottomCode(bits), topCode(bits)];
  if (ctx.contract.encode === 'round_then_clamp') {
    return (quotient) => {
      const code = roundBy(ctx, mode, quotient);
      return code < low ? low : code > high ? high : code;
    };
  }
  return (quotient) => {
    const clamped = quotient < low ? low : quotient > high ? high : quotient;
    return roundBy(ctx, mode, clamped);
  };
}

/** Whether codes are rounded halves away from zero, and then clamped to bounds that int32 holds. */
function roundsThenClamps(ctx: JsContext, bits: number, mode: WireRounding): boolean {
  return ctx.contract.encode === 'round_then_clamp' && mode === 'HALF_AWAY' && bits < 32;
}

/** The codes of quotients, which are float32 values, in order (S25). */
function encodeAll(
  ctx: JsContext,
  quotients: Float32Array,
  codes: Int32Array,
  bits: number,
  mode: WireRounding,
): void {
  // most codes are made by loops without a call for each, and with bounds of the type that they are compared with
  if (roundsThenClamps(ctx, bits, mode)) {
    const low = bottomCode(bits) | 0;
    const high = topCode(bits) | 0;
    for (let i = 0; i < quotients.length; i++) {
      const code = halfAway(quotients[i]!);
      codes[i] = code < low ? low : code > high ? high : code;
    }
  } else if (mode === 'HALF_AWAY' && ctx.contract.encode === 'clamp_then_round') {
    const low = fround(bottomCode(bits));
    const high = fround(topCode(bits));
    for (let i = 0; i < quotients.length; i++) {
      const v = quotients[i]!;
      codes[i] = halfAway(v < low ? low : v > high ? high : v);
    }
  } else {
    const encode = encoder(ctx, bits, mode);
    for (let i = 0; i < quotients.length; i++) codes[i] = encode(quotients[i]!);
  }
}

/** Absolute maximum of float values; a NaN in front stays (S21 A). */
export function peakOf(values: Float32Array): number {
  let m = Math.abs(values[0]!);
  for (let i = 1; i < values.length; i++) {
    const v = Math.abs(values[i]!);
    if (v > m) m = v;
  }
  return m;
}

/** S36: writes the codes of float values and returns their fresh scale. */
export function quantizeInto(
  ctx: JsContext,
  values: Float32Array,
  codes: Int32Array,
  bits: number,
  mode: WireRounding,
): number {
  const scale = scaleFor(peakOf(values), bits);
  const quotients = floatsToFill(values.length);
  for (let i = 0; i < values.length; i++) quotients[i] = values[i]! / scale;
  encodeAll(ctx, quotients, codes, bits, mode);
  return scale;
}

/** S27 over a whole buffer. */
export function decodeInto(q: Int32Array, scale: number, values: Float32Array): void {
  for (let i = 0; i < q.length; i++) values[i] = fround(q[i]!) * scale;
}

/** The largest magnitude of mantissas. */
function magnitudeOf(q: Int32Array): number {
  const vectors = vectorsIn(q);
  let largest = vectors > 0 ? vectorKernels!.magnitude(addressOf(q)!, vectors) >>> 0 : 0;
  for (let i = lanesOf(vectors); i < q.length; i++) {
    const v = q[i]!;
    if (v > largest) largest = v;
    if (-v > largest) largest = -v;
  }
  return largest;
}

/** The largest magnitude of mantissas as float32, decoded; products and roundings keep the order of magnitudes. */
function decodedPeak(magnitude: number, scale: number): number {
  const v = Math.abs(fround(fround(magnitude) * scale));
  return v > 0 ? v : 0;
}

/** The codes of mantissas times a ratio, half away from zero, then clamped. */
function requantRounded(
  q: Int32Array,
  ratio: number,
  codes: Int32Array,
  bits: number,
  magnitude: number,
): void {
  const low = bottomCode(bits) | 0;
  const high = topCode(bits) | 0;
  // no product comes near the ends of int32
  const isFar = ratio > 0 && fround(magnitude) * ratio < 2 ** 30;
  const vectors = isFar ? vectorsIn(q, codes) : 0;
  if (vectors > 0) {
    vectorKernels!.requant(addressOf(q)!, vectors, ratio, low, high, addressOf(codes)!);
  }
  for (let i = lanesOf(vectors); i < q.length; i++) {
    const code = halfAway(fround(fround(q[i]!) * ratio));
    codes[i] = code < low ? low : code > high ? high : code;
  }
}

/** S51: writes the requantized mantissas and returns their fresh scale; q and codes may be one buffer. */
export function requantInto(
  ctx: JsContext,
  q: Int32Array,
  sIn: number,
  codes: Int32Array,
  bits: number,
  mode: WireRounding,
): number {
  const magnitude = magnitudeOf(q);
  const scale = scaleFor(decodedPeak(magnitude, sIn), bits);
  const ratio = fround(sIn / scale);
  const isRatio = ctx.contract.requant === 'ratio';
  if (isRatio && roundsThenClamps(ctx, bits, mode)) {
    requantRounded(q, ratio, codes, bits, magnitude);
    return scale;
  }
  const quotients = floatsToFill(q.length);
  if (isRatio) {
    for (let i = 0; i < q.length; i++) quotients[i] = fround(q[i]!) * ratio;
  } else {
    for (let i = 0; i < q.length; i++) quotients[i] = fround(fround(q[i]!) * sIn) / scale;
  }
  encodeAll(ctx, quotients, codes, bits, mode);
  return scale;
}

export const requantKernels: JsKernels = {
  encode_symmetric(ctx, call) {
    const [x, y] = [f32(call.tensor('x')), call.tensor('y')];
    const [codes, encode] = [i32(y), encoder(ctx, y.bits, y.rounding)];
    for (let i = 0; i < x.length; i++) codes[i] = encode(fround(x[i]! / y.scale));
  },
  decode_symmetric(_ctx, call) {
    const x = call.tensor('x');
    decodeInto(i32(x), x.scale, f32(call.tensor('y')));
  },
  quantize_dynamic(ctx, call) {
    const y = call.tensor('y');
    y.scale = quantizeInto(ctx, f32(call.tensor('x')), i32(y), y.bits, y.rounding);
  },
  requant_dynamic(ctx, call) {
    const [x, y] = [call.tensor('x'), call.tensor('y')];
    y.scale = requantInto(ctx, i32(x), x.scale, i32(y), y.bits, y.rounding);
  },
  requant_fixed(ctx, call) {
    const [x, y] = [call.tensor('x'), call.tensor('y')];
    if (!(y.scale > 0)) throw new KernelRefusal(`A8: a scale of ${y.scale}`);
    const [q, codes] = [i32(x), i32(y)];
    const [low, high] = [bottomCode(y.bits), topCode(y.bits)];
    for (let i = 0; i < q.length; i++) {
      const v = fround(fround(fround(q[i]!) * x.scale) / y.scale);
      codes[i] = roundBy(ctx, y.rounding, v < low ? low : v > high ? high : v);
    }
  },
};
