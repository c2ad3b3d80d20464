/**
 * Changes that make a generated call unlikely: axis orders, empty and long extents, scales, values, widths,
 * modes, generator states and parameters where kernels have edges. All stay within the record of the op.
 */

import type { Random } from '../../goldgen/kit/random.ts';
import type { OpDef, ParamSpec } from '../../goldgen/op.ts';
import { countOfShape, float64Bytes } from '../../schema/format/tensor.ts';
import type { WireDtype, WireParam, WireTarget } from '../../schema/format/types.ts';
import {
  type Draft,
  elementsOf,
  resized,
  resizedTogether,
  withElements,
  withoutTensor,
  withParam,
  withRecord,
  withTensor,
} from './draft.ts';
import { reinterpreted } from './dtypes.ts';
import { float32Edges, int32Edges, scaleEdges } from './edges.ts';
import { stateBefore } from './generator_state.ts';

/** A change by its name; `undefined` where it does not apply. */
export interface Mutation {
  readonly name: string;
  readonly apply: (r: Random, op: OpDef, draft: Draft) => Draft | undefined;
}

function anyTensor(
  r: Random,
  draft: Draft,
  fits: (record: WireTarget, hasData: boolean) => boolean,
): string | undefined {
  const names = Object.entries(draft.tensors)
    .filter(([, t]) => fits(t.record, t.elements !== undefined))
    .map(([name]) => name);
  return names.length === 0 ? undefined : r.pick(names);
}

