/** Tensors as the independent oracle sees them: plain numbers, row by row, and back. */

import type { Contract } from '../../reference/contracts.ts';
import { converted, type Stored, values } from '../../reference/independent/conversion.ts';
import { positions } from '../../reference/independent/kernels.ts';
import type { ExactSum } from '../../reference/independent/matmul.ts';
import { type Generator, OutsideInt32, quantized } from '../../reference/independent/primitives.ts';
import { codesOfPayload, payloadOf } from '../../reference/independent/storage.ts';
import type { Tensor } from '../../reference/tensor.ts';

function productOf(extents: readonly number[]): number {
  return extents.reduce((product, extent) => product * extent, 1);
}

function widthOf(t: Tensor): number {
  return t.dtype === 'BOOL' ? 1 : t.bits;
}

/** Floats, mantissas or codes in storage order. */
export function numbersOf(t: Tensor): number[] {
  if (!(t.data instanceof Uint8Array)) return [...t.data];
  // S5, S6: a code of 32 bits is an int32, whatever the format
  const isSigned = t.dtype === 'SYM' || widthOf(t) === 32;
  return codesOfPayload([...t.data], widthOf(t), productOf(t.shape), isSigned);
}

/** The same in logical order. */
export function logicalNumbersOf(t: Tensor): number[] {
  const numbers = numbersOf(t);
  return positions(t).map((at) => numbers[at]!);
}

/** Logical extents (S3). */
export function extentsOf(t: Tensor): number[] {
  return t.shape.map((_, axis) => t.shape[t.order.indexOf(axis)]!);
}

/** What the oracle's conversions and sums read; BOOL has no such form. */
export function storedOf(t: Tensor): Stored | undefined {
  if (t.dtype === 'BOOL') return undefined;
  const { scale, zeroPoint, bits, rounding: mode } = t;
  return { format: t.dtype, numbers: numbersOf(t), scale, zeroPoint, bits, mode };
}

/** The record and shape of `t` with other numbers, and another scale where one is given. */
export function filled(t: Tensor, numbers: readonly number[], scale = t.scale): Tensor {
  let data: Tensor['data'];
  if (t.dtype === 'FLOAT32') data = Float32Array.from(numbers);
  else if (t.dtype === 'INT32' || t.dtype === 'SYM_INT32') data = Int32Array.from(numbers);
  else data = Uint8Array.from(payloadOf(numbers, widthOf(t)));
  return { ...t, data, scale };
}

/** The record and shape of `t` with what the oracle stored. */
export function filledFrom(t: Tensor, y: Stored): Tensor {
  const { scale, zeroPoint, bits, mode: rounding } = y;
  return { ...filled(t, y.numbers, scale), zeroPoint, bits, rounding };
}

/** The same tensor stored in logical order. */
export function dense(t: Tensor): Tensor {
  const identity = { ...t, shape: extentsOf(t), order: t.shape.map((_, axis) => axis) };
  return isIdentity(t) ? t : filled(identity, logicalNumbersOf(t));
}

/** Shape and order of `view` with the record and the logically ordered numbers of `t`. */
export function turned(view: Tensor, t: Tensor): Tensor {
  const numbers: number[] = [];
  const logical = numbersOf(t);
  positions(view).forEach((at, i) => {
    numbers[at] = logical[i]!;
  });
  return filled({ ...t, shape: view.shape, order: view.order }, numbers);
}

/** Whether two tensors have the same logical extents. */
export function sameExtents(a: Tensor, b: Tensor): boolean {
  return `${extentsOf(a)}` === `${extentsOf(b)}`;
}

export function isIdentity(t: Tensor): boolean {
  return t.order.every((axis, i) => axis === i);
}

/** Exact sums all of whose partial sums fit. */
export function fitting(sums: readonly ExactSum[]): number[] {
  return sums.map(({ sum, leaves }) => {
    if (leaves) throw new OutsideInt32(`${sum}`);
    return Number(sum);
  });
}

/** Widths whose ranges the oracle knows (S8). */
export function isSymmetricWidth(bits: number): boolean {
  return bits >= 2 && bits <= 25;
}

/** Whether the oracle knows the width of a format. */
export function isKnownWidth(t: Tensor): boolean {
  if (t.dtype === 'BOOL') return false;
  if (t.dtype === 'ASYM') return t.bits >= 1 && t.bits <= 24;
  return t.dtype === 'INT32' || t.dtype === 'FLOAT32' || isSymmetricWidth(t.bits);
}

/** Decoded values (S27), in storage order. */
export function valuesOf(t: Tensor): number[] {
  const x = storedOf(t);
  if (x === undefined) throw new TypeError('BOOL has no values');
  return values(x);
}

/** Whether the contract converts the tensors into FLOAT32 operands (S65, S6: SYM has a width); where not, it refuses. */
export function areReadable(contract: Contract, tensors: readonly Tensor[]): boolean {
  const isSymRead = contract.symCells === 'present';
  return tensors.every(({ dtype, bits }) => dtype !== 'SYM' || (isSymRead && bits !== 0));
}

/** Floats written into the record of a target with its own or another mode; the record keeps its mode. */
export function written(
  g: Generator,
  contract: Contract,
  numbers: readonly number[],
  target: Tensor,
  mode: Tensor['rounding'] = target.rounding,
): Tensor | 'refused' | undefined {
  // conversions of no elements have rules of their own (S23, S38)
  if (!isKnownWidth(target) || numbers.length === 0) return undefined;
  if (target.dtype === 'FLOAT32') return filled(target, numbers);
  if (target.dtype === 'SYM_INT32') {
    const { codes, scale } = quantized(g, numbers, target.bits, mode, contract);
    return filled(target, codes, scale);
  }
  const record = storedOf(target);
  if (record === undefined) return undefined;
  const x: Stored = { ...record, format: 'FLOAT32', numbers };
  const y = converted(g, x, { ...record, mode }, contract);
  return y === undefined ? 'refused' : filledFrom(target, { ...y, mode: target.rounding });
}

/** Floats that an operation writes: it owns their rounding, or the record does (S67). */
export function writtenBy(
  g: Generator,
  contract: Contract,
  numbers: readonly number[],
  target: Tensor,
  mode: Tensor['rounding'],
): Tensor | 'refused' | undefined {
  const owner = contract.writeRounding === 'operation' ? mode : target.rounding;
  return written(g, contract, numbers, target, owner);
}
