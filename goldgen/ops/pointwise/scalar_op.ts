/** The scalar forms of the pointwise engines (S74, S75): eight functions, apart and in place. */

import { type PointwiseFn, pointwiseFns } from '../../../reference/kernels/pointwise.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { casesOf, labels } from '../../kit/cases.ts';
import {
  and,
  below,
  count,
  equal,
  implies,
  isWord,
  least,
  not,
  or,
  param,
  sameCount,
} from '../../kit/fits.ts';
import { runInPlace, storageParam } from '../../kit/in_place.ts';
import { f32, f32s, float32Of, int32Of } from '../../kit/literals.ts';
import { permutations } from '../../kit/shapes.ts';
import { randomFloat32, randomInt32, target, withOrder } from '../../kit/tensors.ts';
import { interestingFloat32 } from '../../kit/values.ts';
import {
  type CaseGen,
  type CaseInput,
  defineOp,
  type OpDef,
  type OpHead,
  type RecordNote,
} from '../../op.ts';
import { elementNotes } from './element_notes.ts';
import { pointwiseScalarOracle } from './oracle.ts';

type ScalarDtype = 'INT32' | 'FLOAT32';

const scalarCase = casesOf((fn: PointwiseFn, x: Tensor, c: number, inPlace: boolean = false) => {
  const y = { ...target(x.dtype, x.shape), order: x.order };
  const params = { fn, c, ...(inPlace ? { in_place: 'storage' } : {}) };
  return { tensors: { x, y }, params };
});

function* int32Cases(): Iterable<CaseInput> {
  const quotients = int32Of([7, -7, 1, -1, 0, 2147483647, -2147483648]);
  for (const c of [2, -2, 3]) yield scalarCase('directed', 'truncates', 'div', quotients, c);
  yield scalarCase('directed', 'operands', 'sub', int32Of([5, -3]), 2);
  yield scalarCase('boundary', 'fits', 'div', int32Of([-2147483647, 2147483647]), -1);
  for (const [fn, x, inside, outside] of [
    ['add', 2147483646, 1, 2],
    ['add', -2147483647, -1, -2],
    ['sub', -2147483647, 1, 2],
    ['mul', 46340, 46340, 46342],
    ['mul', -65536, 32768, -32768],
  ] as const) {
    yield scalarCase('boundary', 'fits', fn, int32Of([x, 5]), inside);
    yield scalarCase('overflow', 'overflows', fn, int32Of([x, 5]), outside);
  }
}

function* float32Cases(): Iterable<CaseInput> {
  const specials = float32Of(interestingFloat32);
  for (const hex of ['00000000', '80000000', '7f800000', '7fc00000', '00000001', '3f800001']) {
    for (const fn of pointwiseFns)
      yield scalarCase('boundary', 'special_values', fn, specials, f32(hex));
  }
  yield scalarCase('directed', 'operands', 'sub', float32Of([5, -3]), 2);
  yield scalarCase('directed', 'operands', 'div', float32Of([5, -3]), 2);
  // a product with 1 ÷ c is off by one unit here
  const thirds = float32Of(f32s('40a00000 40e00000 3dcccccd 42c80000 3f7fffff'));
  for (const c of [3, 10, 49]) yield scalarCase('directed', 'divides', 'div', thirds, c);
}

function randomOperands(
  dtype: ScalarDtype,
  g: CaseGen,
  label: string,
): [PointwiseFn, Tensor, number] {
  const r = g.random(label);
  const fn = r.pick(pointwiseFns);
  const shape = Array.from({ length: r.int(1, 3) }, () => r.int(1, 4));
  if (dtype === 'FLOAT32') {
    return [fn, randomFloat32(r, shape, -20, 20), Math.fround(r.float32(-8, 8))];
  }
  const bits = fn === 'mul' ? 15 : 30;
  const c = r.int(2, 2 ** (bits - 1) - 1) * (r.chance(1, 2) ? 1 : -1);
  return [fn, randomInt32(r, shape, bits), c];
}

