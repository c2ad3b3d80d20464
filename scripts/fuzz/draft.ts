/** A call taken apart for changes: every tensor as a record and its elements' bit patterns. */

import { patternsOf } from '../../conformance/core/elements.ts';
import type { OpDef } from '../../goldgen/op.ts';
import { canonicalNaN, countOfShape, elementBitsOf } from '../../schema/format/tensor.ts';
import type { WireCall, WireParam, WireTarget, WireTensor } from '../../schema/format/types.ts';

export interface DraftTensor {
  readonly record: WireTarget;
  /** one uint32 per element in storage order; absent for targets */
  readonly elements?: readonly number[];
}

export interface Draft {
  readonly params: Readonly<Record<string, WireParam>>;
  readonly tensors: Readonly<Record<string, DraftTensor>>;
  readonly rng: number;
}

export function draftOf(call: WireCall): Draft {
  const tensors: Record<string, DraftTensor> = {};
  for (const [name, t] of Object.entries(call.inputs)) {
    const { data: _, ...record } = t;
    tensors[name] = { record, elements: patternsOf(t) };
  }
  for (const [name, record] of Object.entries(call.targets)) tensors[name] = { record };
  return { params: call.params, tensors, rng: call.rng };
}

function payloadOf(record: WireTarget, elements: readonly number[]): Uint8Array {
  const width = elementBitsOf(record);
  const bytes = new Uint8Array(Math.ceil((elements.length * width) / 8));
  if (width === 32) {
    const view = new DataView(bytes.buffer);
    const isFloat = record.dtype === 'FLOAT32';
    for (let k = 0; k < elements.length; k++) {
      const pattern = elements[k]!;
      const isNan = isFloat && (pattern & 0x7fffffff) > 0x7f800000;
      view.setUint32(4 * k, isNan ? canonicalNaN : pattern >>> 0, true);
    }
    return bytes;
  }
  elements.forEach((pattern, k) => {
    for (let j = 0; j < width; j++) {
      const at = k * width + j;
      if ((pattern >>> j) & 1) bytes[at >> 3]! |= 1 << (at & 7);
    }
  });
  return bytes;
}

/** The fields in the order of the format, an order that is the identity left out. */
function plainRecord(record: WireTarget): WireTarget {
  const { dtype, shape, order, scale_bits, zero_point, bits, rounding } = record;
  const isIdentity = order === undefined || order.every((axis, i) => axis === i);
  return {
    dtype,
    shape,
    ...(isIdentity ? {} : { order }),
    ...(scale_bits === undefined ? {} : { scale_bits }),
    ...(zero_point === undefined ? {} : { zero_point }),
    ...(bits === undefined ? {} : { bits }),
    ...(rounding === undefined ? {} : { rounding }),
  };
}

/** The call of a draft: tensors in the order of the op, what the op does not know left out. */
export function callOf(op: OpDef, draft: Draft): WireCall {
  const inputs: Record<string, WireTensor> = {};
  const targets: Record<string, WireTarget> = {};
  for (const name of Object.keys(op.tensors)) {
    const tensor = draft.tensors[name];
    if (tensor === undefined) continue;
    const { elements } = tensor;
    const record = plainRecord(tensor.record);
    if (elements === undefined) targets[name] = record;
    else inputs[name] = { ...record, data: payloadOf(record, elements) };
  }
  return { params: draft.params, inputs, targets, rng: draft.rng };
}

/** The draft with one tensor put in place of another. */
export function withTensor(draft: Draft, name: string, tensor: DraftTensor): Draft {
  return { ...draft, tensors: { ...draft.tensors, [name]: tensor } };
}

/** The draft with some fields of a tensor's record changed; `order` may be taken out. */
export function withRecord(draft: Draft, name: string, change: Partial<WireTarget>): Draft {
  const tensor = draft.tensors[name]!;
  return withTensor(draft, name, { ...tensor, record: { ...tensor.record, ...change } });
}

export function withElements(draft: Draft, name: string, elements: readonly number[]): Draft {
  return withTensor(draft, name, { ...draft.tensors[name]!, elements });
}

export function withParam(draft: Draft, name: string, value: WireParam): Draft {
  return { ...draft, params: { ...draft.params, [name]: value } };
}

export function withoutTensor(draft: Draft, name: string): Draft {
  const { [name]: _, ...tensors } = draft.tensors;
  return { ...draft, tensors };
}

/** Number of elements of all tensors, targets included. */
export function elementsOf(draft: Draft): number {
  return Object.values(draft.tensors).reduce((n, t) => n + countOfShape(t.record.shape), 0);
}

/** Which elements of an axis stay: the first ones, the last ones. Growing repeats what there is. */
export type Keep = 'first' | 'last';

/** A tensor with another extent along one physical axis. */
export function resized(t: DraftTensor, axis: number, extent: number, keep: Keep): DraftTensor {
  const { record, elements } = t;
  const before = record.shape[axis]!;
  const shape = record.shape.map((e, i) => (i === axis ? extent : e));
  if (elements === undefined) return { record: { ...record, shape } };
  const inner = countOfShape(shape.slice(axis + 1));
  const outer = countOfShape(shape.slice(0, axis));
  const shift = keep === 'last' ? Math.max(0, before - extent) : 0;
  const next: number[] = [];
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < extent; i++) {
      const from = before === 0 ? -1 : (i + shift) % before;
      for (let k = 0; k < inner; k++) {
        next.push(from < 0 ? 0 : (elements[(o * before + from) * inner + k] ?? 0));
      }
    }
  }
  return { record: { ...record, shape }, elements: next };
}

/** Every axis of that extent changed at once, so that tensors that fit go on fitting. */
export function resizedTogether(draft: Draft, from: number, to: number, keep: Keep): Draft {
  const tensors: Record<string, DraftTensor> = {};
  for (const [name, tensor] of Object.entries(draft.tensors)) {
    let next = tensor;
    tensor.record.shape.forEach((extent, axis) => {
      if (extent === from) next = resized(next, axis, to, keep);
    });
    tensors[name] = next;
  }
  return { ...draft, tensors };
}
