/** Oracle of zeroing gradients (S114). */

import { filled, numbersOf } from '../../kit/oracle.ts';
import type { Oracle } from '../../op.ts';

/** S114 */
export const zeroGradientOracle: Oracle = (call, contract) => {
  const gradient = call.tensor('gradient');
  const isPacked = gradient.dtype === 'SYM' || gradient.dtype === 'ASYM';
  if (isPacked && contract.sgd === 'unrounded_momentum') {
    const kept = Math.trunc((numbersOf(gradient).length * gradient.bits) / 8);
    return { gradient: { ...gradient, data: gradient.data.map((v, i) => (i < kept ? 0 : v)) } };
  }
  const zeros = numbersOf(gradient).map(() => 0);
  return { gradient: { ...filled(gradient, zeros, 1), zeroPoint: 0 } };
};
