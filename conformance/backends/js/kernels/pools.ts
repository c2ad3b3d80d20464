/** MaxPool1d, AvgPool1d, AdaptiveAvgPool1d (L18–L23). */

import {
  f32,
  i32,
  type JsCall,
  type JsContext,
  type JsKernels,
  type JsTensor,
  KernelRefusal,
} from '../api.ts';
import { takeCopy } from '../workspace.ts';
import { adaptiveRange, geometryOf, spanOf, tapsOf, type Window, windowOf } from './windows.ts';
import { operandIn, scratch, symOperand, writeFloats, writeMantissas, writeMode } from './wires.ts';

const fround = Math.fround;

/** What every flat output covers of a flat buffer: `counts` samples from `firsts` on, `step` apart. */
interface Covers {
  readonly firsts: Int32Array;
  readonly counts: Int32Array;
  readonly step: number;
}

/** A pool: which samples every flat output covers, and by what a sum is divided. */
interface Pool {
  readonly covers: Covers;
  /** scale divisor of SYM sums; 0: every sum is divided by its count */
  readonly fold: number;
  /** the value-sum guard's terms, forward and backward */
  readonly terms: { readonly forward: number; readonly backward: number };
}

function newCovers(count: number, step: number): Covers {
  return { firsts: new Int32Array(count), counts: new Int32Array(count), step };
}

/** The covers of the first row for the others, each `length` further on. */
function repeatRows({ firsts, counts }: Covers, outputs: number, length: number): void {
  for (let at = outputs; at < firsts.length; at++) {
    firsts[at] = firsts[at - outputs]! + length;
    counts[at] = counts[at - outputs]!;
  }
}

/** Windows of L5 over rows of `length`, `outputs` to a row. */
function windowCovers(w: Window, rows: number, length: number, outputs: number): Covers {
  const g = geometryOf(w, length);
  if (g.outputs !== outputs) throw new KernelRefusal(`B6: an output length of ${outputs}`);
  const covers = newCovers(rows * outputs, w.dilation);
  for (let o = 0; rows > 0 && o < outputs; o++) {
    const [first, last] = tapsOf(w, length, g.padLeft, o);
    covers.firsts[o] = o * w.stride - g.padLeft + first * w.dilation;
    covers.counts[o] = last - first;
  }
  repeatRows(covers, outputs, length);
  return covers;
}

/** Largest number of windows over one sample. */
function overlapOf(w: Window): number {
  return Math.floor((spanOf(w) - 1) / w.stride) + 1;
}

const rowsOf = (t: JsTensor): number => t.shape[0]! * t.shape[1]!;

function averagePool(call: JsCall, x: JsTensor, y: JsTensor): Pool {
  const w = windowOf(call);
  if (w.kernel === 0) throw new KernelRefusal('B6: a window of no taps');
  const covers = windowCovers(w, rowsOf(x), x.shape[2]!, y.shape[2]!);
  return { covers, fold: w.kernel, terms: { forward: w.kernel, backward: overlapOf(w) } };
}

function adaptivePool(call: JsCall, x: JsTensor, y: JsTensor): Pool {
  const [length, outputs] = [x.shape[2]!, call.int('output_size')];
  if (outputs === 0 || outputs !== y.shape[2]) throw new KernelRefusal(`B6: ${outputs} outputs`);
  if (length === 0 && rowsOf(x) > 0) throw new KernelRefusal('A18: an empty input');
  const covers = newCovers(rowsOf(x) * outputs, 1);
  for (let o = 0; rowsOf(x) > 0 && o < outputs; o++) {
    const [from, to] = adaptiveRange(o, length, outputs);
    covers.firsts[o] = from;
    covers.counts[o] = to - from;
  }
  repeatRows(covers, outputs, length);
  const forward = Math.ceil(length / outputs) + 1;
  return { covers, fold: 0, terms: { forward, backward: Math.ceil(outputs / length) + 1 } };
}

