/** Samples and outputs of a whole data set as one tensor each: row i of [S, …] is the sample tensor [1, …]. */

import { floats, newTensor, type Tensor, tensorCount } from '../../reference/tensor.ts';
import type { Sample } from '../../reference/training/step.ts';
import { type OpCall, tensorOf } from '../op.ts';

/** Row i of a FLOAT32 stack as a tensor of its own that shares the data. */
export function rowOf(stack: Tensor, i: number): Tensor {
  const size = tensorCount(stack) / stack.shape[0]!;
  const row = newTensor('FLOAT32', [1, ...stack.shape.slice(1)]);
  row.data = floats(stack).subarray(i * size, (i + 1) * size);
  return row;
}

/** The samples of a call; without a label tensor each sample is its own label (an autoencoder). */
export function stackedSamples(call: OpCall): Sample[] {
  const x = tensorOf(call, 'x');
  const label = call.tensors.label;
  return Array.from({ length: x.shape[0]! }, (_, i): Sample => {
    const row = rowOf(x, i);
    return { x: row, label: label === undefined ? row : rowOf(label, i) };
  });
}
