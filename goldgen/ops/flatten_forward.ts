/** L26: Flatten forward. */

import { countOf } from '../../reference/tensor.ts';
import { labels, newCase } from '../gen/cases.ts';
import { type FlattenWire, flattenWires, randomFlattenWire } from '../gen/flatten_cases.ts';
import { target } from '../gen/tensors.ts';
import { type CaseInput, type OpDef, tensorOf } from '../op.ts';
import { flattenForwardOracle } from '../oracle/wires.ts';

function copy(set: CaseInput['set'], wire: FlattenWire, toShape: readonly number[]): CaseInput {
  const { from, bits, flag } = wire;
  return newCase(set, flag, { x: from, y: target(from.dtype, toShape, bits) });
}

export const flattenForward: OpDef = {
  name: 'flatten_forward',
  version: 1,
  clause: 'L26',
  family: 'activations',
  summary: 'the payload as [d0, rest], the scale with it',
  contracts: ['sym-2026-07-21'],
  params: {},
  tensors: {
    x: { role: 'in', dtypes: ['SYM_INT32', 'FLOAT32'], doc: 'any shape' },
    y: { role: 'out', dtypes: ['SYM_INT32', 'FLOAT32'], doc: 'as many elements, the same dtype' },
  },
  notes: {
    scale: {
      bug: 'mantissas copied without their scale',
      effect: 'activations of another size',
      clause: 'L26',
    },
    width_stays: {
      bug: 'the width copied, or mantissas requantized to it',
      effect: 'another label on the wire',
      clause: 'L26',
    },
    bytes: {
      bug: 'values copied through arithmetic',
      effect: 'signs of zero and subnormals change',
      clause: 'L26',
    },
    mixture: { bug: 'any', effect: 'wrong values', clause: 'L26' },
  },
  run(n, call) {
    n.fn.flattenForward(n, { kind: 'flatten' }, tensorOf(call, 'x'), tensorOf(call, 'y'));
  },
  oracle: flattenForwardOracle,
  *cases(g) {
    for (const wire of flattenWires([2, 3, 2])) yield copy('directed', wire, [2, 6]);
    for (const label of labels('random', 12)) {
      const r = g.random(label);
      const shape = [r.int(1, 3), r.int(1, 3), r.int(1, 5)];
      const flat = [shape[0]!, countOf(shape.slice(1))];
      yield copy('random', randomFlattenWire(r, shape), flat);
    }
  },
};
