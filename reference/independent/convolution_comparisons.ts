/** Convolutions, pools, Softmax and CrossEntropy: the reference and the oracle on one random case. */

import type { Arithmetic } from '../funnel.ts';
import type { Window1d } from '../kernels/window.ts';
import type { LayerContext } from '../layers/layer.ts';
import type { Numerics } from '../numerics.ts';
import { float32Tensor, newTensor, symInt32Tensor, type Tensor } from '../tensor.ts';
import type { Cases } from './cases.ts';
import { type Answer, bits, type Comparison, compare, setting } from './compare.ts';
import * as oracle from './convolution.ts';
import { biasSeeds } from './matmul.ts';
import * as losses from './softmax.ts';

type Compared = { expected: Answer; got: Answer };

function taps(c: Cases, length: number, valid = false): oracle.Taps {
  for (;;) {
    const padding = valid ? 'VALID' : (['VALID', 'SAME', 'EXPLICIT'] as const)[c.int(0, 2)]!;
    const t = {
      kernel: c.int(1, 4),
      stride: c.int(1, 3),
      dilation: c.int(1, 3),
      padding,
      amount: padding === 'EXPLICIT' ? c.int(0, 4) : 0,
    };
    if (valid || oracle.positions(t, length).length > 0) return t;
  }
}

const record = (t: oracle.Taps): Window1d => ({
  kernel: t.kernel,
  stride: t.stride,
  dilation: t.dilation,
  padding: t.padding,
  paddingAmount: t.amount,
});

const smallFloat = (c: Cases): number =>
  Math.fround((c.chance(0.5) ? 1 : -1) * 2 ** c.int(-6, 2) * (1 + c.int(0, 8388607) / 8388608));

/** Values of a cube: 12-bit codes, now and then 16-bit ones that may overflow, or floats. */
function cube(c: Cases, dims: readonly [number, number, number], isFloat: boolean): oracle.Cube {
  const wide = c.chance(0.1) ? 32767 : 2047;
  const make = (): number => (isFloat ? smallFloat(c) : c.int(-wide - 1, wide));
  return { dims, values: Array.from({ length: dims[0] * dims[1] * dims[2] }, make) };
}

function tensorOf(v: oracle.Cube, isFloat: boolean, scale: number): Tensor {
  if (isFloat) return float32Tensor(v.values, v.dims);
  return symInt32Tensor(v.values, scale, 12, 'HALF_AWAY', v.dims);
}

const dataOf = (t: Tensor): (number | string)[] => {
  if (t.dtype === 'FLOAT32') return Array.from(t.data as Float32Array, bits);
  return [...t.data, bits(t.scale)];
};

