/**
 * Gradient accumulation engines (S56–S62): flat order; the target's own record supplies mode and width.
 * Element counts must match (A11, but see S58 and S59) and a packed target must not share its payload with
 * the increment (A11).
 */

import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { floats, ints, store, type Tensor, tensorCount } from '../tensor.ts';

/** A11: element counts of target and increment. */
export function guardIncrement(_n: Numerics, target: Tensor, increment: Tensor): void {
  demand(tensorCount(target) === tensorCount(increment), 'A11', 'element counts differ');
}

/** A11: counts, and an increment that is the target's own payload. */
export function guardPackedIncrement(n: Numerics, target: Tensor, increment: Tensor): void {
  demand(target.data !== increment.data, 'A11', 'the increment is the target itself');
  n.fn.guardIncrement(n, target, increment);
}

/** S56 FLOAT32 target: `t ⊕ dec(inc)`; no draw. */
export function accumulateFloat32(n: Numerics, target: Tensor, increment: Tensor): void {
  n.fn.guardIncrement(n, target, increment);
  const t = floats(target);
  const values = n.fn.decodeTensor(n, increment);
  for (let i = 0; i < t.length; i++) t[i] = n.f.add(t[i]!, values[i]!);
}

/** S57 sum of one element: `(i2f(t) ⊗ sT) ⊕ (i2f(inc) ⊗ sI)`; a compiler may contract. */
export function symSum(n: Numerics, t: number, sT: number, inc: number, sI: number): number {
  return n.f.mulAddMul(n.f.fromInt(t), sT, n.f.fromInt(inc), sI);
}

/** S57 SYM_INT32 target and increment, dynamic rescale: n draws in SR. */
export function accumulateSymDynamic(n: Numerics, target: Tensor, increment: Tensor): void {
  n.fn.guardIncrement(n, target, increment);
  const sT = target.scale;
  const t = ints(target);
  const inc = ints(increment);
  const sums = Float32Array.from(t, (q, i) => n.fn.symSum(n, q, sT, inc[i]!, increment.scale));
  const { codes, scale } = n.fn.quantizeStream(n, sums, target.bits, target.rounding);
  target.scale = scale;
  store(t, codes);
}

/**
 * S58 SYM_INT32 target, FLOAT32 increment, dynamic rescale: the increment is first quantised at the operand
 * width in the target's mode, then decoded, added and encoded into the target (S77). 2n draws in SR.
 * Refuses a label beyond the gradient width (A14): this arm exists only behind the guard of S68.
 */
export function accumulateSymFloatIncrement(n: Numerics, target: Tensor, increment: Tensor): void {
  n.fn.guardAccumulateTarget(n, target);
  // the increment is quantised into scratch of the target's size before the counts are compared
  precondition(tensorCount(increment) <= tensorCount(target), 'an increment beyond its scratch');
  n.fn.guardIncrement(n, target, increment);
  const mode = target.rounding;
  const narrow = n.fn.quantize(n, floats(increment), n.contract.incrementBits, mode);
  const sums = n.fn.decodeTensor(n, target);
  for (let i = 0; i < sums.length; i++) {
    const value = n.fn.decodeSymmetric(n, narrow.codes[i]!, narrow.scale);
    sums[i] = n.f.add(sums[i]!, value);
  }
  const { codes, scale } = n.fn.quantize(n, sums, target.bits, mode);
  target.scale = scale;
  store(ints(target), codes);
}

/**
 * S59 SYM_INT32 target and increment, fixed scale: `t ⊞ seedRescale(inc)` (S20) in the target's mode. No
 * clamp. Refuses a label beyond the gradient width and a FLOAT32 increment (A14), and a seed beyond the
 * guard (A12); counts are not compared, so another one is undefined. n draws in SR.
 */
