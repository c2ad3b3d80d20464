/** Backward of Linear: weight, bias and input gradient (L2–L4; H2 for the June contracts). */

import type { Arithmetic, Kernel } from '../funnel.ts';
import type { Numerics } from '../numerics.ts';
import { precondition } from '../refusal.ts';
import { floats, ints, newTensor, store, type Tensor, tensorCount } from '../tensor.ts';
import type { LayerContext, LinearLayer, Parameter } from './layer.ts';

/** L2 raw SYM kernel: dyᵀ·x at `s_dy ⊗ s_x`. Refuses A16. */
export function linearWeightGradSym(n: Numerics, dy: Tensor, x: Tensor, raw: Tensor): void {
  n.fn.matmulSym(n, n.fn.transposedView(n, dy, 0, 1), x, raw);
}

/** L2 FLOAT32 kernel: sums from 0, batch ascending. */
export function linearWeightGradFloat(n: Numerics, dy: Tensor, x: Tensor, raw: Tensor): void {
  store(floats(raw), n.fn.matmulFloat(n, n.fn.transposedView(n, dy, 0, 1), x));
}

/** L3: elements of dy that are no multiple of the outputs are undefined. */
export function demandWholeBatch(_n: Numerics, dy: Tensor, raw: Tensor): void {
  const [count, outputs] = [tensorCount(dy), tensorCount(raw)];
  precondition(count === 0 || count % outputs === 0, `${count} elements for ${outputs} outputs`);
}

/** L3 raw SYM kernel: batch sums of dy at its own scale; no label is checked. */
export function linearBiasGradSym(n: Numerics, dy: Tensor, raw: Tensor): void {
  n.fn.demandWholeBatch(n, dy, raw);
  const features = raw.data.length;
  const sums = n.fn.newAccumulators(n, features);
  ints(dy).forEach((q, i) => {
    sums.add(i % features, q);
  });
  store(ints(raw), sums.finish());
  raw.scale = dy.scale;
}

/** L3 FLOAT32 kernel: sums from 0, batch ascending. */
export function linearBiasGradFloat(n: Numerics, dy: Tensor, raw: Tensor): void {
  n.fn.demandWholeBatch(n, dy, raw);
  const sums = floats(raw).fill(0);
  floats(dy).forEach((value, i) => {
    sums[i % sums.length] = n.f.add(sums[i % sums.length]!, value);
  });
}

/** A dx of other extents than batch and inputs is not written as a whole, or past its end: undefined. */
export function demandInputExtents(n: Numerics, dy: Tensor, weight: Tensor, raw: Tensor): void {
  const { a, b } = n.fn.matmulViews(n, dy, weight);
  const isMatrix = dy.shape.length === 2 && weight.shape.length === 2;
  const extents = isMatrix ? `${[a.rows, b.columns]}` : `${raw.shape}`;
  const fits = `${raw.shape}` === extents && raw.data.length === a.rows * b.columns;
  precondition(fits, `dx [${raw.shape}] for ${a.rows} rows of ${b.columns}`);
}

/** L4 raw SYM kernel: dy·W at `s_dy ⊗ s_W`, W not transposed. Refuses A16. */
export function linearInputGradSym(n: Numerics, dy: Tensor, weight: Tensor, raw: Tensor): void {
  n.fn.matmulSym(n, dy, weight, raw);
}

/** L4 FLOAT32 kernel. */
export function linearInputGradFloat(n: Numerics, dy: Tensor, weight: Tensor, raw: Tensor): void {
  store(floats(raw), n.fn.matmulFloat(n, dy, weight));
}

/** L2 by the format of `raw`. */
export function linearWeightKernel(n: Numerics, operands: readonly Tensor[], raw: Tensor): void {
  const [dy, x] = operands as [Tensor, Tensor];
  if (raw.dtype === 'SYM_INT32') n.fn.linearWeightGradSym(n, dy, x, raw);
  else n.fn.linearWeightGradFloat(n, dy, x, raw);
}

/** L3 by the format of `raw`. */
export function linearBiasKernel(n: Numerics, operands: readonly Tensor[], raw: Tensor): void {
  const [dy] = operands as [Tensor];
  if (raw.dtype === 'SYM_INT32') n.fn.linearBiasGradSym(n, dy, raw);
  else n.fn.linearBiasGradFloat(n, dy, raw);
}

/** L4 by the format of `raw`. */
export function linearInputKernel(n: Numerics, operands: readonly Tensor[], raw: Tensor): void {
  const [dy, weight] = operands as [Tensor, Tensor];
  n.fn.demandInputExtents(n, dy, weight, raw);
  if (raw.dtype === 'SYM_INT32') n.fn.linearInputGradSym(n, dy, weight, raw);
  else n.fn.linearInputGradFloat(n, dy, weight, raw);
}

/**
 * June: the arithmetic in which a step converts what does not match: the mode is the weight-gradient
 * arithmetic's in all three steps.
 */
export function juneScratchArithmetic(
  _n: Numerics,
  layer: LayerContext,
  arithmetic: Arithmetic,
): Arithmetic {
  return { type: arithmetic.type, rounding: layer.weightGradMath.rounding };
}

