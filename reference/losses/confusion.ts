/** How often each class is predicted for each target class (L34). */

import type { Numerics } from '../numerics.ts';
import { precondition } from '../refusal.ts';
import { type Tensor, tensorCount } from '../tensor.ts';

/** Row i of a stack [S, …] in its own dtype, flat; it shares the data. */
export function metricRow(_n: Numerics, stack: Tensor, i: number): Tensor {
  const size = tensorCount(stack) / stack.shape[0]!;
  const data = stack.data.subarray(i * size, (i + 1) * size);
  return { ...stack, shape: [size], order: [0], data };
}

/** L34: the number of classes, which is the number of elements of the first label. */
export function classCount(_n: Numerics, labels: Tensor): number {
  return tensorCount(labels) / labels.shape[0]!;
}

/**
 * L34: outputs [S, …], labels [S, …] of C elements each, S ≥ 1 → counts [C·C]: at target·C + predicted. Refuses (B9)
 * what is neither FLOAT32 nor SYM_INT32.
 */
export function confusionCounts(n: Numerics, outputs: Tensor, labels: Tensor): Int32Array {
  const samples = labels.shape[0] ?? 0;
  precondition(
    samples > 0 && outputs.shape[0] === samples,
    'as many outputs as labels, at least 1',
  );
  const classes = n.fn.classCount(n, labels);
  precondition(classes > 0, 'no class');
  precondition(tensorCount(outputs) >= samples * classes, 'an output for each class');
  const counts = new Int32Array(classes * classes);
  for (let i = 0; i < samples; i++) {
    const target = n.fn.argmax(n, n.fn.metricRow(n, labels, i), classes);
    const predicted = n.fn.argmax(n, n.fn.metricRow(n, outputs, i), classes);
    counts[target * classes + predicted]! += 1;
  }
  return counts;
}