export function accumulateSymFixed(n: Numerics, target: Tensor, increment: Tensor): void {
  n.fn.guardAccumulateTarget(n, target);
  demand(increment.dtype === 'SYM_INT32', 'A14', 'fixed scale needs a SYM_INT32 increment');
  precondition(tensorCount(target) === tensorCount(increment), 'element counts differ');
  const t = ints(target);
  const inc = ints(increment);
  for (let i = 0; i < t.length; i++) {
    const step = n.fn.seedRescale(n, inc[i]!, increment.scale, target.scale, target.rounding);
    t[i] = n.fn.addInt32(n, t[i]!, step);
  }
}

/** S60 step 1: the stored scale, or a fresh one from the increment where all codes are 0. */
export function fixedGridScale(
  n: Numerics,
  target: Tensor,
  codes: Int32Array,
  increments: Float32Array,
): number {
  if (!codes.every((code) => code === 0)) return target.scale;
  const m = n.fn.absMaxOfStream(n, increments.length, (i) => increments[i]!);
  return n.fn.symmetricScale(n, m, target.bits);
}

/** S60 step 2: code of one element, `ROUND(((i2f(t) ⊗ s) ⊕ inc) ⊘ s)`, not clamped. */
export function fixedGridCode(
  n: Numerics,
  t: number,
  s: number,
  inc: number,
  target: Tensor,
): number {
  const sum = n.f.mulAdd(n.f.fromInt(t), s, inc);
  return n.fn.round(n, n.f.div(sum, s), target.rounding);
}

/** S60 SYM target, fixed grid; refuses codes that do not fit (A7). n draws in SR. */
export function accumulatePackedFixed(n: Numerics, target: Tensor, increment: Tensor): void {
  n.fn.guardPackedIncrement(n, target, increment);
  const old = n.fn.codesOf(n, target);
  const increments = n.fn.decodeTensor(n, increment);
  const scale = n.fn.fixedGridScale(n, target, old, increments);
  const codes = old.map((t, i) => n.fn.fixedGridCode(n, t, scale, increments[i]!, target));
  n.fn.storeSym(n, target, { codes, scale });
}

/** S61 sum of one element: `(i2f(t) ⊗ sOld) ⊕ inc`; a compiler may contract. */
export function packedSum(n: Numerics, t: number, sOld: number, inc: number): number {
  return n.f.mulAdd(n.f.fromInt(t), sOld, inc);
}

/** S61 SYM target, dynamic rescale: n draws in SR. */
export function accumulatePackedRescale(n: Numerics, target: Tensor, increment: Tensor): void {
  n.fn.guardPackedIncrement(n, target, increment);
  const increments = n.fn.decodeTensor(n, increment);
  const sOld = target.scale;
  const sums = Float32Array.from(n.fn.codesOf(n, target), (t, i) =>
    n.fn.packedSum(n, t, sOld, increments[i]!),
  );
  n.fn.storeSym(n, target, n.fn.quantizeStream(n, sums, target.bits, target.rounding));
}

/** S62 sum of one element: `((i2f(c) ⊕ i2f(zpOld)) ⊗ sOld) ⊕ inc`; a compiler may contract. */
export function affineSum(n: Numerics, code: number, old: Tensor, inc: number): number {
  const shifted = n.f.add(n.f.fromInt(code), n.f.fromInt(old.zeroPoint));
  return n.f.mulAdd(shifted, old.scale, inc);
}

/** S62 ASYM target, dynamic: fresh grid, n + 1 draws in SR; an empty target still derives its grid. */
export function accumulateAsym(n: Numerics, target: Tensor, increment: Tensor): void {
  n.fn.guardPackedIncrement(n, target, increment);
  const increments = n.fn.decodeTensor(n, increment);
  const sums = Float32Array.from(n.fn.codesOf(n, target), (c, i) =>
    n.fn.affineSum(n, c, target, increments[i]!),
  );
  if (sums.length > 0) {
    n.fn.storeAsym(n, target, n.fn.quantizeAffine(n, sums, target.bits, target.rounding));
    return;
  }
  const grid = n.fn.affineGrid(n, 0, 0, target.bits, target.rounding);
  target.scale = grid.scale;
  target.zeroPoint = grid.zeroPoint;
}
