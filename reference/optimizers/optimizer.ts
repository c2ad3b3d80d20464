/** Optimizers as data: construction (S121) and one step over all parameters in model order (S118). */

import type { Arithmetic } from '../funnel.ts';
import type { Parameter } from '../layers/layer.ts';
import type { Numerics } from '../numerics.ts';
import { newTensorLike, type QuantRecord, type Rounding, type Tensor } from '../tensor.ts';
import type { AdamWOptions } from './adamw.ts';
import type { SgdScalars } from './sgd.ts';

interface OptimizerBase {
  /** write-back mode (S118); factories choose SR_HALF_AWAY */
  readonly rounding: Rounding;
  readonly arithmetic: Arithmetic['type'];
}

export interface SgdOptimizer extends OptimizerBase {
  readonly kind: 'sgd';
  scalars: SgdScalars;
  /** one momentum buffer per parameter; none for momentum 0, except under the June contracts */
  readonly states: readonly Tensor[];
}

export interface AdamWOptimizer extends OptimizerBase {
  readonly kind: 'adamw';
  options: AdamWOptions;
  /** first and second moment per parameter */
  readonly moments: readonly { readonly m: Tensor; readonly v: Tensor }[];
  /** steps done */
  t: number;
}

export type Optimizer = SgdOptimizer | AdamWOptimizer;

/** S121, S117: what an optimizer refuses (A23) before its first step. */
export function checkOptimizer(
  n: Numerics,
  parameters: readonly Parameter[],
  arithmetic: Arithmetic['type'],
): void {
  n.fn.checkUpdateArithmetic(n, arithmetic);
  for (const { grad } of parameters) n.fn.checkGradient(n, grad);
}

/**
 * S121: an SGD optimizer with zeroed state. The state record is the factory's; the June contracts clone
 * the parameter instead and allocate state for momentum 0 too.
 */
export function newSgd(
  n: Numerics,
  parameters: readonly Parameter[],
  scalars: SgdScalars,
  rounding: Rounding,
  state: QuantRecord,
): SgdOptimizer {
  n.fn.checkOptimizer(n, parameters, 'ARITH_FLOAT32');
  const states = parameters.flatMap(({ value }) => {
    if (n.contract.sgd === 'unrounded_momentum') return [n.fn.juneMomentumState(n, value)];
    return scalars.momentum === 0 ? [] : [newTensorLike(state, value.shape)];
  });
  return { kind: 'sgd', scalars, rounding, arithmetic: 'ARITH_FLOAT32', states };
}

/** S119, S121: an AdamW optimizer with zeroed moments; refuses (A23) bad hyper-parameters. */
export function newAdamW(
  n: Numerics,
  parameters: readonly Parameter[],
  options: AdamWOptions,
  rounding: Rounding,
  state: QuantRecord,
): AdamWOptimizer {
  n.fn.checkAdamW(n, options);
  n.fn.checkOptimizer(n, parameters, 'ARITH_FLOAT32');
  const moments = parameters.map(({ value }) => {
    return { m: newTensorLike(state, value.shape), v: newTensorLike(state, value.shape) };
  });
  return { kind: 'adamw', options, rounding, arithmetic: 'ARITH_FLOAT32', moments, t: 0 };
}

/** One SGD update of parameter i in the form that contract and momentum select (S116, S117, H2). */
export function sgdParameterStep(n: Numerics, o: SgdOptimizer, p: Parameter, i: number): void {
  if (n.contract.sgd === 'unrounded_momentum') {
    n.fn.juneSgdStep(n, p.value, p.grad, o.states[i]!, o.scalars);
  } else if (o.scalars.momentum === 0) {
    n.fn.sgdStep(n, p.value, p.grad, o.scalars, o.rounding);
  } else {
    n.fn.sgdMomentumStep(n, p.value, p.grad, o.states[i]!, o.scalars, o.rounding);
  }
}

/** S119: the step count is raised before use, once per step. */
export function adamwAllParameters(
  n: Numerics,
  o: AdamWOptimizer,
  parameters: readonly Parameter[],
): void {
  o.t += 1;
  const scalars = n.fn.adamwScalars(n, o.options, o.t);
  parameters.forEach((p, i) => {
    const { m, v } = o.moments[i]!;
    n.fn.adamwStep(n, p.value, p.grad, m, v, scalars, o.rounding);
  });
}

/** S118: one step over all parameters in the given order; gradients are neither scaled nor zeroed. */
export function optimizerStep(
  n: Numerics,
  optimizer: Optimizer,
  parameters: readonly Parameter[],
): void {
  n.fn.checkUpdateArithmetic(n, optimizer.arithmetic);
  if (optimizer.kind === 'adamw') {
    n.fn.adamwAllParameters(n, optimizer, parameters);
    return;
  }
  parameters.forEach((p, i) => {
    n.fn.sgdParameterStep(n, optimizer, p, i);
  });
}
