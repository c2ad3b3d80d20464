/** Runs what a reader entered through the reference, under one contract, with every step noted. */

import { contractsOf, OpCall, type OpDef, type ParamSpec } from '../../../goldgen/op.ts';
import { type ContractId, contractIds, defaultContractId } from '../../../reference/contracts.ts';
import type { OverflowLog } from '../../../reference/num/overflow.ts';
import { newNumerics } from '../../../reference/primitives.ts';
import { Refusal, UndefinedBehaviour } from '../../../reference/refusal.ts';
import {
  countOf,
  type Dtype,
  dtypes,
  elementBits,
  newTensor,
  type Rounding,
  type Tensor,
  tensorCount,
} from '../../../reference/tensor.ts';
import { overflowKinds } from '../../../schema/format/types.ts';
import type { CallFields, TensorFields } from './form.ts';
import { FieldProblem, listOf, type NumberKind, readFloat, readInteger } from './numbers.ts';
import { type Step, tracingNumerics } from './trace.ts';

export interface OutputValue {
  /** `y[2]`, `y.scale` */
  readonly name: string;
  readonly value: number;
  readonly kind: NumberKind;
}

export interface Answer {
  readonly contract: string;
  readonly status: 'ok' | 'refused' | 'undefined' | 'absent';
  /** the code and its reason, or why there is no answer */
  readonly reason: string;
  readonly outputs: readonly OutputValue[];
  readonly rng: number;
  /** int32 operations that left the range, in words */
  readonly overflow: readonly string[];
  readonly steps: readonly Step[];
}

function field<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    throw new FieldProblem(`${place}: ${error.message}`);
  }
}

/** More than this no page could show. */
const elementsMax = 4096;
const int32 = [-2147483648, 2147483647] as const;

function paramOf(name: string, spec: ParamSpec, text: string): number | string {
  return field(name, () => {
    if (spec.kind === 'int') return readInteger(text, spec.min, spec.max);
    if (spec.kind === 'f32') return readFloat(text);
    if (spec.kind === 'f64') return Number(text);
    return text;
  });
}

function shapeOf({ shape, data }: TensorFields): number[] {
  if (shape.trim() === '') return [listOf(data).length];
  const extents = shape.split(/[×x\s,]+/).map((extent) => readInteger(extent, 0, int32[1]));
  if (countOf(extents) > elementsMax) throw new FieldProblem(`more than ${elementsMax} elements`);
  return extents;
}

/** Packing is the same under every contract. */
const plain = newNumerics(defaultContractId);

/** Integer codes into the packed or plain payload of a tensor. */
function storeCodes(t: Tensor, codes: readonly number[]): void {
  if (t.data instanceof Int32Array) t.data.set(codes);
  else t.data = plain.fn.packBits(plain, codes, elementBits(t));
}

function tensorOf(name: string, fields: TensorFields, isRead: boolean): Tensor {
  const dtype = fields.dtype as Dtype;
  if (!dtypes.includes(dtype)) throw new FieldProblem(`${name}: no format ${fields.dtype}`);
  const bits =
    fields.bits === '' ? 0 : field(`${name}.bits`, () => readInteger(fields.bits, 0, 32));
  const shape = field(`${name}.shape`, () => shapeOf(fields));
  const rounding: Rounding = fields.rounding === 'SR_HALF_AWAY' ? 'SR_HALF_AWAY' : 'HALF_AWAY';
  const t = newTensor(dtype, shape, bits, rounding);
  if (fields.scale !== '') t.scale = field(`${name}.scale`, () => readFloat(fields.scale));
  if (fields.zero_point !== '') {
    t.zeroPoint = field(`${name}.zero_point`, () => readInteger(fields.zero_point, ...int32));
  }
  if (fields.order !== '') t.order = field(`${name}.order`, () => listOf(fields.order).map(Number));
  if (!isRead) return t;
  const items = listOf(fields.data);
  if (items.length !== countOf(shape)) {
    throw new FieldProblem(`${name}: ${items.length} values for the shape ${fields.shape}`);
  }
  if (t.data instanceof Float32Array) {
    t.data = Float32Array.from(items, (item) => field(name, () => readFloat(item)));
  } else {
    const bounds: readonly [number, number] = dtype === 'ASYM' ? [0, 4294967295] : int32;
    storeCodes(
      t,
      items.map((item) => field(name, () => readInteger(item, ...bounds))),
    );
  }
  return t;
}

