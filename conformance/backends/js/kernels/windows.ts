/** Window geometry (S88–S90, S95). */

import { i32, type JsCall, type JsKernels, KernelRefusal } from '../api.ts';

export interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: string;
  readonly amount: number;
}

export interface Geometry {
  readonly outputs: number;
  readonly padLeft: number;
  readonly padRight: number;
}

export function windowOf(call: JsCall): Window {
  return {
    kernel: call.int('kernel'),
    stride: call.int('stride'),
    dilation: call.int('dilation'),
    padding: call.word('padding'),
    amount: call.int('padding_amount'),
  };
}

/** Samples that a window spans. */
export function spanOf(w: Window): number {
  return w.dilation * (w.kernel - 1) + 1;
}

/** S88. */
export function geometryOf(w: Window, length: number): Geometry {
  const span = spanOf(w);
  if (w.padding === 'SAME') {
    const outputs = Math.ceil(length / w.stride);
    const total = Math.max(0, span + (outputs - 1) * w.stride - length);
    const padLeft = Math.floor(total / 2);
    return { outputs, padLeft, padRight: total - padLeft };
  }
  const pad = w.padding === 'EXPLICIT' ? w.amount : 0;
  const room = length + 2 * pad - span;
  return { outputs: room < 0 ? 0 : Math.floor(room / w.stride) + 1, padLeft: pad, padRight: pad };
}

/** S89: first and one past the last valid tap of output o; equal if there is none. */
export function tapsOf(w: Window, length: number, padLeft: number, o: number): [number, number] {
  const start = o * w.stride - padLeft;
  const first = start < 0 ? Math.ceil(-start / w.dilation) : 0;
  const end = start >= length ? 0 : Math.floor((length - 1 - start) / w.dilation) + 1;
  const last = Math.min(w.kernel, end);
  return last > first ? [first, last] : [0, 0];
}

/** S95: first sample and one past the last of adaptive window o of `outputs`. */
export function adaptiveRange(o: number, length: number, outputs: number): [number, number] {
  return [Math.floor((o * length) / outputs), Math.ceil(((o + 1) * length) / outputs)];
}

export const windowKernels: JsKernels = {
  adaptive_window(_ctx, call) {
    const [length, outputs] = [call.int('length'), call.int('outputs')];
    const o = call.int('index');
    if (length === 0 || o >= outputs) throw new KernelRefusal(`A18: window ${o} of ${outputs}`);
    const [from, to] = adaptiveRange(o, length, outputs);
    i32(call.tensor('window')).set([from, to - from]);
  },
  window_geometry(_ctx, call) {
    const [w, length] = [windowOf(call), call.int('length')];
    const g = geometryOf(w, length);
    i32(call.tensor('geometry')).set([g.outputs, g.padLeft, g.padRight]);
    for (let o = 0; o < g.outputs; o++) {
      const [first, last] = tapsOf(w, length, g.padLeft, o);
      const start = o * w.stride - g.padLeft + first * w.dilation;
      const slice = last > first ? [start, first, last - first] : [0, w.kernel, 0];
      i32(call.tensor('slices')).set(slice, 3 * o);
    }
  },
};
