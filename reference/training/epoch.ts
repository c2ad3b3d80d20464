/** Epochs, evaluation and the order of the data (L34, S13). */

import type { Reduction } from '../losses/operands.ts';
import type { Numerics } from '../numerics.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { demand } from '../refusal.ts';
import type { Model } from './model.ts';
import type { Reductions, Sample } from './step.ts';

/** L34: creating a shuffling loader re-seeds the global generator, then shuffles the indices once. */
export function shuffledOrder(n: Numerics, count: number, seed: number): Int32Array {
  n.rng.state = n.fn.seedState(n, seed);
  const order = Int32Array.from({ length: count }, (_, i) => i);
  n.fn.shuffle(n, order);
  return order;
}

/** The macro batch of a step where a data set is read round robin: sample (step·size + i) mod count. */
export function macroBatch(
  _n: Numerics,
  samples: readonly Sample[],
  size: number,
  step: number,
): Sample[] {
  return Array.from({ length: size }, (_, i) => samples[(step * size + i) % samples.length]!);
}

/** L34: full batches in order; a remainder is dropped, and keeping it is refused (B9). */
export function fullBatches(
  _n: Numerics,
  samples: readonly Sample[],
  size: number,
  dropLast: boolean,
): Sample[][] {
  demand(dropLast, 'B9', 'a last, smaller batch cannot be kept');
  return Array.from({ length: Math.floor(samples.length / size) }, (_, b) =>
    samples.slice(b * size, (b + 1) * size),
  );
}

/** L34: epoch loss `(Σ batch losses) ⊘ i2f(#batches)`, for SUM as well. */
export function epochLoss(n: Numerics, batchLosses: readonly number[]): number {
  return n.fn.batchLoss(n, batchLosses, 'MEAN');
}

/** L34: one training epoch over the full batches; returns the epoch loss. */
export function trainEpoch(
  n: Numerics,
  model: Model,
  optimizer: Optimizer,
  samples: readonly Sample[],
  batchSize: number,
  reductions: Reductions,
): number {
  const batches = n.fn.fullBatches(n, samples, batchSize, true);
  const losses = batches.map((batch) => n.fn.trainingStep(n, model, optimizer, batch, reductions));
  return n.fn.epochLoss(n, losses);
}

/** L34: mean loss over the samples, forward only. */
export function evaluate(
  n: Numerics,
  model: Model,
  samples: readonly Sample[],
  reduction: Reduction,
): number {
  const losses = samples.map(({ x, label }) => {
    const output = n.fn.modelForward(n, model, x).at(-1)!;
    return n.fn.lossForward(n, model.loss, output, label, reduction);
  });
  return n.fn.epochLoss(n, losses);
}
