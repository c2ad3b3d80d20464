/** AdamW with decoupled weight decay (S119). */

import { powInteger } from '../num/double_double.ts';
import type { Numerics } from '../numerics.ts';
import { demand } from '../refusal.ts';
import { floats, type Rounding, type Tensor } from '../tensor.ts';

/** Hyper-parameters: the learning rate is float32, the others are doubles. */
export interface AdamWOptions {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** The scalars of one step, computed in double and cast once to float32. */
export interface AdamWScalars {
  /** 1 − β1 */
  readonly w1: number;
  readonly beta2: number;
  /** 1 − β2 */
  readonly s2: number;
  /** √(1 − β2^t) */
  readonly bc2: number;
  /** −(lr / (1 − β1^t)) */
  readonly step: number;
  /** 1 − lr·wd */
  readonly decay: number;
  readonly epsilon: number;
}

/** S119 construction: β1, β2 in [0, 1), ε > 0; refuses (A23) otherwise, NaN included. */
export function checkAdamW(_n: Numerics, o: AdamWOptions): void {
  const betas = o.beta1 >= 0 && o.beta1 < 1 && o.beta2 >= 0 && o.beta2 < 1;
  demand(betas, 'A23', `betas must lie in [0, 1), got ${o.beta1} and ${o.beta2}`);
  demand(o.epsilon > 0, 'A23', `epsilon must be > 0, got ${o.epsilon}`);
}

/** S119 scalars of step t (1 for the first step). */
export function adamwScalars(_n: Numerics, o: AdamWOptions, t: number): AdamWScalars {
  const bc1 = 1 - powInteger(o.beta1, t);
  return {
    w1: Math.fround(1 - o.beta1),
    beta2: Math.fround(o.beta2),
    s2: Math.fround(1 - o.beta2),
    bc2: Math.fround(Math.sqrt(1 - powInteger(o.beta2, t))),
    step: Math.fround(-(o.learningRate / bc1)),
    decay: Math.fround(1 - o.learningRate * o.weightDecay),
    epsilon: Math.fround(o.epsilon),
  };
}

/** S119 first moment: `fma32(w1, g ⊖ m, m)`. */
export function adamwFirstMoment(n: Numerics, m: number, g: number, s: AdamWScalars): number {
  return n.f.fma(s.w1, n.f.sub(g, m), m);
}

/** S119 second moment: `(v ⊗ β2) ⊕ ((s2 ⊗ g) ⊗ g)`. */
export function adamwSecondMoment(n: Numerics, v: number, g: number, s: AdamWScalars): number {
  return n.f.mulAddMul(v, s.beta2, n.f.mul(s.s2, g), g);
}

/** S119 denominator: `(sqrt32(v) ⊘ bc2) ⊕ ε`. */
export function adamwDenominator(n: Numerics, v: number, s: AdamWScalars): number {
  return n.f.add(n.f.div(n.f.sqrt(v), s.bc2), s.epsilon);
}

/** S119 parameter: `(p ⊗ decay) ⊕ ((step ⊗ m) ⊘ d)`. */
export function adamwParameter(
  n: Numerics,
  p: number,
  m: number,
  v: number,
  s: AdamWScalars,
): number {
  const quotient = n.f.div(n.f.mul(s.step, m), n.fn.adamwDenominator(n, v, s));
  return n.f.mulAdd(p, s.decay, quotient);
}

/** S119 is made of the fused forms S106–S108 and refuses (A21) what they refuse. */
export function guardUpdateOperands(n: Numerics, tensors: readonly Tensor[]): void {
  n.fn.guardFusedOperands(n, tensors);
}

/** One funnel write of an element-wise update over up to three plain operands (S106–S108; refuses A21). */
function write(
  n: Numerics,
  inputs: readonly Tensor[],
  target: Tensor,
  rounding: Rounding,
  element: (a: number, b: number, c: number) => number,
): void {
  n.fn.executeOp(
    n,
    (_n, operands, raw) => {
      n.fn.guardUpdateOperands(n, [raw, ...operands]);
      const [a, b, c] = operands.map(floats);
      const out = floats(raw);
      for (let i = 0; i < out.length; i++) out[i] = element(a![i]!, b![i]!, c?.[i] ?? 0);
    },
    inputs,
    n.fn.updateArithmetic(n, rounding),
    'OUT_WRITE',
    target,
  );
}

/**
 * S119: one parameter at step t: m, v, then the parameter from the stored moments, each rounded by the
 * write-back mode. Draws in the order m, v, p. The gradient is only read.
 */
export function adamwStep(
  n: Numerics,
  parameter: Tensor,
  gradient: Tensor,
  m: Tensor,
  v: Tensor,
  scalars: AdamWScalars,
  rounding: Rounding,
): void {
  write(n, [m, gradient], m, rounding, (a, g) => n.fn.adamwFirstMoment(n, a, g, scalars));
  write(n, [v, gradient], v, rounding, (a, g) => n.fn.adamwSecondMoment(n, a, g, scalars));
  write(n, [parameter, m, v], parameter, rounding, (p, a, b) =>
    n.fn.adamwParameter(n, p, a, b, scalars),
  );
}
