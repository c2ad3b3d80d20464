/** Stochastic gradient descent without momentum (S116) and what all optimizers share (S118, S121). */

import type { Arithmetic } from '../funnel.ts';
import type { Numerics } from '../numerics.ts';
import { demand } from '../refusal.ts';
import { demandCount, floats, type Rounding, type Tensor } from '../tensor.ts';

/** The scalars of SGD, all float32. */
export interface SgdScalars {
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
}

/** S121: a parameter's gradient must be FLOAT32, SYM_INT32, SYM or ASYM (else A23). */
export function checkGradient(_n: Numerics, gradient: Tensor): void {
  const usable = gradient.dtype !== 'INT32' && gradient.dtype !== 'BOOL';
  demand(usable, 'A23', `a ${gradient.dtype} gradient has no optimizer step`);
}

/** S117: update arithmetic other than FLOAT32 is refused (A23), at construction and at every step. */
export function checkUpdateArithmetic(_n: Numerics, type: Arithmetic['type']): void {
  demand(type === 'ARITH_FLOAT32', 'A23', `${type} update arithmetic is not defined`);
}

/** S118: the arithmetic of an update; its mode is the optimizer's write-back mode. */
export function updateArithmetic(_n: Numerics, rounding: Rounding): Arithmetic {
  return { type: 'ARITH_FLOAT32', rounding };
}

/** S116: `g ⊕ (wd ⊗ p)`; executed for wd = 0 too. */
export function decayedGradient(n: Numerics, g: number, p: number, weightDecay: number): number {
  return n.f.mulAdd(weightDecay, p, g);
}

/** S116, S117: `p ⊖ (lr ⊗ d)`. */
export function descend(n: Numerics, p: number, d: number, learningRate: number): number {
  return n.f.mulSub(learningRate, d, p);
}

/**
 * S116: one parameter of any dtype from a gradient of any dtype, on a fresh scale, rounded by the
 * write-back mode. The gradient is only read. n draws (n + 1 for ASYM, 0 for FLOAT32) in SR mode.
 */
export function sgdStep(
  n: Numerics,
  parameter: Tensor,
  gradient: Tensor,
  scalars: SgdScalars,
  rounding: Rounding,
): void {
  const { learningRate, weightDecay } = scalars;
  n.fn.executeOp(
    n,
    (_n, operands, raw) => {
      demandCount(operands[1]!, raw.data.length, 'the gradient');
      const p = floats(operands[0]!);
      const g = floats(operands[1]!);
      const out = floats(raw);
      for (let i = 0; i < out.length; i++) {
        const decayed = n.fn.decayedGradient(n, g[i]!, p[i]!, weightDecay);
        out[i] = n.fn.descend(n, p[i]!, decayed, learningRate);
      }
    },
    [parameter, gradient],
    n.fn.updateArithmetic(n, rounding),
    'OUT_WRITE',
    parameter,
  );
}
