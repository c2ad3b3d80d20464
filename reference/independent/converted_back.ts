/**
 * Gradients and wires once more as they were before the funnel (H2): gradients are converted into the
 * arithmetic, added to and converted back; a producer writes its raw result into the wire.
 */

import { type Kernel, type Operation, operandFor } from './accumulation.ts';
import { converted, type Stored, values } from './conversion.ts';
import { fromInteger, over, plus, times } from './float32.ts';
import { type Generator, int32, quantized, rescaledSeed, roundAway } from './primitives.ts';
import type { Rules } from './rules.ts';

type Arithmetic = Pick<Operation, 'format' | 'rounding'>;

/** What a raw result adds to a gradient of its format; `undefined` = refused. */
export type Addition = (
  g: Generator,
  target: Stored,
  raw: Stored,
  rules: Rules,
) => Stored | undefined;

/** Sums of values, on a fresh grid where the target has one. */
export const addedValues: Addition = (g, target, raw, rules) => {
  const increment = values(raw);
  const data = values(target).map((v, i) => plus(v, increment[i]!));
  if (target.format === 'FLOAT32') return { ...target, numbers: data };
  const { codes, scale } = quantized(g, data, target.bits, target.mode, rules);
  return { ...target, numbers: codes, scale };
};

/** Sums of mantissas at the scale that the target has. */
function addedAtOwnScale(
  target: Stored,
  raw: Stored,
  step: (sum: number) => number | undefined,
): Stored | undefined {
  const numbers: number[] = [];
  for (const [i, q] of raw.numbers.entries()) {
    const increment = step(q);
    if (increment === undefined) return undefined;
    numbers.push(int32(target.numbers[i]! + increment));
  }
  return { ...target, numbers };
}

/** Bias sums of a convolution: S20 in the gradient's mode. */
export const addedConvolutionBias: Addition = (g, target, raw, rules) => {
  if (target.format === 'FLOAT32') return addedValues(g, target, raw, rules);
  return addedAtOwnScale(target, raw, (q) =>
    rescaledSeed(g, q, raw.scale, target.scale, target.mode, rules),
  );
};

/** Bias sums of Linear: half away and unguarded, or S20. */
export const addedLinearBias: Addition = (g, target, raw, rules) => {
  const seeded = rules.linearBiasGradient === 'seed_rescale' || target.format === 'FLOAT32';
  if (seeded) return addedConvolutionBias(g, target, raw, rules);
  return addedAtOwnScale(target, raw, (q) =>
    roundAway(over(times(fromInteger(q), raw.scale), target.scale)),
  );
};

/** Operands, then the gradient, are converted; the kernel runs, its result is added and converted back. */
export function accumulatedBack(
  g: Generator,
  inputs: readonly Stored[],
  arithmetic: Arithmetic,
  kernel: Kernel,
  grad: Stored,
  add: Addition,
  rules: Rules,
): Stored | undefined {
  const operands: Stored[] = [];
  for (const x of [...inputs, grad]) {
    const operand = operandFor(g, x, arithmetic, rules);
    if (operand === undefined) return undefined;
    operands.push(operand);
  }
  const target = operands.pop()!;
  const raw = kernel(operands);
  const sum = raw && add(g, target, raw, rules);
  if (sum === undefined || grad.format === arithmetic.format) return sum;
  return converted(g, sum, grad, rules);
}