/** The call that the fields describe. */
export function callOf(op: OpDef, fields: CallFields): OpCall {
  const params: Record<string, number | string> = {};
  for (const [name, spec] of Object.entries(op.params)) {
    const text = fields.params[name];
    if (text !== undefined && text !== '') params[name] = paramOf(name, spec, text);
    else if (spec.optional !== true) throw new FieldProblem(`${name} is missing`);
  }
  const tensors: Record<string, Tensor> = {};
  for (const [name, spec] of Object.entries(op.tensors)) {
    const given = fields.tensors[name];
    if (given !== undefined) tensors[name] = tensorOf(name, given, spec.role !== 'out');
    else if (spec.optional !== true) throw new FieldProblem(`${name} is missing`);
  }
  return new OpCall(params, tensors);
}

/** The elements as numbers; an ASYM code of 32 bits is unsigned. */
function numbersOf(t: Tensor): number[] {
  if (!(t.data instanceof Uint8Array)) return Array.from(t.data);
  if (t.dtype === 'SYM') return Array.from(plain.fn.codesOf(plain, t));
  const codes = plain.fn.unpackBits(plain, t.data, elementBits(t), tensorCount(t));
  return Array.from(codes, (code) => code >>> 0);
}

function elementsOf(name: string, t: Tensor): OutputValue[] {
  const kind = t.dtype === 'FLOAT32' ? 'float' : t.dtype === 'ASYM' ? 'word' : 'int';
  const values = numbersOf(t).map((value, i) => ({ name: `${name}[${i}]`, value, kind }) as const);
  if (t.dtype === 'FLOAT32' || t.dtype === 'INT32' || t.dtype === 'BOOL') return values;
  const scale = { name: `${name}.scale`, value: t.scale, kind: 'float' } as const;
  const zero = { name: `${name}.zero_point`, value: t.zeroPoint, kind: 'int' } as const;
  return [scale, ...(t.dtype === 'ASYM' ? [zero] : []), ...values];
}

/** Everything that the op has written. */
export function outputsOf(op: OpDef, { tensors }: OpCall): OutputValue[] {
  const written = Object.entries(tensors).filter(([name]) => op.tensors[name]!.role !== 'in');
  return written.flatMap(([name, t]) => elementsOf(name, t));
}

const kinds = { accumulate: 'sums', multiply: 'products', cast: 'casts from float' } as const;

function overflowText(log: OverflowLog): string[] {
  return overflowKinds.flatMap((kind) => {
    const { when, count } = log[kind];
    if (when === 'never') return [];
    const order = when === 'always' ? 'in every order' : 'in some orders of the terms';
    return [`${kinds[kind]} leave int32 ${order} (${count} in the order of the clause)`];
  });
}

/** The answer of the reference; mistakes in the fields are thrown as `FieldProblem`. */
export function answerOf(op: OpDef, fields: CallFields, contract: string): Answer {
  const id = contractIds.find((known) => known === contract) as ContractId;
  const rngState = field('generator state', () => readInteger(fields.rng, 1, 4294967295));
  const call = callOf(op, fields);
  const blank = { contract, outputs: [], overflow: [], steps: [], rng: rngState };
  if (!contractsOf(op).includes(id)) {
    return { ...blank, status: 'absent', reason: `${op.name} does not exist under ${contract}` };
  }
  const { n, steps } = tracingNumerics(id, rngState);
  try {
    op.run(n, call);
  } catch (error) {
    const isRefused = error instanceof Refusal;
    if (!isRefused && !(error instanceof UndefinedBehaviour)) throw error;
    const status = isRefused ? 'refused' : 'undefined';
    return { ...blank, status, reason: error.message, steps };
  }
  return {
    contract,
    status: 'ok',
    reason: '',
    outputs: outputsOf(op, call),
    rng: n.rng.state,
    overflow: overflowText(n.overflow),
    steps,
  };
}
