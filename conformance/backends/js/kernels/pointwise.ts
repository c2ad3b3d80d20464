/** Pointwise engines, SYM_INT32 arithmetic, thresholds, squares and sums (S74–S82, S109, S110). */

import {
  f32,
  i32,
  type JsCall,
  type JsContext,
  type JsKernel,
  type JsKernels,
  type JsTensor,
  KernelRefusal,
} from '../api.ts';
import { decodeInto, quantizeInto } from './requant.ts';
import { castInt32 } from './rounding.ts';
import { demandSameExtents, logicalPositions } from './views.ts';

const fround = Math.fround;

type Fn = (a: number, b: number) => number;

const intFns: Readonly<Record<string, Fn>> = {
  add: (a, b) => (a + b) | 0,
  sub: (a, b) => (a - b) | 0,
  mul: Math.imul,
  div: (a, b) => (a / b) | 0,
};

const floatFns: Readonly<Record<string, Fn>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
};

/** S74 over any two payloads of one kind; a Float32Array rounds on store. */
function pointwise(
  fns: Readonly<Record<string, Fn>>,
  payload: (t: JsTensor) => Int32Array | Float32Array,
  inPlace: boolean,
): JsKernel {
  return (_ctx, call) => {
    const [a, b] = [call.tensor('a'), call.tensor('b')];
    const fn = fns[call.word('fn')]!;
    demandSameExtents(a, b);
    const [x, w] = [payload(a), payload(b)];
    const [i, j] = [logicalPositions(a), logicalPositions(b)];
    if (inPlace) {
      for (let k = 0; k < i.length; k++) x[i[k]!] = fn(x[i[k]!]!, w[j[k]!]!);
    } else {
      const y = payload(call.tensor('y'));
      for (let k = 0; k < i.length; k++) y[k] = fn(x[i[k]!]!, w[j[k]!]!);
    }
  };
}

/** S74, scalar form, over flat storage. */
function scalar(
  fns: Readonly<Record<string, Fn>>,
  payload: (t: JsTensor) => Int32Array | Float32Array,
  kind: 'int' | 'f32',
): JsKernel {
  return (_ctx, call) => {
    const [x, y] = [payload(call.tensor('x')), payload(call.tensor('y'))];
    const [fn, c] = [fns[call.word('fn')]!, call[kind]('c')];
    for (let i = 0; i < x.length; i++) y[i] = fn(x[i]!, c);
  };
}

function demandSameCount(a: JsTensor, b: JsTensor): void {
  if (a.count !== b.count) throw new KernelRefusal(`A20: ${a.count} and ${b.count} elements`);
}

/** Integer results over flat storage. */
function flat(fn: Fn, a: Int32Array, b: Int32Array, out: Int32Array): void {
  for (let i = 0; i < a.length; i++) out[i] = fn(a[i]!, b[i]!);
}

/** The operands of a SYM op and where its result goes. */
function symCall(call: JsCall, inPlace: boolean): { a: JsTensor; b: JsTensor; y: JsTensor } {
  const [a, b] = [call.tensor('a'), call.tensor('b')];
  demandSameCount(a, b);
  return { a, b, y: inPlace ? a : call.tensor('y') };
}

/** `fn` over decoded values in a's layout, encoded into y (S77, S78). */
function encodedPointwise(ctx: JsContext, fn: Fn, a: JsTensor, b: JsTensor, y: JsTensor): void {
  demandSameExtents(a, b);
  const [x, w] = [new Float32Array(a.count), new Float32Array(b.count)];
  decodeInto(i32(a), a.scale, x);
  decodeInto(i32(b), b.scale, w);
  const [i, j] = [logicalPositions(a), logicalPositions(b)];
  for (let k = 0; k < i.length; k++) x[i[k]!] = fn(x[i[k]!]!, w[j[k]!]!);
  y.scale = quantizeInto(ctx, x, i32(y), y.bits, y.rounding);
}

/** Mantissas added or subtracted at one scale (S76, S79, the equal arm of S78). */
function symEqual(fn: Fn, inPlace: boolean): JsKernel {
  return (_ctx, call) => {
    const { a, b, y } = symCall(call, inPlace);
    flat(fn, i32(a), i32(b), i32(y));
    y.scale = a.scale;
  };
}

