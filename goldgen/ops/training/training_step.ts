/** L33, L34: one training step of a whole model, with every intermediate tensor. */

import type { Contract } from '../../../reference/contracts.ts';
import { casesOf, labels } from '../../kit/cases.ts';
import { count, equal, param } from '../../kit/fits.ts';
import { markLibm } from '../../kit/libm.ts';
import type { Random } from '../../kit/random.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp, type TensorSpec } from '../../op.ts';
import { isFunnelSgd } from '../optimizers/optimizer_cases.ts';
import {
  type ChainCase,
  type ChainKind,
  chainCase,
  chainOptions,
  chainsOf,
} from './chain_cases.ts';
import { firstAnswered, runTrainingStep } from './model_run.ts';
import { modelParams, modelTensors, smallTraining } from './model_specs.ts';
import { withMixedOperations, withOwnRoundings } from './own_operations.ts';
import { directedSteps, refusedSteps } from './training_cases.ts';
import { trainingNotes } from './training_notes.ts';

const stepCase = casesOf((chain: ChainCase, rng: number = 42) => {
  const samples = Number(chain.params.samples);
  const tensors = {
    ...chain.tensors,
    losses: target('FLOAT32', [samples]),
    loss: target('FLOAT32', [1]),
  };
  return { tensors, params: chain.params, rng };
});

function* cases(g: CaseGen): Iterable<CaseInput> {
  for (const { flags, chain, rng } of directedSteps(g)) {
    const step = stepCase('directed', flags, chain, rng);
    const isMarked = flags === 'softmax_under_mse' || flags === 'skipped_by_position';
    yield isMarked ? markLibm({ run: runTrainingStep }, g.contract.id, step) : step;
  }
  for (const { flags, chain, rng } of refusedSteps(g))
    yield stepCase('negative', flags, chain, rng);
  const perChain = isFunnelSgd(g.contract) ? 3 : 12;
  for (const kind of chainsOf(g.contract)) {
    for (const [i, name] of labels(`chain/${kind}`, perChain).entries()) {
      const build = (r: Random): CaseInput => {
        const options = { ...chainOptions(r), samples: r.int(1, 2), batch: r.pick([1, 2]) };
        const plain = chainCase(kind, r, g.contract, options);
        const own = ownOperations(kind, i, r, g.contract, plain);
        const flags = own === undefined ? '' : ' own_operation';
        return stepCase('training', `chain_${kind}${flags}`, own ?? plain, r.rngState());
      };
      const drawn = firstAnswered(g, name, build);
      yield kind === 'pool' ? markLibm({ run: runTrainingStep }, g.contract.id, drawn) : drawn;
    }
  }
}

/** The i-th chain of a kind with operations of its own, where it is not to stay as it is. */
function ownOperations(
  kind: ChainKind,
  i: number,
  r: Random,
  contract: Contract,
  plain: ChainCase,
): ChainCase | undefined {
  if (i === 0) return undefined;
  if (kind === 'geometry') return withMixedOperations(r, plain, i === 1 ? 0 : 1);
  return i % 2 === 0 ? undefined : withOwnRoundings(r, contract, plain);
}

/** State of layers that no case trains with momentum. */
function stateless(...names: readonly string[]): Record<string, TensorSpec> {
  const unread = {
    data: 'a Linear layer in this place runs with momentum 0, which multiplies its old state by 0',
    scale: 'as its data',
  };
  const specs = modelTensors(smallTraining);
  return Object.fromEntries(names.map((name) => [name, { ...specs[name]!, unread }]));
}

export default defineOp({
  name: 'training_step',
  version: 2,
  clause: 'L33',
  summary: 'gradients of a macro batch, scaling and one optimizer step, with every wire',
  since: '2026-06-11',
  params: modelParams(smallTraining),
  tensors: {
    ...modelTensors(smallTraining),
    ...stateless('l2_weight_s0', 'l2_bias_s0'),
    losses: { role: 'out', dtypes: ['FLOAT32'], doc: '[samples]: loss of each sample' },
    loss: { role: 'out', dtypes: ['FLOAT32'], doc: '[1]: loss of the macro batch' },
  },
  fits: { losses: [equal(count('losses'), param('samples'))], loss: [equal(count('loss'), 1)] },
  isModel: true,
  notes: trainingNotes('step'),
  run: runTrainingStep,
  cases,
});
