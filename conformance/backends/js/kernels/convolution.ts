/**
 * Gather and scatter convolutions and their weight gradients (S91–S94, L7, L11). Those of floats are strided
 * vector operations: for every output the order of its terms is the clause's.
 */

import {
  f32,
  i32,
  type JsCall,
  type JsContext,
  type JsKernels,
  type JsTensor,
  KernelRefusal,
} from '../api.ts';
import { type Plan, tapRange } from './convolution_plan.ts';
import { addWeightGradient, gatherIntegers, scatterIntegers } from './integer_convolution.ts';
import { seedsOf } from './matmul.ts';
import { geometryOf, spanOf, type Window, windowOf } from './windows.ts';

const fround = Math.fround;

type Buffer = JsTensor['data'];

/** A strided vector. */
interface Lane {
  readonly data: Buffer;
  readonly at: number;
  readonly step: number;
}

/** `to += a · from` over count elements. */
function axpy(to: Lane, a: number, from: Lane, count: number): void {
  const [y, x] = [to.data, from.data];
  for (let n = 0, i = to.at, j = from.at; n < count; n++, i += to.step, j += from.step) {
    y[i] = y[i]! + fround(a * x[j]!);
  }
}

/** `acc + Σ a·b` in order. */
function dot(acc: number, a: Lane, b: Lane, count: number): number {
  let sum = acc;
  for (let n = 0, i = a.at, j = b.at; n < count; n++, i += a.step, j += b.step) {
    sum = fround(sum + fround(a.data[i]! * b.data[j]!));
  }
  return sum;
}

/** Every (outer channel, inner channel) pair of a group with the index of its taps. */
function forEachPair(p: Plan, visit: (outer: number, inner: number, taps: number) => void): void {
  const [outerPer, innerPer] = [p.outerChannels / p.groups, p.innerChannels / p.groups];
  for (let outer = 0; outer < p.outerChannels; outer++) {
    const firstInner = Math.floor(outer / outerPer) * innerPer;
    for (let i = 0; i < innerPer; i++) {
      visit(outer, firstInner + i, (outer * innerPer + i) * p.w.kernel);
    }
  }
}

const outerLane = (p: Plan, t: JsTensor, b: number, c: number, first: number): Lane => ({
  data: t.data,
  at: (b * p.outerChannels + c) * p.outer + first,
  step: 1,
});

const innerLane = (p: Plan, t: JsTensor, b: number, c: number, first: number): Lane => ({
  data: t.data,
  at: (b * p.innerChannels + c) * p.inner + first,
  step: p.w.stride,
});

/** Adds all terms of the gather; y holds the starting values. */
function gather(p: Plan, x: JsTensor, weight: JsTensor, y: JsTensor): void {
  if (y.dtype !== 'FLOAT32') {
    gatherIntegers(p, i32(x), i32(weight), i32(y));
    return;
  }
  forEachPair(p, (oc, ic, taps) => {
    for (let b = 0; b < p.batch; b++) {
      for (let k = 0; k < p.w.kernel; k++) {
        const { first, count, inner } = tapRange(p, k);
        if (count <= 0) continue;
        const to = outerLane(p, y, b, oc, first);
        axpy(to, weight.data[taps + k]!, innerLane(p, x, b, ic, inner), count);
      }
    }
  });
}

/** Adds all terms of the scatter: taps from the last, so that positions ascend at every output. */
function scatter(p: Plan, x: JsTensor, weight: JsTensor, y: JsTensor): void {
  if (y.dtype !== 'FLOAT32') {
    scatterIntegers(p, i32(x), i32(weight), i32(y));
    return;
  }
  forEachPair(p, (ic, oc, taps) => {
    for (let b = 0; b < p.batch; b++) {
      for (let k = p.w.kernel - 1; k >= 0; k--) {
        const { first, count, inner } = tapRange(p, k);
        if (count <= 0) continue;
        const from = outerLane(p, x, b, ic, first);
        axpy(innerLane(p, y, b, oc, inner), weight.data[taps + k]!, from, count);
      }
    }
  });
}