function demandSum(bits: number, terms: number): void {
  if (bits < 1 || bits > 16 || terms >= 2 ** (32 - bits)) {
    throw new KernelRefusal(`B6: a sum of ${terms} terms of ${bits} bits`);
  }
}

/** sum / n, halves away from zero, in integers. */
function quotient(sum: number, n: number): number {
  const q = Math.floor((Math.abs(sum) + (n >> 1)) / n);
  return sum < 0 ? -q | 0 : q;
}

/** A forward in either arithmetic; `kernel` fills raw and returns its scale. */
function runForward(
  ctx: JsContext,
  call: JsCall,
  kernel: (x: JsTensor, raw: JsTensor) => number,
): void {
  const [x, y] = [call.tensor('x'), call.tensor('y')];
  const mode = call.rounding('rounding');
  const isFloat = call.word('arithmetic') === 'ARITH_FLOAT32';
  const operand = operandIn(ctx, x, isFloat, mode);
  const raw = scratch(y, isFloat ? 'FLOAT32' : 'SYM_INT32', 0, mode);
  const scale = kernel(operand, raw);
  if (isFloat) writeFloats(ctx, f32(raw), y, writeMode(ctx, mode, y));
  else writeMantissas(ctx, i32(raw), scale, y, writeMode(ctx, mode, y));
}

/** A backward: dx itself in FLOAT32, raw mantissas and a write in SYM. */
function runBackward(
  ctx: JsContext,
  call: JsCall,
  kernel: (dy: JsTensor, raw: JsTensor) => number,
): void {
  const [dy, dx] = [call.tensor('dy'), call.tensor('dx')];
  if (call.word('dx_arithmetic') === 'ARITH_FLOAT32') {
    kernel(dy, dx);
    return;
  }
  const mode = call.rounding('dx_rounding');
  const raw = scratch(dx, 'SYM_INT32', 0, mode);
  const scale = kernel(symOperand(ctx, dy, mode), raw);
  writeMantissas(ctx, i32(raw), scale, dx, writeMode(ctx, mode, dx));
}

function average(p: Pool, x: JsTensor, raw: JsTensor): number {
  const isFloat = raw.dtype === 'FLOAT32';
  if (!isFloat) demandSum(x.bits, p.terms.forward);
  const { firsts, counts, step } = p.covers;
  for (let o = 0; o < firsts.length; o++) {
    const count = counts[o]!;
    let sum = 0;
    for (let n = 0, i = firsts[o]!; n < count; n++, i += step) {
      sum = isFloat ? fround(sum + x.data[i]!) : sum + x.data[i]!;
    }
    if (isFloat) raw.data[o] = sum / (p.fold || count);
    else raw.data[o] = p.fold === 0 ? quotient(sum, count) : sum;
  }
  return p.fold === 0 ? x.scale : fround(x.scale / fround(p.fold));
}

function averageBackward(p: Pool, dy: JsTensor, raw: JsTensor): number {
  const isFloat = raw.dtype === 'FLOAT32';
  if (!isFloat) demandSum(dy.bits, p.terms.backward);
  raw.data.fill(0);
  const { firsts, counts, step } = p.covers;
  for (let o = 0; o < firsts.length; o++) {
    const count = counts[o]!;
    let share = dy.data[o]!;
    if (isFloat) share = fround(share / (p.fold || count));
    else if (p.fold === 0) share = quotient(share, count);
    for (let n = 0, i = firsts[o]!; n < count; n++, i += step) raw.data[i] = raw.data[i]! + share;
  }
  return p.fold === 0 ? dy.scale : fround(dy.scale / fround(p.fold));
}

const maximumCovers = (call: JsCall): Covers => {
  const [x, y] = [call.tensor('x'), call.tensor('y')];
  return windowCovers(windowOf(call), rowsOf(x), x.shape[2]!, y.shape[2]!);
};

