/** The four pointwise ops (S74, S75): INT32 and FLOAT32, out of place and in place. */

import { type PointwiseFn, pointwiseFns } from '../../../reference/kernels/pointwise.ts';
import { precondition } from '../../../reference/refusal.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { newCase, seeded } from '../../kit/cases.ts';
import { haveQuotients, implies, isWord, sameCount, sameShape } from '../../kit/fits.ts';
import { pairInPlaceParam, runInPlace } from '../../kit/in_place.ts';
import { float32Of, int32Of } from '../../kit/literals.ts';
import { isIdentity } from '../../kit/oracle.ts';
import type { Random } from '../../kit/random.ts';
import { permutations, physicalShape } from '../../kit/shapes.ts';
import { randomFloat32, randomInt32, target, withOrder } from '../../kit/tensors.ts';
import {
  type CaseGen,
  type CaseInput,
  defineOp,
  type OpDef,
  type OpHead,
  type ParamSpec,
  type RecordNote,
} from '../../op.ts';
import { elementNotes } from './element_notes.ts';
import { pointwiseOracle } from './oracle.ts';

type PointwiseDtype = 'INT32' | 'FLOAT32';

interface Kind {
  readonly dtype: PointwiseDtype;
  readonly inPlace: boolean;
}

/** A random tensor of logical extents seen through an order. */
export function viewOf(
  logical: readonly number[],
  order: readonly number[],
  make: (shape: readonly number[]) => Tensor,
): Tensor {
  return withOrder(make(physicalShape(logical, order)), order);
}

function pairCase(
  kind: Kind,
  set: CaseInput['set'],
  flags: string,
  fn: PointwiseFn,
  a: Tensor,
  b: Tensor,
  order?: readonly number[],
): CaseInput {
  if (kind.inPlace) return newCase(set, flags, { a, b }, { params: { fn } });
  const shape = a.shape.map((_, axis) => a.shape[a.order.indexOf(axis)]!);
  const y = target(kind.dtype, shape);
  return newCase(set, flags, { a, b, y: order ? withOrder(y, order) : y }, { params: { fn } });
}

function ramp(
  kind: Kind,
  step: number,
  shape: readonly number[],
  order: readonly number[],
): Tensor {
  const values = Array.from({ length: 24 }, (_, i) => step * i);
  const plain = kind.dtype === 'INT32' ? int32Of(values, shape) : float32Of(values, shape);
  return withOrder(plain, order);
}

function vector(kind: Kind, values: readonly number[], shape?: readonly number[]): Tensor {
  return kind.dtype === 'INT32' ? int32Of(values, shape) : float32Of(values, shape);
}

function* views(kind: Kind): Iterable<CaseInput> {
  const a = ramp(kind, 1, [3, 4, 2], [1, 2, 0]);
  const b = ramp(kind, 100, [4, 2, 3], [2, 0, 1]);
  for (const fn of ['add', 'sub'] as const) {
    yield pairCase(kind, 'directed', 'V29', fn, a, b);
    if (!kind.inPlace) yield pairCase(kind, 'directed', 'V29', fn, a, b, [2, 0, 1]);
  }
  const square = vector(kind, [1, 2, 3, 4], [2, 2]);
  yield pairCase(kind, 'directed', 'V29', 'mul', withOrder(square, [1, 0]), square);
}

function* refusals(kind: Kind): Iterable<CaseInput> {
  const [m23, m32] = [
    [2, 3],
    [3, 2],
  ].map((shape) => vector(kind, [1, 2, 3, 4, 5, 6], shape));
  const flat = vector(kind, [1, 2, 3, 4, 5, 6]);
  yield pairCase(kind, 'negative', 'refused', 'add', m23!, m32!);
  yield pairCase(kind, 'negative', 'refused', 'sub', m23!, withOrder(m23!, [1, 0]));
  yield pairCase(kind, 'negative', 'refused', 'mul', m23!, flat);
  yield pairCase(kind, 'negative', 'refused', 'add', flat, vector(kind, [1, 2, 3]));
  yield pairCase(kind, 'boundary', 'extents_match', 'add', m23!, withOrder(m32!, [1, 0]));
}

