/** S116: SGD without momentum; under the June contracts the stateless step. */

import type { Arithmetic } from '../../../reference/funnel.ts';
import { roundings, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { isOf, or, sameCount } from '../../kit/fits.ts';
import { f32, float32Of, packedOf, symInt32Of } from '../../kit/literals.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp, type Params } from '../../op.ts';
import {
  isFunnelSgd,
  learningRateSpec,
  parameterShapes,
  randomPair,
  randomStored,
  storageDtypes,
  updateSpec,
  weightDecaySpec,
  writeBackSpec,
} from './optimizer_cases.ts';
import { sgdOracle } from './oracle.ts';
import { sgdStepNotes } from './sgd_step_notes.ts';

const sr = 'SR_HALF_AWAY';

const stepCase = casesOf((parameter: Tensor, gradient: Tensor, params: Params, rng: number = 7) => {
  const defaults = { arithmetic: 'ARITH_FLOAT32', write_back: 'HALF_AWAY', weight_decay: 0 };
  return { tensors: { parameter, gradient }, params: { ...defaults, ...params }, rng };
});

/** V27: p = [1, −.5, .25] in the four storages, encoded half away. */
const v27Parameters: readonly Tensor[] = [
  float32Of([1, -0.5, 0.25]),
  symInt32Of([2047, -1024, 512], '3a001002', 12),
  packedOf('SYM', '1f8c00', 3, '3d042108', 6),
  packedOf('ASYM', 'ff0080', 3, '3bc0c0c1', 8, -85),
];

function* pinned(): Iterable<CaseInput> {
  const gradient = float32Of([0.01, -0.02, 1]);
  const parameter = symInt32Of([2047, -1000, 3], 2 ** -11, 12);
  const lr = Math.fround(0.01);
  yield stepCase('directed', 'V14', parameter, gradient, { lr });
  yield stepCase('directed', 'V14', parameter, gradient, { lr, write_back: sr });
  const decay = { lr: Math.fround(0.1), weight_decay: 0.5 };
  for (const p of v27Parameters) {
    for (const write_back of roundings) {
      const g = float32Of([0.1, 0.2, -0.3]);
      yield stepCase('directed', 'V27', p, g, { ...decay, write_back });
    }
  }
}

/** Values at which other associations of the update differ from the clause's. */
function* associations(g: CaseGen): Iterable<CaseInput> {
  for (const r of seeded(g, 'association', 6)) {
    const shape = [16];
    const parameter = randomStored(r, 'FLOAT32', shape);
    const gradient = randomStored(r, 'FLOAT32', shape);
    const params = { lr: Math.abs(r.float32(-5, -1)), weight_decay: Math.abs(r.float32(-7, -1)) };
    yield stepCase('directed', 'association contraction', parameter, gradient, params);
  }
  const inf = f32('7f800000');
  yield stepCase('boundary', 'zero_decay', float32Of([inf, 1]), float32Of([0.5, 0.5]), { lr: 0.5 });
  yield stepCase('boundary', 'zero_decay', float32Of([1, -1]), float32Of([inf, 0]), { lr: 0.5 });
}

function* records(): Iterable<CaseInput> {
  const gradient = symInt32Of([900, -2047, 3], 0.001, 16, sr);
  const lr = Math.fround(0.05);
  for (const stored of roundings) {
    const parameter = symInt32Of([2047, -1000, 3], 2 ** -11, 12, stored);
    yield stepCase('directed', 'write_back', parameter, gradient, { lr, write_back: sr }, 21);
    yield stepCase('directed', 'write_back', parameter, gradient, { lr }, 21);
  }
  const shrink = symInt32Of([2047, 5, -9], 0.01, 12);
  yield stepCase('directed', 'fresh_scale', shrink, float32Of([20, 0, 0]), { lr: 1 });
  const zero = symInt32Of([2, -2], 0.5, 12);
  yield stepCase('directed', 'fresh_scale', zero, float32Of([1, -1]), { lr: 1 });
  const srZero = symInt32Of([2, -2], 0.5, 12, sr);
  yield stepCase(
    'directed',
    'fresh_scale',
    srZero,
    float32Of([1, -1]),
    { lr: 1, write_back: sr },
    3673643993,
  );
}

function* current(): Iterable<CaseInput> {
  yield* pinned();
  const parameter = symInt32Of([5, -7], 0.5, 12);
  const params = { lr: 0.5, arithmetic: 'ARITH_SYM_INT32' };
  yield stepCase('negative', 'refused', parameter, symInt32Of([1, 2], 0.5, 12), params);
  yield stepCase('negative', 'refused', float32Of([1]), float32Of([1]), params);
  for (const dtype of ['INT32', 'BOOL'] as const) {
    yield stepCase('negative', 'refused', parameter, target(dtype, [2]), { lr: 0.5 });
  }
}

/** V35: both parameters of the June example, one by one. */
function* june(): Iterable<CaseInput> {
  const params = { lr: Math.fround(0.1), weight_decay: 0.5 };
  const weight = symInt32Of([2047, -1024, 512], '3a001002', 12, sr);
  const weightGrad = symInt32Of([10922, 21844, -32767], '37199acd', 16, sr);
  yield stepCase('directed', 'V35', weight, weightGrad, params, 5);
  const bias = symInt32Of([2047], '39801002', 12);
  yield stepCase('directed', 'V35', bias, symInt32Of([32767], '37800100', 16, sr), params, 5);
}

/** The bias where the weight's step left the generator. */
function* juneBias(): Iterable<CaseInput> {
  const params = { lr: Math.fround(0.1), weight_decay: 0.5 };
  const bias = symInt32Of([2047], '39801002', 12);
  const gradient = symInt32Of([32767], '37800100', 16, sr);
  yield stepCase('directed', 'V35', bias, gradient, params, 1306475959);
}

/** V27, step 2: parameters after step 1, and the generator's state there under SR_HALF_AWAY. */
function* secondSteps(): Iterable<CaseInput> {
  const gradient = float32Of([0.1, 0.2, -0.3]);
  const step = (parameter: Tensor, rng = 7): CaseInput => {
    const write_back = rng === 7 ? 'HALF_AWAY' : sr;
    const params = { lr: Math.fround(0.1), weight_decay: 0.5, write_back };
    return stepCase('directed', 'V27', parameter, gradient, params, rng);
  };
  yield step(float32Of('3f70a3d7 befd70a4 3e88f5c3'));
  yield step(symInt32Of([2047, -1078, 583], '39f0c1ef', 12));
  yield step(symInt32Of([2047, -1079, 583], '39f0c1ef', 12), 3882205507);
  const packedSym = packedOf('SYM', 'df9b00', 3, '3cf8670f', 6);
  yield step(packedSym);
  yield step(packedSym, 3882205507);
  const packedAsym = packedOf('ASYM', 'ff0088', 3, '3bb8667a', 8, -88);
  yield step(packedAsym);
  yield step(packedAsym, 3069989445);
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* isFunnelSgd(g.contract) ? current() : june();
  yield* associations(g);
  yield* records();
  for (const r of seeded(g, 'random', 70)) {
    const pair = randomPair(r, g.contract);
    const shape = r.pick(parameterShapes);
    const params = {
      lr: Math.abs(r.float32(-9, 0)),
      weight_decay: r.chance(1, 2) ? 0 : Math.abs(r.float32(-8, -2)),
      write_back: r.pick(roundings),
    };
    const parameter = randomStored(r, pair.parameter, shape);
    const gradient = randomStored(r, pair.gradient, shape);
    yield stepCase('random', 'stream', parameter, gradient, params, r.rngState());
  }
  yield* isFunnelSgd(g.contract) ? secondSteps() : juneBias();
}

export default defineOp({
  name: 'sgd_step',
  version: 1,
  clause: 'S116',
  summary: 'one SGD update without momentum; June: the stateless step',
  since: '2026-06-11',
  params: {
    lr: learningRateSpec,
    weight_decay: weightDecaySpec,
    write_back: writeBackSpec,
    arithmetic: updateSpec,
  },
  tensors: {
    parameter: { role: 'inout', dtypes: storageDtypes, doc: 'any shape' },
    gradient: {
      role: 'inout',
      dtypes: [...storageDtypes, 'INT32', 'BOOL'],
      doc: 'same shape; only read, except in June, where SYM_INT32 is encoded again',
    },
  },
  fits: { gradient: [or(isOf('gradient', 'INT32', 'BOOL'), sameCount('gradient', 'parameter'))] },
  notes: sgdStepNotes,
  run(n, call) {
    const [parameter, gradient] = [call.tensor('parameter'), call.tensor('gradient')];
    const scalars = {
      learningRate: call.number('lr'),
      momentum: 0,
      weightDecay: call.number('weight_decay'),
    };
    if (n.contract.sgd === 'unrounded_momentum') {
      n.fn.juneSgdStatelessStep(n, parameter, gradient, scalars);
      return;
    }
    n.fn.checkUpdateArithmetic(n, call.word('arithmetic') as Arithmetic['type']);
    n.fn.checkGradient(n, gradient);
    n.fn.sgdStep(n, parameter, gradient, scalars, call.rounding('write_back'));
  },
  oracle: sgdOracle,
  cases,
});
