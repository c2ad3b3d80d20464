/** Directed and refused cases of the training step: variations of the worked chain B6.9. */

import type { Primitives } from '../../../reference/numerics.ts';
import type { QuantRecord, Tensor } from '../../../reference/tensor.ts';
import { newCase } from '../../kit/cases.ts';
import { firstChanged } from '../../kit/contraction.ts';
import { int32Of, symInt32Of } from '../../kit/literals.ts';
import { symOf } from '../../kit/packed.ts';
import { randomFloat32, target } from '../../kit/tensors.ts';
import type { CaseGen } from '../../op.ts';
import { isFunnelSgd } from '../optimizers/optimizer_cases.ts';
import type { ChainCase } from './chain_cases.ts';
import { floatRecord, recordOf, symRecord } from './model_cases.ts';
import { runTrainingStep } from './model_run.ts';
import { endings, mixtures, shortChain } from './short_chains.ts';
import { type WorkedOptions, workedChain } from './worked_chain.ts';

const sr = 'SR_HALF_AWAY';

/** A case of the step before it gets its loss targets. */
export interface StepCase {
  readonly flags: string;
  readonly chain: ChainCase;
  readonly rng: number;
}

function replaced(chain: ChainCase, tensors: Readonly<Record<string, Tensor>>): ChainCase {
  return { params: chain.params, tensors: { ...chain.tensors, ...tensors } };
}

/** The same chain fed with two sample tensors of two entries. */
function twoSamples(g: CaseGen, options: WorkedOptions): ChainCase {
  const chain = workedChain(g.contract, {
    ...options,
    params: { samples: 2, backward_reduction: 'MEAN', ...options.params },
  });
  const bits = g.contract.operandBits;
  const x1 = symInt32Of([7, -900, 30, 2047, -5, 1200, -2047, 64], 0.002, bits, 'HALF_AWAY', [2, 4]);
  const label1 = randomFloat32(g.random('second_label'), [2, 2], -2, 0);
  return replaced(chain, { x1, label1 });
}

function* shared(g: CaseGen): Iterable<StepCase> {
  const { contract } = g;
  const bits = contract.operandBits;
  const step = (flags: string, options: WorkedOptions = {}, rng = 42): StepCase => {
    return { flags, chain: workedChain(contract, options), rng };
  };
  yield step('B6.9');
  yield step('B6.9 float_twin', { record: floatRecord });
  yield step('draw_order layer0_dx', { record: symRecord(bits, sr) }, 7);
  yield step('draw_order layer0_dx', { record: symRecord(bits, sr) }, 3673643993);
  const wide = [
    symRecord(bits),
    symRecord(bits),
    symRecord(bits),
    symRecord(bits),
    symRecord(bits, sr),
  ];
  const seedRecord = { wires: { output: wide, propLoss: symRecord(bits) } };
  yield step('seed_record', seedRecord, 11);
  yield step('mean_scale', { params: { backward_reduction: 'MEAN' } });
  const rank1 = { params: { backward_reduction: 'MEAN' }, labelShape: [4] };
  yield step('label_shape', rank1);
  yield { flags: 'accumulates mean_scale', chain: twoSamples(g, {}), rng: 42 };
  const sums = { params: { forward_reduction: 'SUM', backward_reduction: 'SUM' } };
  yield { flags: 'accumulates', chain: twoSamples(g, sums), rng: 42 };
  const used = workedChain(contract, {});
  yield {
    flags: 'not_zeroed',
    chain: replaced(used, {
      l0_bias_grad: symInt32Of([3, -2, 7], 0.25, bits),
      l4_weight_grad: symInt32Of([100, -50, 3, 0, 9, 2000], 0.001, bits, 'HALF_AWAY', [2, 3]),
    }),
    rng: 42,
  };
}

function* current(g: CaseGen): Iterable<StepCase> {
  const { contract } = g;
  const step = (flags: string, options: WorkedOptions = {}, rng = 42): StepCase => {
    return { flags, chain: workedChain(contract, options), rng };
  };
  yield step('B6.9 write_back', { params: { write_back: sr } });
  yield step('without_quantization', { quantized: false });
  yield step('without_quantization', { quantized: false, record: symRecord(12, sr) }, 9);
  const packedGradient = recordOf('SYM', 12, 'HALF_AWAY');
  // γ stays on its grid, β gets a new one: the modes of one layer are not each other's
  const modes = { l2_weight_mode: 'OUT_ACC_FIXED_SCALE', bias_mode: 'OUT_ACC_DYNAMIC_RESCALE' };
  const mixed = workedChain(contract, {
    linearGrad: packedGradient,
    normGrad: packedGradient,
    params: modes,
  });
  const used = {
    l2_gamma_grad: symOf([30, -20, 7], 12, { scale: 0.125 }),
    l2_beta_grad: symOf([-90, 5, 41], 12, { scale: 0.125 }),
  };
  yield { flags: 'gradient_storage', chain: replaced(mixed, used), rng: 5 };
  const gradients: readonly QuantRecord[] = [
    floatRecord,
    symRecord(16, sr),
    recordOf('ASYM', 12, sr),
  ];
  for (const linearGrad of gradients) {
    const params = { bias_mode: 'OUT_ACC_DYNAMIC_RESCALE' };
    yield step('gradient_storage', { linearGrad, normGrad: linearGrad, params }, 5);
  }
  const states = [floatRecord];
  const momentum = { momentum: Math.fround(0.9), write_back: sr };
  yield step('optimizer_state', { states, params: momentum });
  yield step('optimizer_state', { states: [symRecord(12)], params: momentum });
  const adam = { optimizer: 'ADAMW', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.01, t: 0 };
  const moments = [floatRecord, floatRecord];
  yield step('optimizer_state', { states: moments, params: { ...adam, write_back: sr } });
  yield step('optimizer_state', { states: moments, params: { ...adam, t: 9 } });
  const narrow = [symRecord(12), symRecord(8), symRecord(12), symRecord(8), symRecord(10)];
  yield step('wire_record', { wires: { output: narrow, propLoss: symRecord(12) } });
  yield step('wire_record', { wires: { output: symRecord(12), propLoss: narrow.toReversed() } });
  const floats = [symRecord(12), symRecord(12), symRecord(12), symRecord(12), floatRecord];
  const float = workedChain(contract, { wires: { output: floats, propLoss: symRecord(12) } });
  const label0 = randomFloat32(g.random('float_label'), [2, 2], -2, 0);
  yield { flags: 'wire_record', chain: replaced(float, { label0 }), rng: 42 };
}

