/**
 * Tensor memory of one call: every payload stands between two guard areas, outputs are poisoned, and what
 * happened to guards, poison and inputs can be asked afterwards.
 */

import {
  bitsOfFloat32,
  countOfShape,
  float32OfBits,
  payloadBytesOf,
} from '../../../schema/format/tensor.ts';
import type { WireCall, WireParam, WireTarget, WireTensor } from '../../../schema/format/types.ts';
import type { JsTensor } from './api.ts';

export const poisonByte = 0xa5;
const guardByte = 0x5c;
const guardBytes = 16;

export interface Buffers {
  readonly tensors: Readonly<Record<string, JsTensor>>;
  /** `intact`, or the name of the first tensor with an overwritten guard area */
  canary(): string;
  /** `untouched`, or the name of the first tensor that differs from what the call gave */
  poison(): string;
  /** Every target, and every input that was written. */
  outputs(): Readonly<Record<string, WireTensor>>;
}

interface Slot {
  readonly tensor: JsTensor;
  readonly wire: WireTarget;
  readonly memory: Uint8Array;
  readonly payload: Uint8Array;
  /** what the payload held before the call, an input's own bytes; undefined: poison */
  readonly given: Uint8Array | undefined;
  readonly isTarget: boolean;
}

const identityOf = (shape: readonly number[]): readonly number[] => shape.map((_, axis) => axis);

function sameOrder(a: readonly number[], b: readonly number[]): boolean {
  return a.every((axis, p) => axis === b[p]);
}

function dataView(wire: WireTarget, payload: Uint8Array): JsTensor['data'] {
  const { buffer, byteOffset, length } = payload;
  if (wire.dtype === 'FLOAT32') return new Float32Array(buffer, byteOffset, length / 4);
  if (wire.dtype === 'INT32' || wire.dtype === 'SYM_INT32') {
    return new Int32Array(buffer, byteOffset, length / 4);
  }
  return payload;
}

/** The last byte of an output before the call: the bits of a mask beyond its last element come in as 0 (S14). */
function lastPoison({ dtype, shape }: WireTarget): number {
  const used = countOfShape(shape) % 8;
  return dtype === 'BOOL' && used > 0 ? poisonByte & ((1 << used) - 1) : poisonByte;
}

function fillPoison(wire: WireTarget, payload: Uint8Array): void {
  payload.fill(poisonByte);
  if (payload.length > 0) payload[payload.length - 1] = lastPoison(wire);
}

function isPoison(wire: WireTarget, payload: Uint8Array): boolean {
  const last = payload.length - 1;
  for (let i = 0; i < last; i++) if (payload[i] !== poisonByte) return false;
  return last < 0 || payload[last] === lastPoison(wire);
}

function newSlot(wire: WireTarget, given: Uint8Array | undefined): Slot {
  const size = payloadBytesOf(wire);
  if (given !== undefined && given.length !== size) {
    throw new TypeError(`payload of ${given.length} bytes, the record says ${size}`);
  }
  const memory = new Uint8Array(guardBytes + size + guardBytes).fill(guardByte);
  const payload = memory.subarray(guardBytes, guardBytes + size);
  if (given !== undefined) payload.set(given);
  else fillPoison(wire, payload);
  const tensor: JsTensor = {
    dtype: wire.dtype,
    shape: wire.shape,
    order: wire.order ?? identityOf(wire.shape),
    count: countOfShape(wire.shape),
    data: dataView(wire, payload),
    scale: wire.scale_bits === undefined ? 1 : float32OfBits(wire.scale_bits),
    zeroPoint: wire.zero_point ?? 0,
    bits: wire.bits ?? 0,
    rounding: wire.rounding ?? 'HALF_AWAY',
  };
  return { tensor, wire, memory, payload, given, isTarget: given === undefined };
}

/** What the kernel gets as an input that lies in the target's storage: another record over it, or the target itself. */
function sharedTensor(input: Slot, target: Slot, word: WireParam): JsTensor {
  if (word === 'tensor') return target.tensor;
  return { ...input.tensor, data: dataView(input.wire, target.payload) };
}

