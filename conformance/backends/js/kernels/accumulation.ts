/** Gradient accumulation engines (S56–S62): the target's record gives mode and width. */

import {
  bytesOf,
  f32,
  i32,
  type JsCall,
  type JsContext,
  type JsKernels,
  type JsTensor,
  KernelRefusal,
} from '../api.ts';
import { lanesOf, vectorKernels, vectorsIn } from '../simd/index.ts';
import { addressOf } from '../workspace.ts';
import { encodeAffine, gridOf } from './affine.ts';
import { unpack } from './packing.ts';
import { quantizeInto, scaleFor } from './requant.ts';
import { rescaleSeed, roundBy } from './rounding.ts';
import { encodeStream, peakOf, storeCodes, storeStream, valuesOf } from './wires.ts';

const fround = Math.fround;

/** S68: refuses (A14) a quantized target that is wider than gradients are. */
export function demandGradientWidth(ctx: JsContext, { dtype, bits }: JsTensor): void {
  if (dtype !== 'FLOAT32' && bits > ctx.contract.gradientBitsMax) {
    throw new KernelRefusal(`A14: a gradient of ${dtype} ${bits}`);
  }
}

function checkCounts(target: JsTensor, increment: JsTensor): void {
  if (target.count !== increment.count) {
    throw new KernelRefusal(`A11: ${increment.count} increments for ${target.count} elements`);
  }
}

function checkPacked(target: JsTensor, increment: JsTensor): void {
  if (target.data === increment.data) throw new KernelRefusal('A11: the increment is the target');
  checkCounts(target, increment);
}

/** S56. */
export function addIntoFloat32(_ctx: JsContext, target: JsTensor, increment: JsTensor): void {
  checkCounts(target, increment);
  const t = f32(target);
  if (increment.dtype === 'SYM_INT32') {
    addDecoded(t, i32(increment), increment.scale);
    return;
  }
  const values = valuesOf(increment);
  for (let i = 0; i < t.length; i++) t[i] = t[i]! + values[i]!;
}

/** Adds decoded mantissas (S27). */
function addDecoded(floats: Float32Array, q: Int32Array, scale: number): void {
  const vectors = vectorsIn(floats, q);
  if (vectors > 0) vectorKernels!.addDecoded(addressOf(floats)!, addressOf(q)!, scale, vectors);
  for (let i = lanesOf(vectors); i < floats.length; i++) {
    floats[i] = floats[i]! + fround(fround(q[i]!) * scale);
  }
}

/** S57. */
export function addIntoSymDynamic(ctx: JsContext, target: JsTensor, increment: JsTensor): void {
  checkCounts(target, increment);
  const [t, d] = [i32(target), i32(increment)];
  const sums = new Float32Array(t.length);
  for (let i = 0; i < sums.length; i++) {
    const old = fround(fround(t[i]!) * target.scale);
    sums[i] = old + fround(fround(d[i]!) * increment.scale);
  }
  const { codes, scale } = encodeStream(ctx, sums, target.bits, target.rounding);
  t.set(codes);
  target.scale = scale;
}

/** S58: the increment takes a width of its own first. */
export function addFloatIntoSym(ctx: JsContext, target: JsTensor, increment: JsTensor): void {
  demandGradientWidth(ctx, target);
  checkCounts(target, increment);
  const bits = ctx.contract.incrementBits;
  const narrow = new Int32Array(increment.count);
  const step = quantizeInto(ctx, f32(increment), narrow, bits, target.rounding);
  const sums = valuesOf(target);
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + fround(fround(narrow[i]!) * step);
  target.scale = quantizeInto(ctx, sums, i32(target), target.bits, target.rounding);
}

/** S59. */
export function addIntoSymFixed(ctx: JsContext, target: JsTensor, increment: JsTensor): void {
  demandGradientWidth(ctx, target);
  if (increment.dtype !== 'SYM_INT32') {
    throw new KernelRefusal(`A14: a ${increment.dtype} increment at a fixed scale`);
  }
  checkCounts(target, increment);
  const t = i32(target);
  const steps = i32(increment).map((q) =>
    rescaleSeed(ctx, q, increment.scale, target.scale, target.rounding),
  );
  for (let i = 0; i < t.length; i++) t[i] = (t[i]! + steps[i]!) | 0;
}

/** S60. */
export function addIntoPackedFixed(ctx: JsContext, target: JsTensor, increment: JsTensor): void {
  checkPacked(target, increment);
  const codes = unpack(target);
  const values = valuesOf(increment);
  let { scale } = target;
  if (codes.every((code) => code === 0)) {
    scale = scaleFor(peakOf(values), target.bits);
  }
  for (let i = 0; i < codes.length; i++) {
    const sum = fround(fround(fround(codes[i]!) * scale) + values[i]!);
    codes[i] = roundBy(ctx, target.rounding, fround(sum / scale));
  }
  storeCodes(ctx, codes, scale, target);
}

/** S61. */
export function addIntoPacked(ctx: JsContext, target: JsTensor, increment: JsTensor): void {
  checkPacked(target, increment);
  const values = valuesOf(increment);
  const sums = Float32Array.from(unpack(target), (code, i) => {
    return fround(fround(code) * target.scale) + values[i]!;
  });
  storeStream(ctx, sums, target, target.rounding);
}

/** S62. */
export function addIntoAsym(ctx: JsContext, target: JsTensor, increment: JsTensor): void {
  checkPacked(target, increment);
  const [sums, values] = [valuesOf(target), valuesOf(increment)];
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + values[i]!;
  const grid = gridOf(ctx, sums, target.bits, target.rounding);
  target.scale = grid.scale;
  target.zeroPoint = grid.zeroPoint;
  if (bytesOf(target).length > 0) encodeAffine(ctx, sums, target, target.rounding);
}

type Engine = (ctx: JsContext, target: JsTensor, increment: JsTensor) => void;

const withTensors = (engine: Engine) => (ctx: JsContext, call: JsCall) => {
  const target = call.tensor('target');
  const aliased = call.word('alias') === 'target';
  engine(ctx, target, aliased ? target : call.tensor('increment'));
};

export const accumulationKernels: JsKernels = {
  accumulate_float32: withTensors(addIntoFloat32),
  accumulate_sym_dynamic: withTensors(addIntoSymDynamic),
  accumulate_sym_float_increment: withTensors(addFloatIntoSym),
  accumulate_sym_fixed: withTensors(addIntoSymFixed),
  accumulate_packed_fixed: withTensors(addIntoPackedFixed),
  accumulate_packed_rescale: withTensors(addIntoPacked),
  accumulate_asym: withTensors(addIntoAsym),
};