function* cases(dtype: ScalarDtype, g: CaseGen): Iterable<CaseInput> {
  yield* dtype === 'INT32' ? int32Cases() : float32Cases();
  const make = dtype === 'INT32' ? int32Of : float32Of;
  const view = withOrder(make([1, 2, 3, 4, 5, 6], [2, 3]), [1, 0]);
  for (const fn of pointwiseFns) {
    yield scalarCase('directed', 'flat', fn, view, 3);
    yield scalarCase('directed', 'in_place', fn, make([9, -8, 0, 7]), 4, true);
    yield scalarCase('directed', 'in_place flat', fn, view, 2, true);
  }
  yield scalarCase('boundary', 'flat', 'add', make([], [2, 0]), 1);
  for (const label of labels('random', 24)) {
    const [fn, x, c] = randomOperands(dtype, g, label);
    const r = g.random(`${label}/view`);
    const seen = withOrder(x, r.pick(permutations(x.shape.length)));
    yield scalarCase('random', 'values', fn, seen, c, r.chance(1, 3));
  }
  if (dtype === 'FLOAT32') return;
  // the smallest integer has no magnitude: only itself contains it
  const contained = int32Of([5, -5, 2147483647, -2147483647, -2147483648, 0]);
  yield scalarCase('directed', 'truncates', 'div', contained, -2147483648);
}

const shared: Readonly<Record<string, RecordNote>> = {
  operands: {
    bug: 'the scalar taken for the left operand',
    effect: 'differences change their sign, and quotients are turned over',
    clause: 'S74',
  },
  flat: {
    bug: 'the logical indices of a view walked, as the form with two tensors does',
    effect: 'a transposed weight comes back permuted',
    clause: 'S74',
  },
  in_place: {
    bug: 'the target cleared before the operand is read',
    effect: 'a tensor scaled in its own storage is lost',
    clause: 'S74',
  },
  values: {
    bug: 'the last element left out, or a quotient formed with the reciprocal of the scalar',
    effect: 'a scaled tensor is off in single elements',
  },
};

const ofDtype: Readonly<Record<ScalarDtype, Readonly<Record<string, RecordNote>>>> = {
  INT32: elementNotes.INT32,
  FLOAT32: {
    ...elementNotes.FLOAT32,
    divides: {
      bug: 'x ⊗ (1 ⊘ c), two roundings, instead of x ⊘ c',
      effect: 'quotients off by one unit, so that means drift between platforms',
    },
  },
};

/** The record of a scalar form. */
export function scalarOp({ name, version }: OpHead, dtype: ScalarDtype): OpDef {
  const c = { doc: 'the scalar; not 0 for an INT32 div' } as const;
  return defineOp({
    name,
    version,
    clause: 'S74, S75',
    summary: `${dtype} ${pointwiseFns.join(', ')} of each element and a scalar`,
    since: '2026-07-21',
    params: {
      fn: { kind: 'word', values: pointwiseFns, doc: 'element function' },
      c:
        dtype === 'FLOAT32'
          ? { kind: 'f32', ...c }
          : { kind: 'int', min: -2147483648, max: 2147483647, ...c },
      in_place: storageParam,
    },
    tensors: {
      x: { role: 'in', dtypes: [dtype], doc: '[…]: walked in storage order' },
      y: { role: 'out', dtypes: [dtype], doc: '[…]: as many elements, in storage order' },
    },
    fits: {
      y: [sameCount('y', 'x')],
      // C has no quotient by 0, nor that of −2^31 and −1
      ...(dtype === 'INT32' && {
        c: [
          implies(
            and(isWord('fn', 'div'), below(0, count('x'))),
            not(
              or(equal(param('c'), 0), and(equal(param('c'), -1), equal(least('x'), -(2 ** 31)))),
            ),
          ),
        ],
      }),
    },
    notes: { ...shared, ...ofDtype[dtype] },
    run(n, call) {
      const fn = pointwiseFns.find((word) => word === call.word('fn'))!;
      const scalar = call.number('c');
      runInPlace(call, ['x'], ([x], y) => n.fn.pointwiseScalar(n, fn, x!, scalar, y));
    },
    oracle: pointwiseScalarOracle,
    cases: (g) => cases(dtype, g),
  });
}
