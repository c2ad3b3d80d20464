/** Bit-packed payloads (S5), sign extension (S6), BOOL access (S7) and the fit guard (S28). */

import { powerOfTwo } from '../num/powers.ts';
import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { packed, type Tensor, tensorCount } from '../tensor.ts';

/** One side of a packed move: a byte stream, the element width and the first stream bit. */
export interface BitStream {
  readonly bytes: Uint8Array;
  /** element width, 1..32 */
  readonly bits: number;
  /** stream bit of the first element */
  readonly start: number;
}

/** S5: the `bits` low bits of the stream at bit `at`, zero-filled above, as an int32 pattern. */
export function readField(_n: Numerics, bytes: Uint8Array, at: number, bits: number): number {
  let value = 0;
  for (let j = 0; j < bits; j++) {
    const t = at + j;
    value |= ((bytes[t >> 3]! >> (t & 7)) & 1) << j;
  }
  return value;
}

/** S5: overwrites exactly `bits` stream bits at bit `at` with the low bits of `value`. */
export function writeField(
  _n: Numerics,
  bytes: Uint8Array,
  at: number,
  bits: number,
  value: number,
): void {
  for (let j = 0; j < bits; j++) {
    const t = at + j;
    const mask = 1 << (t & 7);
    if (((value >> j) & 1) === 1) bytes[t >> 3]! |= mask;
    else bytes[t >> 3]! &= ~mask;
  }
}

/**
 * S5 append form: moves `count` elements between streams of any widths; narrowing keeps the low bits,
 * widening zero-fills, every destination bit outside is preserved.
 */
export function packAppend(n: Numerics, from: BitStream, to: BitStream, count: number): void {
  for (const { bytes, bits, start } of [from, to]) {
    precondition(start + count * bits <= 8 * bytes.length, 'elements beyond the stream');
  }
  const shared = Math.min(from.bits, to.bits);
  for (let k = 0; k < count; k++) {
    const value = n.fn.readField(n, from.bytes, from.start + k * from.bits, shared);
    n.fn.writeField(n, to.bytes, to.start + k * to.bits, to.bits, value);
  }
}

/** S5 whole-tensor form: the low `bits` bits of each int32, no clamp, no check; padding bits are 0. */
export function packBits(n: Numerics, codes: ArrayLike<number>, bits: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((codes.length * bits) / 8));
  for (let k = 0; k < codes.length; k++) n.fn.writeField(n, bytes, k * bits, bits, codes[k]!);
  return bytes;
}

/** S5: `count` zero-extended elements of a packed payload. */
export function unpackBits(
  n: Numerics,
  bytes: Uint8Array,
  bits: number,
  count: number,
): Int32Array {
  const codes = new Int32Array(count);
  for (let k = 0; k < count; k++) codes[k] = n.fn.readField(n, bytes, k * bits, bits);
  return codes;
}

/** S6: width 0 is refused (A6); a contract without the width guard leaves it undefined. */
function demandWidth({ contract }: Numerics, bits: number): void {
  if (contract.symWidth === 'guarded') demand(bits !== 0, 'A6', 'unpack of width 0');
  else precondition(bits !== 0, 'unpack of width 0');
}

/** S6: two's-complement value of a zero-extended `bits`-wide code; not of width 0. */
export function signExtend(n: Numerics, code: number, bits: number): number {
  demandWidth(n, bits);
  if (bits >= 32) return code;
  const full = powerOfTwo(bits);
  const masked = code & (full - 1);
  return masked >= full / 2 ? masked - full : masked;
}

/** S5, S6: the signed codes of a SYM payload. */
export function unpackSigned(
  n: Numerics,
  bytes: Uint8Array,
  bits: number,
  count: number,
): Int32Array {
  demandWidth(n, bits);
  return n.fn.unpackBits(n, bytes, bits, count).map((code) => n.fn.signExtend(n, code, bits));
}

/**
 * S28: refuses widths 0 and above 31 (A6) and every code outside [−2^(b−1), 2^(b−1)−1] (A7). A contract without
 * the width guard takes 32 too; 0 is undefined there.
 */
export function fitGuard(n: Numerics, codes: ArrayLike<number>, bits: number): void {
  if (n.contract.symWidth === 'guarded') {
    demand(bits !== 0 && bits <= 31, 'A6', `pack of width ${bits}`);
  }
  precondition(bits !== 0 && bits <= 32, `pack of width ${bits}`);
  const low = -(2 ** (bits - 1));
  const high = 2 ** (bits - 1) - 1;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    demand(code >= low && code <= high, 'A7', `code ${code} does not fit ${bits} bits`);
  }
}

/** S28, S5: fit guard over all codes, then the packed payload. */
export function packGuarded(n: Numerics, codes: ArrayLike<number>, bits: number): Uint8Array {
  n.fn.fitGuard(n, codes, bits);
  return n.fn.packBits(n, codes, bits);
}

/** S7: refuses (A4) another format; an index that the tensor does not have is undefined. */
function demandBoolIndex(t: Tensor, i: number): void {
  demand(t.dtype === 'BOOL', 'A4', `BOOL access on ${t.dtype}`);
  const count = tensorCount(t);
  precondition(i >= 0 && i < count, `element ${i} of ${count}`);
}

/** S7: element i of a BOOL tensor; refuses any other format (A4). */
export function boolGet(_n: Numerics, t: Tensor, i: number): number {
  demandBoolIndex(t, i);
  return (packed(t)[i >> 3]! >> (i & 7)) & 1;
}

/** S7: sets element i of a BOOL tensor; refuses any other format (A4). */
export function boolSet(_n: Numerics, t: Tensor, i: number, value: number): void {
  demandBoolIndex(t, i);
  const mask = 1 << (i & 7);
  if (value === 0) packed(t)[i >> 3]! &= ~mask;
  else packed(t)[i >> 3]! |= mask;
}
