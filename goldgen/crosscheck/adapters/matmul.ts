/** Matmul and the raw Linear forward of `arithmetic`, `raw-kernels`, `june-kernels`, `june23-kernels`. */

import { type Dtype, newTensor, type Tensor } from '../../../reference/tensor.ts';
import type { AdapterTable, Replay } from '../types.ts';

/** An output of the shape [rows of a, columns of b], made for functions that record no target. */
function productTarget(r: Replay, dtype: Dtype, a: Tensor, b: Tensor): Tensor {
  const views = r.n.fn.matmulViews(r.n, a, b);
  return newTensor(dtype, [views.a.rows, views.b.columns]);
}

function matmulSym(r: Replay): void {
  const y = r.tensor('y_target');
  r.n.fn.matmulSym(r.n, r.tensor('a'), r.tensor('b'), y);
  r.emit('y', y);
}

function matmulSymBias(r: Replay): void {
  if (!r.has('bias')) {
    matmulSym(r);
    return;
  }
  const y = r.tensor('y_target');
  r.n.fn.matmulSymBias(r.n, r.tensor('a'), r.tensor('b'), r.tensor('bias'), y);
  r.emit('y', y);
}

function matmulFloat(r: Replay): void {
  const [a, b] = [r.tensor('a'), r.tensor('b')];
  const y = productTarget(r, 'FLOAT32', a, b);
  y.data = r.n.fn.matmulFloat(r.n, a, b, r.has('bias') ? r.tensor('bias') : undefined);
  r.emit('y', y);
}

function matmulInt(r: Replay): void {
  const [a, b] = [r.tensor('a'), r.tensor('b')];
  const y = productTarget(r, 'INT32', a, b);
  y.data = r.n.fn.matmulInt(r.n, a, b);
  r.emit('y', y);
}

function linearForwardRaw(r: Replay): void {
  const y = r.tensor('y_target');
  const bias = r.has('b') ? r.tensor('b') : undefined;
  r.n.fn.linearForwardRaw(r.n, r.tensor('x'), r.tensor('w'), bias, y);
  r.emit('y', y);
}

export const matmulAdapters: AdapterTable = {
  'arithmetic/matmulSymInt32Tensors': matmulSym,
  'arithmetic/matmulSymInt32TensorsWithBias': matmulSymBias,
  'arithmetic/matmulFloat32Tensors': matmulFloat,
  'arithmetic/matmulFloat32TensorsWithBias': matmulFloat,
  'arithmetic/matmulInt32Tensors': matmulInt,
  'raw-kernels/linearForwardSymInt32': linearForwardRaw,
  'june-kernels/matmulSymInt32TensorsWithBias': matmulSymBias,
  'june23-kernels/matmulSymInt32TensorsWithBias': matmulSymBias,
};
