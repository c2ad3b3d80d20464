/** Stochastic gradient descent with momentum (S117). */

import type { Numerics } from '../numerics.ts';
import { demandCount, floats, type Rounding, type Tensor } from '../tensor.ts';
import type { SgdScalars } from './sgd.ts';

/** S117: `v' = (μ ⊗ v) ⊕ g'`; no dampening, no Nesterov term. */
export function momentumUpdate(n: Numerics, v: number, decayed: number, momentum: number): number {
  return n.f.mulAdd(momentum, v, decayed);
}

/** S117 first call: writes the new momentum into the state tensor. */
export function momentumStateStep(
  n: Numerics,
  parameter: Tensor,
  gradient: Tensor,
  state: Tensor,
  scalars: SgdScalars,
  rounding: Rounding,
): void {
  n.fn.executeOp(
    n,
    (_n, operands, raw) => {
      for (const t of operands) demandCount(t, raw.data.length, 'an operand');
      const [v, g, p] = operands.map(floats) as [Float32Array, Float32Array, Float32Array];
      const out = floats(raw);
      for (let i = 0; i < out.length; i++) {
        const decayed = n.fn.decayedGradient(n, g[i]!, p[i]!, scalars.weightDecay);
        out[i] = n.fn.momentumUpdate(n, v[i]!, decayed, scalars.momentum);
      }
    },
    [state, gradient, parameter],
    n.fn.updateArithmetic(n, rounding),
    'OUT_WRITE',
    state,
  );
}

/** S117 second call: the parameter follows the stored, re-decoded state. */
export function momentumParameterStep(
  n: Numerics,
  parameter: Tensor,
  state: Tensor,
  scalars: SgdScalars,
  rounding: Rounding,
): void {
  n.fn.executeOp(
    n,
    (_n, operands, raw) => {
      for (const t of operands) demandCount(t, raw.data.length, 'an operand');
      const [p, v] = operands.map(floats) as [Float32Array, Float32Array];
      const out = floats(raw);
      for (let i = 0; i < out.length; i++) {
        out[i] = n.fn.descend(n, p[i]!, v[i]!, scalars.learningRate);
      }
    },
    [parameter, state],
    n.fn.updateArithmetic(n, rounding),
    'OUT_WRITE',
    parameter,
  );
}

/**
 * S117: state first, then the parameter from the stored state; both on a fresh scale, both rounded by the
 * write-back mode. The gradient is only read. Draws: state write, then parameter write.
 */
export function sgdMomentumStep(
  n: Numerics,
  parameter: Tensor,
  gradient: Tensor,
  state: Tensor,
  scalars: SgdScalars,
  rounding: Rounding,
): void {
  n.fn.momentumStateStep(n, parameter, gradient, state, scalars, rounding);
  n.fn.momentumParameterStep(n, parameter, state, scalars, rounding);
}
