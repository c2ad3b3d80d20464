/** Short trainings for the tests of this folder. */

import { factoriesNamed } from '../../conformance/backends/index.ts';
import type { TrainingRecord } from '../../reference/examples/record.ts';
import { variantNamed } from '../../reference/examples/variants.ts';
import { referenceBackend } from '../reference_factory.ts';
import { type ExampleName, loadExample } from './examples.ts';
import { openTraining, type Session } from './session.ts';
import { trainingContract } from './start.ts';
import type { Plan } from './train.ts';

/** A started backend by its id, `reference` included. */
export async function sessionOn(id: string): Promise<Session> {
  const [factory] = id === 'reference' ? [referenceBackend] : factoriesNamed(id);
  return openTraining(factory!.create({ timeoutMs: 600_000 }), trainingContract);
}

/** An example on its built-in data; the training may be cut short. */
export function planOf(
  name: ExampleName,
  variant: string,
  training: Partial<TrainingRecord> = {},
): Plan {
  const example = loadExample(name, undefined);
  return {
    example,
    variant: variantNamed(variant),
    training: { ...example.training, ...training },
    seed: 42,
  };
}
