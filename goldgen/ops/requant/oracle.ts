/** Oracle of requantization (S51, S52). */

import { requantized, requantizedTo } from '../../../reference/independent/primitives.ts';
import { filled, isSymmetricWidth, numbersOf } from '../../kit/oracle.ts';
import type { Oracle } from '../../op.ts';

export const requantDynamicOracle: Oracle = (call, contract, g) => {
  const [x, y] = [call.tensor('x'), call.tensor('y')];
  if (!isSymmetricWidth(y.bits)) return undefined;
  const grid = requantized(g, numbersOf(x), x.scale, y.bits, y.rounding, contract);
  return { y: filled(y, grid.codes, grid.scale) };
};

export const requantFixedOracle: Oracle = (call, _contract, g) => {
  const [x, y] = [call.tensor('x'), call.tensor('y')];
  if (!isSymmetricWidth(y.bits)) return undefined;
  const codes = requantizedTo(g, numbersOf(x), x.scale, y.scale, y.bits, y.rounding);
  return codes === undefined ? 'refused' : { y: filled(y, codes) };
};
