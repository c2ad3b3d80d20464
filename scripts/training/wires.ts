/** What the wires and parameters of a training look like from outside: scales, saturation, zeros. */

import { codesOf, float32OfBits, float32OfBytes } from '../../schema/format/tensor.ts';
import type { WireTensor } from '../../schema/format/types.ts';

export interface TensorStatistics {
  /** of a quantized tensor; for FLOAT32 the largest magnitude */
  readonly scale: number;
  /** share of elements at ±Q, the largest mantissa of the width */
  readonly saturated: number;
  readonly zero: number;
}

function ofFloats(values: Float32Array): TensorStatistics {
  let [largest, zeros] = [0, 0];
  for (const v of values) {
    if (Math.abs(v) > largest) largest = Math.abs(v);
    if (v === 0) zeros++;
  }
  return { scale: largest, saturated: 0, zero: zeros / values.length };
}

/** Statistics of a FLOAT32, SYM_INT32 or packed SYM tensor. */
export function statisticsOf(t: WireTensor): TensorStatistics {
  if (t.dtype === 'FLOAT32') return ofFloats(float32OfBytes(t.data));
  const codes = codesOf(t);
  const top = 2 ** ((t.bits ?? 1) - 1) - 1;
  let [full, zeros] = [0, 0];
  for (const q of codes) {
    if (Math.abs(q) >= top) full++;
    if (q === 0) zeros++;
  }
  return {
    scale: float32OfBits(t.scale_bits ?? 0),
    saturated: full / codes.length,
    zero: zeros / codes.length,
  };
}

/** Statistics of every tensor but positions and masks. */
export function statisticsOfAll(
  tensors: Readonly<Record<string, WireTensor>>,
): Record<string, TensorStatistics> {
  const wanted = Object.entries(tensors).filter(
    ([, t]) => t.dtype !== 'INT32' && t.dtype !== 'BOOL',
  );
  return Object.fromEntries(wanted.map(([name, t]) => [name, statisticsOf(t)]));
}