/** Maxima into raw, their positions into `positions`. */
function maximum(call: JsCall, positions: Int32Array, x: JsTensor, raw: JsTensor): number {
  const argmax = call.tensor('argmax');
  const length = x.shape[2]!;
  const covers = call.once(maximumCovers);
  if (argmax.shape[2] !== raw.shape[2]) throw new KernelRefusal('B6: another argmax length');
  const lowest = raw.dtype === 'FLOAT32' ? Number.NEGATIVE_INFINITY : -2147483649;
  const { firsts, counts, step } = covers;
  const { data } = x;
  const outputs = raw.shape[2]!;
  for (let o = 0, left = outputs, row = 0; o < firsts.length; o++, left--) {
    if (left === 0) {
      left = outputs;
      row += length;
    }
    const count = counts[o]!;
    let best = lowest;
    let at = -1;
    for (let n = 0, i = firsts[o]!; n < count; n++, i += step) {
      const v = data[i]!;
      if (v > best) {
        best = v;
        at = i - row;
      }
    }
    raw.data[o] = count === 0 ? 0 : best;
    positions[o] = at;
  }
  return x.scale;
}

/** L18: positions wait until nothing can be refused any more. */
function maximumForward(ctx: JsContext, call: JsCall): void {
  const argmax = i32(call.tensor('argmax'));
  const positions = takeCopy(argmax);
  runForward(ctx, call, (x, raw) => maximum(call, positions, x, raw));
  argmax.set(positions);
}

function maximumBackward(call: JsCall, dy: JsTensor, raw: JsTensor): number {
  const w = windowOf(call);
  const argmax = call.tensor('argmax');
  const [length, outputs] = [raw.shape[2]!, dy.shape[2]!];
  if (argmax.shape[2] !== outputs) throw new KernelRefusal('B6: another argmax length');
  if (raw.dtype !== 'FLOAT32') demandSum(dy.bits, overlapOf(w));
  if (geometryOf(w, length).outputs !== outputs) {
    throw new KernelRefusal(`B6: a gradient length of ${outputs}`);
  }
  const positions = i32(argmax);
  raw.data.fill(0);
  for (let o = 0, left = outputs, row = 0; o < dy.count; o++, left--) {
    if (left === 0) {
      left = outputs;
      row += length;
    }
    const at = positions[o]!;
    if (at < 0) continue;
    const i = row + at;
    raw.data[i] = raw.data[i]! + dy.data[o]!;
  }
  return dy.scale;
}

type MakePool = (call: JsCall, x: JsTensor, y: JsTensor) => Pool;

const forwardPool = (make: MakePool) => (call: JsCall) =>
  make(call, call.tensor('x'), call.tensor('y'));
const backwardPool = (make: MakePool) => (call: JsCall) =>
  make(call, call.tensor('dx'), call.tensor('dy'));

const averageForwardPool = forwardPool(averagePool);
const averageBackwardPool = backwardPool(averagePool);
const adaptiveForwardPool = forwardPool(adaptivePool);
const adaptiveBackwardPool = backwardPool(adaptivePool);

export const poolKernels: JsKernels = {
  max_pool1d_forward: maximumForward,
  max_pool1d_backward: (ctx, call) =>
    runBackward(ctx, call, (dy, raw) => maximumBackward(call, dy, raw)),
  avg_pool1d_forward: (ctx, call) =>
    runForward(ctx, call, (x, raw) => average(call.once(averageForwardPool), x, raw)),
  avg_pool1d_backward: (ctx, call) =>
    runBackward(ctx, call, (dy, raw) => averageBackward(call.once(averageBackwardPool), dy, raw)),
  adaptive_avg_pool1d_forward: (ctx, call) =>
    runForward(ctx, call, (x, raw) => average(call.once(adaptiveForwardPool), x, raw)),
  adaptive_avg_pool1d_backward: (ctx, call) =>
    runBackward(ctx, call, (dy, raw) => averageBackward(call.once(adaptiveBackwardPool), dy, raw)),
};
