/** S7: reading and writing single bits of a BOOL tensor. */

import { ints, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import {
  and,
  atLeast,
  below,
  count,
  equal,
  greatest,
  implies,
  isOf,
  least,
  not,
  or,
  sameCount,
} from '../../kit/fits.ts';
import { int32Of } from '../../kit/literals.ts';
import { boolOf } from '../../kit/packed.ts';
import { randomBool, target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { boolAccessOracle } from './oracle.ts';

const accessCase = casesOf((t: Tensor, index: readonly number[], value: readonly number[]) => {
  const y = target('INT32', [index.length]);
  return { tensors: { t, index: int32Of(index), value: int32Of(value), y } };
});

function* cases(g: CaseGen): Iterable<CaseInput> {
  const alternating = boolOf([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
  yield accessCase('directed', 'bits', alternating, [0, 1, 7, 8, 9, 10], [1, 1, 0, 0, 1, 0]);
  yield accessCase('directed', 'bits', boolOf([0]), [0, 0, 0], [1, 0, 1]);
  for (let i = 0; i < 17; i++) {
    const r = g.random(`single/${i}`);
    yield accessCase('boundary', 'bits', randomBool(r, [17]), [i, i], [i & 1, 1 - (i & 1)]);
  }
  for (const r of seeded(g, 'random', 24)) {
    const n = r.int(1, 70);
    const index = Array.from({ length: r.int(1, 16) }, () => r.int(0, n - 1));
    const value = index.map(() => r.int(0, 1));
    yield accessCase('random', 'bits', randomBool(r, [n]), index, value);
  }
  for (const dtype of ['INT32', 'FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'] as const) {
    const bits = dtype === 'INT32' || dtype === 'FLOAT32' ? 0 : 8;
    yield accessCase('negative', 'refused', target(dtype, [4], bits), [1], [1]);
  }
}

export default defineOp({
  name: 'bool_access',
  version: 1,
  clause: 'S7',
  summary: 'reads bit index[i] into y[i], then sets it to value[i], one after the other',
  since: '2026-07-21',
  params: {},
  tensors: {
    t: {
      role: 'inout',
      dtypes: ['BOOL', 'INT32', 'FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'],
      doc: '[n]: BOOL; every other format is refused',
    },
    index: { role: 'in', dtypes: ['INT32'], doc: '[k]: elements 0..n−1' },
    value: { role: 'in', dtypes: ['INT32'], doc: '[k]: 0 or 1' },
    y: { role: 'out', dtypes: ['INT32'], doc: '[k]: the bit before it is set' },
  },
  fits: {
    value: [implies(isOf('t', 'BOOL'), sameCount('value', 'index'))],
    y: [implies(isOf('t', 'BOOL'), sameCount('y', 'index'))],
    index: [
      // another format is refused
      or(
        not(isOf('t', 'BOOL')),
        equal(count('index'), 0),
        and(atLeast(least('index'), 0), below(greatest('index'), count('t'))),
      ),
    ],
  },
  notes: {
    bits: {
      bug: 'most significant bit first, or a write that clears its neighbours',
      effect: 'dropout and ReLU masks apply to other elements',
    },
    refused: {
      bug: 'bits written into a tensor of floats or mantissas',
      effect: 'a payload is corrupted in silence',
    },
  },
  run(n, call) {
    const t = call.tensor('t');
    const index = ints(call.tensor('index'));
    const value = ints(call.tensor('value', index.length));
    const y = ints(call.tensor('y', index.length));
    index.forEach((at, i) => {
      y[i] = n.fn.boolGet(n, t, at);
      n.fn.boolSet(n, t, at, value[i]!);
    });
  },
  oracle: boolAccessOracle,
  cases,
});
