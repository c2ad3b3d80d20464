/** L26: Flatten backward. */

import { countOf } from '../../reference/tensor.ts';
import { labels, newCase } from '../gen/cases.ts';
import { type FlattenWire, flattenWires, randomFlattenWire } from '../gen/flatten_cases.ts';
import { target } from '../gen/tensors.ts';
import { type CaseInput, type OpDef, tensorOf } from '../op.ts';
import { flattenBackwardOracle } from '../oracle/wires.ts';

function copy(set: CaseInput['set'], wire: FlattenWire, toShape: readonly number[]): CaseInput {
  const { from, bits, flag } = wire;
  return newCase(set, flag, { dy: from, dx: target(from.dtype, toShape, bits) });
}

export const flattenBackward: OpDef = {
  name: 'flatten_backward',
  version: 1,
  clause: 'L26',
  family: 'activations',
  summary: 'the gradient in the shape of the input',
  contracts: ['sym-2026-07-21'],
  params: {},
  tensors: {
    dy: { role: 'in', dtypes: ['SYM_INT32', 'FLOAT32'], doc: 'output gradient' },
    dx: { role: 'out', dtypes: ['SYM_INT32', 'FLOAT32'], doc: 'as many elements, the same dtype' },
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
    const dx = tensorOf(call, 'dx');
    // x is not read
    n.fn.flattenBackward(n, { kind: 'flatten' }, dx, tensorOf(call, 'dy'), dx);
  },
  oracle: flattenBackwardOracle,
  *cases(g) {
    for (const wire of flattenWires([2, 6])) yield copy('directed', wire, [2, 3, 2]);
    for (const label of labels('random', 12)) {
      const r = g.random(label);
      const shape = [r.int(1, 3), r.int(1, 3), r.int(1, 5)];
      const flat = [shape[0]!, countOf(shape.slice(1))];
      yield copy('random', randomFlattenWire(r, flat), shape);
    }
  },
};
