/** Which loss a model ends in, and its three functions (L28, L29). */

import type { Numerics } from '../numerics.ts';
import type { Tensor } from '../tensor.ts';
import type { Reduction } from './operands.ts';

export const lossKinds = ['MSE', 'CROSS_ENTROPY'] as const;
export type LossKind = (typeof lossKinds)[number];

/** Loss value of one sample tensor (L28, L29). */
export function lossForward(
  n: Numerics,
  kind: LossKind,
  output: Tensor,
  label: Tensor,
  reduction: Reduction,
): number {
  return kind === 'MSE'
    ? n.fn.mseForward(n, output, label, reduction)
    : n.fn.crossEntropyForward(n, output, label, reduction);
}

/** Seed gradient of one sample tensor, written into the target's record (L28, L29). */
export function lossBackward(
  n: Numerics,
  kind: LossKind,
  output: Tensor,
  label: Tensor,
  target: Tensor,
): void {
  if (kind === 'MSE') n.fn.mseBackward(n, output, label, target);
  else n.fn.crossEntropyBackward(n, output, label, target);
}

/** Factor of all gradients of a macro batch of S samples; the shape is the first label's (L34). */
export function lossMeanScale(
  n: Numerics,
  kind: LossKind,
  samples: number,
  labelShape: readonly number[],
): number {
  return kind === 'MSE'
    ? n.fn.mseMeanScale(n, samples, labelShape)
    : n.fn.crossEntropyMeanScale(n, samples);
}
