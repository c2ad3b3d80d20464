/** Measures the accumulators of a training state on a few samples, through the reference. */

import { setImmediate } from 'node:timers/promises';
import { modelCallOf } from '../../goldgen/ops/training/model_call.ts';
import trainingRun from '../../goldgen/ops/training/training_run.ts';
import { wireToCall } from '../../goldgen/wire.ts';
import {
  type Headroom,
  headroomProbe,
  worstProductBits,
  worstSumBits,
} from '../../reference/examples/headroom.ts';
import type { VariantRecord } from '../../reference/examples/record.ts';
import { newNumerics, primitives } from '../../reference/primitives.ts';
import { stackOf, type TrainingRows, type TrainingState } from './session.ts';
import { trainingContract } from './start.ts';

/**
 * Peaks of all accumulators over forward and backward of the given rows; empty for a float model. What waits for this
 * thread has its turn after each row.
 */
export async function measureHeadroom(
  state: TrainingState,
  rows: TrainingRows,
  indices: readonly number[],
): Promise<Headroom[]> {
  const pick = (from: readonly Float32Array[]) => indices.map((i) => from[i]!);
  const data = {
    x: stackOf(pick(rows.x), rows.shape),
    ...(rows.label === undefined
      ? {}
      : { label: stackOf(pick(rows.label), [rows.label[0]!.length]) }),
  };
  const { params, wires: targets, rng } = state;
  const call = wireToCall(
    trainingRun,
    { params, inputs: { ...data, ...state.tensors }, targets, rng },
    0,
  );
  const { x, label } = call.tensors;
  const stacked = primitives.stackedSamples(newNumerics(trainingContract), x!, label);
  const { model, samples } = modelCallOf(call, stacked);
  const layers = model.layers.map(({ layer }) => layer);
  const probe = headroomProbe(layers, primitives);
  const n = newNumerics(trainingContract, { fn: probe.fn, rngState: rng });
  for (const sample of samples) {
    n.fn.computeGradients(n, model, sample, 'MEAN');
    await setImmediate();
  }
  return probe.report(model);
}

/** Largest mantissa of a record's width; of the operand width for floats, which are quantized to it. */
function largest(bits: number): number {
  return 2 ** ((bits === 0 ? 12 : bits) - 1) - 1;
}

/** Bits of the worst case that S123 allows for: as many terms, all mantissas full. */
export function budgetBits(row: Headroom, variant: VariantRecord): number {
  const wire = largest(variant.output.bits);
  const weighted = row.kind === 'linear' || row.kind.startsWith('conv1d');
  if (!weighted || row.operation === 'bias') return worstSumBits(row.terms, wire);
  const other = row.operation === 'weight' ? wire : largest(variant.parameter.bits);
  return worstProductBits(row.terms, wire, other);
}
