/** The eight SYM_INT32 arithmetic ops (S76–S81), out of place and in place. */

import type { Numerics } from '../../../reference/numerics.ts';
import type { Rounding, Tensor } from '../../../reference/tensor.ts';
import { newCase, seeded } from '../../kit/cases.ts';
import {
  and,
  atMost,
  below,
  bits,
  count,
  type Fits,
  haveStoredQuotients,
  implies,
  sameCount,
  sameScale,
  type Term,
} from '../../kit/fits.ts';
import { symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { permutations } from '../../kit/shapes.ts';
import { randomScale, randomSymInt32, target, withOrder } from '../../kit/tensors.ts';
import {
  type CaseGen,
  type CaseInput,
  defineOp,
  type OpDef,
  type OpHead,
  type Oracle,
  type RecordNote,
} from '../../op.ts';
import { viewOf } from '../pointwise/pointwise_op.ts';
import { symAddInplaceOracle, symFlatOracle, symSubOracle } from './oracle.ts';

type SymFn = 'add' | 'sub' | 'mul' | 'div';

interface Kind {
  readonly fn: SymFn;
  readonly inPlace: boolean;
  /** an arm that encodes decoded values anew (S36): it honours views and draws */
  readonly encodes: 'always' | 'unequal scales' | 'never';
}

interface Rest {
  readonly bits?: number;
  readonly mode?: Rounding;
  readonly rng?: number;
}

function pairCase(
  kind: Kind,
  set: CaseInput['set'],
  flags: string,
  a: Tensor,
  b: Tensor,
  { bits = 12, mode = 'HALF_AWAY', rng = 1 }: Rest = {},
): CaseInput {
  if (kind.inPlace) return newCase(set, flags, { a, b }, { rng });
  const y = target('SYM_INT32', a.shape, bits, mode, 0.75);
  return newCase(set, flags, { a, b, y }, { rng });
}

/** V30: the views of V29, a = 10·i and b = i². */
function v30(scaleB: number): { a: Tensor; b: Tensor } {
  const count = Array.from({ length: 24 }, (_, i) => i);
  const a = symInt32Of(
    count.map((i) => 10 * i),
    0.5,
    12,
    'HALF_AWAY',
    [3, 4, 2],
  );
  const b = symInt32Of(
    count.map((i) => i * i + (scaleB === 0 ? 1 : 0)),
    scaleB || 0.5,
    12,
    'HALF_AWAY',
    [4, 2, 3],
  );
  return { a: withOrder(a, [1, 2, 0]), b: withOrder(b, [2, 0, 1]) };
}

function* worked(kind: Kind): Iterable<CaseInput> {
  const sym = (q: readonly number[], scale: number, mode: Rounding = 'HALF_AWAY'): Tensor =>
    symInt32Of(q, scale, 12, mode);
  if (kind.fn === 'div' || kind.fn === 'mul') {
    const [a, b] = [sym([10, 7, -7, 9, 0], 0.5), sym([-7, 2, 2, -9, 3], 0.25)];
    yield pairCase(kind, 'directed', 'scales', a, b);
    const { a: va, b: vb } = v30(0);
    yield pairCase(kind, 'directed', 'flat', va, vb);
    return;
  }
  const equal = [sym([2000, 20, 30], 0.5), sym([2000, -14, -21], 0.5)] as const;
  const sum = kind.fn === 'add' ? 'V12 equal_scales' : 'equal_scales';
  yield pairCase(kind, 'directed', sum, ...equal);
  yield pairCase(kind, 'directed', 'equal_scales', sym([3, 4], -0.5), sym([1, 2], -0.5));
  const views = v30(0.5);
  const viewFlags = { always: 'V30', never: 'flat', 'unequal scales': 'V30 flat' };
  yield pairCase(kind, 'directed', viewFlags[kind.encodes], views.a, views.b);
  if (kind.encodes === 'never') return;
  const unequal = [sym([10, 20, 30], 0.5), sym([-7, -14, -21], 0.25)] as const;
  yield pairCase(kind, 'directed', 'V12', ...unequal);
  for (const rng of [5, 42]) {
    const mode = 'SR_HALF_AWAY';
    const [a, b] = [sym([10, 20, 30], 0.5, mode), sym([-7, -14, -21], 0.25, mode)];
    yield pairCase(kind, 'directed', 'draws', a, b, { mode, rng });
  }
  const other = v30(0.25);
  yield pairCase(kind, 'directed', 'V30', other.a, other.b);
  yield pairCase(kind, 'boundary', 'cancels', sym([5, -6], 0.5), sym([-10, 12], 0.25));
  yield pairCase(kind, 'boundary', 'cancels', sym([5, -6], 0.5), sym([10, -12], 0.25));
}

function* refusals(kind: Kind): Iterable<CaseInput> {
  const sym = (shape: readonly number[], scale: number): Tensor => {
    const count = shape.reduce((product, extent) => product * extent, 1);
    return symInt32Of(
      Array.from({ length: count }, (_, i) => i + 1),
      scale,
      12,
      'HALF_AWAY',
      shape,
    );
  };
  yield pairCase(kind, 'negative', 'refused_count', sym([3], 0.5), sym([4], 0.5));
  yield pairCase(kind, 'negative', 'refused_count', sym([2, 3], 0.5), sym([2, 2], 0.5));
  if (kind.encodes === 'never') {
    yield pairCase(kind, 'boundary', 'flat', sym([2, 3], 0.5), sym([6], 0.5));
    return;
  }
  yield pairCase(kind, 'negative', 'refused_extents', sym([2, 3], 0.5), sym([3, 2], 0.25));
  yield pairCase(kind, 'negative', 'refused_extents', sym([2, 3], 0.5), sym([6], 0.25));
  const transposed = withOrder(sym([2, 3], 0.25), [1, 0]);
  yield pairCase(kind, 'negative', 'refused_extents', sym([2, 3], 0.5), transposed);
  if (kind.encodes === 'always') return;
  yield pairCase(kind, 'boundary', 'flat', sym([2, 3], 0.5), sym([6], 0.5));
}

const edges: Readonly<Record<SymFn, readonly (readonly [number, number, boolean])[]>> = {
  add: [
    [2147483646, 1, true],
    [2147483647, 1, false],
    [-2147483648, -1, false],
  ],
  sub: [
    [-2147483647, 1, true],
    [-2147483648, 1, false],
    [0, -2147483648, false],
  ],
  mul: [
    [46340, 46340, true],
    [46341, 46341, false],
    [-2147483648, -1, false],
  ],
  div: [
    [-2147483648, 1, true],
    [2147483647, -1, true],
  ],
};

/** Mantissas far beyond any label; only the arms that compute in integers. */
function* overflows(kind: Kind): Iterable<CaseInput> {
  if (kind.encodes === 'always') return;
  for (const [qa, qb, fits] of edges[kind.fn]) {
    const [a, b] = [symInt32Of([qa, 6], 0.5, 12), symInt32Of([qb, 2], 0.5, 12)];
    if (fits) yield pairCase(kind, 'boundary', 'exceeds_label', a, b);
    else yield pairCase(kind, 'overflow', 'overflows', a, b);
  }
}

function randomPair(kind: Kind, r: Random): { a: Tensor; b: Tensor } {
  const width = kind.fn === 'mul' ? 15 : 24;
  const rank = r.int(1, 3);
  const logical = Array.from({ length: rank }, () => r.int(1, 4));
  const scale = randomScale(r);
  const equal = kind.encodes === 'never' || (kind.encodes === 'unequal scales' && r.chance(1, 3));
  const free = kind.fn === 'mul' || kind.fn === 'div';
  const scaleB = equal && !free ? scale : randomScale(r);
  const mode = r.pick(['HALF_AWAY', 'SR_HALF_AWAY'] as const);
  const make =
    (s: number) =>
    (shape: readonly number[]): Tensor =>
      randomSymInt32(r, shape, r.pick([8, 12, width]), s, mode);
  const orders = permutations(rank);
  const a = viewOf(logical, r.pick(orders), make(scale));
  const b = viewOf(logical, r.pick(orders), make(scaleB));
  if (kind.fn === 'div') b.data = b.data.map((v) => (v === 0 ? 7 : v));
  return { a, b };
}

function* cases(kind: Kind, g: CaseGen): Iterable<CaseInput> {
  yield* worked(kind);
  yield* refusals(kind);
  yield* overflows(kind);
  for (const r of seeded(g, 'random', 36)) {
    const { a, b } = randomPair(kind, r);
    const mode = r.pick(['HALF_AWAY', 'SR_HALF_AWAY'] as const);
    const rest = { bits: r.pick([8, 12, 16]), mode, rng: r.rngState() };
    yield pairCase(kind, 'random', 'mixed', a, b, rest);
  }
}

const allNotes: Readonly<Record<string, RecordNote>> = {
  scales: {
    bug: 'scale of one operand, or quotients rounded to nearest',
    effect: 'results off by a factor, or by one',
    clause: 'S80, S81',
  },
  flat: {
    bug: 'views honoured where the clause walks flat storage',
    effect: 'elements paired otherwise',
    clause: 'S76–S81',
  },
  equal_scales: {
    bug: 'requantized although the scales are equal, or not although the form always does',
    effect: 'another grid',
    clause: 'S76–S79',
  },
  V12: {
    bug: 'mantissas added without decoding, or the width restored where it is not, or not where it is',
    effect: 'sums off by the ratio of the scales',
    clause: 'S76, S77, S78',
  },
  V30: {
    bug: 'views not honoured by the arm over decoded values, or the result in another layout',
    effect: 'elements paired otherwise',
    clause: 'S74, S77, S78',
  },
  draws: {
    bug: 'the result rounded in an operand’s mode, or draws taken for the operands too',
    effect: 'sums lose the noise that keeps small steps unbiased, and all later draws are shifted',
    clause: 'S77, S78',
  },
  cancels: {
    bug: 'an all-zero result without scale 1',
    effect: 'a stale scale',
    clause: 'S23, S77, S78',
  },
  refused_count: { bug: 'counts not compared', effect: 'reads beyond', clause: 'S76–S81' },
  refused_extents: {
    bug: 'extents not compared by the arm over decoded values',
    effect: 'activations of other places are added',
    clause: 'S74, S77, S78',
  },
  exceeds_label: {
    bug: 'clamped to the label, or saturated',
    effect: 'results lose their range',
    clause: 'S76–S81',
  },
  overflows: {
    bug: 'the result formed in int64 or float, or saturated, so that int32 never overflows',
    effect: 'a simulation shows sums and products that change their sign on the device',
    clause: 'S76–S80',
  },
  mixed: {
    bug: 'the scale of the other operand kept, a view walked flat, or the mode of an operand used',
    effect: 'residual sums are off by the ratio of the scales, or add other elements',
    clause: 'S76–S81',
  },
};

function notesOf(kind: Kind): Record<string, RecordNote> {
  const free = kind.fn === 'mul' || kind.fn === 'div';
  const absent = new Set<string>();
  const drop = (when: boolean, ...flags: string[]): void => {
    if (when) for (const flag of flags) absent.add(flag);
  };
  drop(free, 'equal_scales');
  drop(!free, 'scales');
  drop(kind.encodes === 'never' && kind.fn !== 'add', 'V12');
  drop(kind.encodes === 'never', 'V30', 'draws', 'cancels', 'refused_extents');
  drop(kind.encodes === 'always', 'flat', 'exceeds_label', 'overflows');
  drop(kind.fn === 'div', 'overflows');
  return Object.fromEntries(Object.entries(allNotes).filter(([flag]) => !absent.has(flag)));
}

function runOf({ fn, inPlace }: Kind): (n: Numerics, a: Tensor, b: Tensor, y: Tensor) => void {
  switch (fn) {
    case 'add':
      if (inPlace) return (n, a, b) => n.fn.symAddInPlace(n, a, b);
      return (n, a, b, y) => n.fn.symAdd(n, a, b, y);
    case 'sub':
      if (inPlace) return (n, a, b) => n.fn.symSubInPlace(n, a, b);
      return (n, a, b, y) => n.fn.symSub(n, a, b, y);
    case 'mul':
      return (n, a, b, y) => n.fn.symMul(n, a, b, y);
    case 'div':
      return (n, a, b, y) => n.fn.symDiv(n, a, b, y);
  }
}

function encodesOf(fn: SymFn, inPlace: boolean): Kind['encodes'] {
  if (fn === 'add' && inPlace) return 'always';
  return fn === 'sub' && !inPlace ? 'unequal scales' : 'never';
}

function oracleOf({ fn, encodes }: Kind): Oracle {
  if (encodes === 'always') return symAddInplaceOracle;
  return encodes === 'never' ? symFlatOracle(fn) : symSubOracle;
}

/** Other counts are refused; the sum of unequal scales is undefined where the original is broken. */
function symFits({ fn, inPlace, encodes }: Kind): Fits {
  const pair = sameCount('a', 'b');
  const needsScale = inPlace ? fn === 'sub' : fn === 'add';
  const b = [
    ...(needsScale ? [implies(pair, sameScale('a', 'b'))] : []),
    ...(fn === 'div' ? [haveStoredQuotients('a', 'b')] : []),
  ];
  const width = (name: string): Term[] =>
    encodes === 'never' ? [] : [implies(and(pair, below(0, count('a'))), atMost(bits(name), 31))];
  return inPlace
    ? { a: width('a'), b }
    : { b, y: [implies(pair, sameCount('y', 'a')), ...width('y')] };
}

/** The record of a SYM_INT32 arithmetic op. */
export function symArithmeticOp(
  { name, version, clause }: OpHead & { readonly clause: string },
  fn: SymFn,
  inPlace: boolean,
): OpDef {
  const kind: Kind = { fn, inPlace, encodes: encodesOf(fn, inPlace) };
  const operand = { dtypes: ['SYM_INT32'], doc: 'rank 1 to 4; views allowed' } as const;
  const a = { ...operand, role: inPlace ? 'inout' : 'in' } as const;
  const b = { ...operand, role: 'in', doc: 'as many elements as a' } as const;
  const y = { ...operand, role: 'out', doc: 'as many elements as a' } as const;
  const run = runOf(kind);
  return defineOp({
    name,
    version,
    clause,
    summary: `SYM_INT32 ${fn}${inPlace ? ', in place' : ''}`,
    since: '2026-07-21',
    params: {},
    tensors: inPlace ? { a, b } : { a, b, y },
    fits: symFits(kind),
    notes: notesOf(kind),
    run(n, call) {
      const left = call.tensor('a');
      run(n, left, call.tensor('b'), inPlace ? left : call.tensor('y'));
    },
    oracle: oracleOf(kind),
    cases: (g) => cases(kind, g),
  });
}
