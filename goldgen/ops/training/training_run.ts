/**
 * L34: a piece of a whole training: consecutive steps over stacked samples, all state carried. A training is
 * a sequence of such calls, each given the state and the generator that the one before it left.
 */

import type { Numerics } from '../../../reference/numerics.ts';
import { newCase } from '../../kit/cases.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp, type OpCall } from '../../op.ts';
import { type ExampleCall, exampleCalls, mostLayers } from './example_calls.ts';
import { runTrajectory } from './model_run.ts';
import {
  examplesOnly,
  type ModelSize,
  modelParams,
  modelTensors,
  stackedSamples,
  stepFits,
  stepResults,
} from './model_specs.ts';
import { stackFits } from './stack_fits.ts';

function run(n: Numerics, call: OpCall): void {
  runTrajectory(n, call, n.fn.stackedSamples(n, call.tensor('x'), call.tensors.label));
}

function caseOf(example: ExampleCall): CaseInput {
  const { flag, params, tensors, rng, steps } = example;
  const results = { losses: target('FLOAT32', [steps]), digests: target('INT32', [steps]) };
  return newCase('training', flag, { ...tensors, ...results }, { params, rng });
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  for (const example of exampleCalls(g, ['sym-grad'], ['sym8'])) yield caseOf(example);
}

const size: ModelSize = { layers: mostLayers, samples: 0, trains: true };

export default defineOp({
  name: 'training_run',
  version: 1,
  clause: 'L34',
  summary: 'consecutive training steps over stacked samples, all state carried',
  since: '2026-07-21',
  params: examplesOnly({
    ...modelParams(size),
    batch: { kind: 'int', min: 1, max: 65536, doc: 'samples of a step, round robin over the rows' },
  }),
  tensors: {
    ...stackedSamples(['FLOAT32']),
    ...modelTensors(size),
    ...stepResults,
  },
  fits: { ...stackFits, ...stepFits },
  isModel: true,
  notes: {
    ecg: {
      bug: 'the shuffle drawn per step, a remainder trained, or a layer’s draws out of order in the 11 layers',
      effect: 'the ECG autoencoder’s weights leave the gold trajectory',
      clause: 'L34, ecg',
    },
    har: {
      bug: 'the shuffle drawn per step, a remainder trained, or a layer’s draws out of order in the 12 layers',
      effect: 'the HAR classifier’s weights leave the gold trajectory',
      clause: 'L34, har',
    },
  },
  run,
  cases,
});