const int32Edges = [
  ['add', 2147483647, 0, 1],
  ['add', -2147483648, 0, -1],
  ['add', 1073741824, 1073741823, 1073741824],
  ['sub', -2147483648, 0, 1],
  ['sub', 0, 2147483647, -2147483648],
  ['mul', 46340, 46340, 46342],
  ['mul', -32768, 65536, -65536],
  ['mul', -2147483648, 1, -1],
] as const;

function* int32Cases(kind: Kind): Iterable<CaseInput> {
  const quotients = [7, -7, 7, -7, 1, -1, 0, 2147483647, -2147483648, -2147483648];
  const divisors = [2, 2, -2, -2, 3, 3, -5, -1, 2, 1];
  const [a, b] = [int32Of(quotients), int32Of(divisors)];
  yield pairCase(kind, 'directed', 'truncates', 'div', a, b);
  for (const [fn, x, inside, outside] of int32Edges) {
    yield pairCase(kind, 'boundary', 'fits', fn, int32Of([x, 5]), int32Of([inside, 7]));
    yield pairCase(kind, 'overflow', 'overflows', fn, int32Of([x, 5]), int32Of([outside, 7]));
  }
}

function* float32Cases(kind: Kind): Iterable<CaseInput> {
  const a = float32Of('00000000 80000000 3f800000 7f800000 7f800000 00000001 7f7fffff 33800000');
  const b = float32Of('80000000 80000000 00000000 7f800000 ff800000 3f000000 7f7fffff 3f800000');
  for (const fn of pointwiseFns) {
    yield pairCase(kind, 'boundary', 'special_values', fn, a, b);
    yield pairCase(kind, 'boundary', 'special_values', fn, b, a);
  }
}

/** A random operand; a divisor is never 0, −1 or the smallest integer. */
function randomOperand(kind: Kind, r: Random, fn: PointwiseFn, shape: readonly number[]): Tensor {
  if (kind.dtype === 'FLOAT32') return randomFloat32(r, shape, -20, 20);
  const t = randomInt32(r, shape, fn === 'mul' ? 15 : 30);
  if (fn === 'div') t.data = t.data.map((v) => (v === 0 || v === -1 ? 3 : v));
  return t;
}

function* random(kind: Kind, g: CaseGen): Iterable<CaseInput> {
  const orders = permutations(3);
  for (const [i, orderA] of orders.entries()) {
    for (const [j, orderB] of orders.entries()) {
      const r = g.random(`orders/${i}/${j}`);
      const fn = pointwiseFns[(i + j) % 4]!;
      const make = (shape: readonly number[]): Tensor => randomOperand(kind, r, fn, shape);
      const logical = [r.int(1, 4), r.int(1, 4), r.int(1, 4)];
      const [a, b] = [viewOf(logical, orderA, make), viewOf(logical, orderB, make)];
      yield pairCase(kind, 'boundary', 'orders', fn, a, b);
    }
  }
  for (const r of seeded(g, 'random', 24)) {
    const rank = r.int(1, 4);
    const fn = r.pick(pointwiseFns);
    const make = (shape: readonly number[]): Tensor => randomOperand(kind, r, fn, shape);
    const logical = Array.from({ length: rank }, () => r.int(1, 3));
    const [orderA, orderB] = [r.pick(permutations(rank)), r.pick(permutations(rank))];
    const [a, b] = [viewOf(logical, orderA, make), viewOf(logical, orderB, make)];
    yield pairCase(kind, 'random', 'orders', fn, a, b);
  }
}

function* cases(kind: Kind, g: CaseGen): Iterable<CaseInput> {
  yield* views(kind);
  yield* refusals(kind);
  yield* kind.dtype === 'INT32' ? int32Cases(kind) : float32Cases(kind);
  yield* random(kind, g);
  if (!kind.inPlace) yield* sharing(kind, g);
  if (kind.dtype === 'INT32') yield lowestDivisor(kind);
}

/** The smallest integer, which has no magnitude, as a divisor: only itself contains it. */
function lowestDivisor(kind: Kind): CaseInput {
  const quotients = [5, -5, 2147483647, -2147483647, -2147483648, 0];
  const divisors = quotients.map(() => -2147483648);
  return pairCase(kind, 'directed', 'truncates', 'div', int32Of(quotients), int32Of(divisors));
}

