/** Samples of a whole data set as one tensor each: row i of [S, …] is the sample tensor [1, …] (L34). */

import type { Numerics } from '../numerics.ts';
import { precondition } from '../refusal.ts';
import { newTensor, type Tensor, tensorCount } from '../tensor.ts';
import type { Sample } from './step.ts';

/** Row i of a stack of FLOAT32 or SYM_INT32 as a tensor of its own that shares data and record. */
export function stackRow(_n: Numerics, stack: Tensor, i: number): Tensor {
  const size = tensorCount(stack) / stack.shape[0]!;
  const row = newTensor(stack.dtype, [1, ...stack.shape.slice(1)], stack.bits, stack.rounding);
  row.data = stack.data.subarray(i * size, (i + 1) * size);
  row.scale = stack.scale;
  return row;
}

/** All samples of two stacks; without labels each sample is its own label (an autoencoder). */
export function stackedSamples(n: Numerics, x: Tensor, label: Tensor | undefined): Sample[] {
  const rows = x.shape[0] ?? 0;
  precondition(label === undefined || label.shape[0] === rows, 'as many labels as samples');
  return Array.from({ length: rows }, (_, i): Sample => {
    const row = n.fn.stackRow(n, x, i);
    return { x: row, label: label === undefined ? row : n.fn.stackRow(n, label, i) };
  });
}
