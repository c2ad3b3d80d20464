/** The state in which a training begins: the example's model with its initial values, as wire tensors. */

import { openExample } from '../../goldgen/ops/training/example_calls.ts';
import trainingRun from '../../goldgen/ops/training/training_run.ts';
import { callToWire } from '../../goldgen/wire.ts';
import { type ContractId, contracts } from '../../reference/contracts.ts';
import type {
  ModelRecord,
  TrainingRecord,
  VariantRecord,
} from '../../reference/examples/record.ts';
import { newNumerics } from '../../reference/primitives.ts';
import type { TrainingState } from './session.ts';

export const trainingContract: ContractId = 'sym-2026-07-21';

/**
 * Weights from a generator seeded with `seed`; then the generator is seeded once more, with seed + 1000, and
 * shuffles the training rows (S13), so that initial values, order and rounding stream all depend on the seed.
 */
export function startOf(
  record: ModelRecord,
  variant: VariantRecord,
  training: TrainingRecord,
  seed: number,
  rows: number,
): { readonly state: TrainingState; readonly order: readonly number[] } {
  const contract = contracts[trainingContract];
  const { params, tensors } = openExample({ contract }, record, variant, training, seed);
  const n = newNumerics(trainingContract);
  const order = n.fn.shuffledOrder(n, rows, seed + 1000);
  const call = callToWire(trainingRun, params, tensors, n.rng.state);
  const state: TrainingState = {
    params: call.params,
    tensors: call.inputs,
    wires: call.targets,
    rng: call.rng,
    step: 0,
  };
  return { state, order: [...order] };
}
