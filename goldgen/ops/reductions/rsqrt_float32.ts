/** S100: reciprocal square roots of float32 values. */

import { floats } from '../../../reference/tensor.ts';
import { casesOf, newCase, seeded } from '../../kit/cases.ts';
import { alike } from '../../kit/fits.ts';
import { f32, float32Of } from '../../kit/literals.ts';
import { randomFloat32, target } from '../../kit/tensors.ts';
import { interestingFloat32 } from '../../kit/values.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { rsqrtFloat32Oracle } from './oracle.ts';

const rootCase = casesOf((values: readonly number[], eps: number) => {
  const x = float32Of(values);
  return { tensors: { x, y: target('FLOAT32', x.shape) }, params: { eps } };
});

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield rootCase('directed', 'V17', [0.25], 1e-5);
  yield rootCase('directed', 'epsilon_inside', [0, 1e-5, 1e-6, 1], 1e-5);
  for (const hex of ['00000000', '3727c5ac', '3a83126f', '00000001']) {
    yield rootCase('boundary', 'special_values', interestingFloat32, f32(hex));
  }
  for (const r of seeded(g, 'random', 24)) {
    const x = randomFloat32(r, [r.int(1, 20)], -20, 8);
    x.data = x.data.map(Math.abs);
    const params = { eps: f32(r.pick(['00000000', '3727c5ac', '322bcc77'])) };
    yield newCase('random', 'two_roundings', { x, y: target('FLOAT32', x.shape) }, { params });
  }
}

export default defineOp({
  name: 'rsqrt_float32',
  version: 1,
  clause: 'S100',
  summary: 'reciprocal square roots with epsilon inside the root',
  since: '2026-07-21',
  params: { eps: { kind: 'f32', doc: 'added before the root' } },
  tensors: {
    x: { role: 'in', dtypes: ['FLOAT32'], doc: '[n]' },
    y: { role: 'out', dtypes: ['FLOAT32'], doc: '[n]' },
  },
  fits: alike('x', 'y'),
  notes: {
    V17: { bug: 'an approximate reciprocal root', effect: 'last bits differ' },
    epsilon_inside: {
      bug: 'epsilon added outside the root',
      effect: 'normalisation of small variances differs',
    },
    special_values: {
      bug: 'negative, zero, subnormal or infinite arguments special-cased',
      effect: 'NaN or infinities hidden',
    },
    two_roundings: {
      bug: 'root and division in double, rounded once',
      effect: 'last bits differ',
    },
  },
  run(n, call) {
    const x = floats(call.tensor('x'));
    const y = floats(call.tensor('y', x.length));
    x.forEach((v, i) => {
      y[i] = n.fn.rsqrtFloat32(n, v, call.number('eps'));
    });
  },
  oracle: rsqrtFloat32Oracle,
  cases,
});
