/** Quantization records: validation at init (S2). */

import type { Numerics } from '../numerics.ts';
import { demand } from '../refusal.ts';
import { newTensor, type QuantRecord, type Tensor } from '../tensor.ts';

/** S2: refuses SYM_INT32 labels above 31 (A1) and ASYM widths of 0 or above 30 (A2); SYM is not checked. */
export function guardRecord(_n: Numerics, record: QuantRecord): void {
  const { dtype, bits } = record;
  demand(dtype !== 'SYM_INT32' || bits <= 31, 'A1', `SYM_INT32 width ${bits}`);
  demand(dtype !== 'ASYM' || (bits >= 1 && bits <= 30), 'A2', `ASYM width ${bits}`);
}

/** S2: a zero-filled tensor with scale 1 and zero point 0, after the record's validation. */
export function initTensor(n: Numerics, record: QuantRecord, shape: readonly number[]): Tensor {
  n.fn.guardRecord(n, record);
  return newTensor(record.dtype, shape, record.bits, record.rounding);
}
