/**
 * Simpler calls than a given one, the boldest first: fewer elements, fewer tensors, plain parameters and
 * records, small values. No candidate is ever more complicated, so taking one after the other ends.
 */

import fc from 'fast-check';
import type { OpDef } from '../../goldgen/op.ts';
import type { WireTarget } from '../../schema/format/types.ts';
import {
  type Draft,
  type DraftTensor,
  resized,
  resizedTogether,
  withElements,
  withoutTensor,
  withParam,
  withRecord,
  withTensor,
} from './draft.ts';

/** Integers between `min` and the value, as fast-check shrinks them: `min` first, then ever nearer. */
function* nearer(value: number, min: number): Iterable<number> {
  if (value <= min) return;
  for (const { value: next } of fc.integer({ min, max: value }).shrink(value, undefined))
    yield next;
}

const keeps = ['first', 'last'] as const;

/** Every extent and every count at once: where they depend on each other, none can shrink alone. */
function* tiny(op: OpDef, draft: Draft): Iterable<Draft> {
  const shapes = Object.values(draft.tensors).map(({ record }) => record.shape);
  for (const extent of [1, 2]) {
    if (shapes.flat().every((e) => e <= extent)) return;
    let next = draft;
    for (const [name, tensor] of Object.entries(draft.tensors)) {
      const small = tensor.record.shape.reduce(
        (t, e, axis) => (e > extent ? resized(t, axis, extent, 'first') : t),
        tensor,
      );
      next = withTensor(next, name, small);
    }
    yield next;
    for (const [name, value] of Object.entries(draft.params)) {
      const spec = op.params[name]!;
      if (spec.kind === 'int' && typeof value === 'number' && value > 1 && spec.min <= 1) {
        next = withParam(next, name, Math.max(spec.min, 1));
      }
    }
    yield next;
    if (draft.params.padding !== undefined) next = withParam(next, 'padding', 'VALID');
    yield next;
    if (extent === 1) yield* unfit(next);
  }
}

/** One extent that does not fit the others. */
function* unfit(draft: Draft): Iterable<Draft> {
  for (const [name, tensor] of Object.entries(draft.tensors)) {
    for (const axis of tensor.record.shape.keys()) {
      for (const to of [0, 2]) yield withTensor(draft, name, resized(tensor, axis, to, 'first'));
    }
  }
}

function* shorter(draft: Draft): Iterable<Draft> {
  const shapes = Object.values(draft.tensors).map(({ record }) => record.shape);
  const extents = [...new Set(shapes.flat())].sort((a, b) => b - a);
  for (const from of extents) {
    for (const to of nearer(from, 0)) {
      for (const keep of keeps) yield resizedTogether(draft, from, to, keep);
    }
  }
  for (const [name, tensor] of Object.entries(draft.tensors)) {
    for (const [axis, from] of tensor.record.shape.entries()) {
      for (const to of nearer(from, 0)) {
        for (const keep of keeps) yield withTensor(draft, name, resized(tensor, axis, to, keep));
      }
    }
  }
}

function* fewer(op: OpDef, draft: Draft): Iterable<Draft> {
  for (const name of Object.keys(draft.tensors)) {
    if (op.tensors[name]?.optional === true) yield withoutTensor(draft, name);
  }
}

function* plainParams(op: OpDef, draft: Draft): Iterable<Draft> {
  for (const [name, value] of Object.entries(draft.params)) {
    const spec = op.params[name]!;
    if (spec.kind === 'int' && typeof value === 'number') {
      for (const next of nearer(value, spec.min)) yield withParam(draft, name, next);
    } else if (spec.kind === 'word' && value !== spec.values[0]) {
      yield withParam(draft, name, spec.values[0]!);
    } else if (spec.kind === 'f32' && value !== 0 && value !== one) {
      yield withParam(draft, name, one);
    }
  }
}

const one = 0x3f800000;

/** Records in their plain form, one field at a time. */
function* plainRecords(draft: Draft): Iterable<Draft> {
  for (const [name, { record }] of Object.entries(draft.tensors)) {
    const { order, ...rest } = record;
    if (order !== undefined) {
      yield withTensor(draft, name, { ...draft.tensors[name]!, record: rest });
    }
    const changes: Partial<WireTarget>[] = [];
    if (record.scale_bits !== undefined && record.scale_bits !== one)
      changes.push({ scale_bits: one });
    if ((record.zero_point ?? 0) !== 0) changes.push({ zero_point: 0 });
    if (record.rounding === 'SR_HALF_AWAY') changes.push({ rounding: 'HALF_AWAY' });
    for (const change of changes) yield withRecord(draft, name, change);
  }
}

/** Elements beyond which single ones are not looked at. */
const singlyMax = 24;

function* smallElements(name: string, t: DraftTensor, draft: Draft): Iterable<Draft> {
  const { record, elements = [] } = t;
  const plain = record.dtype === 'FLOAT32' ? one : 1;
  const isPlain = (v: number): boolean => v === 0 || v === plain;
  if (elements.some((v) => v !== 0))
    yield withElements(
      draft,
      name,
      elements.map(() => 0),
    );
  if (elements.some((v) => !isPlain(v))) {
    yield withElements(
      draft,
      name,
      elements.map((v) => (v === 0 ? 0 : plain)),
    );
  }
  if (elements.length > singlyMax) return;
  for (const [k, v] of elements.entries()) {
    if (v !== 0) yield withElements(draft, name, elements.with(k, 0));
    if (!isPlain(v)) yield withElements(draft, name, elements.with(k, plain));
    // a float with the lower half of its mantissa cleared, an integer nearer to 0
    const short = record.dtype === 'FLOAT32' ? (v & 0xfffff000) >>> 0 : v >>> 1;
    const isNumber = record.dtype !== 'FLOAT32' || (v & 0x7f800000) !== 0x7f800000;
    const isNegative = record.dtype !== 'FLOAT32' && v >= 0x80000000;
    if (isNumber && !isNegative && !isPlain(v) && short !== v) {
      yield withElements(draft, name, elements.with(k, short));
    }
  }
}

/** Candidates in the order in which they are to be tried. */
export function* simplerDrafts(op: OpDef, draft: Draft): Iterable<Draft> {
  yield* tiny(op, draft);
  yield* shorter(draft);
  yield* fewer(op, draft);
  yield* plainRecords(draft);
  yield* plainParams(op, draft);
  for (const [name, t] of Object.entries(draft.tensors)) {
    if (t.elements !== undefined) yield* smallElements(name, t, draft);
  }
  if (draft.rng !== 1) yield { ...draft, rng: 1 };
}
