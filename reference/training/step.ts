/** One gradient computation (L33) and one training step over a macro batch (L34). */

import type { Reduction } from '../losses/operands.ts';
import type { Numerics } from '../numerics.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { precondition } from '../refusal.ts';
import { newTensorLike, type Tensor, tensorCount } from '../tensor.ts';
import type { Model } from './model.ts';

/** One sample tensor (dims[0] = its batch) and its label. */
export interface Sample {
  readonly x: Tensor;
  readonly label: Tensor;
}

/** Every tensor of one gradient computation. */
export interface GradientTrace {
  readonly loss: number;
  /** `forward[i]` is the output of layer i */
  readonly forward: readonly Tensor[];
  /** gradient of the loss, as written by the loss backward */
  readonly seed: Tensor;
  /** layer whose backward runs first, with the seed as its dy */
  readonly first: number;
  /** `dx[i]` is the gradient with respect to the input of layer i, for 0 ≤ i ≤ first */
  readonly dx: readonly Tensor[];
}

/** What is averaged in a step: the reported loss, and the gradients before the optimizer (independent). */
export interface Reductions {
  readonly forward: Reduction;
  readonly backward: Reduction;
}

/** L33 steps 1, 6: switches the Dropout layers. */
export function setTraining(_n: Numerics, model: Model, training: boolean): void {
  for (const { layer } of model.layers) {
    if (layer.kind === 'dropout') layer.training = training;
  }
}

/** L33 steps 1, 2: allocates and computes all forward wires. */
export function modelForward(n: Numerics, model: Model, x: Tensor): Tensor[] {
  const wires = n.fn.allocateForward(n, model, x);
  model.layers.forEach(({ layer }, i) => {
    n.fn.layerForward(n, layer, wires[i - 1] ?? x, wires[i]!);
  });
  return wires;
}

/** L33 step 4: the seed gradient clones the record of the output wire, scale 1. */
export function newSeedGradient(_n: Numerics, output: Tensor): Tensor {
  return newTensorLike(output, output.shape);
}

/** L33 step 4: index of the layer whose backward runs first; CrossEntropy skips the last by position. */
export function firstBackwardLayer(_n: Numerics, model: Model): number {
  return model.loss === 'MSE' ? model.layers.length - 1 : model.layers.length - 2;
}

/** L33 step 5: backward from layer `first` down to 0; the dx of layer 0 is computed too. */
export function modelBackward(
  n: Numerics,
  model: Model,
  x: Tensor,
  forward: readonly Tensor[],
  seed: Tensor,
  first: number,
): Tensor[] {
  const dx: Tensor[] = [];
  let dy = seed;
  for (let i = first; i >= 0; i--) {
    const { layer, propLoss } = model.layers[i]!;
    const input = forward[i - 1] ?? x;
    const wire = n.fn.newWire(n, n.fn.propLossRecord(n, propLoss, input), input.shape);
    n.fn.layerBackward(n, layer, input, dy, wire);
    dx[i] = wire;
    dy = wire;
  }
  return dx;
}

/** L33: adds the gradients of one sample to the parameters' gradient tensors. */
export function computeGradients(
  n: Numerics,
  model: Model,
  sample: Sample,
  reduction: Reduction,
): GradientTrace {
  precondition(model.layers.length > 0, 'a model without layers');
  n.fn.setTraining(n, model, true);
  const forward = n.fn.modelForward(n, model, sample.x);
  const output = forward.at(-1)!;
  const loss = n.fn.lossForward(n, model.loss, output, sample.label, reduction);
  const seed = n.fn.newSeedGradient(n, output);
  n.fn.lossBackward(n, model.loss, output, sample.label, seed);
  const first = n.fn.firstBackwardLayer(n, model);
  // the gradient of the loss goes in front of a skipped last layer, and must fit there
  const reached = forward[first] ?? sample.x;
  precondition(tensorCount(reached) === tensorCount(seed), 'a skipped layer of other extents');
  const dx = n.fn.modelBackward(n, model, sample.x, forward, seed, first);
  n.fn.setTraining(n, model, false);
  return { loss, forward, seed, first, dx };
}

/** L34: float32 sum over the samples in order, divided by their number for MEAN. */
export function batchLoss(n: Numerics, losses: readonly number[], reduction: Reduction): number {
  const sum = losses.reduce((total, loss) => n.f.add(total, loss), 0);
  return reduction === 'MEAN' ? n.f.div(sum, n.f.fromInt(losses.length)) : sum;
}

/** L34: scales all gradients by the loss's mean scale: batch size and the first label's shape. */
export function scaleGradients(n: Numerics, model: Model, samples: readonly Sample[]): void {
  const shape = samples[0]!.label.shape;
  const factor = n.fn.lossMeanScale(n, model.loss, samples.length, shape);
  for (const { grad } of n.fn.modelParameters(n, model)) n.fn.scaleGradient(n, grad, factor);
}

/** L32: zeroes all gradients; the step itself never does. */
export function zeroGradients(n: Numerics, model: Model): void {
  for (const { grad } of n.fn.modelParameters(n, model)) n.fn.zeroGradient(n, grad);
}

/** L34 up to the step: gradients of all samples, scaled if the loss says MEAN; returns the batch loss. */
export function accumulateBatch(
  n: Numerics,
  model: Model,
  samples: readonly Sample[],
  reductions: Reductions,
  onSample?: (trace: GradientTrace, m: number) => void,
): number {
  const losses = samples.map((sample, m) => {
    const trace = n.fn.computeGradients(n, model, sample, reductions.forward);
    onSample?.(trace, m);
    return trace.loss;
  });
  if (reductions.backward === 'MEAN') n.fn.scaleGradients(n, model, samples);
  return n.fn.batchLoss(n, losses, reductions.forward);
}

/** L34: one macro batch: gradients, scaling, optimizer step, zeroing; returns the batch loss. */
export function trainingStep(
  n: Numerics,
  model: Model,
  optimizer: Optimizer,
  samples: readonly Sample[],
  reductions: Reductions,
): number {
  const loss = n.fn.accumulateBatch(n, model, samples, reductions);
  n.fn.optimizerStep(n, optimizer, n.fn.modelParameters(n, model));
  n.fn.zeroGradients(n, model);
  return loss;
}
