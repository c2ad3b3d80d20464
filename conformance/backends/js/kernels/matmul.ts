/** Matrix products over strided views (S83–S87). */

import { f32, i32, type JsContext, type JsKernels, type JsTensor, KernelRefusal } from '../api.ts';
import { intsToFill } from '../workspace.ts';
import { addProducts, packRows, type Rows } from './packed_products.ts';
import { halfAway, rescaleSeed } from './rounding.ts';

const fround = Math.fround;

/** One operand: extents and strides along (outer, inner), where inner is the summed axis. */
interface Side {
  readonly outer: number;
  readonly inner: number;
  readonly outerStride: number;
  readonly innerStride: number;
}

function sideOf(t: JsTensor, innerAxis: 0 | 1): Side {
  if (t.shape.length > 2) throw new KernelRefusal(`A16: rank ${t.shape.length}`);
  if (t.shape.length === 1) {
    return { outer: 1, inner: t.count, outerStride: 0, innerStride: 1 };
  }
  // physical axis 0 has stride shape[1], axis 1 has stride 1
  const innerAt = t.order[0] === innerAxis ? 0 : 1;
  const [rows, columns] = [t.shape[0]!, t.shape[1]!];
  return innerAt === 0
    ? { outer: columns, inner: rows, outerStride: 1, innerStride: columns }
    : { outer: rows, inner: columns, outerStride: columns, innerStride: 1 };
}

function sidesOf(a: JsTensor, b: JsTensor): { left: Side; right: Side } {
  const left = sideOf(a, 1);
  const right = sideOf(b, 0);
  if (left.inner !== right.inner) {
    throw new KernelRefusal(`A16: inner extents ${left.inner} and ${right.inner}`);
  }
  return { left, right };
}

/** The vectors that are multiplied, each in one piece. */
function rowsOf({ outer, inner, outerStride, innerStride }: Side, values: Int32Array): Rows {
  const isPacked = innerStride === 1 && (outer === 1 || outerStride === inner);
  if (isPacked) return { values, first: 0, count: outer, step: inner };
  const grid = { values, first: 0, rowStep: outerStride, columnStep: innerStride };
  return packRows(grid, outer, inner);
}

/** Number of columns of the right operand. */
export function columnsOf(b: JsTensor): number {
  return sideOf(b, 0).outer;
}

/** S84; sums wrap. */
export function multiplyInt(
  a: JsTensor,
  b: JsTensor,
  seeds: Int32Array | undefined,
  out: Int32Array,
): void {
  const { left, right } = sidesOf(a, b);
  const columns = right.outer;
  for (let at = 0; at < left.outer * columns; at++) out[at] = seeds?.[at % columns] ?? 0;
  addProducts(rowsOf(left, i32(a)), rowsOf(right, i32(b)), left.inner, {
    values: out,
    first: 0,
    rowStep: columns,
    columnStep: 1,
  });
}

function checkBiasCount(ctx: JsContext, b: JsTensor, bias: JsTensor): void {
  if (ctx.contract.matmulBiasCheck === 'checked' && bias.count !== columnsOf(b)) {
    throw new KernelRefusal(`A16: ${bias.count} bias values`);
  }
}

/** S85. */
export function multiplyFloat(
  ctx: JsContext,
  a: JsTensor,
  b: JsTensor,
  bias: JsTensor | undefined,
  out: Float32Array,
): void {
  if (bias !== undefined) checkBiasCount(ctx, b, bias);
  const { left, right } = sidesOf(a, b);
  const [x, w] = [f32(a), f32(b)];
  const start = bias === undefined ? undefined : f32(bias);
  let at = 0;
  for (let row = 0; row < left.outer; row++) {
    for (let column = 0; column < right.outer; column++) {
      let sum = start === undefined ? 0 : start[column]!;
      let i = row * left.outerStride;
      let j = column * right.outerStride;
      for (let k = 0; k < left.inner; k++) {
        sum = fround(sum + fround(x[i]! * w[j]!));
        i += left.innerStride;
        j += right.innerStride;
      }
      out[at++] = sum;
    }
  }
}

function checkOperand(ctx: JsContext, t: JsTensor): void {
  const labelMax = ctx.contract.matmulLabelMax;
  if (labelMax === 0) return;
  if (t.dtype !== 'SYM_INT32') throw new KernelRefusal(`A16: a ${t.dtype} operand`);
  if (t.bits > labelMax) throw new KernelRefusal(`A16: an operand label of ${t.bits}`);
}

/** Bias mantissas in accumulator units, index ascending (S20, S87). */
export function seedsOf(ctx: JsContext, bias: JsTensor, sOut: number): Int32Array {
  const q = i32(bias);
  const seeds = intsToFill(q.length);
  if (ctx.contract.biasSeed === 'seed_rescale') {
    for (let i = 0; i < q.length; i++) {
      seeds[i] = rescaleSeed(ctx, q[i]!, bias.scale, sOut, bias.rounding);
    }
    return seeds;
  }
  for (let i = 0; i < q.length; i++) {
    seeds[i] = halfAway(fround(fround(fround(q[i]!) * bias.scale) / sOut));
  }
  return seeds;
}

/** S86, S87: raw mantissas into `out`; returns the product scale. */
export function multiplySym(
  ctx: JsContext,
  a: JsTensor,
  b: JsTensor,
  bias: JsTensor | undefined,
  out: Int32Array,
): number {
  checkOperand(ctx, a);
  checkOperand(ctx, b);
  const sOut = fround(a.scale * b.scale);
  let seeds: Int32Array | undefined;
  if (bias !== undefined) {
    if (ctx.contract.matmulBiasCheck === 'checked' && bias.dtype !== 'SYM_INT32') {
      throw new KernelRefusal(`A16: a ${bias.dtype} bias`);
    }
    checkBiasCount(ctx, b, bias);
    seeds = seedsOf(ctx, bias, sOut);
  }
  multiplyInt(a, b, seeds, out);
  return sOut;
}

export const matmulKernels: JsKernels = {
  matmul_int32(_ctx, call) {
    const bias = call.tensors.bias;
    const seeds = bias === undefined ? undefined : i32(bias);
    multiplyInt(call.tensor('a'), call.tensor('b'), seeds, i32(call.tensor('y')));
  },
  matmul_float32(ctx, call) {
    const [a, b] = [call.tensor('a'), call.tensor('b')];
    multiplyFloat(ctx, a, b, call.tensors.bias, f32(call.tensor('y')));
  },
  matmul_sym(ctx, call) {
    const y = call.tensor('y');
    const [a, b] = [call.tensor('a'), call.tensor('b')];
    y.scale = multiplySym(ctx, a, b, call.tensors.bias, i32(y));
  },
};
