/**
 * The conversion matrix (S29–S50), repack (S53), fill (S55), tensor copy (S9) and executeConvert (S69).
 *
 * Every cell walks flat storage order; the rounding mode is that of the output record unless `mode` is
 * given, and the record's own mode is never changed.
 */

import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import {
  type Dtype,
  demandCount,
  elementBits,
  float32Tensor,
  floats,
  ints,
  packed,
  type Rounding,
  store,
  type Tensor,
  tensorCount,
} from '../tensor.ts';
import type { AffineCodes, AffineSource } from './affine.ts';
import type { SymmetricCodes } from './requant.ts';

/** S31 INT32 → FLOAT32: `i2f`. */
export function int32ToFloat32(n: Numerics, x: Tensor, y: Tensor): void {
  const out = floats(y);
  ints(x).forEach((q, i) => {
    out[i] = n.f.fromInt(q);
  });
}

/** S32 INT32 → SYM_INT32: mantissas copied, scale 1, label untouched. */
export function int32ToSymInt32(_n: Numerics, x: Tensor, y: Tensor): void {
  store(ints(y), ints(x));
  y.scale = 1;
}

/** S33 INT32 → SYM: scale 1, fit guard (A6, A7), pack; no rounding, no clamp. */
export function int32ToSym(n: Numerics, x: Tensor, y: Tensor): void {
  n.fn.storeSym(n, y, { codes: ints(x), scale: 1 });
}

/** S34 INT32 → ASYM: `i2f`, then S38; an empty tensor is left alone. n + 1 draws in SR. */
export function int32ToAsym(n: Numerics, x: Tensor, y: Tensor, mode?: Rounding): void {
  const values = n.contract.affine === 'one_rule' ? n.fn.decodeTensor(n, x) : ints(x);
  n.fn.encodeIntoAsym(n, values, 'INT32', y, mode ?? y.rounding);
}

/** S35 one value: truncation toward zero. */
export function truncate(n: Numerics, v: number): number {
  return n.fn.castInt32(n, Math.trunc(v));
}

/** S35 FLOAT32 → INT32: truncation, no rounding mode, no draw; out of range is a `cast` overflow. */
export function float32ToInt32(n: Numerics, x: Tensor, y: Tensor): void {
  const out = ints(y);
  floats(x).forEach((v, i) => {
    out[i] = n.fn.truncate(n, v);
  });
}

/** S36 FLOAT32 → SYM_INT32. */
export function float32ToSymInt32(n: Numerics, x: Tensor, y: Tensor, mode?: Rounding): void {
  n.fn.quantizeDynamic(n, x, y, mode);
}

/** S37 FLOAT32 → SYM: S36 with the packed width, fit guard (A6, A7), pack. */
export function float32ToSym(n: Numerics, x: Tensor, y: Tensor, mode?: Rounding): void {
  n.fn.storeSym(n, y, n.fn.quantize(n, floats(x), y.bits, mode ?? y.rounding));
}

/** S38 FLOAT32 → ASYM: S24 grid, S26 codes, packed without a guard; empty is a no-op. */
export function float32ToAsym(n: Numerics, x: Tensor, y: Tensor, mode?: Rounding): void {
  n.fn.encodeIntoAsym(n, floats(x), 'FLOAT32', y, mode ?? y.rounding);
}

/** S39 SYM_INT32 → INT32: mantissas copied, the scale is dropped. */
export function symInt32ToInt32(_n: Numerics, x: Tensor, y: Tensor): void {
  store(ints(y), ints(x));
}

/** S40 SYM_INT32 → FLOAT32: decode. */
export function symInt32ToFloat32(n: Numerics, x: Tensor, y: Tensor): void {
  store(floats(y), n.fn.decodeTensor(n, x));
}

/** S41 SYM_INT32 → SYM: decode, fresh scale (scan B), S25 in the two-step form, fit guard, pack. */
export function symInt32ToSym(n: Numerics, x: Tensor, y: Tensor, mode?: Rounding): void {
  const values = n.fn.decodeTensor(n, x);
  n.fn.storeSym(n, y, n.fn.quantizeStream(n, values, y.bits, mode ?? y.rounding));
}

/** S42 SYM_INT32 → ASYM: decode, then S38. */
export function symInt32ToAsym(n: Numerics, x: Tensor, y: Tensor, mode?: Rounding): void {
  n.fn.encodeIntoAsym(n, n.fn.decodeTensor(n, x), 'SYM_INT32', y, mode ?? y.rounding);
}

/** S43 SYM → INT32: sign-extended codes, the scale is dropped. */
export function symToInt32(n: Numerics, x: Tensor, y: Tensor): void {
  store(ints(y), n.fn.codesOf(n, x));
}

/** S44 SYM → FLOAT32: decode. */
export function symToFloat32(n: Numerics, x: Tensor, y: Tensor): void {
  store(floats(y), n.fn.decodeTensor(n, x));
}

