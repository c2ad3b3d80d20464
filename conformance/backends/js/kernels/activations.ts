/** ReLU, Dropout, Flatten: the arm follows the arithmetic, the scale passes (L24–L26). PReLU (L36). */

import {
  bytesOf,
  f32,
  i32,
  type JsCall,
  type JsKernels,
  type JsTensor,
  KernelRefusal,
} from '../api.ts';
import { lanesOf, vectorKernels, vectorsIn } from '../simd/index.ts';
import { addressOf } from '../workspace.ts';
import { drawMask } from './rng.ts';
import { demandSameExtents, isIdentity } from './views.ts';

const fround = Math.fround;

function demandArm(call: JsCall, wires: readonly JsTensor[]): void {
  const isFloat = call.word('dx_arithmetic') === 'ARITH_FLOAT32';
  for (const { dtype } of wires) {
    if (dtype !== (isFloat ? 'FLOAT32' : 'SYM_INT32')) throw new KernelRefusal(`B7: ${dtype}`);
  }
}

function passScale(from: JsTensor, to: JsTensor): void {
  if (from.dtype === 'SYM_INT32') to.scale = from.scale;
}

function copy(from: JsTensor, to: JsTensor): void {
  to.data.set(from.data as never);
  passScale(from, to);
}

function rateOf(call: JsCall): number {
  const p = call.f32('p');
  if (!(p >= 0 && p < 1)) throw new KernelRefusal(`B7: a rate of ${p}`);
  return p;
}

function demandMask(mask: JsTensor, t: JsTensor): void {
  if (mask.count !== t.count) throw new KernelRefusal(`B7: a mask of ${mask.count}`);
}

/** Keeps what the mask says, scaled by 1/(1 − p): floats one by one, mantissas by their scale. */
function applyMask(mask: JsTensor, p: number, from: JsTensor, to: JsTensor): void {
  const factor = fround(1 / fround(1 - p));
  const [bits, isSym] = [bytesOf(mask), from.dtype === 'SYM_INT32'];
  for (let i = 0; i < from.count; i++) {
    const kept = (bits[i >>> 3]! >>> (i & 7)) & 1;
    const value = from.data[i]!;
    to.data[i] = kept === 0 ? 0 : isSym ? value : value * factor;
  }
  if (isSym) to.scale = fround(from.scale * factor);
}

/** Mantissas below 0 as 0; their signs are as good as random, and a branch on them would take longer. */
function rectify(from: Int32Array, to: Int32Array): void {
  const vectors = vectorsIn(from, to);
  if (vectors > 0) vectorKernels!.rectify(addressOf(from)!, addressOf(to)!, vectors);
  for (let i = lanesOf(vectors); i < from.length; i++) {
    const v = from[i]!;
    to[i] = v & ~(v >> 31);
  }
}

/** 0 where the mantissa is not positive. */
function rectifyGradient(at: Int32Array, from: Int32Array, to: Int32Array): void {
  const vectors = vectorsIn(from, at, to);
  if (vectors > 0) {
    vectorKernels!.rectifyGradient(addressOf(at)!, addressOf(from)!, addressOf(to)!, vectors);
  }
  for (let i = lanesOf(vectors); i < from.length; i++) {
    const v = at[i]!;
    // all ones where v is positive: not negative, and not 0
    to[i] = from[i]! & ~(v >> 31) & ((v | -v) >> 31);
  }
}

function demandPrelu(x: JsTensor, alpha: JsTensor, y: JsTensor, channels: number): void {
  for (const t of [x, alpha, y]) {
    if (t.dtype !== 'FLOAT32' || !isIdentity(t)) throw new KernelRefusal('A21: not plain FLOAT32');
  }
  demandSameExtents(x, y);
  if (alpha.count !== 1 && alpha.count !== channels) {
    throw new KernelRefusal(`A20: ${alpha.count} slopes`);
  }
}

export const activationKernels: JsKernels = {
  prelu_forward(_ctx, call) {
    const [x, alpha, y] = [call.tensor('x'), call.tensor('alpha'), call.tensor('y')];
    const [batch = 1, channels = 1, ...rest] = x.shape;
    demandPrelu(x, alpha, y, channels);
    const length = rest.reduce((product, extent) => product * extent, 1);
    const [from, to, slopes] = [f32(x), f32(y), f32(alpha)];
    for (let row = 0, at = 0; row < batch * channels; row++) {
      const slope = slopes[alpha.count === 1 ? 0 : row % channels]!;
      for (const end = at + length; at < end; at++) {
        to[at] = from[at]! > 0 ? from[at]! : slope * from[at]!;
      }
    }
  },
  relu_forward(_ctx, call) {
    const [x, y] = [call.tensor('x'), call.tensor('y')];
    const [from, to] = [x.data, y.data];
    if (from instanceof Int32Array && to instanceof Int32Array) rectify(from, to);
    else {
      for (let i = 0; i < x.count; i++) to[i] = from[i]! < 0 ? 0 : from[i]!;
    }
    passScale(x, y);
  },
  relu_backward(_ctx, call) {
    const [x, dy, dx] = [call.tensor('x'), call.tensor('dy'), call.tensor('dx')];
    demandArm(call, [x, dy, dx]);
    const [at, from, to] = [x.data, dy.data, dx.data];
    if (dx.dtype === 'SYM_INT32') rectifyGradient(i32(x), i32(dy), i32(dx));
    else {
      for (let i = 0; i < dy.count; i++) to[i] = at[i]! <= 0 ? 0 : from[i]!;
    }
    passScale(dy, dx);
  },
  dropout_forward(ctx, call) {
    const [x, y, mask] = [call.tensor('x'), call.tensor('y'), call.tensor('mask')];
    const p = rateOf(call);
    if (call.word('training') === 'no') {
      copy(x, y);
      return;
    }
    demandMask(mask, x);
    drawMask(ctx, bytesOf(mask), mask.count, fround(1 - p));
    applyMask(mask, p, x, y);
  },
  dropout_backward(_ctx, call) {
    const [dy, dx, mask] = [call.tensor('dy'), call.tensor('dx'), call.tensor('mask')];
    const p = rateOf(call);
    demandArm(call, [dy, dx]);
    demandMask(mask, dy);
    applyMask(mask, p, dy, dx);
  },
  flatten_forward: (_ctx, call) => copy(call.tensor('x'), call.tensor('y')),
  flatten_backward: (_ctx, call) => copy(call.tensor('dy'), call.tensor('dx')),
};
