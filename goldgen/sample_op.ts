/** A small op for tests of the generator: adds a constant to INT32, refuses 13, overflows at the top. */

import { addInt32 } from '../reference/num/int32.ts';
import { demand } from '../reference/refusal.ts';
import { ints } from '../reference/tensor.ts';
import { int32Of } from './kit/literals.ts';
import { target } from './kit/tensors.ts';
import type { CaseInput, OpDef } from './op.ts';

export function caseOf(x: readonly number[], by: number, rest: Partial<CaseInput> = {}): CaseInput {
  const tensors = { x: int32Of(x), y: target('INT32', [x.length]) };
  return { set: 'directed', flags: ['sum'], params: { by }, tensors, rng: 1, ...rest };
}

const notes = { sum: { bug: 'no addition', effect: 'nothing learns', clause: 'S0' } };

export const sampleOp: OpDef = {
  name: 'sample',
  version: 1,
  clause: 'S0',
  summary: 'adds a constant',
  since: '2026-07-21',
  params: { by: { kind: 'int', min: -5, max: 5, doc: 'what is added' } },
  tensors: {
    x: { role: 'in', dtypes: ['INT32'], doc: '[n]' },
    y: { role: 'out', dtypes: ['INT32'], doc: '[n]' },
  },
  fits: {},
  notes,
  edges: 'own',
  run(n, call) {
    const y = ints(call.tensor('y'));
    ints(call.tensor('x')).forEach((x, i) => {
      demand(x !== 13, 'A12', 'unlucky');
      y[i] = addInt32(n, x, call.number('by'));
    });
  },
  *cases(g) {
    yield caseOf([1, 2], 1);
    yield caseOf([13], 1, { set: 'negative' });
    yield caseOf([2147483647], 1, { set: 'overflow' });
    yield caseOf([g.random('directed/1').int(0, 9)], 2);
  },
};
