/** S117: SGD with momentum; under the June contracts the factory's step, for momentum 0 too. */

import type { Arithmetic } from '../../../reference/funnel.ts';
import { roundings, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { alike } from '../../kit/fits.ts';
import { float32Of, packedOf, symInt32Of } from '../../kit/literals.ts';
import { asymOf } from '../../kit/packed.ts';
import type { Random } from '../../kit/random.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp, type Params } from '../../op.ts';
import {
  freshState,
  isFunnelSgd,
  learningRateSpec,
  parameterShapes,
  randomPair,
  randomStored,
  type Storage,
  storageDtypes,
  storages,
  updateSpec,
  weightDecaySpec,
  writeBackSpec,
} from './optimizer_cases.ts';
import { sgdMomentumOracle } from './oracle.ts';
import { sgdMomentumStepNotes } from './sgd_momentum_step_notes.ts';

const sr = 'SR_HALF_AWAY';

interface StepTensors {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  readonly state: Tensor;
}

const stepCase = casesOf((tensors: StepTensors, params: Params, rng: number = 5) => {
  const defaults = { arithmetic: 'ARITH_FLOAT32', write_back: 'HALF_AWAY', weight_decay: 0 };
  return { tensors: { ...tensors }, params: { ...defaults, ...params }, rng };
});

function* current(): Iterable<CaseInput> {
  const params = {
    lr: Math.fround(0.1),
    momentum: Math.fround(0.9),
    weight_decay: Math.fround(0.01),
    write_back: sr,
  };
  const gradient = float32Of([0.1, 0.2, -0.3]);
  const parameter = packedOf('SYM', '7fda03', 3, 1 / 127, 8);
  yield stepCase(
    'directed',
    'V15',
    { parameter, gradient, state: freshState('SYM_INT32', [3], 12) },
    params,
  );
  const second = {
    parameter: packedOf('SYM', '7fd707', 3, 0.00778741948, 8),
    gradient,
    state: symInt32Of([751, 1345, -2047], '39198dd6', 12),
  };
  yield stepCase('directed', 'V15', second, params, 1306475959);
  const coarse = { ...second, state: symInt32Of([7, -5, 3], 0.05, 4) };
  yield stepCase('directed', 'stored_momentum', coarse, { ...params, write_back: 'HALF_AWAY' });
  const refused = { ...params, arithmetic: 'ARITH_SYM_INT32' };
  yield stepCase('negative', 'refused', second, refused);
}

function* june(g: CaseGen): Iterable<CaseInput> {
  const bits = g.contract.momentumBits === 'parameter' ? 12 : g.contract.momentumBits;
  const params = { lr: Math.fround(0.1), momentum: 0, weight_decay: 0.5 };
  const weight = {
    parameter: symInt32Of([2047, -1024, 512], '3a001002', 12, sr),
    gradient: symInt32Of([10922, 21844, -32767], '37199acd', 16, sr),
    state: freshState('SYM_INT32', [3], bits, sr),
  };
  yield stepCase('directed', 'V35', weight, params, 5);
  const bias = {
    parameter: symInt32Of([2047], '39801002', 12),
    gradient: symInt32Of([32767], '37800100', 16, sr),
    state: freshState('SYM_INT32', [1], bits),
  };
  yield stepCase('directed', 'V35', bias, params, 1306475959);
  const coarse = { ...weight, state: symInt32Of([7, -5, 3], 0.05, 4) };
  yield stepCase('directed', 'unrounded_momentum', coarse, { ...params, momentum: 0.75 }, 9);
}

/** Draws of the state come before those of the parameter. */
function* order(g: CaseGen): Iterable<CaseInput> {
  for (const r of seeded(g, 'order', 4)) {
    const tensors = {
      parameter: randomStored(r, 'SYM_INT32', [5], sr),
      gradient: randomStored(r, 'SYM_INT32', [5]),
      state: randomStored(r, 'SYM_INT32', [5], sr),
    };
    const params = { lr: Math.abs(r.float32(-5, -1)), momentum: Math.fround(0.9), write_back: sr };
    yield stepCase('directed', 'draw_order', tensors, params, r.rngState());
  }
}

/** Float-only steps, where association and contraction are not hidden by an encode. */
function* associations(g: CaseGen): Iterable<CaseInput> {
  for (const r of seeded(g, 'association', 6)) {
    const tensors = {
      parameter: randomStored(r, 'FLOAT32', [16]),
      gradient: randomStored(r, 'FLOAT32', [16]),
      state: randomStored(r, 'FLOAT32', [16]),
    };
    const params = {
      lr: Math.abs(r.float32(-5, -1)),
      momentum: Math.abs(r.float32(-3, -1)),
      weight_decay: Math.abs(r.float32(-7, -1)),
    };
    yield stepCase('directed', 'no_dampening contraction', tensors, params);
  }
}

function randomState(r: Random, contract: CaseGen['contract'], parameter: Storage): Storage {
  return isFunnelSgd(contract) ? r.pick(storages) : parameter;
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* isFunnelSgd(g.contract) ? current() : june(g);
  yield* order(g);
  yield* associations(g);
  for (const r of seeded(g, 'random', 60)) {
    const pair = randomPair(r, g.contract);
    const shape = r.pick(parameterShapes);
    const params = {
      lr: Math.abs(r.float32(-9, 0)),
      momentum: r.pick([0.5, 0.75, Math.fround(0.9), Math.fround(0.99)]),
      weight_decay: r.chance(1, 2) ? 0 : Math.abs(r.float32(-8, -2)),
      write_back: r.pick(roundings),
    };
    const stateDtype = randomState(r, g.contract, pair.parameter);
    const tensors = {
      parameter: randomStored(r, pair.parameter, shape),
      gradient: randomStored(r, pair.gradient, shape),
      state: r.chance(1, 4)
        ? freshState(stateDtype, shape, 12, r.pick(roundings))
        : randomStored(r, stateDtype, shape),
    };
    yield stepCase('random', 'stream', tensors, params, r.rngState());
  }
  if (!isFunnelSgd(g.contract)) return;
  yield* unwritten();
  yield* withoutMomentum();
}

/** Momentum 0: the decay belongs to the gradient all the same. */
function* withoutMomentum(): Iterable<CaseInput> {
  const params = { lr: Math.fround(0.1), momentum: 0, weight_decay: 0.5 };
  const gradient = float32Of([0.25, 0.125, -0.5]);
  const floats = { parameter: float32Of([2, -1, 0.5]), gradient, state: float32Of([1, -2, 4]) };
  yield stepCase('directed', 'decay_without_momentum', floats, params);
  const stored = {
    parameter: packedOf('SYM', '7fd707', 3, 0.00778741948, 8),
    gradient,
    state: symInt32Of([7, -5, 3], 0.05, 4),
  };
  yield stepCase('directed', 'decay_without_momentum', stored, params);
}

/** A parameter whose zero point is refused: the state may not have been written. */
function* unwritten(): Iterable<CaseInput> {
  const params = { lr: 1, momentum: 0.5 };
  const state = float32Of([0.25, -1]);
  const unclear = asymOf([1, 2], 8, { scale: '7fc00000' });
  const gradient = float32Of([0.1, -0.3]);
  yield stepCase('negative', 'refused_grid', { parameter: unclear, gradient, state }, params);
  const far = float32Of([3e9, Math.fround(3e9 + 256)]);
  const parameter = target('ASYM', [2], 8);
  yield stepCase('negative', 'refused_grid', { parameter, gradient: far, state }, params);
  yield stepCase(
    'negative',
    'refused_grid',
    { parameter: gradient, gradient: far, state: parameter },
    params,
  );
}

export default defineOp({
  name: 'sgd_momentum_step',
  version: 1,
  clause: 'S117',
  summary: 'one SGD update with momentum: state, then parameter',
  since: '2026-06-11',
  params: {
    lr: learningRateSpec,
    momentum: { kind: 'f32', doc: 'momentum factor, 0 or more' },
    weight_decay: weightDecaySpec,
    write_back: writeBackSpec,
    arithmetic: updateSpec,
  },
  tensors: {
    parameter: { role: 'inout', dtypes: storageDtypes, doc: 'any shape' },
    gradient: { role: 'inout', dtypes: storageDtypes, doc: 'same shape; must stay as it is' },
    state: { role: 'inout', dtypes: storageDtypes, doc: 'same shape: the momentum' },
  },
  fits: alike('parameter', 'gradient', 'state'),
  notes: sgdMomentumStepNotes,
  run(n, call) {
    const [parameter, gradient] = [call.tensor('parameter'), call.tensor('gradient')];
    const state = call.tensor('state');
    const scalars = {
      learningRate: call.number('lr'),
      momentum: call.number('momentum'),
      weightDecay: call.number('weight_decay'),
    };
    if (n.contract.sgd === 'unrounded_momentum') {
      n.fn.juneSgdStep(n, parameter, gradient, state, scalars);
      return;
    }
    n.fn.checkUpdateArithmetic(n, call.word('arithmetic') as Arithmetic['type']);
    const mode = call.rounding('write_back');
    n.fn.sgdMomentumStep(n, parameter, gradient, state, scalars, mode);
  },
  oracle: sgdMomentumOracle,
  cases,
});
