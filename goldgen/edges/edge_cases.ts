/**
 * Cases that every op has, made from the first calls of each of its arms: views, no elements, NaN and counts that do
 * not fit. What the semantics leave undefined is left out; `EDGES.md` says why a cell of its table is empty.
 */

import {
  cloneTensor,
  countOf,
  identityOrder,
  newTensor,
  type Tensor,
} from '../../reference/tensor.ts';
import type { CaseInput, OpDef, OpNote } from '../op.ts';

export const edgeKinds = ['order', 'empty', 'nan', 'counts'] as const;
export type EdgeKind = (typeof edgeKinds)[number];

export const edgeFlag = (kind: EdgeKind): string => `edge_${kind}`;

/** What the derived cases catch, in each op. */
export const edgeNotes: Readonly<Record<string, OpNote>> = {
  [edgeFlag('order')]: {
    bug: 'the axis order of a view read where storage counts, or ignored where it does not',
    effect: 'a transposed tensor is taken for another one, or a legal call refused',
    clause: 'S3, S73, U11',
  },
  [edgeFlag('empty')]: {
    bug: 'a guard, a scale or a draw skipped, or made up, where there is no element',
    effect: 'an empty batch moves the generator, refuses, or leaves a scale of nothing behind',
    clause: 'S4, S23',
  },
  [edgeFlag('nan')]: {
    bug: 'a comparison with NaN turned around, or NaN replaced before it is cast or stored',
    effect: 'a diverged training looks healthy',
    clause: 'S0, S16, S23',
  },
  [edgeFlag('counts')]: {
    bug: 'the extents of this tensor not compared with those of the others',
    effect: 'memory beyond a tensor is read as its elements',
    clause: 'A11, A16, A20',
  },
};

/** The first day whose contracts have edges: what an empty tensor or a view did before was not looked at. */
export const edgesSince = '2026-07-21';

/** Whether the counts of a call were changed: it is a case only where it is refused. */
export const isMisfit = ({ flags }: CaseInput): boolean => flags.includes(edgeFlag('counts'));

/** Ops of whole models: their layers and losses have edges of their own. */
const composed = /^(training_run|training_step|trajectory|model_forward|validate_model)$/;

/** A call is a base of edges if it is small; of each arm the first such call is taken, so that later cases change nothing. */
const baseElementsMax = 200;

/** Arms of one op that are varied at most. */
const armsMax = 4;

/** Tensors that are varied at most, in the order of the record. */
const tensorsMax = 4;

/** What tells arms apart: words of the call that name an arithmetic or a kernel, and the formats. */
function armOf(input: CaseInput): string {
  const words = Object.entries(input.params).filter(([name]) => /arithmetic|kernel$/.test(name));
  const [first, ...rest] = Object.values(input.tensors);
  return JSON.stringify([
    words.map(([, v]) => (typeof v === 'string' ? v : '')),
    first?.dtype,
    rest.at(-1)?.dtype,
  ]);
}

/** The arithmetic that selects between two arms. */
function arithmeticOf({ params }: CaseInput): number | string {
  return params.arithmetic ?? params.dx_arithmetic ?? '';
}

function isBase(input: CaseInput): boolean {
  if (input.set === 'negative' || input.set === 'overflow') return false;
  const tensors = Object.values(input.tensors);
  const counts = tensors.map((t) => countOf(t.shape));
  return (
    counts.length > 0 &&
    counts.every((n) => n > 0) &&
    counts.reduce((a, b) => a + b, 0) <= baseElementsMax
  );
}

/** The first small call of each arm, one of rank 2 or more before others; every arithmetic has one. */
function basesOf(drawn: readonly CaseInput[]): CaseInput[] {
  const arms = new Map<string, CaseInput>();
  const hasAxes = (input: CaseInput): boolean =>
    Object.values(input.tensors).some((t) => t.shape.length > 1 && countOf(t.shape) > 1);
  for (const input of drawn.filter(isBase)) {
    const known = arms.get(armOf(input));
    if (known === undefined || (!hasAxes(known) && hasAxes(input))) arms.set(armOf(input), input);
  }
  const all = [...arms.values()];
  const first = all.slice(0, armsMax);
  const missed = [...new Set(all.map(arithmeticOf))].filter(
    (arithmetic) => !first.some((input) => arithmeticOf(input) === arithmetic),
  );
  return [...first, ...missed.map((a) => all.find((input) => arithmeticOf(input) === a)!)];
}

function changed(
  input: CaseInput,
  kind: EdgeKind,
  change: (t: Tensor, name: string) => Tensor | undefined,
): CaseInput | undefined {
  const tensors: Record<string, Tensor> = { ...input.tensors };
  let isChanged = false;
  for (const [name, t] of Object.entries(input.tensors)) {
    const other = change(t, name);
    if (other === undefined) continue;
    tensors[name] = other;
    isChanged = true;
  }
  return isChanged ? { ...input, set: 'edge', flags: [edgeFlag(kind)], tensors } : undefined;
}

