/** Cross-entropy over Softmax probabilities: loss value, seed gradient, mean scale (L28). */

import type { Numerics } from '../numerics.ts';
import { demand } from '../refusal.ts';
import type { Dtype, Tensor } from '../tensor.ts';
import type { Reduction } from './operands.ts';

/** L28: the smallest probability whose log is taken, 1e-7f. */
export const smallestProbability = Math.fround(1e-7);

/** L28: refuses (B8) NaN and ±∞. */
export function guardProbability(_n: Numerics, p: number): void {
  demand(Number.isFinite(p), 'B8', `probability ${p}`);
}

/** L28 forward step: `ℓ ⊕ (y ⊗ −log(max(p, 1e-7f)))`. */
export function crossEntropyTerm(n: Numerics, loss: number, p: number, y: number): number {
  const clamped = p < smallestProbability ? smallestProbability : p;
  return n.f.mulAdd(y, -n.fn.log32(n, clamped), loss);
}

/** L28 MEAN: divided by dims[0] from rank 2 on, unscaled below. */
export function crossEntropyMean(n: Numerics, loss: number, shape: readonly number[]): number {
  return shape.length >= 2 ? n.f.div(loss, n.f.fromInt(shape[0]!)) : loss;
}

/** Quantized output dtypes of the contract's loss; the rest is refused by the dispatch. */
export function crossEntropyDtypes(n: Numerics, withAsym: boolean): readonly Dtype[] {
  if (n.contract.crossEntropySym === 'refused') return [];
  return withAsym ? ['SYM_INT32', 'ASYM'] : ['SYM_INT32'];
}

/** L28 forward: the loss as float32. Refuses (B8) other outputs and non-finite probabilities. */
export function crossEntropyForward(
  n: Numerics,
  output: Tensor,
  label: Tensor,
  reduction: Reduction,
): number {
  const values = n.fn.lossOperands(n, output, label, n.fn.crossEntropyDtypes(n, false));
  let loss = 0;
  for (let i = 0; i < values.output.length; i++) {
    n.fn.guardProbability(n, values.output[i]!);
    loss = n.fn.crossEntropyTerm(n, loss, values.output[i]!, values.label[i]!);
  }
  return reduction === 'MEAN' ? n.fn.crossEntropyMean(n, loss, output.shape) : loss;
}

/** L28 gradient of one element: `p ⊖ y`, p unclamped, not divided by anything. */
export function crossEntropyGradient(n: Numerics, p: number, y: number): number {
  return n.f.sub(p, y);
}

/**
 * L28 backward: the seed gradient, the Softmax Jacobian included, into the target's dtype, width and mode.
 * Refuses (B8) outputs other than FLOAT32, SYM_INT32 and ASYM. n draws into an SR record.
 */
export function crossEntropyBackward(
  n: Numerics,
  output: Tensor,
  label: Tensor,
  target: Tensor,
): void {
  const values = n.fn.lossOperands(n, output, label, n.fn.crossEntropyDtypes(n, true));
  const gradient = values.output.map((p, i) => n.fn.crossEntropyGradient(n, p, values.label[i]!));
  n.fn.writeLossGradient(n, gradient, output, target);
}

/** L28 mean scale of a macro batch of S samples: `1 ⊘ i2f(S)`. */
export function crossEntropyMeanScale(n: Numerics, samples: number): number {
  return n.f.div(1, n.f.fromInt(samples));
}