/** S45 SYM → SYM_INT32: codes and scale copied; the label becomes the source's width. */
export function symToSymInt32(n: Numerics, x: Tensor, y: Tensor): void {
  store(ints(y), n.fn.codesOf(n, x));
  y.scale = x.scale;
  y.bits = x.bits;
}

/** S46 SYM → ASYM: decode, then S38. The rule before 2026-06-24 is not on record. */
export function symToAsym(n: Numerics, x: Tensor, y: Tensor, mode?: Rounding): void {
  precondition(n.contract.affine === 'one_rule', 'SYM to ASYM under the per-cell rules');
  n.fn.encodeIntoAsym(n, n.fn.decodeTensor(n, x), 'FLOAT32', y, mode ?? y.rounding);
}

/** S47, S49: `c ⊞ zeroPoint` of every code. */
export function shiftedCodes(n: Numerics, x: Tensor): Int32Array {
  return n.fn.codesOf(n, x).map((code) => n.fn.addInt32(n, code, x.zeroPoint));
}

/** S47 ASYM → INT32: shifted codes, the scale is dropped. */
export function asymToInt32(n: Numerics, x: Tensor, y: Tensor): void {
  store(ints(y), n.fn.shiftedCodes(n, x));
}

/** S48 ASYM → FLOAT32: decode. */
export function asymToFloat32(n: Numerics, x: Tensor, y: Tensor): void {
  store(floats(y), n.fn.decodeTensor(n, x));
}

/** S49 ASYM → SYM_INT32: shifted codes, scale copied, label NOT updated. */
export function asymToSymInt32(n: Numerics, x: Tensor, y: Tensor): void {
  store(ints(y), n.fn.shiftedCodes(n, x));
  y.scale = x.scale;
}

/** S50 ASYM → SYM: decode, fresh scale (scan B), S25, fit guard, pack. */
export function asymToSym(n: Numerics, x: Tensor, y: Tensor, mode?: Rounding): void {
  const values = n.fn.decodeTensor(n, x);
  n.fn.storeSym(n, y, n.fn.quantizeStream(n, values, y.bits, mode ?? y.rounding));
}

/** S41, S50, S61 core: fresh scale by scan B (an empty source gives 1), then S25 per element. */
export function quantizeStream(
  n: Numerics,
  values: ArrayLike<number>,
  bits: number,
  mode: Rounding,
): SymmetricCodes {
  const m = n.fn.absMaxOfStream(n, values.length, (i) => values[i]!);
  const scale = n.fn.symmetricScale(n, m, bits);
  const codes = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    codes[i] = n.fn.encodeSymmetric(n, values[i]!, scale, bits, mode);
  }
  return { codes, scale };
}

/** S28, S5: guards and stores codes with their scale in a SYM tensor. */
export function storeSym(n: Numerics, y: Tensor, { codes, scale }: SymmetricCodes): void {
  const bytes = n.fn.packGuarded(n, codes, y.bits);
  demandCount(y, codes.length, 'y');
  store(packed(y), bytes);
  y.scale = scale;
}

/** S38: stores codes and grid in an ASYM tensor; no fit guard, the low bits are kept. */
export function storeAsym(n: Numerics, y: Tensor, result: AffineCodes): void {
  demandCount(y, result.codes.length, 'y');
  store(packed(y), n.fn.packBits(n, result.codes, y.bits));
  y.scale = result.scale;
  y.zeroPoint = result.zeroPoint;
}

/** S38: float values into an ASYM tensor; the source cell matters under the per-cell rules (H4). */
export function encodeIntoAsym(
  n: Numerics,
  values: ArrayLike<number>,
  source: AffineSource,
  y: Tensor,
  mode: Rounding,
): void {
  if (values.length === 0) return;
  const result =
    n.contract.affine === 'one_rule'
      ? n.fn.quantizeAffine(n, values, y.bits, mode)
      : n.fn.quantizeAffinePerCell(n, values, source, y.bits, mode);
  n.fn.storeAsym(n, y, result);
}

/**
 * S29 same dtype: refuses different element widths (A5); payload verbatim; scale (and zero point) copied,
 * mode and label of y kept. Before 2026-07-03 widths were not compared and SYM kept its scale (H4).
 */
export function convertSameType(n: Numerics, x: Tensor, y: Tensor): void {
  const equal = elementBits(x) === elementBits(y);
  if (n.contract.sameType === 'checked') {
    demand(equal, 'A5', `same-type conversion from ${elementBits(x)} to ${elementBits(y)} bits`);
  }
  precondition(equal, 'same-type conversion between widths');
  store(y.data, x.data);
  if (x.dtype === 'SYM' && n.contract.sameType === 'payload') return;
  y.scale = x.scale;
  y.zeroPoint = x.zeroPoint;
}

