/** Oracle of affine grids, encoding and decoding (S24, S26, S27). */

import { affineCode, affineGrid } from '../../../reference/independent/conversion.ts';
import { filled, isKnownWidth, numbersOf, valuesOf } from '../../kit/oracle.ts';
import type { Oracle } from '../../op.ts';

export const affineGridOracle: Oracle = (call, _contract, g) => {
  const y = call.tensor('y');
  if (!isKnownWidth(y)) return undefined;
  const grid = affineGrid(g, numbersOf(call.tensor('x')), y.bits, y.rounding);
  return grid === undefined ? 'refused' : { y: { ...filled(y, [], grid.scale), ...grid } };
};

export const encodeAffineOracle: Oracle = (call, _contract, g) => {
  const y = call.tensor('y');
  if (!isKnownWidth(y)) return undefined;
  const codes = numbersOf(call.tensor('x')).map((v) => affineCode(g, v, y, y.bits, y.rounding));
  return { y: filled(y, codes) };
};

export const decodeAffineOracle: Oracle = (call) => ({
  y: filled(call.tensor('y'), valuesOf(call.tensor('x'))),
});
