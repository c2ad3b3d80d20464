/** Oracle of the losses (L28, L29). */

import type { Contract } from '../../../reference/contracts.ts';
import { fromInteger, minus, over, plus } from '../../../reference/independent/float32.ts';
import { crossEntropy } from '../../../reference/independent/softmax.ts';
import {
  meanFactor,
  squaredError,
  squaredErrorGradient,
} from '../../../reference/independent/training.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { filled, numbersOf, valuesOf, written } from '../../kit/oracle.ts';
import type { OpCall, Oracle } from '../../op.ts';

interface Pair {
  readonly output: number[];
  readonly label: number[];
}

/** Output and label of a loss; a label read as raw floats has no answer. */
function pairOf(call: OpCall): Pair | undefined {
  const [output, label] = [call.tensor('output'), call.tensor('label')];
  if (output.dtype === 'FLOAT32' && label.dtype !== 'FLOAT32') return undefined;
  return { output: valuesOf(output), label: valuesOf(label) };
}

/** Outputs a loss takes: FLOAT32 and SYM_INT32, and what else is named. */
function isTaken(t: Tensor, ...more: readonly string[]): boolean {
  return ['FLOAT32', 'SYM_INT32', ...more].includes(t.dtype);
}

/** A SYM label before its conversions exist. */
function isAbsent(call: OpCall, contract: Contract): boolean {
  return contract.symCells === 'absent' && call.tensor('label').dtype === 'SYM';
}

/** A quantized output before its cross-entropy exists, or a label that cannot be decoded. */
function isBeyondCrossEntropy(call: OpCall, contract: Contract): boolean {
  if (call.tensor('output').dtype === 'FLOAT32') return false;
  return contract.crossEntropySym === 'refused' || isAbsent(call, contract);
}

export const crossEntropyForwardOracle: Oracle = (call, contract) => {
  const [output, pair] = [call.tensor('output'), pairOf(call)];
  if (!isTaken(output)) return 'refused';
  if (isBeyondCrossEntropy(call, contract)) return 'refused';
  if (pair === undefined || pair.output.length !== pair.label.length) return undefined;
  if (!pair.output.every(Number.isFinite)) return 'refused';
  if (pair.output.length === 0) return undefined;
  const divides = call.word('reduction') === 'MEAN' && output.shape.length >= 2;
  // 0 ÷ 0 is no rational
  if (divides && output.shape[0] === 0) return undefined;
  const loss = crossEntropy(pair.output, pair.label, divides ? output.shape[0]! : 0);
  return { loss: filled(call.tensor('loss'), [loss]) };
};

function writtenGradient(
  call: OpCall,
  contract: Contract,
  g: Parameters<Oracle>[2],
  values: readonly number[],
): ReturnType<Oracle> {
  const gradient = call.tensor('gradient');
  if (call.tensor('output').dtype === 'FLOAT32' && gradient.dtype !== 'FLOAT32') return undefined;
  const result = written(g, contract, values, gradient);
  return typeof result === 'object' ? { gradient: result } : result;
}

export const crossEntropyBackwardOracle: Oracle = (call, contract, g) => {
  const pair = pairOf(call);
  const output = call.tensor('output');
  if (!isTaken(output, 'ASYM')) return 'refused';
  if (isBeyondCrossEntropy(call, contract)) return 'refused';
  if (pair === undefined || pair.output.length !== pair.label.length) return undefined;
  const values = pair.output.map((p, i) => minus(p, pair.label[i]!));
  return writtenGradient(call, contract, g, values);
};

export const mseForwardOracle: Oracle = (call, contract) => {
  const pair = pairOf(call);
  if (!isTaken(call.tensor('output')) || isAbsent(call, contract)) return 'refused';
  if (pair === undefined || pair.output.length !== pair.label.length) return undefined;
  const loss = squaredError(pair.output, pair.label, call.word('reduction') === 'MEAN');
  return { loss: filled(call.tensor('loss'), [loss]) };
};

export const mseBackwardOracle: Oracle = (call, contract, g) => {
  const pair = pairOf(call);
  if (!isTaken(call.tensor('output')) || isAbsent(call, contract)) return 'refused';
  if (pair === undefined || pair.output.length !== pair.label.length) return undefined;
  return writtenGradient(call, contract, g, squaredErrorGradient(pair.output, pair.label));
};

export const mseMeanScaleOracle: Oracle = (call) => {
  const { shape } = call.tensor('label');
  const features = shape.slice(1).reduce((n, extent) => n * extent, 1);
  const factor = meanFactor(call.number('samples'), features);
  return { factor: filled(call.tensor('factor'), [factor]) };
};

export const crossEntropyMeanScaleOracle: Oracle = (call) => ({
  factor: filled(call.tensor('factor'), [meanFactor(call.number('samples'), 1)]),
});

/** L34: batch losses, then their mean whatever the reduction. */
export const epochLossOracle: Oracle = (call) => {
  const losses = call.tensor('losses');
  const [batches, size] = losses.shape as [number, number];
  const values = numbersOf(losses);
  const sum = (terms: readonly number[]) => terms.reduce((total, v) => plus(total, v), 0);
  const isMean = call.word('reduction') === 'MEAN';
  const ofBatches = Array.from({ length: batches }, (_, b) => {
    const total = sum(values.slice(b * size, (b + 1) * size));
    return isMean ? over(total, fromInteger(size)) : total;
  });
  return { loss: filled(call.tensor('loss'), [over(sum(ofBatches), fromInteger(batches))]) };
};

/** L34: the last element that exceeded the one that led before it. */
function classOf(row: readonly number[]): number {
  return row.reduce((leader, v, i) => (v > row[leader]! ? i : leader), 0);
}

export const confusionMatrixOracle: Oracle = (call) => {
  const [outputs, labels] = [call.tensor('outputs'), call.tensor('labels')];
  if (!isTaken(outputs) || !isTaken(labels)) return 'refused';
  const samples = labels.shape[0]!;
  const rows = (t: Tensor, i: number): number[] => {
    const numbers = numbersOf(t);
    const size = numbers.length / samples;
    return numbers.slice(i * size, (i + 1) * size);
  };
  const classes = numbersOf(labels).length / samples;
  const pairs = Array.from({ length: samples }, (_, i) => {
    const [target, predicted] = [rows(labels, i), rows(outputs, i).slice(0, classes)].map(classOf);
    return target! * classes + predicted!;
  });
  const counts = Array.from({ length: classes * classes }, (_, k) => {
    return pairs.filter((pair) => pair === k).length;
  });
  return { table: filled(call.tensor('table'), counts) };
};