/** The same storage seen through the reversed order of its axes; a vector becomes a matrix first. */
function turned(t: Tensor, isFlat: boolean): Tensor | undefined {
  const n = countOf(t.shape);
  const shape = isFlat ? (n % 2 === 0 ? [2, n / 2] : [n, 1]) : t.shape;
  if (shape.length < 2) return undefined;
  return { ...cloneTensor(t), shape, order: identityOrder(shape.length).reverse() };
}

function* views(input: CaseInput): Iterable<CaseInput | undefined> {
  const isFlat = Object.values(input.tensors).every((t) => t.shape.length < 2);
  yield changed(input, 'order', (t) => turned(t, isFlat));
  const [first] = Object.keys(input.tensors);
  if (!isFlat)
    yield changed(input, 'order', (t, name) => (name === first ? turned(t, false) : undefined));
}

/** Another shape with the record of a tensor; the payload is cut or repeated. */
function reshaped(t: Tensor, shape: readonly number[]): Tensor {
  const other = newTensor(t.dtype, shape, t.bits, t.rounding);
  const data = other.data.map((_, i) => (t.data.length === 0 ? 0 : t.data[i % t.data.length]!));
  if (data instanceof Uint8Array) {
    const used = (countOf(shape) * (t.dtype === 'BOOL' ? 1 : t.bits)) % 8;
    if (used !== 0) data[data.length - 1]! &= (1 << used) - 1;
  }
  return { ...other, data, scale: t.scale, zeroPoint: t.zeroPoint };
}

/** Tensors whose leading axis is no batch. */
const trainable = /^(weight|bias|gamma|beta)/;

function* empties(op: OpDef, input: CaseInput): Iterable<CaseInput | undefined> {
  const [first] = Object.values(input.tensors);
  const rank = first!.shape.length;
  if (rank === 0) return;
  const [lead, last] = [first!.shape[0]!, first!.shape.at(-1)!];
  const without = (isMeant: (name: string, t: Tensor) => boolean) =>
    changed(input, 'empty', (t, name) =>
      t.shape[0] === lead && isMeant(name, t) ? reshaped(t, [0, ...t.shape.slice(1)]) : undefined,
    );
  yield without((_, t) => t.shape.length === rank);
  yield without((name) => !trainable.test(name));
  yield without((name) => op.tensors[name]?.role === 'in' && !trainable.test(name));
  if (rank < 2) return;
  yield changed(input, 'empty', (t) =>
    t.shape.at(-1) === last ? reshaped(t, [...t.shape.slice(0, -1), 0]) : undefined,
  );
}

function withNan(t: Tensor, at: number): Tensor {
  const other = cloneTensor(t);
  if (other.data instanceof Float32Array) other.data[at] = Number.NaN;
  else other.scale = Number.NaN;
  return other;
}

function* nans(op: OpDef, input: CaseInput): Iterable<CaseInput | undefined> {
  const isRead = (name: string): boolean => op.tensors[name]?.role !== 'out';
  const hasFloat = (t: Tensor): boolean =>
    t.dtype === 'FLOAT32' || t.dtype === 'SYM_INT32' || t.dtype === 'SYM' || t.dtype === 'ASYM';
  const names = Object.keys(input.tensors).filter(
    (name) => isRead(name) && hasFloat(input.tensors[name]!),
  );
  for (const [i, name] of names.slice(0, tensorsMax).entries()) {
    const count = countOf(input.tensors[name]!.shape);
    const places =
      i === 0 && input.tensors[name]!.dtype === 'FLOAT32' && count > 1
        ? [0, count >> 1]
        : [count >> 1];
    for (const at of places) {
      yield changed(input, 'nan', (t, own) => (own === name ? withNan(t, at) : undefined));
    }
  }
}

function* misfits(input: CaseInput): Iterable<CaseInput | undefined> {
  for (const name of Object.keys(input.tensors).slice(0, tensorsMax + 2)) {
    yield changed(input, 'counts', (t, own) => {
      if (own !== name || t.shape.length === 0) return undefined;
      return reshaped(t, [...t.shape.slice(0, -1), t.shape.at(-1)! + 1]);
    });
  }
}

/** Whether edges are derived from what an op draws. */
export function derivesEdges(op: OpDef): boolean {
  return op.edges !== 'own' && !composed.test(op.name);
}

/** The edge calls of an op, from the calls that it draws itself; some of them are no cases. */
export function* edgeCalls(op: OpDef, drawn: readonly CaseInput[]): Iterable<CaseInput> {
  if (!derivesEdges(op)) return;
  for (const base of basesOf(drawn)) {
    for (const calls of [views(base), empties(op, base), nans(op, base), misfits(base)]) {
      for (const call of calls) {
        if (call !== undefined) yield call;
      }
    }
  }
}
