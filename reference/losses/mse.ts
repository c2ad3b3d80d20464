/** Mean squared error: loss value, seed gradient and mean scale (L29). */

import type { Numerics } from '../numerics.ts';
import { precondition } from '../refusal.ts';
import { countOf, type Tensor } from '../tensor.ts';
import type { Reduction } from './operands.ts';

/** L29 forward step: `ℓ ⊕ (δ ⊗ δ)` with `δ = o ⊖ l`. */
export function mseTerm(n: Numerics, loss: number, o: number, l: number): number {
  const delta = n.f.sub(o, l);
  return n.f.mulAdd(delta, delta, loss);
}

/** L29 MEAN: divided by the number of all elements, batch included. */
export function mseMean(n: Numerics, loss: number, shape: readonly number[]): number {
  return n.f.div(loss, n.f.fromInt(countOf(shape)));
}

/**
 * L29 forward: the loss value as float32. Output FLOAT32 or SYM_INT32 (else B8); sequential sum in flat
 * order. No draw.
 */
export function mseForward(
  n: Numerics,
  output: Tensor,
  label: Tensor,
  reduction: Reduction,
): number {
  const values = n.fn.lossOperands(n, output, label, ['SYM_INT32']);
  let loss = 0;
  for (let i = 0; i < values.output.length; i++) {
    loss = n.fn.mseTerm(n, loss, values.output[i]!, values.label[i]!);
  }
  return reduction === 'MEAN' ? n.fn.mseMean(n, loss, output.shape) : loss;
}

/** L29 gradient of one element: `2 ⊗ (o ⊖ l)`, not divided by anything. */
export function mseGradient(n: Numerics, o: number, l: number): number {
  return n.f.mul(2, n.f.sub(o, l));
}

/**
 * L29 backward: writes the seed gradient into the target in the target's dtype, width and mode. Output
 * FLOAT32 or SYM_INT32 (else B8). n draws into an SR record.
 */
export function mseBackward(n: Numerics, output: Tensor, label: Tensor, target: Tensor): void {
  const values = n.fn.lossOperands(n, output, label, ['SYM_INT32']);
  const gradient = values.output.map((o, i) => n.fn.mseGradient(n, o, values.label[i]!));
  n.fn.writeLossGradient(n, gradient, output, target);
}

/**
 * L29 mean scale of a macro batch of S samples: `1 ⊘ i2f(S · F)`, F = elements per entry of the leading
 * axis of the given shape (the first label's, as the epoch loop calls it).
 */
export function mseMeanScale(n: Numerics, samples: number, shape: readonly number[]): number {
  precondition(shape.length > 0 && shape[0] !== 0, 'a label without entries');
  const features = countOf(shape) / shape[0]!;
  return n.f.div(1, n.f.fromInt(samples * features));
}