/** S30: the cells off the diagonal; BOOL has none. */
const cells = {
  INT32: {
    FLOAT32: 'int32ToFloat32',
    SYM_INT32: 'int32ToSymInt32',
    SYM: 'int32ToSym',
    ASYM: 'int32ToAsym',
  },
  FLOAT32: {
    INT32: 'float32ToInt32',
    SYM_INT32: 'float32ToSymInt32',
    SYM: 'float32ToSym',
    ASYM: 'float32ToAsym',
  },
  SYM_INT32: {
    INT32: 'symInt32ToInt32',
    FLOAT32: 'symInt32ToFloat32',
    SYM: 'symInt32ToSym',
    ASYM: 'symInt32ToAsym',
  },
  SYM: {
    INT32: 'symToInt32',
    FLOAT32: 'symToFloat32',
    SYM_INT32: 'symToSymInt32',
    ASYM: 'symToAsym',
  },
  ASYM: {
    INT32: 'asymToInt32',
    FLOAT32: 'asymToFloat32',
    SYM_INT32: 'asymToSymInt32',
    SYM: 'asymToSym',
  },
  BOOL: {},
} as const satisfies Record<Dtype, Partial<Record<Dtype, string>>>;

type CellName = {
  [S in keyof typeof cells]: (typeof cells)[S][keyof (typeof cells)[S]];
}[keyof typeof cells];

const cellTable: Readonly<Record<Dtype, Readonly<Partial<Record<Dtype, CellName>>>>> = cells;

/** The per-cell rules keep zero points in int16, and run off the end of an empty packed payload. */
export function demandEarlyStorage(n: Numerics, x: Tensor, y: Tensor): void {
  if (n.contract.affine === 'one_rule') return;
  const narrow = x.dtype !== 'ASYM' || (x.zeroPoint << 16) >> 16 === x.zeroPoint;
  precondition(narrow, `zero point ${x.zeroPoint} in 16 bits`);
  const isPacked = [x, y].some(({ data }) => data instanceof Uint8Array);
  precondition(!isPacked || tensorCount(x) > 0, 'an empty packed tensor');
}

/**
 * S29: converts x into y's format, width and mode (`mode` overrides the mode without changing the record).
 * Refuses BOOL on one side (A4), unequal widths of one dtype (A5) and whatever the cell refuses.
 */
export function convert(n: Numerics, x: Tensor, y: Tensor, mode?: Rounding): void {
  precondition(tensorCount(x) === tensorCount(y), 'conversion between element counts');
  if (x.dtype === y.dtype) {
    n.fn.convertSameType(n, x, y);
    return;
  }
  const cell = cellTable[x.dtype][y.dtype];
  const absent = n.contract.symCells === 'absent' && (x.dtype === 'SYM' || y.dtype === 'SYM');
  demand(cell !== undefined && !absent, 'A4', `no conversion from ${x.dtype} to ${y.dtype}`);
  n.fn.demandEarlyStorage(n, x, y);
  n.fn[cell!](n, x, y, mode);
}

/** S69: a storage encode in y's own mode (or `mode`); SYM_INT32 → SYM_INT32 is the requant S51. */
export function executeConvert(n: Numerics, x: Tensor, y: Tensor, mode?: Rounding): void {
  if (x.dtype === 'SYM_INT32' && y.dtype === 'SYM_INT32') n.fn.requantDynamic(n, x, y, mode);
  else n.fn.convert(n, x, y, mode);
}

/** S53 SYM_INT32 → SYM without rescale: scale copied, mantissas guarded (A6, A7) and packed; no draw. */
export function repack(n: Numerics, x: Tensor, y: Tensor): void {
  n.fn.storeSym(n, y, { codes: ints(x), scale: x.scale });
}

/** S55: fills a tensor from floats in its own mode; refuses a count mismatch and BOOL (A10). */
export function fill(n: Numerics, values: Float32Array, y: Tensor): void {
  demand(values.length === tensorCount(y), 'A10', `fill of ${values.length} values`);
  demand(y.dtype !== 'BOOL', 'A10', 'fill of a BOOL tensor');
  n.fn.convert(n, float32Tensor(values, y.shape), y);
}

/**
 * S9: dims, order, record by value (width and mode too), then the payload. Refuses (A26) a quantised source
 * where the destination owns no record.
 */
export function tensorCopy(_n: Numerics, x: Tensor, y: Tensor): void {
  const owns = (dtype: Dtype): boolean =>
    dtype === 'SYM_INT32' || dtype === 'SYM' || dtype === 'ASYM';
  demand(!owns(x.dtype) || owns(y.dtype), 'A26', 'the destination owns no quantization record');
  precondition(x.dtype === y.dtype, 'copy between formats');
  precondition(y.data.length >= x.data.length, 'copy into a smaller payload');
  y.shape = [...x.shape];
  y.order = [...x.order];
  y.bits = x.bits;
  y.rounding = x.rounding;
  y.scale = x.scale;
  y.zeroPoint = x.zeroPoint;
  y.data.set(x.data);
}
