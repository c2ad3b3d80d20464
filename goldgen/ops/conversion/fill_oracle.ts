/** Oracle of filling a tensor from floats (S55). */

import { numbersOf, written } from '../../kit/oracle.ts';
import type { Oracle } from '../../op.ts';

/** S55 */
export const fillOracle: Oracle = (call, contract, g) => {
  const [values, y] = [numbersOf(call.tensor('x')), call.tensor('y')];
  if (y.dtype === 'BOOL' || values.length !== numbersOf(y).length) return 'refused';
  const result = written(g, contract, values, y);
  return typeof result === 'object' ? { y: result } : result;
};
