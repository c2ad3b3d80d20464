/** Tensors for conversions: sources of every format, and the data that single cells get wrong. */

import {
  countOf,
  type Dtype,
  newTensor,
  type Rounding,
  type Tensor,
} from '../../../reference/tensor.ts';
import type { Random } from '../../kit/random.ts';
import {
  randomAsym,
  randomBool,
  randomFloat32,
  randomInt32,
  randomRawSymInt32,
  randomSym,
  randomSymInt32,
} from '../../kit/tensors.ts';
import { affineValues } from '../encode/affine_cases.ts';

/** Widths of SYM and SYM_INT32 that differ in kind, and of ASYM. */
export const widthsOf = (dtype: Dtype): readonly number[] => {
  if (dtype === 'ASYM') return [1, 2, 3, 4, 7, 8, 12, 16, 20, 24];
  if (dtype === 'SYM' || dtype === 'SYM_INT32') return [2, 3, 4, 6, 8, 11, 12, 16, 20, 25];
  return [0];
};

export interface SourceRecord {
  readonly bits: number;
  readonly rounding?: Rounding;
}

/** A random source of a format; INT32 codes fit `bits` (32 where it is 0). */
export function randomSource(
  r: Random,
  dtype: Dtype,
  shape: readonly number[],
  { bits, rounding = 'HALF_AWAY' }: SourceRecord,
): Tensor {
  switch (dtype) {
    case 'INT32':
      return randomInt32(r, shape, bits === 0 ? 32 : bits);
    case 'FLOAT32': {
      if (r.chance(1, 2)) return randomFloat32(r, shape);
      const t = newTensor('FLOAT32', shape);
      t.data = Float32Array.from(affineValues(r, countOf(shape)));
      return t;
    }
    case 'SYM_INT32':
      if (r.chance(1, 3)) return randomRawSymInt32(r, shape, bits, r.int(2, 31));
      return randomSymInt32(r, shape, bits, undefined, rounding);
    case 'SYM':
      return randomSym(r, shape, bits, undefined, rounding);
    case 'ASYM':
      return randomAsym(r, shape, bits, undefined, undefined, rounding);
    case 'BOOL':
      return randomBool(r, shape);
  }
}