/**
 * The tensors of a call with `in_place`: the target, or the first tensor of an op that has none, holds the elements of
 * the inputs that the word names (`both`, `storage` and `tensor` mean all), which are seen through its storage.
 */
function placedTensors(slots: Record<string, Slot>, word: WireParam): Record<string, JsTensor> {
  const all = Object.entries(slots);
  const named = all.find(([, slot]) => slot.isTarget) ?? all[0];
  const tensors = Object.fromEntries(Object.entries(slots).map(([name, s]) => [name, s.tensor]));
  if (named === undefined) return tensors;
  for (const [name, slot] of Object.entries(slots)) {
    const shares = word === name || !Object.hasOwn(slots, `${word}`);
    if (name === named[0] || !shares || slot.payload.length !== named[1].payload.length) continue;
    if (named[1].isTarget) {
      named[1].payload.set(slot.payload);
      slots[named[0]] = { ...named[1], given: slot.given };
    }
    tensors[name] = sharedTensor(slot, named[1], word);
  }
  return tensors;
}

function isIntact(slot: Slot): boolean {
  const { memory } = slot;
  for (let i = 0; i < guardBytes; i++) {
    if (memory[i] !== guardByte || memory[memory.length - 1 - i] !== guardByte) return false;
  }
  return true;
}

/** A target or input record without what the tensor itself says: the payload of an input, the order. */
function dataless(wire: WireTarget): WireTarget {
  const { data: _, order: __, ...record } = wire as Partial<WireTensor> & WireTarget;
  return record;
}

/** The axis order as it goes on the wire, which leaves the identity out. */
function orderField({ order, shape }: JsTensor): { order?: readonly number[] } {
  return sameOrder(order, identityOf(shape)) ? {} : { order };
}

/** The tensor as it goes on the wire: the fields that the call gave, with the values they have now. */
function wireOf(slot: Slot): WireTensor {
  const { tensor, wire, payload } = slot;
  return {
    ...dataless(wire),
    ...orderField(tensor),
    ...(wire.scale_bits === undefined ? {} : { scale_bits: bitsOfFloat32(tensor.scale) }),
    ...(wire.zero_point === undefined ? {} : { zero_point: tensor.zeroPoint }),
    ...(wire.bits === undefined ? {} : { bits: tensor.bits, rounding: tensor.rounding }),
    data: payload,
  };
}

function isUntouched(slot: Slot): boolean {
  const { given, payload, tensor, wire } = slot;
  const { scale_bits: scaleBits, zero_point: zeroPoint } = wire;
  if (scaleBits !== undefined && !Object.is(tensor.scale, float32OfBits(scaleBits))) return false;
  if (zeroPoint !== undefined && tensor.zeroPoint !== zeroPoint) return false;
  if (!sameOrder(tensor.order, wire.order ?? identityOf(wire.shape))) return false;
  if (wire.bits !== undefined && tensor.bits !== wire.bits) return false;
  if (wire.rounding !== undefined && tensor.rounding !== wire.rounding) return false;
  return given === undefined ? isPoison(wire, payload) : Buffer.compare(payload, given) === 0;
}

export function newBuffers(call: WireCall): Buffers {
  const slots: Record<string, Slot> = {};
  for (const [name, wire] of Object.entries(call.inputs)) slots[name] = newSlot(wire, wire.data);
  for (const [name, wire] of Object.entries(call.targets)) slots[name] = newSlot(wire, undefined);
  const { in_place: word } = call.params;
  const tensors =
    word === undefined
      ? Object.fromEntries(Object.entries(slots).map(([name, s]) => [name, s.tensor]))
      : placedTensors(slots, word);

  const firstWhere = (test: (slot: Slot) => boolean) =>
    Object.entries(slots).find(([, slot]) => test(slot))?.[0];

  function outputs(): Record<string, WireTensor> {
    const written = Object.entries(slots).filter(([, slot]) => slot.isTarget || !isUntouched(slot));
    return Object.fromEntries(written.map(([name, slot]) => [name, wireOf(slot)]));
  }

  return {
    tensors,
    canary: () => firstWhere((slot) => !isIntact(slot)) ?? 'intact',
    poison: () => firstWhere((slot) => !isUntouched(slot)) ?? 'untouched',
    outputs,
  };
}
