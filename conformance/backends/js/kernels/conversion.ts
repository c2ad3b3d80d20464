/** The conversion matrix and what is built on it (S24, S26, S27, S29–S55, S69). */

import type { WireRounding } from '../../../../schema/format/types.ts';
import { f32, i32, type JsContext, type JsKernels, type JsTensor, KernelRefusal } from '../api.ts';
import { encodeAffine, gridOf, writeAffine } from './affine.ts';
import { unpack } from './packing.ts';
import { requantInto } from './requant.ts';
import { demandCell, storeCodes, storeStream, valuesOf, writeFloats } from './wires.ts';

function sameType(ctx: JsContext, x: JsTensor, y: JsTensor): void {
  const checked = ctx.contract.sameType === 'checked';
  const isPacked = x.dtype === 'SYM' || x.dtype === 'ASYM';
  if (isPacked && x.bits !== y.bits) {
    if (!checked) throw new TypeError('a same-type conversion between widths');
    throw new KernelRefusal(`A5: ${x.bits} bits into ${y.bits}`);
  }
  y.data.set(x.data);
  if (x.dtype === 'SYM' && !checked) return;
  y.scale = x.scale;
  y.zeroPoint = x.zeroPoint;
}

/** Integer codes with the zero point of ASYM added (S39, S43, S47); sums wrap. */
function integersOf(x: JsTensor): Int32Array {
  if (x.dtype === 'INT32' || x.dtype === 'SYM_INT32') return i32(x);
  const codes = unpack(x);
  return x.dtype === 'ASYM' ? codes.map((code) => code + x.zeroPoint) : codes;
}

/** S32, S45, S49: integers keep their values; SYM brings its width as the label. */
function relabel(x: JsTensor, y: JsTensor): void {
  i32(y).set(integersOf(x));
  y.scale = x.dtype === 'INT32' ? 1 : x.scale;
  if (x.dtype === 'SYM') y.bits = x.bits;
}

/** S29: x in the format and width of y, rounded by `mode`. */
export function convertInto(ctx: JsContext, x: JsTensor, y: JsTensor, mode: WireRounding): void {
  if (x.dtype === y.dtype) {
    sameType(ctx, x, y);
    return;
  }
  demandCell(ctx, x.dtype, y.dtype);
  if (x.dtype === 'FLOAT32') writeFloats(ctx, f32(x), y, mode);
  else if (y.dtype === 'FLOAT32') f32(y).set(valuesOf(x));
  else if (y.dtype === 'INT32') i32(y).set(integersOf(x));
  else if (y.dtype === 'SYM_INT32') relabel(x, y);
  else if (y.dtype === 'ASYM') {
    writeAffine(ctx, x.dtype === 'INT32' ? i32(x) : valuesOf(x), x.dtype, y, mode);
  } else if (x.dtype === 'INT32') storeCodes(ctx, i32(x), 1, y);
  else storeStream(ctx, valuesOf(x), y, mode);
}

/** S69. */
export function storeInto(ctx: JsContext, x: JsTensor, y: JsTensor, mode: WireRounding): void {
  if (x.dtype === 'SYM_INT32' && y.dtype === 'SYM_INT32') {
    y.scale = requantInto(ctx, i32(x), x.scale, i32(y), y.bits, mode);
  } else convertInto(ctx, x, y, mode);
}

function checkWindow(x: JsTensor, offset: number, count: number): void {
  if (x.dtype === 'INT32' || x.dtype === 'BOOL') throw new KernelRefusal(`A9: ${x.dtype}`);
  if (count > 256 || offset % 8 !== 0 || offset + count > x.count) {
    throw new KernelRefusal(`A9: window ${offset}, ${count}`);
  }
}

export const conversionKernels: JsKernels = {
  affine_grid(ctx, call) {
    const y = call.tensor('y');
    Object.assign(y, gridOf(ctx, f32(call.tensor('x')), y.bits, y.rounding));
  },
  encode_affine(ctx, call) {
    const y = call.tensor('y');
    encodeAffine(ctx, f32(call.tensor('x')), y, y.rounding);
  },
  decode_affine(_ctx, call) {
    f32(call.tensor('y')).set(valuesOf(call.tensor('x')));
  },
  convert(ctx, call) {
    const y = call.tensor('y');
    convertInto(ctx, call.tensor('x'), y, y.rounding);
  },
  execute_convert(ctx, call) {
    const y = call.tensor('y');
    storeInto(ctx, call.tensor('x'), y, y.rounding);
  },
  repack(ctx, call) {
    const x = call.tensor('x');
    storeCodes(ctx, i32(x), x.scale, call.tensor('y'));
  },
  decode_window(_ctx, call) {
    const [offset, count] = [call.int('offset'), call.int('count')];
    const x = call.tensor('x');
    checkWindow(x, offset, count);
    f32(call.tensor('y')).set(valuesOf(x).subarray(offset, offset + count));
  },
  fill(ctx, call) {
    const [x, y] = [call.tensor('x'), call.tensor('y')];
    if (x.count !== y.count || y.dtype === 'BOOL') {
      throw new KernelRefusal(`A10: ${x.count} values into ${y.count} of ${y.dtype}`);
    }
    convertInto(ctx, x, y, y.rounding);
  },
};
