/**
 * What a JavaScript kernel sees: one decoded call with typed-array tensors.
 *
 * A kernel reads `in` and `inout` tensors, writes `out` and `inout` tensors in place (data, and the record
 * fields that the operation owns: scale, zeroPoint, rarely bits, rounding and order) and leaves the generator state in `ctx.rng`. Output
 * buffers are poisoned with 0xA5, never zero. A guard that fires throws KernelRefusal before anything was
 * written. Kernels import nothing from reference/ or goldgen/.
 */

import type { WireDtype, WireParam, WireRounding } from '../../../schema/format/types.ts';
import type { JsContract } from './gen/contracts.ts';

export interface JsTensor {
  readonly dtype: WireDtype;
  /** physical extents */
  readonly shape: readonly number[];
  /** physical axis p carries logical axis order[p] (S3) */
  order: readonly number[];
  /** product of the extents */
  readonly count: number;
  /** Int32Array: INT32, SYM_INT32; Float32Array: FLOAT32; Uint8Array (packed, S5): SYM, ASYM, BOOL */
  readonly data: Int32Array | Float32Array | Uint8Array;
  /** float32 value; 1 where the wire gives none */
  scale: number;
  zeroPoint: number;
  /** label of SYM_INT32, width of SYM and ASYM; 0 where there is none */
  bits: number;
  rounding: WireRounding;
}

export interface JsContext {
  /** xorshift32 state, uint32, never 0 */
  rng: number;
  /** the choices of the contract; that a kernel reads `ctx.contract.choice` puts it into the generated table */
  readonly contract: JsContract;
}

const scratch = new DataView(new ArrayBuffer(8));

/** The parameters and tensors of a call; a kernel is only called with what its op declares. */
export class JsCall {
  readonly params: Readonly<Record<string, WireParam>>;
  /** every input, inout and target tensor by name */
  readonly tensors: Readonly<Record<string, JsTensor>>;
  private readonly made = new Map<(call: JsCall) => unknown, unknown>();

  constructor(params: JsCall['params'], tensors: JsCall['tensors']) {
    this.params = params;
    this.tensors = tensors;
  }

  /**
   * What follows from the parameters, and from extents and formats of tensors: worked out once, however often a model
   * does the same call.
   */
  once<T extends object>(make: (call: JsCall) => T): T {
    const known = this.made.get(make);
    if (known !== undefined) return known as T;
    const made = make(this);
    this.made.set(make, made);
    return made;
  }

  /** A tensor that must be there. */
  tensor(name: string): JsTensor {
    const tensor = this.tensors[name];
    if (tensor === undefined) throw new TypeError(`tensor "${name}" is missing`);
    return tensor;
  }

  /** Whether an optional parameter is given. */
  has(name: string): boolean {
    return this.params[name] !== undefined;
  }

  /** An integer parameter. */
  int(name: string): number {
    const value = this.params[name];
    if (typeof value !== 'number') throw new TypeError(`parameter "${name}" expected an integer`);
    return value;
  }

  word(name: string): string {
    const value = this.params[name];
    if (typeof value !== 'string') throw new TypeError(`parameter "${name}" expected a word`);
    return value;
  }

  /** A float32 parameter, given on the wire as its bit pattern. */
  f32(name: string): number {
    scratch.setUint32(0, this.int(name) >>> 0, true);
    return scratch.getFloat32(0, true);
  }

  /** A double parameter, given on the wire as 8 little-endian bytes. */
  f64(name: string): number {
    const value = this.params[name];
    if (!(value instanceof Uint8Array) || value.length !== 8) {
      throw new TypeError(`parameter "${name}" expected 8 bytes`);
    }
    for (let i = 0; i < 8; i++) scratch.setUint8(i, value[i]!);
    return scratch.getFloat64(0, true);
  }

  rounding(name: string): WireRounding {
    return this.word(name) === 'SR_HALF_AWAY' ? 'SR_HALF_AWAY' : 'HALF_AWAY';
  }
}

export type JsKernel = (ctx: JsContext, call: JsCall) => void;
export type JsKernels = Readonly<Record<string, JsKernel>>;

/** A guard of the semantics fired: the reply is `refused`, nothing may have been written. */
export class KernelRefusal extends Error {
  override readonly name = 'KernelRefusal';
}

/** This kernel does not exist under this contract: the reply is `unsupported`. */
export class KernelUnsupported extends Error {
  override readonly name = 'KernelUnsupported';
}

/** int32 storage of an INT32 or SYM_INT32 tensor. */
export function i32(t: JsTensor): Int32Array {
  if (t.data instanceof Int32Array) return t.data;
  throw new TypeError(`expected INT32 or SYM_INT32, got ${t.dtype}`);
}

/** float32 storage of a FLOAT32 tensor. */
export function f32(t: JsTensor): Float32Array {
  if (t.data instanceof Float32Array) return t.data;
  throw new TypeError(`expected FLOAT32, got ${t.dtype}`);
}

/** Packed storage of a SYM, ASYM or BOOL tensor. */
export function bytesOf(t: JsTensor): Uint8Array {
  if (t.data instanceof Uint8Array) return t.data;
  throw new TypeError(`expected SYM, ASYM or BOOL, got ${t.dtype}`);
}
