/** Reductions over trailing axes and reciprocal roots (S96–S103). */

import { f32, i32, type JsCall, type JsKernels, type JsTensor, KernelRefusal } from '../api.ts';
import { encoder, scaleFor } from './requant.ts';
import { logicalExtents, logicalPositions } from './views.ts';

const fround = Math.fround;

interface Blocks {
  readonly blocks: number;
  readonly size: number;
  readonly at: Int32Array;
}

function blocksOf(call: JsCall, x: JsTensor): Blocks {
  const k = call.int('k');
  const rank = x.shape.length;
  if (k > rank) throw new KernelRefusal(`A19: ${k} of ${rank} axes`);
  const extents = logicalExtents(x);
  let [blocks, size] = [1, 1];
  for (let axis = 0; axis < rank; axis++) {
    if (axis < rank - k) blocks *= extents[axis]!;
    else size *= extents[axis]!;
  }
  return { blocks, size, at: logicalPositions(x) };
}

/** One float sum per block, from +0 in logical order; `term` gives the addend, already rounded. */
function sumBlocks(
  { blocks, size, at }: Blocks,
  y: Float32Array,
  term: (position: number, block: number) => number,
  divide: boolean,
): void {
  for (let block = 0; block < blocks; block++) {
    let sum = 0;
    for (let i = block * size; i < (block + 1) * size; i++) sum = fround(sum + term(at[i]!, block));
    y[block] = divide ? sum / fround(size) : sum;
  }
}

function checkOperand(x: JsTensor): void {
  if (x.dtype !== 'SYM_INT32') throw new KernelRefusal(`A19: a ${x.dtype} operand`);
  if (x.bits < 1 || x.bits > 16) throw new KernelRefusal(`A19: an operand label of ${x.bits}`);
}

/** S100 */
function reciprocalRoot(x: number, eps: number): number {
  return fround(1 / fround(Math.sqrt(fround(x + eps))));
}

export const reductionKernels: JsKernels = {
  mean_float32(_ctx, call) {
    const x = call.tensor('x');
    const v = f32(x);
    sumBlocks(blocksOf(call, x), f32(call.tensor('y')), (i) => v[i]!, true);
  },
  variance_float32(_ctx, call) {
    const x = call.tensor('x');
    const [v, mean] = [f32(x), f32(call.tensor('mean'))];
    const square = (i: number, block: number): number => {
      const d = fround(v[i]! - mean[block]!);
      return fround(d * d);
    };
    sumBlocks(blocksOf(call, x), f32(call.tensor('y')), square, true);
  },
  sum_squares_float32(_ctx, call) {
    const x = call.tensor('x');
    const v = f32(x);
    const square = (i: number): number => fround(v[i]! * v[i]!);
    sumBlocks(blocksOf(call, x), f32(call.tensor('y')), square, false);
  },
  mean_sym(_ctx, call) {
    const x = call.tensor('x');
    checkOperand(x);
    const { blocks, size, at } = blocksOf(call, x);
    if (size >= 2 ** (32 - x.bits)) throw new KernelRefusal(`A19: ${size} mantissas per block`);
    const [q, y] = [i32(x), f32(call.tensor('y'))];
    for (let block = 0; block < blocks; block++) {
      let sum = 0;
      for (let i = block * size; i < (block + 1) * size; i++) sum = (sum + q[at[i]!]!) | 0;
      y[block] = x.scale * fround(fround(sum) / fround(size));
    }
  },
  variance_sym(_ctx, call) {
    const x = call.tensor('x');
    checkOperand(x);
    const [q, mean] = [i32(x), f32(call.tensor('mean'))];
    const square = (i: number, block: number): number => {
      const d = fround(fround(fround(q[i]!) * x.scale) - mean[block]!);
      return fround(d * d);
    };
    sumBlocks(blocksOf(call, x), f32(call.tensor('y')), square, true);
  },
  sqrt_float32(_ctx, call) {
    const [x, y] = [f32(call.tensor('x')), f32(call.tensor('y'))];
    for (let i = 0; i < x.length; i++) y[i] = Math.sqrt(x[i]!);
  },
  rsqrt_float32(_ctx, call) {
    const [x, y] = [f32(call.tensor('x')), f32(call.tensor('y'))];
    const eps = call.f32('eps');
    for (let i = 0; i < x.length; i++) y[i] = reciprocalRoot(x[i]!, eps);
  },
  rsqrt_sym(ctx, call) {
    const [x, y] = [call.tensor('x'), call.tensor('y')];
    checkOperand(x);
    if (y.bits > 16) throw new KernelRefusal(`A19: a target label of ${y.bits}`);
    const eps = call.f32('eps');
    const roots = new Float32Array(x.count);
    const q = i32(x);
    let m = 0;
    for (let i = 0; i < roots.length; i++) {
      roots[i] = reciprocalRoot(fround(fround(q[i]!) * x.scale), eps);
      if (!(m > Math.abs(roots[i]!))) m = Math.abs(roots[i]!);
    }
    y.scale = scaleFor(m, y.bits);
    if (m === 0) return;
    const [codes, encode] = [i32(y), encoder(ctx, y.bits, y.rounding)];
    for (let i = 0; i < roots.length; i++) codes[i] = encode(fround(roots[i]! / y.scale));
  },
};