/** The result in the storage of an operand, or of both. */
function* sharing(kind: Kind, g: CaseGen): Iterable<CaseInput> {
  for (const word of ['a', 'b', 'both'] as const) {
    const params = { in_place: word };
    for (const [i, fn] of pointwiseFns.entries()) {
      const r = g.random(`in_place/${word}/${fn}`);
      const shape = [r.int(1, 3), r.int(2, 5)];
      const [a, b] = [randomOperand(kind, r, fn, shape), randomOperand(kind, r, fn, shape)];
      const set = i < 2 ? 'directed' : 'random';
      const tensors = { a: word === 'both' ? b : a, b, y: target(kind.dtype, shape) };
      yield newCase(set, 'in_place', tensors, { params: { fn, ...params } });
    }
  }
}

const sharedNotes: Readonly<Record<string, RecordNote>> = {
  V29: {
    bug: 'the permutation applied in the inverse direction, or the result written through it',
    effect: 'elements of 3-axis views meet those of other places',
    clause: 'S73, S74',
  },
  refused: {
    bug: 'extents compared in storage order, or not at all',
    effect: 'reads beyond an operand',
    clause: 'S73, S74',
  },
  extents_match: {
    bug: 'physical instead of logical extents compared',
    effect: 'legal views refused',
    clause: 'S73',
  },
  orders: {
    bug: 'strides of a permuted operand exchanged, or taken from the other operand',
    effect: 'residual sums add activations of other places',
    clause: 'S73, S74',
  },
};

const fnParam: ParamSpec = { kind: 'word', values: pointwiseFns, doc: 'element function' };

const inPlaceNote: RecordNote = {
  bug: 'the target cleared before the operands are read, or operands taken to be apart',
  effect: 'a residual sum into one of its operands loses it',
  clause: 'S74',
};

/** S74: a result in the storage of an operand is defined where no order is permuted. */
function demandIdentity(tensors: readonly Tensor[]): void {
  precondition(tensors.every(isIdentity), 'a view in the storage of the result');
}

/** The record of a pointwise op. */
export function pointwiseOp(
  { name, version }: OpHead,
  dtype: PointwiseDtype,
  inPlace: boolean,
): OpDef {
  const kind: Kind = { dtype, inPlace };
  const operand = { dtypes: [dtype], doc: 'rank 1 to 4; views allowed' } as const;
  const y = { role: 'out', dtypes: [dtype], doc: 'written flat in logical order' } as const;
  const a = { ...operand, role: inPlace ? 'inout' : 'in' } as const;
  const b = { ...operand, role: 'in', doc: 'same logical extents; a divisor is not 0' } as const;
  // only integers have quotients that C lacks
  const quotients = implies(isWord('fn', 'div'), haveQuotients('a', 'b'));
  return defineOp({
    name,
    version,
    clause: 'S74, S75',
    summary: `${dtype} ${pointwiseFns.join(', ')} over logical indices${inPlace ? ', in place' : ''}`,
    since: '2026-07-21',
    params: inPlace ? { fn: fnParam } : { fn: fnParam, in_place: pairInPlaceParam },
    tensors: inPlace ? { a, b } : { a, b, y },
    fits: inPlace
      ? { b: [quotients] }
      : { b: [quotients], y: [implies(sameShape('a', 'b'), sameCount('y', 'a'))] },
    notes: {
      ...sharedNotes,
      ...elementNotes[dtype],
      ...(inPlace ? {} : { in_place: inPlaceNote }),
    },
    run(n, call) {
      const fn = pointwiseFns.find((word) => word === call.word('fn'))!;
      if (inPlace) n.fn.pointwiseInPlace(n, fn, call.tensor('a'), call.tensor('b'));
      else {
        runInPlace(call, ['a', 'b'], ([a, b], y) => {
          if (call.params.in_place !== undefined) demandIdentity([a!, b!, y]);
          n.fn.pointwise(n, fn, a!, b!, y);
        });
      }
    },
    oracle: pointwiseOracle,
    cases: (g) => cases(kind, g),
  });
}
