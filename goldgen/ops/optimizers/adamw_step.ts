/** S119: one AdamW update. */

import type { Arithmetic } from '../../../reference/funnel.ts';
import { roundings, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { asymOf } from '../../kit/packed.ts';
import { randomFloat32, target, withOrder } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp, type Params } from '../../op.ts';
import { adamwStepNotes } from './adamw_step_notes.ts';
import {
  freshState,
  learningRateSpec,
  parameterShapes,
  randomStored,
  storageDtypes,
  storages,
  updateSpec,
  writeBackSpec,
} from './optimizer_cases.ts';
import { adamwOracle } from './oracle.ts';

const sr = 'SR_HALF_AWAY';

interface StepTensors {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  readonly m: Tensor;
  readonly v: Tensor;
}

const defaults: Params = {
  lr: Math.fround(0.001),
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weight_decay: 0.01,
  t: 1,
  arithmetic: 'ARITH_FLOAT32',
  write_back: 'HALF_AWAY',
};

const stepCase = casesOf((tensors: StepTensors, params: Params = {}, rng: number = 7) => ({
  tensors: { ...tensors },
  params: { ...defaults, ...params },
  rng,
}));

function* pinned(): Iterable<CaseInput> {
  const gradient = float32Of([0.1, -0.3]);
  const zero = freshState('FLOAT32', [2], 0);
  const first = { parameter: float32Of([0.5, -0.25]), gradient, m: zero, v: zero };
  yield stepCase('directed', 'V16', first);
  const second = {
    parameter: float32Of('3eff7c46 be7ef933'),
    gradient,
    m: float32Of('3c23d70b bcf5c290'),
    v: float32Of('3727c5ad 38bcbe63'),
  };
  yield stepCase('directed', 'V16', second, { t: 2 });
  yield stepCase('directed', 'decoupled', second, { t: 2, weight_decay: 0.5 });
  yield stepCase('directed', 'decoupled', second, { t: 2, weight_decay: 0 });
  yield stepCase('directed', 'epsilon_outside', second, { t: 2, epsilon: 0.01 });
  const noV = { ...first, gradient: float32Of([0, 0]), m: float32Of([0.1, -0.1]) };
  yield stepCase('directed', 'epsilon_outside', noV, { epsilon: 1e-3 });
}

function* scalars(g: CaseGen): Iterable<CaseInput> {
  for (const t of [1, 2, 3, 10, 100, 999, 1000, 20000, 1000000]) {
    const r = g.random(`t/${t}`);
    const tensors = {
      parameter: randomFloat32(r, [8], -4, 0),
      gradient: randomFloat32(r, [8], -6, 1),
      m: randomFloat32(r, [8], -6, 0),
      v: positive(randomFloat32(r, [8], -9, -2)),
    };
    yield stepCase('directed', 'double_scalars fused_moment', tensors, { t });
    yield stepCase('directed', 'double_scalars', tensors, { t, beta1: 0.5, beta2: 0 });
  }
}

/**
 * The last bit of each scalar shows: of the step where the parameter is 0, of the decay where nothing is stepped, and of ε
 * where it is a good part of the denominator.
 */
function* lastBits(g: CaseGen): Iterable<CaseInput> {
  const r = g.random('last_bits');
  const zero = freshState('FLOAT32', [8], 0);
  const lr = Math.fround(0.3);
  for (const t of [2, 4, 7, 13]) {
    const m = randomFloat32(r, [8], -4, 0);
    const v = positive(randomFloat32(r, [8], -9, -2));
    const tensors = { parameter: zero, gradient: m, m, v };
    yield stepCase('directed', 'last_bits', tensors, { lr, t });
    const small = { ...tensors, v: positive(randomFloat32(r, [8], -26, -18)) };
    yield stepCase('directed', 'last_bits', small, { lr, t, epsilon: 0.1 });
  }
  for (const weight_decay of [0.3, 0.7, 0.9]) {
    const still = { parameter: randomFloat32(r, [8], -4, 0), gradient: zero, m: zero, v: zero };
    yield stepCase('directed', 'last_bits', still, { lr, weight_decay });
    yield stepCase('directed', 'last_bits', still, { lr: Math.fround(0.7), weight_decay });
  }
}

