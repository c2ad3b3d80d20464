/** Expected and actual elements of one output side by side. */

import { float32OfBits } from '../../../schema/format/tensor.ts';
import type { WireTensor } from '../../../schema/format/types.ts';
import { sameFloatBits } from '../../core/compare.ts';
import { integerOf, multiIndex, patternAt } from '../../core/elements.ts';

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
  const count = t.shape.reduce((n, extent) => n * extent, 1);
  return Array.from({ length: count }, (_, k) => {
    const pattern = patternAt(t, k);
    return t.dtype === 'FLOAT32' ? float32OfBits(pattern) : integerOf(t, pattern);
  });
}

export function elementsOf(expected: WireTensor, got: WireTensor): Elements {
  const count = expected.shape.reduce((n, extent) => n * extent, 1);
  const isFloat = expected.dtype === 'FLOAT32';
  const wrong: number[] = [];
  for (let k = 0; k < count; k++) {
    const [a, b] = [patternAt(expected, k), patternAt(got, k)];
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
