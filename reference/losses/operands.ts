/** What the losses share: reading output and label as floats and writing the seed gradient (L28, L29). */

import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import {
  type Dtype,
  demandCount,
  float32Tensor,
  floats,
  store,
  type Tensor,
  tensorCount,
} from '../tensor.ts';

/** Whether the reported loss is divided (per loss) or a plain sum. */
export type Reduction = 'MEAN' | 'SUM';

/** Output and label of one loss call as float32, as many elements as the output has. */
export interface LossOperands {
  readonly output: Float32Array;
  readonly label: Float32Array;
}

/**
 * The operands of a loss, dispatched on the output's dtype: a FLOAT32 output takes a FLOAT32 label; a
 * quantized output of one of the given dtypes is decoded, as is its label unless it is FLOAT32.
 * Refuses (B8) an output of another dtype. No draw.
 */
export function lossOperands(
  n: Numerics,
  output: Tensor,
  label: Tensor,
  quantized: readonly Dtype[],
): LossOperands {
  const known = output.dtype === 'FLOAT32' || quantized.includes(output.dtype);
  demand(known, 'B8', `a loss of a ${output.dtype} output is not defined`);
  const readable = output.dtype !== 'FLOAT32' || label.dtype === 'FLOAT32';
  precondition(readable, `a FLOAT32 output reads the bytes of a ${label.dtype} label as floats`);
  const decodable = label.dtype !== 'SYM' || n.contract.symCells === 'present';
  demand(decodable, 'A4', 'no conversion from SYM');
  precondition(tensorCount(label) >= tensorCount(output), 'the label is shorter than the output');
  return { output: n.fn.decodeTensor(n, output), label: n.fn.decodeTensor(n, label) };
}

/**
 * Writes the gradient of a loss into the tensor passed as destination, in that tensor's dtype, width and
 * mode (S36–S38). A FLOAT32 output needs a FLOAT32 destination. n draws into an SR record.
 */
export function writeLossGradient(
  n: Numerics,
  gradient: Float32Array,
  output: Tensor,
  target: Tensor,
): void {
  demandCount(target, gradient.length, 'the gradient');
  if (target.dtype === 'FLOAT32') {
    store(floats(target), gradient);
    return;
  }
  precondition(output.dtype !== 'FLOAT32', 'a FLOAT32 loss writes floats into any destination');
  n.fn.convert(n, float32Tensor(gradient, target.shape), target);
}