/** S80, S81 */
function symScaled(fn: Fn, scaleFn: Fn, inPlace: boolean): JsKernel {
  return (_ctx, call) => {
    const { a, b, y } = symCall(call, inPlace);
    const scale = fround(scaleFn(a.scale, b.scale));
    flat(fn, i32(a), i32(b), i32(y));
    y.scale = scale;
  };
}

const { add, sub, mul, div } = intFns as Readonly<Record<'add' | 'sub' | 'mul' | 'div', Fn>>;
const floatMul: Fn = (a, b) => a * b;
const floatDiv: Fn = (a, b) => a / b;

const symKernels: JsKernels = {
  sym_add: symEqual(add, false),
  sym_add_inplace(ctx, call) {
    const { a, b } = symCall(call, true);
    encodedPointwise(ctx, (x, w) => x + w, a, b, a);
  },
  sym_sub(ctx, call) {
    const { a, b, y } = symCall(call, false);
    if (a.scale === b.scale) symEqual(sub, false)(ctx, call);
    else encodedPointwise(ctx, (x, w) => x - w, a, b, y);
  },
  sym_sub_inplace: symEqual(sub, true),
  sym_mul: symScaled(mul, floatMul, false),
  sym_mul_inplace: symScaled(mul, floatMul, true),
  sym_div: symScaled(div, floatDiv, false),
  sym_div_inplace: symScaled(div, floatDiv, true),
  sym_add_int32(_ctx, call) {
    const { a, b } = symCall(call, true);
    flat(add, i32(a), i32(b), i32(a));
  },
  sym_add_float32(_ctx, call) {
    const { a, b } = symCall(call, true);
    const [q, v] = [i32(a), f32(b)];
    for (let i = 0; i < q.length; i++) q[i] = q[i]! + castInt32(Math.trunc(v[i]!));
  },
};

const thresholdKernels: JsKernels = {
  threshold_float32(_ctx, call) {
    const [x, y] = [f32(call.tensor('x')), f32(call.tensor('y'))];
    const [b, alt] = [call.f32('b'), call.f32('alt')];
    for (let i = 0; i < x.length; i++) y[i] = x[i]! < b ? alt : x[i]!;
  },
  threshold_int32(_ctx, call) {
    const [x, y] = [i32(call.tensor('x')), i32(call.tensor('y'))];
    const [b, alt] = [call.int('b'), call.int('alt')];
    for (let i = 0; i < x.length; i++) y[i] = x[i]! < b ? alt : x[i]!;
  },
  threshold_sym_zero(_ctx, call) {
    const [x, y] = [i32(call.tensor('x')), i32(call.tensor('y'))];
    const alt = call.int('alt');
    for (let i = 0; i < x.length; i++) y[i] = x[i]! < 0 ? alt : x[i]!;
  },
  threshold_sym(_ctx, call) {
    const x = call.tensor('x');
    const [q, y] = [i32(x), i32(call.tensor('y'))];
    const bound = fround(fround(call.int('b')) / x.scale);
    const alt = call.int('alt');
    for (let i = 0; i < q.length; i++) y[i] = fround(q[i]!) < bound ? alt : q[i]!;
  },
};

const flatKernels: JsKernels = {
  square_float32(_ctx, call) {
    const [x, y] = [f32(call.tensor('x')), f32(call.tensor('y'))];
    for (let i = 0; i < x.length; i++) y[i] = x[i]! * x[i]!;
  },
  square_int32(_ctx, call) {
    const [x, y] = [i32(call.tensor('x')), i32(call.tensor('y'))];
    for (let i = 0; i < x.length; i++) y[i] = Math.imul(x[i]!, x[i]!);
  },
  sum_float32(_ctx, call) {
    let sum = 0;
    for (const v of f32(call.tensor('x'))) sum = fround(sum + v);
    f32(call.tensor('y'))[0] = sum;
  },
  sum_int32(_ctx, call) {
    let sum = 0;
    for (const v of i32(call.tensor('x'))) sum = (sum + v) | 0;
    i32(call.tensor('y'))[0] = sum;
  },
};

export const pointwiseKernels: JsKernels = {
  pointwise_int32: pointwise(intFns, i32, false),
  pointwise_int32_inplace: pointwise(intFns, i32, true),
  pointwise_float32: pointwise(floatFns, f32, false),
  pointwise_float32_inplace: pointwise(floatFns, f32, true),
  pointwise_int32_scalar: scalar(intFns, i32, 'int'),
  pointwise_float32_scalar: scalar(floatFns, f32, 'f32'),
  ...symKernels,
  ...thresholdKernels,
  ...flatKernels,
};
