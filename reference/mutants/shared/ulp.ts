/** Results that are not correctly rounded. */

import { float32FromBits, float32ToBits } from '../../num/float32.ts';

/** The float32 one unit above in magnitude. */
export function nextUp(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  return float32FromBits((float32ToBits(x) + 1) >>> 0);
}
