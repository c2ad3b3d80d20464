/** The first steps of both examples as calls of the model ops: real beats and synthetic inertial windows. */

import { buildTrainable } from '../../../reference/examples/build.ts';
import { ecgModel, ecgTraining } from '../../../reference/examples/ecg/model.ts';
import { harModel, harTraining } from '../../../reference/examples/har/model.ts';
import type {
  ModelRecord,
  TrainingRecord,
  VariantRecord,
} from '../../../reference/examples/record.ts';
import { variantNamed } from '../../../reference/examples/variants.ts';
import { newNumerics } from '../../../reference/primitives.ts';
import { newTensor, type Tensor } from '../../../reference/tensor.ts';
import { beatsOfRecord } from '../../data/beats.ts';
import { imuChannels, imuLength, imuRows } from '../../data/imu.ts';
import { attempt } from '../../kit/attempt.ts';
import type { CaseGen, Params } from '../../op.ts';
import { flattenModel } from './model_flat.ts';

/** Number of layers that the ops of whole trainings take. */
export const mostLayers = 12;

export interface ExampleCall {
  readonly flag: 'ecg' | 'har';
  readonly params: Params;
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly rng: number;
  readonly steps: number;
}

/** Rows as one tensor [rows, …shape]. */
export function stackRows(rows: readonly Float32Array[], shape: readonly number[]): Tensor {
  const t = newTensor('FLOAT32', [rows.length, ...shape]);
  rows.forEach((row, i) => {
    t.data.set(row, i * row.length);
  });
  return t;
}

/** One row per class index. */
export function oneHot(classes: readonly number[], count: number): Tensor {
  const t = newTensor('FLOAT32', [classes.length, count]);
  classes.forEach((c, i) => {
    t.data[i * count + c] = 1;
  });
  return t;
}

/** A fresh model of a variant as a call, and the generator state after its initial values were drawn. */
export function openExample(
  g: Pick<CaseGen, 'contract'>,
  record: ModelRecord,
  variant: VariantRecord,
  training: TrainingRecord,
  seed: number,
): { params: Params; tensors: Readonly<Record<string, Tensor>>; rng: number } {
  const n = newNumerics(g.contract.id);
  n.rng.state = n.fn.seedState(n, seed);
  const { model, optimizer } = buildTrainable(n, record, variant, training);
  const flat = flattenModel(n, model, optimizer, [1, record.channels, record.length]);
  return { ...flat, rng: n.rng.state };
}

/** Two steps of two samples each, for each of the named variants that the contract has. */
export function* exampleCalls(
  g: CaseGen,
  ecg: readonly string[],
  har: readonly string[],
): Iterable<ExampleCall> {
  const { train } = beatsOfRecord(g.ecg());
  const size = { batch: 2, steps: 2 };
  for (const name of ecg) {
    const open = attempt(() => openExample(g, ecgModel, variantNamed(name), ecgTraining, 42));
    if (open === undefined) continue;
    const x = stackRows(train.slice(0, 4), [ecgModel.channels, ecgModel.length]);
    const params = { ...open.params, batch: size.batch };
    yield { flag: 'ecg', ...open, params, tensors: { ...open.tensors, x }, steps: size.steps };
  }
  const { values, classes } = imuRows('training_run', 1);
  const shape = { channels: imuChannels, length: imuLength, classes: 4 };
  for (const name of har) {
    const open = attempt(() =>
      openExample(g, harModel(shape), variantNamed(name), harTraining, 42),
    );
    if (open === undefined) continue;
    const x = stackRows(values, [imuChannels, imuLength]);
    const params = { ...open.params, batch: size.batch };
    const tensors = { ...open.tensors, x, label: oneHot(classes, 4) };
    yield { flag: 'har', ...open, params, tensors, steps: size.steps };
  }
}