/** A second moment is never negative. */
function positive(t: Tensor): Tensor {
  return { ...t, data: t.data.map((x) => Math.abs(x)) as Float32Array };
}

/** Quantized moments: three writes, drawn in the order m, v, p; rounded by the write-back mode. */
function* quantized(g: CaseGen): Iterable<CaseInput> {
  for (const dtype of storages) {
    for (const write_back of roundings) {
      const r = g.random(`quantized/${dtype}/${write_back}`);
      const shape = [6];
      const tensors = {
        parameter: randomStored(r, dtype, shape),
        gradient: randomStored(r, r.pick(storages), shape),
        m: freshState(dtype, shape, 12, r.pick(roundings)),
        v: freshState('FLOAT32', shape, 0),
      };
      yield stepCase('directed', 'write_back', tensors, { write_back }, r.rngState());
      const stored = { ...tensors, v: freshState(dtype, shape, 12, r.pick(roundings)) };
      yield stepCase('directed', 'write_back', stored, { write_back }, r.rngState());
    }
  }
  const r = g.random('order');
  const tensors = {
    parameter: randomStored(r, 'SYM_INT32', [4], 'HALF_AWAY'),
    gradient: float32Of([0.5, -0.25, 1, -2]),
    m: freshState('SYM_INT32', [4], 12),
    v: freshState('SYM_INT32', [4], 16),
  };
  yield stepCase('directed', 'draw_order', tensors, { write_back: sr }, 33);
}

function* refused(): Iterable<CaseInput> {
  const one = symInt32Of([5, -7], 0.5, 12);
  const zero = freshState('FLOAT32', [2], 0);
  const tensors = { parameter: one, gradient: float32Of([1, 2]), m: zero, v: zero };
  const bad: readonly Params[] = [
    { beta1: 1 },
    { beta1: -0.1 },
    { beta1: Number.NaN },
    { beta2: 1 },
    { beta2: 1.5 },
    { beta2: Number.NaN },
    { epsilon: 0 },
    { epsilon: -1 },
    { epsilon: Number.NaN },
    { arithmetic: 'ARITH_SYM_INT32' },
  ];
  for (const params of bad) yield stepCase('negative', 'refused', tensors, params);
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* pinned();
  yield* scalars(g);
  yield* quantized(g);
  yield* refused();
  for (const r of seeded(g, 'random', 50)) {
    const shape = r.pick(parameterShapes);
    const params = {
      lr: Math.abs(r.float32(-10, -2)),
      beta1: r.pick([0, 0.5, 0.9]),
      beta2: r.pick([0.9, 0.99, 0.999]),
      weight_decay: r.pick([0, 0.01, 0.1]),
      t: r.int(1, 500),
      write_back: r.pick(roundings),
    };
    const tensors = {
      parameter: randomStored(r, r.pick(storages), shape),
      gradient: randomStored(r, r.pick(storages), shape),
      m: randomStored(r, r.pick(storages), shape),
      v: positive(randomFloat32(r, shape, -9, -2)),
    };
    yield stepCase('random', 'stream', tensors, params, r.rngState());
  }
  const tensors = {
    parameter: float32Of([0.5, -0.25, 1, 2]),
    gradient: float32Of([-0.397, -0.155, -0.617, 0.375]),
    m: float32Of([0.337, 0.012, 0.829, 0.168]),
    v: float32Of([0.01, 0.02, 0.5, 0.25]),
  };
  yield stepCase('directed', 'fused_moment', tensors, { t: 5 });
  const v = symInt32Of([900, 20, 2047, 5], 0.001, 12);
  yield stepCase('directed', 'write_back', { ...tensors, v }, { t: 5, write_back: sr });
  const third = {
    parameter: float32Of('3efef88c be7df267'),
    gradient: float32Of([0.1, -0.3]),
    m: float32Of('3c9ba5e4 bd6978d6'),
    v: float32Of('37a7b034 393ca63a'),
  };
  yield stepCase('directed', 'V16', third, { t: 3 });
  yield* plainOperands();
  yield* unwritten();
  yield* lastBits(g);
}

