/** L33, L34: one training step of a whole model, with every intermediate tensor. */

import type { Contract } from '../../reference/contracts.ts';
import { roundings } from '../../reference/tensor.ts';
import type { CaseGen } from '../gen/case_gen.ts';
import { type CaseSet, labels, newCase } from '../gen/cases.ts';
import { type ChainCase, chainCase, chainOptions, chainsOf } from '../gen/chain_cases.ts';
import { markLibm } from '../gen/libm.ts';
import { firstAnswered, runTrainingStep } from '../gen/model_run.ts';
import { modelParams, modelTensors } from '../gen/model_specs.ts';
import { isFunnelSgd } from '../gen/optimizer_cases.ts';
import type { Random } from '../gen/random.ts';
import { target } from '../gen/tensors.ts';
import { directedSteps, refusedSteps } from '../gen/training_cases.ts';
import type { CaseInput, OpDef, TensorSpec } from '../op.ts';
import { trainingNotes } from './training_notes.ts';

function stepCase(set: CaseSet, flags: string, chain: ChainCase, rng = 42): CaseInput {
  const samples = Number(chain.params.samples);
  const tensors = {
    ...chain.tensors,
    losses: target('FLOAT32', [samples]),
    loss: target('FLOAT32', [1]),
  };
  return newCase(set, flags, tensors, { params: chain.params, rng });
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  for (const { flags, chain, rng } of directedSteps(g))
    yield stepCase('directed', flags, chain, rng);
  for (const { flags, chain, rng } of refusedSteps(g))
    yield stepCase('negative', flags, chain, rng);
  const perChain = isFunnelSgd(g.contract) ? 4 : 12;
  for (const kind of chainsOf(g.contract)) {
    for (const [i, name] of labels(`chain/${kind}`, perChain).entries()) {
      const build = (r: Random): CaseInput => {
        const options = { ...chainOptions(r), samples: r.int(1, 2), batch: r.pick([1, 2]) };
        const chain = chainCase(kind, r, g.contract, options);
        if (i % 2 === 0) return stepCase('training', `chain_${kind}`, chain, r.rngState());
        const own = withOwnOperations(r, g.contract, chain);
        return stepCase('training', `chain_${kind} own_operation`, own, r.rngState());
      };
      const drawn = firstAnswered(g, name, build, runTrainingStep);
      yield kind === 'pool' ? markLibm({ run: runTrainingStep }, g.contract.id, drawn) : drawn;
    }
  }
}

/** Kinds of layers whose forward, and whose dx, is rounded by the mode of its own operation. */
const roundsForward =
  /^(linear|conv1d|conv1d_transposed|layer_norm|group_norm|max_pool1d|avg_pool1d)$/;
const roundsDx = /^(linear|conv1d|conv1d_transposed|max_pool1d|avg_pool1d)$/;

/**
 * The chain with a rounding mode of its own for each operation that reads one, mostly the other one for dx
 * than for the forward, and under a contract that allows it with a bias gradient in float arithmetic.
 */
function withOwnOperations(r: Random, contract: Contract, chain: ChainCase): ChainCase {
  const own: Record<string, string> = {};
  for (let i = 0; i < Number(chain.params.layers); i++) {
    const kind = String(chain.params[`l${i}_kind`]);
    const first = r.int(0, 1);
    if (roundsForward.test(kind)) own[`l${i}_forward_rounding`] = roundings[first]!;
    if (roundsDx.test(kind))
      own[`l${i}_dx_rounding`] = roundings[r.pick([first, 1 - first, 1 - first])]!;
  }
  if (isFunnelSgd(contract)) {
    own.l0_bias_arithmetic = 'ARITH_FLOAT32';
    own.l0_bias_mode = 'OUT_ACC_DYNAMIC_RESCALE';
  }
  return { ...chain, params: { ...chain.params, ...own } };
}

/** State of layers that no case trains with momentum. */
function stateless(...names: readonly string[]): Record<string, TensorSpec> {
  const unread = {
    data: 'a Linear layer in this place runs with momentum 0, which multiplies its old state by 0',
    scale: 'as its data',
  };
  const specs = modelTensors();
  return Object.fromEntries(names.map((name) => [name, { ...specs[name]!, unread }]));
}

export const trainingStep: OpDef = {
  name: 'training_step',
  version: 1,
  clause: 'L33',
  family: 'training',
  summary: 'gradients of a macro batch, scaling and one optimizer step, with every wire',
  contracts: ['sym-2026-06-11', 'sym-2026-06-23', 'sym-2026-07-21'],
  params: modelParams(),
  tensors: {
    ...modelTensors(),
    ...stateless('l2_weight_s0', 'l2_bias_s0'),
    losses: { role: 'out', dtypes: ['FLOAT32'], doc: '[samples]: loss of each sample' },
    loss: { role: 'out', dtypes: ['FLOAT32'], doc: '[1]: loss of the macro batch' },
  },
  notes: trainingNotes('step'),
  run: runTrainingStep,
  cases,
};
