/** Row broadcasts and fused float32 forms (S104–S108). */

import { f32, type JsCall, type JsKernels, type JsTensor, KernelRefusal } from '../api.ts';
import { fused } from './fused_multiply_add.ts';
import { demandSameExtents, isIdentity, logicalPositions } from './views.ts';

const fround = Math.fround;

function demandFloat(t: JsTensor): void {
  if (t.dtype !== 'FLOAT32') throw new KernelRefusal(`A21: a ${t.dtype} operand`);
}

/** Refuses (A21) views and extents other than the first tensor's. */
export function demandPlain(tensors: readonly JsTensor[]): void {
  const { shape } = tensors[0]!;
  for (const t of tensors) {
    const same = t.shape.length === shape.length && t.shape.every((e, p) => e === shape[p]);
    if (!isIdentity(t) || !same) throw new KernelRefusal('A21: views or different extents');
  }
}

/** S106–S108: FLOAT32, identity order, one shape. */
function plainOperands(call: JsCall, names: readonly string[]): Float32Array[] {
  const tensors = names.map((name) => call.tensor(name));
  for (const t of tensors) demandFloat(t);
  demandPlain(tensors);
  return tensors.map(f32);
}

/** S104: matrix, vector along `axis`, output; all guards. */
function rowOperands(call: JsCall, axis: 0 | 1) {
  const vector = call.tensor('vector');
  demandFloat(vector);
  const [m, out] = plainOperands(call, ['m', 'out']);
  const shape = call.tensor('m').shape;
  if (shape.length !== 2 || vector.shape.length !== 1 || vector.count !== shape[axis]) {
    throw new KernelRefusal('A21: a matrix and a vector that do not fit');
  }
  return { m: m!, out: out!, vector: f32(vector), rows: shape[0]!, columns: shape[1]! };
}

export const fusedKernels: JsKernels = {
  scale_rows(_ctx, call) {
    const { m, out, vector, rows, columns } = rowOperands(call, 0);
    for (let row = 0, at = 0; row < rows; row++) {
      const factor = vector[row]!;
      for (let column = 0; column < columns; column++, at++) out[at] = factor * m[at]!;
    }
  },
  sub_row(_ctx, call) {
    const { m, out, vector, rows, columns } = rowOperands(call, 1);
    for (let row = 0, at = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, at++) out[at] = m[at]! - vector[column]!;
    }
  },
  axpby(_ctx, call) {
    const [x, y, out] = [call.tensor('x'), call.tensor('y'), call.tensor('out')];
    for (const t of [x, y, out]) demandFloat(t);
    if (!isIdentity(out)) throw new KernelRefusal('A21: a transposed output');
    demandSameExtents(x, y);
    demandSameExtents(x, out);
    const [a, b] = [call.f32('a'), call.f32('b')];
    const [xs, ys, result] = [f32(x), f32(y), f32(out)];
    const [i, j] = [logicalPositions(x), logicalPositions(y)];
    for (let k = 0; k < i.length; k++) result[k] = fround(a * xs[i[k]!]!) + fround(b * ys[j[k]!]!);
  },
  lerp(_ctx, call) {
    const [a, b] = plainOperands(call, ['a', 'b']) as [Float32Array, Float32Array];
    const w = call.f32('w');
    for (let i = 0; i < a.length; i++) a[i] = fused(w, fround(b[i]! - a[i]!), a[i]!);
  },
  addcmul(_ctx, call) {
    const [a, b, c] = plainOperands(call, ['a', 'b', 'c']) as Float32Array[];
    const s = call.f32('s');
    for (let i = 0; i < a!.length; i++) a![i] = a![i]! + fround(fround(s * b![i]!) * c![i]!);
  },
  addcdiv(_ctx, call) {
    const [a, b, v] = plainOperands(call, ['a', 'b', 'v']) as Float32Array[];
    const [s, divisor, eps] = [call.f32('s'), call.f32('divisor'), call.f32('eps')];
    for (let i = 0; i < a!.length; i++) {
      const d = fround(fround(fround(Math.sqrt(v![i]!)) / divisor) + eps);
      a![i] = a![i]! + fround(fround(s * b![i]!) / d);
    }
  },
};
