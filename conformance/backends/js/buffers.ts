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
import type { WireCall, WireTarget, WireTensor } from '../../../schema/format/types.ts';
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
  /** undefined: a target, poisoned */
  readonly given: Uint8Array | undefined;
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

function newSlot(wire: WireTarget, given: Uint8Array | undefined): Slot {
  const size = payloadBytesOf(wire);
  if (given !== undefined && given.length !== size) {
    throw new TypeError(`payload of ${given.length} bytes, the record says ${size}`);
  }
  const memory = new Uint8Array(guardBytes + size + guardBytes).fill(guardByte);
  const payload = memory.subarray(guardBytes, guardBytes + size);
  if (given === undefined) payload.fill(poisonByte);
  else payload.set(given);
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
  return { tensor, wire, memory, payload, given };
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
    data: payload.slice(),
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
  return payload.every((byte, i) => byte === (given === undefined ? poisonByte : given[i]));
}

export function newBuffers(call: WireCall): Buffers {
  const slots: Record<string, Slot> = {};
  for (const [name, wire] of Object.entries(call.inputs)) slots[name] = newSlot(wire, wire.data);
  for (const [name, wire] of Object.entries(call.targets)) slots[name] = newSlot(wire, undefined);
  const tensors = Object.fromEntries(Object.entries(slots).map(([name, s]) => [name, s.tensor]));

  const firstWhere = (test: (slot: Slot) => boolean) =>
    Object.entries(slots).find(([, slot]) => test(slot))?.[0];

  function outputs(): Record<string, WireTensor> {
    const written = Object.entries(slots).filter(
      ([, slot]) => slot.given === undefined || !isUntouched(slot),
    );
    return Object.fromEntries(written.map(([name, slot]) => [name, wireOf(slot)]));
  }

  return {
    tensors,
    canary: () => firstWhere((slot) => !isIntact(slot)) ?? 'intact',
    poison: () => firstWhere((slot) => !isUntouched(slot)) ?? 'untouched',
    outputs,
  };
}
