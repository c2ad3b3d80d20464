/** Oracle of zeroing gradients (S114). */

import { filled, numbersOf } from '../../kit/oracle.ts';
import { type Oracle, tensorOf } from '../../op.ts';

/** S114 */
export const zeroGradientOracle: Oracle = (call) => {
  const gradient = tensorOf(call, 'gradient');
  const zeros = numbersOf(gradient).map(() => 0);
  return { gradient: { ...filled(gradient, zeros, 1), zeroPoint: 0 } };
};