/** The mean of losses as a product, which differs from the quotient for some sums. */
const withReciprocal: Primitives['batchLoss'] = (n, losses) => {
  const sum = losses.reduce((total, loss) => n.f.add(total, loss), 0);
  return n.f.mul(sum, n.f.div(1, losses.length));
};

/** Three samples, whose mean is no product with a third; in July also a first layer without bias. */
function threeSamples(g: CaseGen): ChainCase {
  const current = isFunnelSgd(g.contract);
  const chain = twoSamples(g, { params: { samples: 3 } });
  const bits = g.contract.operandBits;
  const x2 = symInt32Of([300, 5, -77, 12, 900, -4, 1, 2000], 0.003, bits, 'HALF_AWAY', [2, 4]);
  const { params, tensors } = replaced(chain, { x2 });
  const kept = Object.entries(tensors).filter(([name]) => !current || !name.startsWith('l0_bias'));
  const results = { losses: target('FLOAT32', [3]), loss: target('FLOAT32', [1]) };
  return firstChanged(g, runTrainingStep, 'third_label', { batchLoss: withReciprocal }, (r) => {
    const label2 = randomFloat32(r, [2, 2], -2, 0);
    const all = { ...Object.fromEntries(kept), label2, ...results };
    return newCase('directed', 'three_samples', all, { params, rng: 42 });
  });
}

/** Steps in which one choice of the clauses decides. */
export function* directedSteps(g: CaseGen): Iterable<StepCase> {
  yield* shared(g);
  if (isFunnelSgd(g.contract)) yield* current(g);
  yield { flags: 'three_samples', chain: threeSamples(g), rng: 42 };
  if (isFunnelSgd(g.contract)) yield* short(g);
}

function* short(g: CaseGen): Iterable<StepCase> {
  const { contract } = g;
  for (const [i, { flag, model }] of endings().entries()) {
    const chain = shortChain(g.random(`ending/${i}`), contract, model);
    yield { flags: flag, chain, rng: 42 };
  }
  for (const [i, model] of mixtures().entries()) {
    const chain = shortChain(g.random(`mixture/${i}`), contract, model);
    yield { flags: 'mixed_wires', chain, rng: 42 };
  }
}

function* refusedCurrent(g: CaseGen): Iterable<StepCase> {
  const { contract } = g;
  const refused = (
    options: WorkedOptions,
    tensors: Readonly<Record<string, Tensor>> = {},
  ): StepCase => {
    return { flags: 'refused', chain: replaced(workedChain(contract, options), tensors), rng: 42 };
  };
  // late in the step: everything before has already been computed
  yield refused({ params: { l0_weight_mode: 'OUT_WRITE' } });
  yield refused({ linearGrad: symRecord(17) });
  yield refused({ params: { update_arithmetic: 'ARITH_SYM_INT32' } });
  yield refused({}, { l0_bias_grad: int32Of([0, 0, 0]) });
  yield refused({}, { l4_weight: symInt32Of([1, 2, 3, 4, 5, 6], 0.1, 16, 'HALF_AWAY', [2, 3]) });
  yield refused({}, { l2_beta: symInt32Of([2047, 0, 0], 1e9, 12) });
  yield refused({}, { f1: target('SYM', [2, 3], 12) });
}

/** Steps that a guard refuses; nothing may have been written, however late it fires. */
export function* refusedSteps(g: CaseGen): Iterable<StepCase> {
  if (isFunnelSgd(g.contract)) {
    yield* refusedCurrent(g);
    return;
  }
  const chain = workedChain(g.contract, {});
  const beta = symInt32Of([2047, 0, 0], 1e9, 12);
  yield { flags: 'refused', chain: replaced(chain, { l2_beta: beta }), rng: 42 };
  const grads = workedChain(g.contract, { normGrad: floatRecord });
  yield { flags: 'refused', chain: grads, rng: 42 };
}
