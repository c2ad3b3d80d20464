/** Layer records of the pinned examples, for the tests of this folder. */

import type { Arithmetic } from '../funnel.ts';
import { newTensor, symInt32Tensor, type Tensor } from '../tensor.ts';
import type { LayerContext, Parameter } from './layer.ts';

export const symHalfAway: Arithmetic = { type: 'ARITH_SYM_INT32', rounding: 'HALF_AWAY' };
export const symStochastic: Arithmetic = { type: 'ARITH_SYM_INT32', rounding: 'SR_HALF_AWAY' };
export const float: Arithmetic = { type: 'ARITH_FLOAT32', rounding: 'HALF_AWAY' };

/** One arithmetic everywhere, weights DYNAMIC, biases FIXED. */
export function uniformContext(math: Arithmetic): LayerContext {
  return {
    forwardMath: math,
    weightGradMath: math,
    biasGradMath: math,
    propLossMath: math,
    weightGradAccMode: 'OUT_ACC_DYNAMIC_RESCALE',
    biasGradAccMode: 'OUT_ACC_FIXED_SCALE',
  };
}

/** SYM_INT32, 12 bits, HALF_AWAY. */
export function sym12(
  mantissas: readonly number[],
  scale: number,
  shape: readonly number[],
): Tensor {
  return symInt32Tensor(mantissas, scale, 12, 'HALF_AWAY', shape);
}

/** A parameter with a fresh SYM_INT32 gradient of 16 bits. */
export function withSym16Grad(value: Tensor): Parameter {
  return { value, grad: newTensor('SYM_INT32', value.shape, 16) };
}

/** A parameter with a fresh FLOAT32 gradient. */
export function withFloatGrad(value: Tensor): Parameter {
  return { value, grad: newTensor('FLOAT32', value.shape) };
}