/** L7, L11: `dw[outer, inner, k] += outer · inner` over batch and positions. */
function weightGradient(p: Plan, outer: JsTensor, inner: JsTensor, dw: JsTensor): void {
  if (dw.dtype !== 'FLOAT32') {
    addWeightGradient(p, i32(outer), i32(inner), i32(dw));
    return;
  }
  forEachPair(p, (oc, ic, taps) => {
    for (let k = 0; k < p.w.kernel; k++) {
      const range = tapRange(p, k);
      let sum = dw.data[taps + k]!;
      for (let b = 0; b < p.batch && range.count > 0; b++) {
        const from = innerLane(p, inner, b, ic, range.inner);
        sum = dot(sum, from, outerLane(p, outer, b, oc, range.first), range.count);
      }
      dw.data[taps + k] = sum;
    }
  });
}

/** What a call or a layer says about a convolution. */
export interface ConvCall {
  readonly w: Window;
  readonly groups: number;
  readonly outputPadding: number;
}

function demandGroups(groups: number, a: number, b: number): void {
  if (groups <= 0 || a % groups !== 0 || b % groups !== 0) {
    throw new KernelRefusal(`A17: ${groups} groups of ${a} and ${b} channels`);
  }
}

function gatherPlan(c: ConvCall, x: JsTensor, y: JsTensor): Plan {
  const [batch, innerChannels, inner] = x.shape as [number, number, number];
  const [, outerChannels, outer] = y.shape as [number, number, number];
  demandGroups(c.groups, innerChannels, outerChannels);
  const { outputs, padLeft } = geometryOf(c.w, inner);
  if (outputs !== outer) throw new KernelRefusal(`A17: an output length of ${outer}`);
  const { w, groups } = c;
  return { w, groups, padLeft, batch, outerChannels, innerChannels, outer, inner };
}

/** Refuses an output padding that is not below the stride or the dilation. */
export function demandOutputPadding(c: ConvCall): void {
  const p = c.outputPadding;
  if (p !== 0 && p >= Math.max(c.w.stride, c.w.dilation)) {
    throw new KernelRefusal(`A17: an output padding of ${p}`);
  }
}

function scatterPlan(c: ConvCall, x: JsTensor, y: JsTensor): Plan {
  const [batch, outerChannels, outer] = x.shape as [number, number, number];
  const [, innerChannels, inner] = y.shape as [number, number, number];
  demandGroups(c.groups, outerChannels, innerChannels);
  const { w, groups, outputPadding } = c;
  let padLeft = 0;
  if (w.padding === 'VALID') {
    demandOutputPadding(c);
    const length = (outer - 1) * w.stride + spanOf(w) + outputPadding;
    if (length !== inner) throw new KernelRefusal(`A17: an output length of ${inner}`);
  } else {
    const g = geometryOf(w, inner);
    if (outputPadding !== 0 || g.outputs !== outer) {
      throw new KernelRefusal(`A17: padding of an output of ${inner}`);
    }
    padLeft = g.padLeft;
  }
  return { w, groups, padLeft, batch, outerChannels, innerChannels, outer, inner };
}

/** Fills every channel of the first `batch` items of y with its starting value, or with 0. */
function fillChannels(y: JsTensor, batch: number, values: ArrayLike<number> | undefined): void {
  const [channels, length] = [y.shape[1]!, y.shape[2]!];
  const count = batch * channels * length;
  if (values === undefined) {
    y.data.fill(0, 0, count);
    return;
  }
  for (let i = 0; i < count; i += length) {
    y.data.fill(values[(i / length) % channels]!, i, i + length);
  }
}