function convolution(c: Cases, form: 'gather' | 'scatter'): Compared {
  const [isFloat, groups, batch] = [c.chance(0.4), c.int(1, 2), c.int(1, 2)];
  const [inPer, outPer, length] = [c.int(1, 2), c.int(1, 2), c.int(1, 6)];
  const valid = form === 'scatter' && c.chance(0.6);
  let t = taps(c, length, valid);
  while (form === 'scatter' && !valid && t.padding === 'VALID') t = taps(c, length);
  const most = Math.max(t.stride, t.dilation);
  const outputPadding = valid ? c.int(0, most - 1) : 0;
  const [inner, outer] = [groups * inPer, groups * outPer];
  const long = form === 'scatter' && !valid;
  // under SAME and EXPLICIT the scatter's output is the window's input
  const inLength = long ? oracle.positions(t, length).length : length;
  const x = cube(c, [batch, inner, inLength], isFloat);
  const weightDims =
    form === 'gather' ? ([outer, inPer, t.kernel] as const) : ([inner, outPer, t.kernel] as const);
  const w = cube(c, weightDims, isFloat);
  const outLength =
    form === 'gather'
      ? oracle.positions(t, length).length
      : long
        ? length
        : (length - 1) * t.stride + (t.kernel - 1) * t.dilation + 1 + outputPadding;
  const [sX, sW, sB] = [c.scale(), c.scale(), c.scale()];
  const values = c.chance(0.7)
    ? Array.from({ length: outer }, () => (isFloat ? smallFloat(c) : c.int(-32768, 32767)))
    : undefined;
  const mode = c.mode();
  const s = setting(c);
  return compare(
    s,
    (n) => {
      const layer = { window: record(t), groups, outputPadding };
      const bias =
        values === undefined
          ? undefined
          : isFloat
            ? float32Tensor(values)
            : symInt32Tensor(values, sB, 16, mode);
      const y = newTensor(isFloat ? 'FLOAT32' : 'SYM_INT32', [batch, outer, outLength], 12);
      const [a, b] = [tensorOf(x, isFloat, sX), tensorOf(w, isFloat, sW)];
      const run =
        form === 'gather'
          ? isFloat
            ? n.fn.conv1dFloat
            : n.fn.conv1dSym
          : isFloat
            ? n.fn.convTransposed1dFloat
            : n.fn.convTransposed1dSym;
      run(n, layer, a, b, bias, y);
      return dataOf(y);
    },
    (g) => {
      const ring = isFloat ? oracle.floats : oracle.integers;
      const scale = oracle.floats.mul(sX, sW);
      const last =
        values === undefined || isFloat
          ? values
          : biasSeeds(g, { mantissas: values, scale: sB, mode }, scale, s.contract);
      if (values !== undefined && last === undefined) return undefined;
      const out =
        form === 'gather'
          ? oracle.gathered(ring, t, groups, x, w, last ?? [])
          : oracle.scattered(ring, t, groups, x, w, last, outLength);
      return isFloat ? out.map(bits) : [...out, bits(scale)];
    },
  );
}

function context(type: Arithmetic['type']): LayerContext {
  const math = { type, rounding: 'HALF_AWAY' } as const;
  return {
    forwardMath: math,
    weightGradMath: math,
    biasGradMath: math,
    propLossMath: math,
    weightGradAccMode: 'OUT_WRITE',
    biasGradAccMode: 'OUT_WRITE',
  };
}

/** A pool over rows: the kernel of the reference against an oracle of one row. */
function pool(
  c: Cases,
  isFloat: boolean,
  outputs: (length: number) => number,
  run: (n: Numerics, x: Tensor, y: Tensor) => readonly number[],
  ofRow: (row: readonly number[]) => { y: number[]; extra: number[] },
  scaleOf: (s: number) => number,
): Compared {
  const [rows, length] = [c.int(1, 3), c.int(1, 6)];
  const x = cube(c, [1, rows, length], isFloat);
  const s = c.scale();
  return compare(
    setting(c),
    (n) => {
      const dims = [1, rows, outputs(length)];
      const y = newTensor(isFloat ? 'FLOAT32' : 'SYM_INT32', dims, 12);
      const extra = run(n, tensorOf(x, isFloat, s), y);
      return [...dataOf(y), ...extra];
    },
    () => {
      const parts = Array.from({ length: rows }, (_, r) =>
        ofRow(x.values.slice(r * length, (r + 1) * length)),
      );
      const y = parts.flatMap((p) => p.y);
      const extra = parts.flatMap((p) => p.extra);
      return isFloat ? [...y.map(bits), ...extra] : [...y, bits(scaleOf(s)), ...extra];
    },
  );
}

function maxPool(c: Cases): Compared {
  const isFloat = c.chance(0.3);
  // any window: lengths are drawn later, at most 6
  const t = { ...taps(c, 6), padding: 'SAME' as const, amount: 0 };
  return pool(
    c,
    isFloat,
    (length) => oracle.positions(t, length).length,
    (n, x, y) => {
      const argmax = newTensor('INT32', y.shape);
      const math = context(isFloat ? 'ARITH_FLOAT32' : 'ARITH_SYM_INT32');
      n.fn.maxPool1d(n, { kind: 'max_pool1d', ...math, window: record(t), argmax }, x, y);
      return [...argmax.data];
    },
    (row) => {
      const found = oracle.maxima(t, row);
      return { y: found.map((f) => f.value), extra: found.map((f) => f.position) };
    },
    (s) => s,
  );
}

