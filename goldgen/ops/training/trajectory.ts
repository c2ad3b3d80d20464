/** L34: many training steps with all state carried, and a checkpoint of the parameters after each. */

import { existsIn } from '../../../reference/contracts.ts';
import { type Rounding, roundings } from '../../../reference/tensor.ts';
import { casesOf } from '../../kit/cases.ts';
import { sensitive } from '../../kit/libm.ts';
import type { Random } from '../../kit/random.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { isFunnelSgd } from '../optimizers/optimizer_cases.ts';
import {
  type ChainCase,
  type ChainKind,
  type ChainOptions,
  chainCase,
  chainsOf,
} from './chain_cases.ts';
import { type OptimizerName, optimizerNames } from './model_cases.ts';
import { firstAnswered, runTrajectory } from './model_run.ts';
import { modelParams, modelTensors, smallTraining, stepFits, stepResults } from './model_specs.ts';
import { withMixedOperations } from './own_operations.ts';
import { trainingNotes } from './training_notes.ts';
import { workedChain } from './worked_chain.ts';
import { workedTransposed } from './worked_transposed.ts';

const steps = 20;

const runCase = casesOf(
  (chain: ChainCase, batch: number, rng: number = 42, count: number = steps) => {
    const tensors = {
      ...chain.tensors,
      losses: target('FLOAT32', [count]),
      digests: target('INT32', [count]),
    };
    return { tensors, params: { ...chain.params, batch }, rng };
  },
);

function* worked(g: CaseGen): Iterable<CaseInput> {
  const { contract } = g;
  // unguarded bias seeds leave int32 on the way
  const guarded = contract.biasSeed === 'seed_rescale';
  if (guarded) yield runCase('directed', 'B6.9', workedChain(contract), 1);
  // small enough that no β meets the seed guard of any contract
  const gentle = { lr: Math.fround(0.005), backward_reduction: 'MEAN' };
  yield runCase('directed', 'B6.9', workedChain(contract, { params: gentle }), 1);
  if (isFunnelSgd(contract)) {
    const params = { write_back: 'SR_HALF_AWAY' };
    yield runCase('directed', 'B6.9', workedChain(contract, { params }), 1);
  }
  if (!existsIn(contract, '2026-06-23')) return;
  for (const quantized of [true, false]) {
    // raw wires need their Quantization layer
    if (!quantized && contract.producers === 'raw') continue;
    for (const mode of isFunnelSgd(contract) ? roundings : (['HALF_AWAY'] as const)) {
      const chain = workedTransposed(contract, quantized, mode);
      yield runCase('directed', 'B6.10', chain, 1, 1, 40);
    }
  }
}

/** A chain with random values; batch, data set and rounding alternate with the parity of k. */
function oneChain(
  g: CaseGen,
  kind: ChainKind,
  optimizer: OptimizerName,
  writeBack: Rounding,
  k: number,
): CaseInput {
  const build = (r: Random): CaseInput => {
    const options: ChainOptions = {
      optimizer,
      writeBack,
      rounding: roundings[(k >> 1) % 2]!,
      batch: k % 2 === 0 ? 1 : 4,
      samples: 2,
    };
    const drawn = chainCase(kind, r, g.contract, options);
    // raw wires are of the format of the arithmetic that made them
    const isMixed = kind === 'geometry' && g.contract.producers === 'restored';
    const chain = isMixed
      ? withMixedOperations(r, drawn, writeBack === 'HALF_AWAY' ? 0 : 1)
      : drawn;
    // losses summed from logarithms: every last bit shows
    const libm = kind === 'pool' ? ` ${sensitive}` : '';
    const flags = `chain_${kind} carried_state${libm}`;
    return runCase('training', flags, chain, k % 2 === 0 ? 4 : 1, r.rngState());
  };
  return firstAnswered(g, `${kind}/${optimizer}/${writeBack}`, build);
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* worked(g);
  for (const kind of chainsOf(g.contract)) {
    for (const [k, optimizer] of optimizerNames.entries()) {
      for (const [w, writeBack] of roundings.entries()) {
        // its layers and numbers are what differs: one SGD and the AdamW are enough
        if (kind === 'geometry' && (k < 2 || k % 2 !== w)) continue;
        yield oneChain(g, kind, optimizer, writeBack, k + w);
      }
    }
  }
}

const params = modelParams(smallTraining);

export default defineOp({
  name: 'trajectory',
  version: 1,
  clause: 'L34',
  summary: 'consecutive training steps with gradients zeroed between them and all state carried',
  since: '2026-06-11',
  params: {
    ...params,
    update_arithmetic: {
      ...params.update_arithmetic!,
      fixed: 'any other is refused in the first step, which training_step shows',
    },
    batch: {
      kind: 'int',
      min: 1,
      max: 64,
      doc: 'samples of a step, round robin over the data set',
    },
  },
  tensors: {
    ...modelTensors(smallTraining),
    ...stepResults,
  },
  fits: stepFits,
  isModel: true,
  notes: trainingNotes('trajectory'),
  run: runTrajectory,
  cases,
});
