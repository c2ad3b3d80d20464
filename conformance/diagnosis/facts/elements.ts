/** Expected and actual elements of one output side by side. */

import {
  countOfShape,
  float32OfBits,
  float32OfBytes,
  int32OfBytes,
} from '../../../schema/format/tensor.ts';
import type { WireTensor } from '../../../schema/format/types.ts';
import { sameFloatBits } from '../../core/compare.ts';
import { integerOf, multiIndex, patternsOf } from '../../core/elements.ts';

export interface Elements {
  readonly isFloat: boolean;
  readonly isBool: boolean;
  /** width of a quantized element */
  readonly bits: number | undefined;
  readonly isPacked: boolean;
  readonly shape: readonly number[];
  readonly want: readonly number[];
  readonly have: readonly number[];
  /** storage positions that differ */
  readonly wrong: readonly number[];
}

export function valuesOf(t: WireTensor): number[] {
  const isFloat = t.dtype === 'FLOAT32';
  const isUnpacked = isFloat || t.dtype === 'INT32' || t.dtype === 'SYM_INT32';
  if (isUnpacked && t.data.length === 4 * countOfShape(t.shape)) {
    return Array.from<number>(isFloat ? float32OfBytes(t.data) : int32OfBytes(t.data));
  }
  return patternsOf(t).map((pattern) => (isFloat ? float32OfBits(pattern) : integerOf(t, pattern)));
}

export function elementsOf(expected: WireTensor, got: WireTensor): Elements {
  const isFloat = expected.dtype === 'FLOAT32';
  const [wanted, given] = [patternsOf(expected), patternsOf(got)];
  const wrong: number[] = [];
  for (const [k, a] of wanted.entries()) {
    const b = given[k]!;
    if (a !== b && !(isFloat && sameFloatBits(a, b))) wrong.push(k);
  }
  return {
    isFloat,
    isBool: expected.dtype === 'BOOL',
    bits: expected.bits,
    isPacked: /^A?SYM$/.test(expected.dtype),
    shape: expected.shape,
    want: valuesOf(expected),
    have: valuesOf(got),
    wrong,
  };
}

/** Whether something holds for every wrong element. */
export function everyWrong(
  { wrong, want, have }: Elements,
  holds: (want: number, have: number) => boolean,
): boolean {
  return wrong.every((k) => holds(want[k]!, have[k]!));
}

/** Index of a storage position on an axis. */
export function indexOn({ shape }: Elements, axis: number, k: number): number {
  return multiIndex(shape, k)[axis] ?? 0;
}
