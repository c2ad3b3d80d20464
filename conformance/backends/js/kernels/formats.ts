/** Storage: bit streams, BOOL access, fresh tensors and copies (S2, S5–S7, S9). */

import { bytesOf, i32, type JsKernels, type JsTensor, KernelRefusal } from '../api.ts';
import { packInto, unpack } from './packing.ts';

function bitAt(bytes: Uint8Array, at: number): number {
  return (bytes[at >>> 3]! >>> (at & 7)) & 1;
}

function putBit(bytes: Uint8Array, at: number, bit: number): void {
  const mask = 1 << (at & 7);
  bytes[at >>> 3] = bit === 0 ? bytes[at >>> 3]! & ~mask : bytes[at >>> 3]! | mask;
}

/** True for the formats that own a quantization record. */
function hasRecord(t: JsTensor): boolean {
  return t.dtype === 'SYM_INT32' || t.dtype === 'SYM' || t.dtype === 'ASYM';
}

export const formatKernels: JsKernels = {
  pack_bits(_ctx, call) {
    const y = call.tensor('y');
    packInto(i32(call.tensor('x')), y.dtype === 'BOOL' ? 1 : y.bits, bytesOf(y));
  },
  unpack_bits(_ctx, call) {
    i32(call.tensor('y')).set(unpack(call.tensor('x')));
  },
  pack_append(_ctx, call) {
    const [x, y] = [call.tensor('x'), call.tensor('y')];
    const [from, to] = [bytesOf(x), bytesOf(y)];
    const [source, destination] = [call.int('source_bit'), call.int('destination_bit')];
    const count = call.int('count');
    for (let k = 0; k < count; k++) {
      for (let j = 0; j < y.bits; j++) {
        const bit = j < x.bits ? bitAt(from, source + k * x.bits + j) : 0;
        putBit(to, destination + k * y.bits + j, bit);
      }
    }
  },
  bool_access(_ctx, call) {
    const t = call.tensor('t');
    const [index, value] = [i32(call.tensor('index')), i32(call.tensor('value'))];
    if (index.length === 0) return;
    if (t.dtype !== 'BOOL') throw new KernelRefusal(`A4: bit access on ${t.dtype}`);
    const bytes = bytesOf(t);
    const y = i32(call.tensor('y'));
    for (let i = 0; i < index.length; i++) {
      y[i] = bitAt(bytes, index[i]!);
      putBit(bytes, index[i]!, value[i]!);
    }
  },
  tensor_init(_ctx, call) {
    const y = call.tensor('y');
    if (y.dtype === 'SYM_INT32' && y.bits > 31) throw new KernelRefusal(`A1: width ${y.bits}`);
    if (y.dtype === 'ASYM' && (y.bits < 1 || y.bits > 30)) {
      throw new KernelRefusal(`A2: width ${y.bits}`);
    }
    y.data.fill(0);
    y.scale = 1;
    y.zeroPoint = 0;
  },
  tensor_copy(_ctx, call) {
    const [x, y] = [call.tensor('x'), call.tensor('y')];
    if (hasRecord(x) && !hasRecord(y)) throw new KernelRefusal(`A26: ${x.dtype} into ${y.dtype}`);
    y.data.set(x.data);
    y.order = x.order;
    y.scale = x.scale;
    y.zeroPoint = x.zeroPoint;
    y.bits = x.bits;
    y.rounding = x.rounding;
  },
};
