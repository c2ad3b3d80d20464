/**
 * The backward steps that Conv1d and Conv1dTransposed share: how a raw kernel's result reaches the
 * parameter gradients and dx (L7–L9, L11–L13; step-june-23 for the contract with raw wires).
 */

import type { Arithmetic, Kernel } from '../funnel.ts';
import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { ints, newTensor, type Tensor } from '../tensor.ts';
import type { Conv1dLayer, Conv1dTransposedLayer, Parameter } from './layer.ts';

export type ConvLayer = Conv1dLayer | Conv1dTransposedLayer;

/** Refuses (A17) a convolution of no groups. */
export function guardConvGroups(_n: Numerics, { groups }: ConvLayer): void {
  demand(groups > 0, 'A17', 'a convolution of no groups');
}

/** Refuses (B5) a kernel size other than the weight's last extent. */
export function guardConvKernel(_n: Numerics, { weight, window }: ConvLayer): void {
  const kernel = weight.value.shape[2];
  demand(window.kernel === kernel, 'B5', `kernel ${window.kernel} is not ${kernel}`);
}

/** What a convolution layer refuses in both directions. */
export function guardConvLayer(n: Numerics, layer: ConvLayer): void {
  n.fn.guardConvGroups(n, layer);
  n.fn.guardConvKernel(n, layer);
}

/** Refuses (B5) a dy whose batch is not the input's. */
export function guardConvBatch(_n: Numerics, x: Tensor, dy: Tensor): void {
  demand(dy.shape[0] === x.shape[0], 'B5', `batch ${dy.shape[0]} of dy is not ${x.shape[0]}`);
}

/** Refuses (B5) a dy whose channels are not the layer's. */
export function guardConvChannels(_n: Numerics, channels: number, dy: Tensor): void {
  demand(dy.shape[1] === channels, 'B5', `${dy.shape[1]} channels of dy, not ${channels}`);
}

/** What a convolution layer refuses in a backward. */
export function guardConvLoss(n: Numerics, channels: number, x: Tensor, dy: Tensor): void {
  n.fn.guardConvBatch(n, x, dy);
  n.fn.guardConvChannels(n, channels, dy);
}

/** A raw result in the format of the operands, shaped like the target it is added to. */
function rawLike(n: Numerics, kernel: Kernel, operands: readonly Tensor[], like: Tensor): Tensor {
  const format = operands[0]!.dtype;
  const bits = format === 'SYM_INT32' ? n.contract.operandBits : 0;
  const raw = newTensor(format, like.shape, bits);
  kernel(n, operands, raw);
  return raw;
}

/** Without the funnel the convolutions convert nothing: other formats than the step's are undefined. */
export function demandStepFormat(n: Numerics, tensors: readonly Tensor[], step: Arithmetic): void {
  const format = n.fn.formatOf(n, step);
  for (const t of tensors) precondition(t.dtype === format, `${t.dtype} in a ${format} step`);
}

/** L7 and L11 without the funnel: FLOAT32 products go straight into the gradient, one after the other. */
export function addConvWeightGrad(
  n: Numerics,
  kernel: Kernel,
  operands: readonly Tensor[],
  target: Tensor,
): void {
  if (target.dtype !== 'FLOAT32') {
    n.fn.addRaw(n, target, rawLike(n, kernel, operands, target));
    return;
  }
  kernel(n, operands, target);
}

/** L8 without the funnel: one S20 per channel at the gradient's own scale and mode; no clamp. */
export function addConvBiasGrad(n: Numerics, target: Tensor, raw: Tensor): void {
  if (raw.dtype !== 'SYM_INT32') {
    n.fn.addRaw(n, target, raw);
    return;
  }
  const t = ints(target);
  ints(raw).forEach((sum, i) => {
    const increment = n.fn.seedRescale(n, sum, raw.scale, target.scale, target.rounding);
    t[i] = n.fn.addInt32(n, t[i]!, increment);
  });
}

/** Weight-gradient step over the operands x, dy. Refuses A14, A15 and, in FIXED mode, A7 and A12. */
export function convWeightStep(
  n: Numerics,
  layer: ConvLayer,
  kernel: Kernel,
  x: Tensor,
  dy: Tensor,
): void {
  const { weight, weightGradMath, weightGradAccMode } = layer;
  if (n.contract.backward === 'funnel') {
    n.fn.guardAccumulateMode(n, weightGradAccMode);
    n.fn.executeOp(n, kernel, [x, dy], weightGradMath, weightGradAccMode, weight.grad);
    return;
  }
  n.fn.demandStepFormat(n, [x, dy, weight.grad], weightGradMath);
  n.fn.addConvWeightGrad(n, kernel, [x, dy], weight.grad);
}

/** L8 and L12 as a kernel, by the format of `raw`. */
export function convBiasKernel(n: Numerics, operands: readonly Tensor[], raw: Tensor): void {
  if (raw.dtype === 'SYM_INT32') n.fn.convBiasGradSym(n, operands[0]!, raw);
  else n.fn.convBiasGradFloat(n, operands[0]!, raw);
}

/** Bias-gradient step over dy. Refuses A14, A15 and, in FIXED mode, A7 and A12. */
export function convBiasStep(n: Numerics, layer: ConvLayer, bias: Parameter, dy: Tensor): void {
  const { biasGradMath, biasGradAccMode } = layer;
  if (n.contract.backward === 'funnel') {
    n.fn.guardAccumulateMode(n, biasGradAccMode);
    n.fn.executeOp(n, n.fn.convBiasKernel, [dy], biasGradMath, biasGradAccMode, bias.grad);
    return;
  }
  n.fn.demandStepFormat(n, [dy, bias.grad], biasGradMath);
  n.fn.addConvBiasGrad(n, bias.grad, rawLike(n, n.fn.convBiasKernel, [dy], bias.grad));
}

/** Input-gradient step over dy, W; dx is overwritten. Refuses A17. */
export function convInputStep(
  n: Numerics,
  layer: ConvLayer,
  kernel: Kernel,
  dy: Tensor,
  dx: Tensor,
): void {
  const { weight, propLossMath } = layer;
  if (n.contract.backward === 'funnel') {
    n.fn.produce(n, kernel, [dy, weight.value], propLossMath, dx);
    return;
  }
  n.fn.demandStepFormat(n, [dy, weight.value, dx], propLossMath);
  n.fn.produce(n, kernel, [dy, weight.value], propLossMath, dx);
}
