/** S105: `(a ⊗ x) ⊕ (b ⊗ y)` over logical indices. */

import type { Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { permutations } from '../../kit/shapes.ts';
import { randomFloat32, target, withOrder } from '../../kit/tensors.ts';
import { interestingFloat32 } from '../../kit/values.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { viewOf } from '../pointwise/pointwise_op.ts';
import { axpbyOracle } from './oracle.ts';

interface Coefficients {
  readonly a: number;
  readonly b: number;
}

const sumCase = casesOf((x: Tensor, y: Tensor, params: Coefficients, out?: Tensor) => {
  const logical = x.shape.map((_, axis) => x.shape[x.order.indexOf(axis)]!);
  const tensors = { x, y, out: out ?? target('FLOAT32', logical) };
  return { tensors, params: { ...params } };
});

function* directed(): Iterable<CaseInput> {
  const c = 1 + 2 ** -12;
  // c² cancels against the other product but for the bits that one rounding loses
  yield sumCase('directed', 'contraction', float32Of([c]), float32Of([1]), {
    a: c,
    b: -1 - 2 ** -11,
  });
  yield sumCase('directed', 'contraction', float32Of([1]), float32Of([c]), {
    a: -1 - 2 ** -11,
    b: c,
  });
  const ramp = (step: number, shape: readonly number[], order: readonly number[]): Tensor =>
    withOrder(
      float32Of(
        Array.from({ length: 24 }, (_, i) => step * i),
        shape,
      ),
      order,
    );
  const [x, y] = [ramp(1, [3, 4, 2], [1, 2, 0]), ramp(100, [4, 2, 3], [2, 0, 1])];
  yield sumCase('directed', 'V29', x, y, { a: 1, b: 1 });
  yield sumCase('directed', 'V29', y, x, { a: 0.5, b: 2 });
  const rotated = interestingFloat32.map(
    (_, i) => interestingFloat32[(i + 9) % interestingFloat32.length]!,
  );
  const [special, other] = [float32Of(interestingFloat32), float32Of(rotated)];
  yield sumCase('boundary', 'special_values', special, other, { a: 1, b: -1 });
  yield sumCase('boundary', 'special_values', special, other, { a: 0, b: 0.5 });
}

function* negatives(): Iterable<CaseInput> {
  const m = float32Of([1, 2, 3, 4, 5, 6], [2, 3]);
  const wide = float32Of([1, 2, 3, 4, 5, 6], [3, 2]);
  const params = { a: 1, b: 2 };
  const sym = symInt32Of([1, 2, 3, 4, 5, 6], 0.5, 12, 'HALF_AWAY', [2, 3]);
  yield sumCase('negative', 'refused_extents', m, wide, params);
  yield sumCase('negative', 'refused_extents', m, float32Of([1, 2, 3, 4, 5, 6]), params);
  yield sumCase('negative', 'refused_extents', m, m, params, target('FLOAT32', [3, 2]));
  yield sumCase('negative', 'refused_dtype', m, sym, params);
  const view = withOrder(target('FLOAT32', [3, 2]), [1, 0]);
  yield sumCase('negative', 'refused_view', m, m, params, view);
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* negatives();
  for (const r of seeded(g, 'random', 40)) {
    const rank = r.int(1, 4);
    const logical = Array.from({ length: rank }, () => r.int(1, 4));
    const make = (shape: readonly number[]): Tensor => randomFloat32(r, shape, -5, 5);
    const orders = permutations(rank);
    const [x, y] = [viewOf(logical, r.pick(orders), make), viewOf(logical, r.pick(orders), make)];
    yield sumCase('random', 'roundings', x, y, { a: r.float32(-6, 3), b: r.float32(-6, 3) });
  }
}

export default defineOp({
  name: 'axpby',
  version: 1,
  clause: 'S105',
  summary: 'weighted sum of two float32 tensors over logical indices',
  since: '2026-07-21',
  params: {
    a: { kind: 'f32', doc: 'factor of x' },
    b: { kind: 'f32', doc: 'factor of y' },
  },
  tensors: {
    x: { role: 'in', dtypes: ['FLOAT32'], doc: 'rank 1 to 4; views allowed' },
    y: { role: 'in', dtypes: ['FLOAT32', 'SYM_INT32'], doc: 'as x; SYM_INT32 is refused' },
    out: { role: 'out', dtypes: ['FLOAT32'], doc: 'identity order, written flat' },
  },
  fits: refusesMisfits,
  notes: {
    contraction: {
      bug: 'one of the products fused into the sum',
      effect: 'last bits differ',
      clause: 'S105, contraction',
    },
    V29: {
      bug: 'the permutation applied in the inverse direction',
      effect: 'weights are updated by the gradients of other weights',
      clause: 'S73, S105',
    },
    special_values: {
      bug: 'a factor of 0 or 1 taken as a shortcut',
      effect: '0·NaN becomes 0, so a diverged moment looks healthy',
    },
    refused_extents: {
      bug: 'extents of the operands not compared',
      effect: 'memory beyond the shorter operand enters the update',
    },
    refused_dtype: {
      bug: 'mantissas of a SYM_INT32 operand read as floats',
      effect: 'weights move by the bit patterns of integers',
    },
    refused_view: {
      bug: 'a transposed output written as if it were not',
      effect: 'updated weights end in the places of others',
    },
    roundings: { bug: 'sum in double', effect: 'last bits differ' },
  },
  run(n, call) {
    const [a, b] = [call.number('a'), call.number('b')];
    n.fn.axpby(n, a, call.tensor('x'), b, call.tensor('y'), call.tensor('out'));
  },
  oracle: axpbyOracle,
  cases,
});