/** Views and other extents of the same count are refused, whichever operand has them. */
function* plainOperands(): Iterable<CaseInput> {
  const square = (): StepTensors => ({
    parameter: float32Of([0.5, -0.25, 1, 2], [2, 2]),
    gradient: float32Of([0.1, -0.3, 0.5, 0.25], [2, 2]),
    m: float32Of([0.3, 0.1, 0.8, 0.2], [2, 2]),
    v: float32Of([0.01, 0.02, 0.5, 0.25], [2, 2]),
  });
  yield stepCase('directed', 'refused_operand', square());
  for (const name of ['parameter', 'gradient', 'm', 'v'] as const) {
    const t = square()[name];
    const turned = { ...square(), [name]: withOrder(t, [1, 0]) };
    yield stepCase('negative', 'refused_operand', turned);
    const flat = { ...square(), [name]: { ...t, shape: [4], order: [0] } };
    yield stepCase('negative', 'refused_operand', flat);
  }
}

/** A parameter or second moment whose zero point is refused: no moment may have been written. */
function* unwritten(): Iterable<CaseInput> {
  const plain = {
    parameter: float32Of([0.5, -0.25]),
    gradient: float32Of([0.1, -0.3]),
    m: float32Of([0.3, 0.1]),
    v: float32Of([0.01, 0.02]),
  };
  const unclear = asymOf([1, 2], 8, { scale: '7fc00000' });
  yield stepCase('negative', 'refused_grid', { ...plain, parameter: unclear });
  yield stepCase('negative', 'refused_grid', { ...plain, v: unclear });
  const far = { ...plain, gradient: float32Of([3e9, Math.fround(3e9 + 256)]) };
  const m = target('ASYM', [2], 8);
  yield stepCase('negative', 'refused_grid', { ...far, m }, { beta1: 0 });
}

export default defineOp({
  name: 'adamw_step',
  version: 1,
  clause: 'S119',
  summary: 'one AdamW update: first moment, second moment, parameter',
  since: '2026-07-21',
  params: {
    lr: learningRateSpec,
    beta1: { kind: 'f64', doc: 'in [0, 1), else refused' },
    beta2: { kind: 'f64', doc: 'in [0, 1), else refused' },
    epsilon: { kind: 'f64', doc: '> 0, else refused' },
    weight_decay: { kind: 'f64', doc: 'decoupled weight decay' },
    t: { kind: 'int', min: 1, max: 2147483647, doc: 'step count, 1 for the first step' },
    write_back: writeBackSpec,
    arithmetic: updateSpec,
  },
  tensors: {
    parameter: { role: 'inout', dtypes: storageDtypes, doc: 'any shape' },
    gradient: { role: 'inout', dtypes: storageDtypes, doc: 'same shape; must stay as it is' },
    m: { role: 'inout', dtypes: storageDtypes, doc: 'same shape: first moment' },
    v: { role: 'inout', dtypes: storageDtypes, doc: 'same shape: second moment, not negative' },
  },
  fits: refusesMisfits,
  notes: adamwStepNotes,
  run(n, call) {
    const options = {
      learningRate: call.number('lr'),
      beta1: call.number('beta1'),
      beta2: call.number('beta2'),
      epsilon: call.number('epsilon'),
      weightDecay: call.number('weight_decay'),
    };
    n.fn.checkAdamW(n, options);
    n.fn.checkUpdateArithmetic(n, call.word('arithmetic') as Arithmetic['type']);
    n.fn.adamwStep(
      n,
      call.tensor('parameter'),
      call.tensor('gradient'),
      call.tensor('m'),
      call.tensor('v'),
      n.fn.adamwScalars(n, options, call.number('t')),
      call.rounding('write_back'),
    );
  },
  oracle: adamwOracle,
  cases,
});