function avgPool(c: Cases): Compared {
  const isFloat = c.chance(0.3);
  const t = { ...taps(c, 6), padding: 'SAME' as const, amount: 0 };
  const ring = isFloat ? oracle.floats : oracle.integers;
  return pool(
    c,
    isFloat,
    (length) => oracle.positions(t, length).length,
    (n, x, y) => {
      const math = context(isFloat ? 'ARITH_FLOAT32' : 'ARITH_SYM_INT32');
      const layer = { kind: 'avg_pool1d', ...math, window: record(t) } as const;
      if (isFloat) n.fn.avgPool1dFloat(n, layer, x, y);
      else n.fn.avgPool1dSym(n, layer, x, y);
      return [];
    },
    (row) => ({ y: oracle.averages(ring, t, row, isFloat), extra: [] }),
    (s) => oracle.foldedScale(s, t.kernel),
  );
}

function adaptivePool(c: Cases): Compared {
  const outputSize = c.int(1, 7);
  return pool(
    c,
    false,
    () => outputSize,
    (n, x, y) => {
      const layer = {
        kind: 'adaptive_avg_pool1d',
        ...context('ARITH_SYM_INT32'),
        outputSize,
      } as const;
      n.fn.adaptiveAvgPool1dSym(n, layer, x, y);
      return [];
    },
    (row) => ({ y: oracle.adaptiveMeans(row, outputSize), extra: [] }),
    (s) => s,
  );
}

function softmaxValues(c: Cases): Compared {
  const logits = c.list(6, () => Math.fround(smallFloat(c) * 4));
  return compare(
    setting(c),
    (n) => {
      const values = Float32Array.from(logits);
      const shift = n.fn.softmaxMaximum(n, values);
      return Array.from(n.fn.softmaxValues(n, values, shift), bits);
    },
    () => losses.softmax(logits, true).map(bits),
  );
}

function softmaxGradient(c: Cases): Compared {
  const s = c.list(6, () => smallFloat(c));
  const g = s.map(() => smallFloat(c));
  return compare(
    setting(c),
    (n) => Array.from(n.fn.softmaxGradient(n, Float32Array.from(s), Float32Array.from(g)), bits),
    () => losses.softmaxGradient(s, g).map(bits),
  );
}

function crossEntropy(c: Cases): Compared {
  const [batch, classes] = [c.int(1, 3), c.int(1, 4)];
  const count = batch * classes;
  const p = Array.from({ length: count }, () => c.int(0, 16777216) / 16777216);
  const y = Array.from({ length: count }, () => (c.chance(0.4) ? smallFloat(c) : 0));
  const reduction = c.chance(0.5) ? 'MEAN' : 'SUM';
  return compare(
    setting(c),
    (n) => {
      const [output, label] = [
        float32Tensor(p, [batch, classes]),
        float32Tensor(y, [batch, classes]),
      ];
      return [bits(n.fn.crossEntropyForward(n, output, label, reduction))];
    },
    () => [bits(losses.crossEntropy(p, y, reduction === 'MEAN' ? batch : 0))],
  );
}

export const convolutionComparisons: readonly Comparison[] = [
  { name: 'gather (S91, S92)', run: (c) => convolution(c, 'gather') },
  { name: 'scatter (S93, S94)', run: (c) => convolution(c, 'scatter') },
  { name: 'max pool (L18)', run: maxPool },
  { name: 'average pool (L20)', run: avgPool },
  { name: 'adaptive pool (L22)', run: adaptivePool },
  { name: 'Softmax values (L27)', run: softmaxValues },
  { name: 'Softmax gradient (L27)', run: softmaxGradient },
  { name: 'CrossEntropy (L28)', run: crossEntropy },
];