/** S91, S92: raw results into y. */
export function conv1d(
  ctx: JsContext,
  c: ConvCall,
  x: JsTensor,
  weight: JsTensor,
  bias: JsTensor | undefined,
  y: JsTensor,
): void {
  const plan = gatherPlan(c, x, y);
  if (y.dtype === 'FLOAT32') {
    fillChannels(y, plan.batch, bias?.data);
  } else {
    const scale = fround(x.scale * weight.scale);
    const seeds = bias === undefined ? undefined : seedsOf(ctx, bias, scale);
    fillChannels(y, plan.batch, seeds);
    y.scale = scale;
  }
  gather(plan, x, weight, y);
}

/** S93, S94: raw results into y, the bias after the scatter. */
export function conv1dTransposed(
  ctx: JsContext,
  c: ConvCall,
  x: JsTensor,
  weight: JsTensor,
  bias: JsTensor | undefined,
  y: JsTensor,
): void {
  const plan = scatterPlan(c, x, y);
  const [channels, length] = [y.shape[1]!, y.shape[2]!];
  const scale = fround(x.scale * weight.scale);
  const isFloat = y.dtype === 'FLOAT32';
  let last: ArrayLike<number> | undefined;
  if (bias !== undefined) last = isFloat ? bias.data : seedsOf(ctx, bias, scale);
  fillChannels(y, y.shape[0]!, undefined);
  scatter(plan, x, weight, y);
  if (!isFloat) y.scale = scale;
  if (last === undefined) return;
  const { data } = y;
  for (let i = 0, row = 0; i < y.count; row++) {
    const term = last[row % channels]!;
    for (const end = i + length; i < end; i++) data[i] = data[i]! + term;
  }
}

/** L7: adds the gradient of the weights of a gather. */
export function conv1dWeightGradient(c: ConvCall, x: JsTensor, dy: JsTensor, dw: JsTensor): void {
  weightGradient(gatherPlan(c, x, dy), dy, x, dw);
  if (dw.dtype !== 'FLOAT32') dw.scale = fround(x.scale * dy.scale);
}

/** L11: adds the gradient of the weights of a scatter. */
export function transposedWeightGradient(
  c: ConvCall,
  x: JsTensor,
  dy: JsTensor,
  dw: JsTensor,
): void {
  weightGradient(scatterPlan(c, x, dy), x, dy, dw);
  if (dw.dtype !== 'FLOAT32') dw.scale = fround(x.scale * dy.scale);
}

/** L8, L12: sums over batch and positions. */
export function channelSums(dy: JsTensor, db: JsTensor): void {
  const [batch, channels, length] = dy.shape as [number, number, number];
  const isFloat = db.dtype === 'FLOAT32';
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let b = 0; b < batch; b++) {
      const first = (b * channels + c) * length;
      if (isFloat) sum = sumOfFloats(f32(dy), first, first + length, sum);
      else sum = sumOfIntegers(i32(dy), first, first + length, sum);
    }
    db.data[c] = sum;
  }
  if (!isFloat) db.scale = dy.scale;
}

function sumOfFloats(values: Float32Array, first: number, end: number, before: number): number {
  let sum = before;
  for (let i = first; i < end; i++) sum = fround(sum + values[i]!);
  return sum;
}

function sumOfIntegers(values: Int32Array, first: number, end: number, before: number): number {
  let sum = before;
  for (let i = first; i < end; i++) sum = (sum + values[i]!) | 0;
  return sum;
}

/** The convolution of a call; a layer that has no output padding has none here. */
export function convOf(call: JsCall, isTransposed: boolean): ConvCall {
  const outputPadding = isTransposed ? call.int('output_padding') : 0;
  return { w: windowOf(call), groups: call.int('groups'), outputPadding };
}

export const convolutionKernels: JsKernels = {
  conv1d_raw(ctx, call) {
    const [x, weight] = [call.tensor('x'), call.tensor('weight')];
    conv1d(ctx, convOf(call, false), x, weight, call.tensors.bias, call.tensor('y'));
  },
  conv1d_transposed_raw(ctx, call) {
    const [x, weight] = [call.tensor('x'), call.tensor('weight')];
    conv1dTransposed(ctx, convOf(call, true), x, weight, call.tensors.bias, call.tensor('y'));
  },
};