function shuffled(r: Random, rank: number): number[] {
  const order = Array.from({ length: rank }, (_, i) => i);
  for (let i = rank - 1; i > 0; i--) {
    const j = r.int(0, i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

function order(r: Random, _op: OpDef, draft: Draft): Draft | undefined {
  const name = anyTensor(r, draft, ({ shape }) => shape.length > 1);
  if (name === undefined) return undefined;
  const rank = draft.tensors[name]!.record.shape.length;
  const axes = shuffled(r, rank);
  if (axes.every((axis, i) => axis === i)) return undefined;
  if (r.chance(1, 2)) return withRecord(draft, name, { order: axes });
  return Object.entries(draft.tensors).reduce(
    (d, [other, t]) => (t.record.shape.length === rank ? withRecord(d, other, { order: axes }) : d),
    draft,
  );
}

/** Elements of all tensors of a call together: beyond that, a call is not made. */
const elementsMax = 150_000;

/** Elements times the largest count among the parameters: a window of that many taps is slid over them. */
const workMax = 5_000_000;

/** Whether a changed call is answered in a moment. */
export function isLight(op: OpDef, draft: Draft): boolean {
  const counts = Object.entries(draft.params).map(([name, value]) =>
    op.params[name]?.kind === 'int' && typeof value === 'number' ? value : 1,
  );
  return elementsOf(draft) * Math.max(1, ...counts) <= workMax;
}

/** Whether the call stays small enough when every extent `from` becomes `to`. */
function staysSmall(draft: Draft, from: number, to: number): boolean {
  // a loop over the axes takes the steps of the others, where one of them is 0
  const sizes = Object.values(draft.tensors).map(({ record }) =>
    countOfShape(record.shape.map((e) => Math.max(1, e === from ? to : e))),
  );
  return sizes.reduce((sum, n) => sum + n, 0) <= elementsMax;
}

function extent(r: Random, op: OpDef, draft: Draft, to: number): Draft | undefined {
  const name = anyTensor(r, draft, ({ shape }) => shape.length > 0);
  if (name === undefined) return undefined;
  const tensor = draft.tensors[name]!;
  const axis = r.int(0, tensor.record.shape.length - 1);
  const from = tensor.record.shape[axis]!;
  if (from === to || !staysSmall(draft, from, to)) return undefined;
  if (r.chance(1, 12)) return withTensor(draft, name, resized(tensor, axis, to, 'first'));
  const next = resizedTogether(draft, from, to, 'first');
  const [param] = Object.entries(draft.params).filter(
    ([key, value]) => op.params[key]?.kind === 'int' && value === from,
  );
  const spec = param === undefined ? undefined : op.params[param[0]]!;
  if (spec?.kind !== 'int' || to < spec.min || to > spec.max) return next;
  return r.chance(1, 2) ? withParam(next, param![0], to) : next;
}

function values(r: Random, _op: OpDef, draft: Draft): Draft | undefined {
  const name = anyTensor(r, draft, ({ shape }, hasData) => hasData && !shape.includes(0));
  if (name === undefined) return undefined;
  const { record, elements = [] } = draft.tensors[name]!;
  const width = record.dtype === 'SYM' || record.dtype === 'ASYM' ? (record.bits ?? 0) : 32;
  const one = (): number => {
    if (record.dtype === 'BOOL') return r.int(0, 1);
    if (record.dtype === 'FLOAT32') return r.pick(float32Edges);
    const edge = r.pick(int32Edges(record.bits ?? 32));
    return width >= 32 ? edge >>> 0 : (edge & (2 ** width - 1)) >>> 0;
  };
  const at = r.int(0, elements.length - 1);
  const share = r.pick([0, 1, 4]);
  const next = elements.map((v, k) => (k === at || (share > 0 && r.chance(share, 4)) ? one() : v));
  return withElements(draft, name, next);
}

function scale(r: Random, _op: OpDef, draft: Draft): Draft | undefined {
  const name = anyTensor(r, draft, (t) => t.scale_bits !== undefined);
  if (name === undefined) return undefined;
  const exponent = r.int(80, 170) << 23;
  const bits = r.chance(1, 2) ? r.pick(scaleEdges) : exponent + r.int(-1, 1);
  return withRecord(draft, name, { scale_bits: bits });
}

function zeroPoint(r: Random, _op: OpDef, draft: Draft): Draft | undefined {
  const name = anyTensor(r, draft, (t) => t.zero_point !== undefined);
  if (name === undefined) return undefined;
  const edge = r.pick([0, 1, -1, 32767, -32768, 65536, 16777217, 2147483647, -2147483648]);
  return withRecord(draft, name, { zero_point: edge });
}

function width(r: Random, _op: OpDef, draft: Draft): Draft | undefined {
  const name = anyTensor(r, draft, (t) => t.bits !== undefined);
  if (name === undefined) return undefined;
  const bits = r.chance(1, 4) ? r.pick([0, 1, 31, 32, 33]) : r.int(1, 17);
  const tensor = draft.tensors[name]!;
  const isPacked = tensor.record.dtype !== 'SYM_INT32';
  if (isPacked && (bits === 0 || bits > 32)) return undefined;
  const record = { ...tensor.record, bits };
  if (!isPacked || tensor.elements === undefined) return withRecord(draft, name, { bits });
  const mask = bits >= 32 ? 0xffffffff : 2 ** bits - 1;
  return withTensor(draft, name, {
    record,
    elements: tensor.elements.map((v) => (v & mask) >>> 0),
  });
}

function mode(r: Random, _op: OpDef, draft: Draft): Draft | undefined {
  const name = anyTensor(r, draft, (t) => t.rounding !== undefined);
  if (name === undefined) return undefined;
  const { rounding } = draft.tensors[name]!.record;
  return withRecord(draft, name, {
    rounding: rounding === 'HALF_AWAY' ? 'SR_HALF_AWAY' : 'HALF_AWAY',
  });
}

/** The first draw is 0 or the largest there is, or a later one is. */
function state(r: Random, _op: OpDef, draft: Draft): Draft {
  let rng = r.pick([r.int(1, 255), r.int(0xffffff00, 0xffffffff)]);
  for (let back = r.int(1, 4); back > 0; back--) rng = stateBefore(rng);
  return { ...draft, rng };
}

function paramValue(r: Random, spec: ParamSpec, old: WireParam): WireParam {
  switch (spec.kind) {
    case 'int': {
      const near = typeof old === 'number' ? [old - 1, old + 1] : [];
      const edges = [spec.min, spec.min + 1, Math.min(spec.max, 70_000), ...near];
      const value = r.chance(1, 3)
        ? r.int(spec.min, Math.min(spec.max, spec.min + 16))
        : r.pick(edges);
      return Math.min(Math.max(value, spec.min), spec.max);
    }
    case 'word':
      return r.pick(spec.values);
    case 'f32':
      return r.pick(float32Edges);
    case 'f64':
      return float64Bytes(r.pick([0, 1, -1, 0.5, 1e-12, 1e300, Number.NaN, Infinity]));
    case 'text':
      return old;
  }
}

function parameter(r: Random, op: OpDef, draft: Draft): Draft | undefined {
  const names = Object.keys(draft.params);
  if (names.length === 0) return undefined;
  const name = r.pick(names);
  return withParam(draft, name, paramValue(r, op.params[name]!, draft.params[name]!));
}

function dtype(r: Random, op: OpDef, draft: Draft): Draft | undefined {
  const name = anyTensor(r, draft, () => true);
  if (name === undefined) return undefined;
  const tensor = draft.tensors[name]!;
  const others = op.tensors[name]!.dtypes.filter((d) => d !== tensor.record.dtype);
  if (others.length === 0) return undefined;
  const to: WireDtype = r.pick(others);
  return withTensor(draft, name, reinterpreted(tensor, to, r.int(2, 12)));
}

function absent(r: Random, op: OpDef, draft: Draft): Draft | undefined {
  const names = Object.keys(draft.tensors).filter((name) => op.tensors[name]?.optional === true);
  return names.length === 0 ? undefined : withoutTensor(draft, r.pick(names));
}

const short: Mutation['apply'] = (r, op, draft) => extent(r, op, draft, r.int(1, 5));

export const mutations: readonly Mutation[] = [
  { name: 'order', apply: order },
  { name: 'empty', apply: (r, op, draft) => extent(r, op, draft, 0) },
  { name: 'block', apply: (r, op, draft) => extent(r, op, draft, r.int(255, 257)) },
  { name: 'extent', apply: short },
  { name: 'values', apply: values },
  { name: 'values', apply: values },
  { name: 'scale', apply: scale },
  { name: 'zero_point', apply: zeroPoint },
  { name: 'width', apply: width },
  { name: 'mode', apply: mode },
  { name: 'state', apply: state },
  { name: 'parameter', apply: parameter },
  { name: 'dtype', apply: dtype },
  { name: 'absent', apply: absent },
];

/** Long tensors cost as much as hundreds of small ones, so they are asked for separately. */
export const longExtent: Mutation = {
  name: 'long',
  apply: (r, op, draft) => extent(r, op, draft, r.int(1000, 70_000)),
};
