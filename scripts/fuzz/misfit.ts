/**
 * Changes that make the parts of a call stop fitting each other: one tensor of another shape, format, width,
 * order or with elements out of place, a parameter elsewhere in its range, a tensor left out. All stay within
 * what the message format allows; what an op makes of them is for its declared fits to say.
 */

import type { Random } from '../../goldgen/kit/random.ts';
import type { OpDef } from '../../goldgen/op.ts';
import type { WireDtype } from '../../schema/format/types.ts';
import {
  type Draft,
  resized,
  withElements,
  withoutTensor,
  withParam,
  withRecord,
  withTensor,
} from './draft.ts';
import { reinterpreted } from './dtypes.ts';
import { int32Edges } from './edges.ts';
import { type Mutation, mutations as wildMutations } from './wild.ts';

const dtypes: readonly WireDtype[] = ['INT32', 'FLOAT32', 'SYM_INT32', 'SYM', 'ASYM', 'BOOL'];

function anyName(r: Random, draft: Draft): string | undefined {
  const names = Object.keys(draft.tensors);
  return names.length === 0 ? undefined : r.pick(names);
}

function extent(r: Random, _op: OpDef, draft: Draft): Draft | undefined {
  const name = anyName(r, draft);
  const tensor = name === undefined ? undefined : draft.tensors[name]!;
  if (tensor === undefined || tensor.record.shape.length === 0) return undefined;
  const axis = r.int(0, tensor.record.shape.length - 1);
  const old = tensor.record.shape[axis]!;
  const to = r.pick([0, 1, old - 1, old + 1, 2 * old, 33, r.int(0, 9)]);
  return to < 0 ? undefined : withTensor(draft, name!, resized(tensor, axis, to, 'first'));
}

function rank(r: Random, _op: OpDef, draft: Draft): Draft | undefined {
  const name = anyName(r, draft);
  const tensor = name === undefined ? undefined : draft.tensors[name]!;
  if (tensor === undefined) return undefined;
  const { shape, order: _order, ...record } = tensor.record;
  const next = r.pick([[1, ...shape], [...shape, 1], [shape.reduce((a, b) => a * b, 1)]]);
  if (next.length > 4) return undefined;
  return withTensor(draft, name!, { ...tensor, record: { ...record, shape: next } });
}

function dtype(r: Random, op: OpDef, draft: Draft): Draft | undefined {
  const name = anyName(r, draft);
  if (name === undefined) return undefined;
  const among = r.chance(1, 4) ? dtypes : (op.tensors[name]?.dtypes ?? dtypes);
  return withTensor(draft, name, reinterpreted(draft.tensors[name]!, r.pick(among), r.int(1, 32)));
}

function width(r: Random, _op: OpDef, draft: Draft): Draft | undefined {
  const name = anyName(r, draft);
  const tensor = name === undefined ? undefined : draft.tensors[name]!;
  if (tensor?.record.bits === undefined) return undefined;
  const bits = r.pick([0, 1, 2, 8, 16, 17, 24, 25, 30, 31, 32, 33, 64]);
  return withRecord(draft, name!, { bits });
}

function order(r: Random, _op: OpDef, draft: Draft): Draft | undefined {
  const name = anyName(r, draft);
  const tensor = name === undefined ? undefined : draft.tensors[name]!;
  if (tensor === undefined || tensor.record.shape.length < 2) return undefined;
  const axes = tensor.record.shape.map((_, i) => i);
  return withRecord(draft, name!, { order: axes.reverse() });
}

function element(r: Random, _op: OpDef, draft: Draft): Draft | undefined {
  const name = anyName(r, draft);
  const { record, elements } = name === undefined ? {} : draft.tensors[name]!;
  if (record === undefined || elements === undefined || elements.length === 0) return undefined;
  if (record.dtype !== 'INT32' && record.dtype !== 'SYM_INT32') return undefined;
  const at = r.int(0, elements.length - 1);
  const value = r.pick([...int32Edges(32), r.int(-3, 40)]) >>> 0;
  return withElements(
    draft,
    name!,
    elements.map((v, k) => (k === at ? value : v)),
  );
}

function parameter(r: Random, op: OpDef, draft: Draft): Draft | undefined {
  const names = Object.keys(draft.params);
  if (names.length === 0) return undefined;
  const name = r.pick(names);
  const spec = op.params[name];
  if (spec?.kind === 'word') return withParam(draft, name, r.pick(spec.values));
  if (spec?.kind !== 'int') return undefined;
  const value = r.pick([spec.min - 1, spec.min, spec.max, spec.max + 1, 0, 1, 2, 3, r.int(0, 20)]);
  return withParam(draft, name, value);
}

function absent(r: Random, _op: OpDef, draft: Draft): Draft | undefined {
  const name = anyName(r, draft);
  return name === undefined ? undefined : withoutTensor(draft, name);
}

/** The changes; those of `wild` are among them, so that calls that fit are made as well. */
export const misfits: readonly Mutation[] = [
  { name: 'extent', apply: extent },
  { name: 'extent', apply: extent },
  { name: 'rank', apply: rank },
  { name: 'dtype', apply: dtype },
  { name: 'width', apply: width },
  { name: 'order', apply: order },
  { name: 'element', apply: element },
  { name: 'parameter', apply: parameter },
  { name: 'parameter', apply: parameter },
  { name: 'absent', apply: absent },
  ...wildMutations,
];
