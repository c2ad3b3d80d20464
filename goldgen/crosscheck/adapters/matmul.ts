/** Matmul and the raw Linear forward of `arithmetic`, `raw-kernels`, `june-kernels`, `june23-kernels`. */

import { type Dtype, newTensor, type Tensor } from '../../../reference/tensor.ts';
import type { AdapterTable, Replay } from '../types.ts';
import { writingY } from './writing.ts';

/** An output of the shape [rows of a, columns of b], made for functions that record no target. */
function productTarget(r: Replay, dtype: Dtype, a: Tensor, b: Tensor): Tensor {
  const views = r.n.fn.matmulViews(r.n, a, b);
  return newTensor(dtype, [views.a.rows, views.b.columns]);
}

function optional(r: Replay, name: string): Tensor | undefined {
  return r.has(name) ? r.tensor(name) : undefined;
}

const matmulSym = writingY((r, y) => {
  const [a, b, bias] = [r.tensor('a'), r.tensor('b'), optional(r, 'bias')];
  if (bias === undefined) r.n.fn.matmulSym(r.n, a, b, y);
  else r.n.fn.matmulSymBias(r.n, a, b, bias, y);
});

function matmulFloat(r: Replay): void {
  const [a, b] = [r.tensor('a'), r.tensor('b')];
  const y = productTarget(r, 'FLOAT32', a, b);
  y.data = r.n.fn.matmulFloat(r.n, a, b, optional(r, 'bias'));
  r.emit('y', y);
}

function matmulInt(r: Replay): void {
  const [a, b] = [r.tensor('a'), r.tensor('b')];
  const y = productTarget(r, 'INT32', a, b);
  y.data = r.n.fn.matmulInt(r.n, a, b);
  r.emit('y', y);
}

const linearForwardRaw = writingY((r, y) =>
  r.n.fn.linearForwardRaw(r.n, r.tensor('x'), r.tensor('w'), optional(r, 'b'), y),
);

export const matmulAdapters: AdapterTable = {
  'arithmetic/matmulSymInt32Tensors': matmulSym,
  'arithmetic/matmulSymInt32TensorsWithBias': matmulSym,
  'arithmetic/matmulFloat32Tensors': matmulFloat,
  'arithmetic/matmulFloat32TensorsWithBias': matmulFloat,
  'arithmetic/matmulInt32Tensors': matmulInt,
  'raw-kernels/linearForwardSymInt32': linearForwardRaw,
  'june-kernels/matmulSymInt32TensorsWithBias': matmulSym,
  'june23-kernels/matmulSymInt32TensorsWithBias': matmulSym,
};
