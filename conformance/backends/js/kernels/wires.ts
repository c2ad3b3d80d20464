/** What a layer does around its kernel: operands into the arithmetic's format, raw results out of it. */

import type { WireDtype, WireRounding } from '../../../../schema/format/types.ts';
import { bytesOf, f32, i32, type JsContext, type JsTensor, KernelRefusal } from '../api.ts';
import { floatsToFill, takeFloats, takeInts } from '../workspace.ts';
import { writeAffine } from './affine.ts';
import { demandFit, packInto, unpack } from './packing.ts';
import { decodeInto, encoder, quantizeInto, requantInto, scaleFor } from './requant.ts';
import { castInt32 } from './rounding.ts';

const fround = Math.fround;

/** A private tensor of another tensor's shape and order. */
export function scratch(
  like: JsTensor,
  dtype: 'FLOAT32' | 'SYM_INT32',
  bits: number,
  rounding: WireRounding,
): JsTensor {
  const { shape, order, count } = like;
  const data = dtype === 'FLOAT32' ? takeFloats(count) : takeInts(count);
  return { dtype, shape, order, count, data, scale: 1, zeroPoint: 0, bits, rounding };
}

/** S27: the decoded values of any tensor. */
export function valuesOf(t: JsTensor): Float32Array {
  if (t.dtype === 'FLOAT32') return f32(t);
  const values = floatsToFill(t.count);
  if (t.dtype === 'INT32') values.set(i32(t));
  else if (t.dtype === 'SYM_INT32') decodeInto(i32(t), t.scale, values);
  else if (t.dtype === 'SYM') decodeInto(unpack(t), t.scale, values);
  else if (t.dtype === 'ASYM') {
    const zero = fround(t.zeroPoint);
    unpack(t).forEach((code, i) => {
      values[i] = fround(fround(code) + zero) * t.scale;
    });
  } else throw new KernelRefusal('A4: a BOOL operand');
  return values;
}

/** Refuses (A4) a conversion between formats that the contract's matrix does not have (S30, H4). */
export function demandCell(ctx: JsContext, from: WireDtype, to: WireDtype): void {
  const noSym = ctx.contract.symCells === 'absent' && (from === 'SYM' || to === 'SYM');
  if (from === 'BOOL' || to === 'BOOL' || noSym) throw new KernelRefusal(`A4: ${from} into ${to}`);
}

/** S65 in FLOAT32 arithmetic. */
export function floatOperand(ctx: JsContext, t: JsTensor): JsTensor {
  if (t.dtype === 'FLOAT32') return t;
  demandCell(ctx, t.dtype, 'FLOAT32');
  return { ...scratch(t, 'FLOAT32', 0, 'HALF_AWAY'), data: valuesOf(t) };
}

/** S65 in SYM arithmetic: floats are quantized at the operand width, codes are taken as they are. */
export function symOperand(ctx: JsContext, t: JsTensor, mode: WireRounding): JsTensor {
  if (t.dtype === 'SYM_INT32') return t;
  demandCell(ctx, t.dtype, 'SYM_INT32');
  const bits = ctx.contract.operandBits;
  const operand = scratch(t, 'SYM_INT32', bits, mode);
  const codes = i32(operand);
  switch (t.dtype) {
    case 'FLOAT32':
      operand.scale = quantizeInto(ctx, f32(t), codes, bits, mode);
      return operand;
    case 'INT32':
      codes.set(i32(t));
      return operand;
    case 'SYM':
      return { ...operand, data: unpack(t), scale: t.scale, bits: t.bits };
    case 'ASYM':
      return { ...operand, data: unpack(t).map((c) => c + t.zeroPoint), scale: t.scale };
    case 'BOOL':
      throw new KernelRefusal('A4: a BOOL operand');
  }
}

/** An operand in the format of an arithmetic. */
export function operandIn(
  ctx: JsContext,
  t: JsTensor,
  isFloat: boolean,
  mode: WireRounding,
): JsTensor {
  return isFloat ? floatOperand(ctx, t) : symOperand(ctx, t, mode);
}

/** S67: whose rounding mode a write uses. */
export function writeMode(ctx: JsContext, operation: WireRounding, y: JsTensor): WireRounding {
  return ctx.contract.writeRounding === 'operation' ? operation : y.rounding;
}

/** The absolute maximum of a decoded stream, which starts at 0 (S41). */
export function peakOf(values: Float32Array): number {
  return values.reduce((m, v) => (Math.abs(v) > m ? Math.abs(v) : m), 0);
}

/** S33, S53: exact codes into SYM storage. */
export function storeCodes(ctx: JsContext, codes: Int32Array, scale: number, y: JsTensor): void {
  demandFit(ctx, codes, y.bits);
  packInto(codes, y.bits, bytesOf(y));
  y.scale = scale;
}

/** S41, S50, S61: decoded values into SYM storage; the maximum starts at 0 (S21 B). */
export function storeStream(
  ctx: JsContext,
  values: Float32Array,
  y: JsTensor,
  mode: WireRounding,
): void {
  const { codes, scale } = encodeStream(ctx, values, y.bits, mode);
  storeCodes(ctx, codes, scale, y);
}

/** Codes and fresh scale of decoded values; no values give scale 1. */
export function encodeStream(
  ctx: JsContext,
  values: Float32Array,
  bits: number,
  mode: WireRounding,
): { codes: Int32Array; scale: number } {
  const scale = scaleFor(peakOf(values), bits);
  const encode = encoder(ctx, bits, mode);
  return { codes: Int32Array.from(values, (v) => encode(fround(v / scale))), scale };
}

/** S67: float results into y. */
export function writeFloats(
  ctx: JsContext,
  values: Float32Array,
  y: JsTensor,
  mode: WireRounding,
): void {
  if (y.dtype !== 'FLOAT32') demandCell(ctx, 'FLOAT32', y.dtype);
  if (y.dtype === 'FLOAT32') f32(y).set(values);
  else if (y.dtype === 'INT32') i32(y).set(Array.from(values, (v) => castInt32(Math.trunc(v))));
  else if (y.dtype === 'SYM_INT32') y.scale = quantizeInto(ctx, values, i32(y), y.bits, mode);
  else if (y.dtype === 'SYM') {
    const codes = new Int32Array(values.length);
    storeCodes(ctx, codes, quantizeInto(ctx, values, codes, y.bits, mode), y);
  } else if (y.dtype === 'ASYM') writeAffine(ctx, values, 'FLOAT32', y, mode);
  else throw new KernelRefusal('A4: a BOOL output');
}

/** S67: raw mantissas into y; a SYM_INT32 y is requantized to its width. */
export function writeMantissas(
  ctx: JsContext,
  q: Int32Array,
  scale: number,
  y: JsTensor,
  mode: WireRounding,
): void {
  if (y.dtype !== 'SYM_INT32') demandCell(ctx, 'SYM_INT32', y.dtype);
  if (y.dtype === 'SYM_INT32') {
    y.scale = requantInto(ctx, q, scale, i32(y), y.bits, mode);
    return;
  }
  if (y.dtype === 'INT32') {
    i32(y).set(q);
    return;
  }
  const values = new Float32Array(q.length);
  decodeInto(q, scale, values);
  if (y.dtype === 'ASYM') {
    writeAffine(ctx, values, 'SYM_INT32', y, mode);
    return;
  }
  if (y.dtype !== 'SYM') {
    writeFloats(ctx, values, y, mode);
    return;
  }
  storeStream(ctx, values, y, mode);
}
