/** Reference tensors and calls to wire records and back; the only place where the two meet. */

import { float32FromBits, float32ToBits } from '../reference/num/float32.ts';
import { identityOrder, newTensor, type Tensor, tensorCount } from '../reference/tensor.ts';
import {
  float32Bytes,
  float32OfBytes,
  float64Bytes,
  float64OfBytes,
  int32Bytes,
  int32OfBytes,
  isQuantized,
} from '../schema/format/tensor.ts';
import type { WireCall, WireParam, WireTarget, WireTensor } from '../schema/format/types.ts';
import { type CaseTensors, OpCall, type OpDef, type ParamSpec, type Params } from './op.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A tensor's shape and record, without its data. */
export function targetToWire(t: Tensor): WireTarget {
  // field by field: records that are spread into one another take longer than the answers of most small cases
  const made: Writable<WireTarget> = { dtype: t.dtype, shape: [...t.shape] };
  if (!t.order.every((axis, i) => axis === i)) made.order = [...t.order];
  if (!isQuantized(t.dtype)) return made;
  made.scale_bits = float32ToBits(t.scale);
  if (t.dtype === 'ASYM') made.zero_point = t.zeroPoint;
  made.bits = t.bits;
  made.rounding = t.rounding;
  return made;
}

function dataToWire(t: Tensor): Uint8Array {
  if (t.data instanceof Float32Array) return float32Bytes(t.data);
  return t.data instanceof Int32Array ? int32Bytes(t.data) : new Uint8Array(t.data);
}

export function tensorToWire(t: Tensor): WireTensor {
  return { ...targetToWire(t), data: dataToWire(t) };
}

function sameElements(a: Tensor['data'], b: Tensor['data']): boolean {
  if (a.length !== b.length) return false;
  // every NaN is the same one on the wire, and the two zeros are not
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

/** Whether two tensors are the same on the wire. */
export function sameTensor(a: Tensor, b: Tensor): boolean {
  if (a.dtype !== b.dtype || `${a.shape}` !== `${b.shape}` || `${a.order}` !== `${b.order}`) {
    return false;
  }
  if (isQuantized(a.dtype)) {
    if (float32ToBits(a.scale) !== float32ToBits(b.scale)) return false;
    if (a.bits !== b.bits || a.rounding !== b.rounding) return false;
  }
  if (a.dtype === 'ASYM' && a.zeroPoint !== b.zeroPoint) return false;
  return a.data.constructor === b.data.constructor && sameElements(a.data, b.data);
}

/** A zero-filled tensor of the target's shape and record. */
export function wireToTarget(w: WireTarget): Tensor {
  const t = newTensor(w.dtype, w.shape, w.bits ?? 0, w.rounding ?? 'HALF_AWAY');
  t.order = w.order === undefined ? identityOrder(w.shape.length) : [...w.order];
  t.scale = w.scale_bits === undefined ? 1 : float32FromBits(w.scale_bits);
  t.zeroPoint = w.zero_point ?? 0;
  return t;
}

export function wireToTensor(w: WireTensor): Tensor {
  const t = wireToTarget(w);
  if (t.data instanceof Float32Array) t.data = float32OfBytes(w.data);
  else if (t.data instanceof Int32Array) t.data = int32OfBytes(w.data);
  else t.data = new Uint8Array(w.data);
  return t;
}

function paramToWire(spec: ParamSpec, value: number | string): WireParam {
  if (typeof value === 'string') return value;
  if (spec.kind === 'f32') return float32ToBits(value);
  return spec.kind === 'f64' ? float64Bytes(value) : value;
}

function wireToParam(spec: ParamSpec, value: WireParam): number | string {
  if (value instanceof Uint8Array) return float64OfBytes(value);
  return spec.kind === 'f32' && typeof value === 'number' ? float32FromBits(value) : value;
}

/** Parameters, tensors by role and generator state, in the order of the op record. */
export function callToWire(op: OpDef, params: Params, tensors: CaseTensors, rng: number): WireCall {
  const wireParams: Record<string, WireParam> = {};
  for (const [name, spec] of Object.entries(op.params)) {
    const value = params[name];
    if (value !== undefined) wireParams[name] = paramToWire(spec, value);
  }
  const inputs: Record<string, WireTensor> = {};
  const targets: Record<string, WireTarget> = {};
  for (const [name, spec] of Object.entries(op.tensors)) {
    const tensor = tensors[name];
    if (tensor === undefined) continue;
    if (spec.role === 'out') targets[name] = targetToWire(tensor);
    else inputs[name] = tensorToWire(tensor);
  }
  return { params: wireParams, inputs, targets, rng };
}

/** The call in memory; the elements of every target are filled with the poison byte. */
export function wireToCall(op: OpDef, call: WireCall, poison: number): OpCall {
  const params: Record<string, number | string> = {};
  for (const [name, value] of Object.entries(call.params)) {
    params[name] = wireToParam(op.params[name]!, value);
  }
  const tensors: Record<string, Tensor> = {};
  for (const [name, w] of Object.entries(call.inputs)) tensors[name] = wireToTensor(w);
  for (const [name, w] of Object.entries(call.targets)) {
    const t = wireToTarget(w);
    const bytes = new Uint8Array(t.data.buffer, t.data.byteOffset, t.data.byteLength).fill(poison);
    const used = tensorCount(t) % 8;
    // the bits of a mask beyond its last element come in as 0 (S14)
    if (t.dtype === 'BOOL' && used !== 0) bytes[bytes.length - 1]! &= (1 << used) - 1;
    tensors[name] = t;
  }
  return new OpCall(params, tensors);
}
