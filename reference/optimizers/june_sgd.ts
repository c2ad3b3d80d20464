/** SGD of the June contracts: unrounded momentum, and the stateless step (H2, V35). */

import type { Numerics } from '../numerics.ts';
import { precondition } from '../refusal.ts';
import {
  demandCount,
  float32Tensor,
  floats,
  newTensor,
  store,
  type Tensor,
  tensorCount,
} from '../tensor.ts';
import type { SgdScalars } from './sgd.ts';

/** Writes floats into a FLOAT32 or SYM_INT32 tensor on a fresh scale, by the record's own mode. */
export function storeUpdate(n: Numerics, values: Float32Array, target: Tensor): void {
  if (target.dtype === 'FLOAT32') store(floats(target), values);
  else n.fn.quantizeDynamic(n, float32Tensor(values, target.shape), target);
}

/** H2: one dtype for parameters and state, FLOAT32 or SYM_INT32; only SYM_INT32 decodes gradients. */
export function checkJuneDtypes(_n: Numerics, stored: readonly Tensor[], gradient: Tensor): void {
  const dtype = stored[0]!.dtype;
  precondition(dtype === 'FLOAT32' || dtype === 'SYM_INT32', `June SGD of ${dtype} parameters`);
  precondition(
    stored.every((t) => t.dtype === dtype),
    'a June SGD step mixes dtypes',
  );
  const readable = gradient.dtype === 'FLOAT32' || gradient.dtype === dtype;
  precondition(readable, `June SGD of ${dtype} parameters with a ${gradient.dtype} gradient`);
  const count = tensorCount(stored[0]!);
  for (const t of [...stored, gradient]) demandCount(t, count, 'an operand');
}

/**
 * H2 factory step, for momentum 0 too: the parameter follows the unrounded float momentum; state first,
 * then the parameter, each with its own width and mode. Draws n + n into SR records. The gradient is
 * only read.
 */
export function juneSgdStep(
  n: Numerics,
  parameter: Tensor,
  gradient: Tensor,
  state: Tensor,
  scalars: SgdScalars,
): void {
  n.fn.checkJuneDtypes(n, [parameter, state], gradient);
  const p = n.fn.decodeTensor(n, parameter);
  const g = n.fn.decodeTensor(n, gradient);
  const v = n.fn.decodeTensor(n, state);
  const momenta = v.map((value, i) => {
    const decayed = n.fn.decayedGradient(n, g[i]!, p[i]!, scalars.weightDecay);
    return n.fn.momentumUpdate(n, value, decayed, scalars.momentum);
  });
  const updated = p.map((value, i) => {
    return n.fn.descend(n, value, momenta[i]!, scalars.learningRate);
  });
  n.fn.storeUpdate(n, momenta, state);
  n.fn.storeUpdate(n, updated, parameter);
}

/**
 * H2 stateless step: the parameter first, then (SYM_INT32) the decoded gradient is encoded again into
 * itself. Draws n + n into SR records.
 */
export function juneSgdStatelessStep(
  n: Numerics,
  parameter: Tensor,
  gradient: Tensor,
  scalars: SgdScalars,
): void {
  n.fn.checkJuneDtypes(n, [parameter], gradient);
  const p = n.fn.decodeTensor(n, parameter);
  const g = n.fn.decodeTensor(n, gradient);
  const updated = p.map((value, i) => {
    const decayed = n.fn.decayedGradient(n, g[i]!, value, scalars.weightDecay);
    return n.fn.descend(n, value, decayed, scalars.learningRate);
  });
  n.fn.storeUpdate(n, updated, parameter);
  if (gradient.dtype === 'SYM_INT32') n.fn.storeUpdate(n, g, gradient);
}

/** H2: the zeroed momentum buffer of a parameter: its dtype and mode, the contract's width. */
export function juneMomentumState(n: Numerics, parameter: Tensor): Tensor {
  const width = n.contract.momentumBits;
  const bits = width === 'parameter' || parameter.dtype === 'FLOAT32' ? parameter.bits : width;
  return newTensor(parameter.dtype, parameter.shape, bits, parameter.rounding);
}