/** June: one operand in the step's format; a SYM step needs a SYM weight-gradient arithmetic. */
export function juneOperand(
  n: Numerics,
  layer: LayerContext,
  t: Tensor,
  arithmetic: Arithmetic,
): Tensor {
  precondition(
    arithmetic.type !== 'ARITH_SYM_INT32' || layer.weightGradMath.type === arithmetic.type,
    'a FLOAT32 weight-gradient arithmetic has no record for a SYM step',
  );
  return n.fn.operandOf(n, t, n.fn.juneScratchArithmetic(n, layer, arithmetic));
}

/** June: the raw result of a kernel in its own record. */
function rawResult(
  n: Numerics,
  kernel: Kernel,
  operands: readonly Tensor[],
  like: Tensor,
  bits: number,
): Tensor {
  const format = operands[0]!.dtype;
  const raw = newTensor(format, like.shape, format === 'SYM_INT32' ? bits : 0);
  kernel(n, operands, raw);
  return raw;
}

/** June L3 increment of one feature: `ha((i2f(Σ) ⊗ s_dy) ⊘ s_g)`, or S20 with the gradient's mode. */
export function linearBiasIncrement(n: Numerics, sum: number, sDy: number, grad: Tensor): number {
  if (n.contract.linearBiasGradient === 'seed_rescale') {
    return n.fn.seedRescale(n, sum, sDy, grad.scale, grad.rounding);
  }
  return n.fn.roundHalfAway(n, n.f.div(n.f.mul(n.f.fromInt(sum), sDy), grad.scale));
}

/** June L3: adds batch sums to a gradient at its carried scale; no clamp, no draw. */
export function addLinearBiasGrad(n: Numerics, target: Tensor, raw: Tensor): void {
  if (raw.dtype !== 'SYM_INT32') {
    n.fn.addRaw(n, target, raw);
    return;
  }
  const t = ints(target);
  ints(raw).forEach((sum, i) => {
    t[i] = n.fn.addInt32(n, t[i]!, n.fn.linearBiasIncrement(n, sum, raw.scale, target));
  });
}

/** L2 step. Refuses A14–A16 and, in FIXED mode, A12. */
export function linearWeightStep(n: Numerics, layer: LinearLayer, x: Tensor, dy: Tensor): void {
  const { weight, weightGradMath, weightGradAccMode } = layer;
  if (n.contract.backward === 'funnel') {
    n.fn.guardAccumulateMode(n, weightGradAccMode);
    const { linearWeightKernel: kernel } = n.fn;
    n.fn.executeOp(n, kernel, [dy, x], weightGradMath, weightGradAccMode, weight.grad);
    return;
  }
  const source = n.fn.juneOperand(n, layer, x, weightGradMath);
  const loss = n.fn.juneOperand(n, layer, dy, weightGradMath);
  n.fn.accumulateConvertBack(n, weight.grad, weightGradMath, (target) => {
    const operands = [loss, source];
    const raw = rawResult(n, n.fn.linearWeightKernel, operands, target, n.contract.operandBits);
    n.fn.addRaw(n, target, raw);
  });
}

/** L3 step. Refuses A14, A15 and, in FIXED mode, A12. */
export function linearBiasStep(n: Numerics, layer: LinearLayer, bias: Parameter, dy: Tensor): void {
  const { biasGradMath, biasGradAccMode } = layer;
  if (n.contract.backward === 'funnel') {
    n.fn.guardAccumulateMode(n, biasGradAccMode);
    n.fn.executeOp(n, n.fn.linearBiasKernel, [dy], biasGradMath, biasGradAccMode, bias.grad);
    return;
  }
  const loss = n.fn.juneOperand(n, layer, dy, biasGradMath);
  const scratch = n.fn.juneScratchArithmetic(n, layer, biasGradMath);
  n.fn.accumulateConvertBack(n, bias.grad, scratch, (target) => {
    const raw = rawResult(n, n.fn.linearBiasKernel, [loss], target, n.contract.operandBits);
    n.fn.addLinearBiasGrad(n, target, raw);
  });
}

/** L4 step: dx is overwritten. Refuses A16. */
export function linearInputStep(n: Numerics, layer: LinearLayer, dy: Tensor, dx: Tensor): void {
  const { weight, propLossMath } = layer;
  if (n.contract.backward === 'funnel') {
    n.fn.produce(n, n.fn.linearInputKernel, [dy, weight.value], propLossMath, dx);
    return;
  }
  const factor = n.fn.juneOperand(n, layer, weight.value, propLossMath);
  const loss = n.fn.juneOperand(n, layer, dy, propLossMath);
  n.fn.produce(n, n.fn.linearInputKernel, [loss, factor], propLossMath, dx);
}

/** L2, L3, L4 in this order; gradients are accumulated, dx is overwritten. */
export function linearBackward(
  n: Numerics,
  layer: LinearLayer,
  x: Tensor,
  dy: Tensor,
  dx: Tensor,
): void {
  const known = n.contract.backward === 'funnel' || layer.bias !== undefined;
  precondition(known, 'the early layer dereferences its bias');
  n.fn.linearWeightStep(n, layer, x, dy);
  if (layer.bias !== undefined) n.fn.linearBiasStep(n, layer, layer.bias, dy);
  n.fn.linearInputStep(n, layer, dy, dx);
}
