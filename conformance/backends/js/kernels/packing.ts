/** Bit-packed payloads (S5, S6, S28). */

import { bytesOf, type JsContext, type JsTensor, KernelRefusal } from '../api.ts';

/** S5, S6: codes of a SYM (sign-extended), ASYM or BOOL tensor; refuses (A6) a SYM width of 0, of no element too. */
export function unpack(t: JsTensor): Int32Array {
  if (t.dtype === 'SYM' && t.bits === 0) throw new KernelRefusal('A6: a SYM width of 0');
  const bytes = bytesOf(t);
  const width = t.dtype === 'BOOL' ? 1 : t.bits;
  const codes = new Int32Array(t.count);
  // up to 7 leftover bits and one byte at a time: a double holds them exactly
  let held = 0;
  let have = 0;
  let next = 0;
  const modulus = 2 ** width;
  const half = modulus / 2;
  for (let i = 0; i < codes.length; i++) {
    while (have < width) {
      held += bytes[next++]! * 2 ** have;
      have += 8;
    }
    const code = held % modulus;
    held = (held - code) / modulus;
    have -= width;
    codes[i] = t.dtype === 'SYM' && code >= half ? code - modulus : code;
  }
  return codes;
}

/** Writes the low `width` bits of each code; unused bits of the last byte are 0. */
export function packInto(codes: Int32Array, width: number, bytes: Uint8Array): void {
  const modulus = 2 ** width;
  let held = 0;
  let have = 0;
  let next = 0;
  for (const code of codes) {
    const field = ((code % modulus) + modulus) % modulus;
    held += field * 2 ** have;
    have += width;
    while (have >= 8) {
      bytes[next++] = held % 256;
      held = Math.floor(held / 256);
      have -= 8;
    }
  }
  if (have > 0) bytes[next] = held;
}

/** S28: refuses (A6) a width of 0 or, where the contract checks it, above 31, and (A7) codes that do not fit. */
export function demandFit(ctx: JsContext, codes: Int32Array, width: number): void {
  const widest = ctx.contract.symWidth === 'guarded' ? 31 : 32;
  if (width < 1 || width > widest) throw new KernelRefusal(`A6: a packed width of ${width}`);
  const half = 2 ** (width - 1);
  for (const code of codes) {
    if (code < -half || code >= half) throw new KernelRefusal(`A7: ${code} in ${width} bits`);
  }
}
