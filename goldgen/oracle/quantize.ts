/** Oracle of symmetric quantization and requantization (S25, S27, S36, S51, S52). */

import { over } from '../../reference/independent/float32.ts';
import {
  codeOf,
  decoded,
  quantized,
  requantized,
  requantizedTo,
} from '../../reference/independent/primitives.ts';
import { type Oracle, tensorOf } from '../op.ts';
import { filled, isSymmetricWidth, numbersOf } from './adapt.ts';

export const encodeSymmetricOracle: Oracle = (call, contract, g) => {
  const [x, y] = [tensorOf(call, 'x'), tensorOf(call, 'y')];
  if (!isSymmetricWidth(y.bits)) return undefined;
  const codes = numbersOf(x).map((v) =>
    codeOf(g, over(v, y.scale), y.bits, y.rounding, contract.encode),
  );
  return { y: filled(y, codes) };
};

export const decodeSymmetricOracle: Oracle = (call) => {
  const x = tensorOf(call, 'x');
  const values = numbersOf(x).map((q) => decoded(q, x.scale));
  return { y: filled(tensorOf(call, 'y'), values) };
};

export const quantizeDynamicOracle: Oracle = (call, contract, g) => {
  const [x, y] = [tensorOf(call, 'x'), tensorOf(call, 'y')];
  if (!isSymmetricWidth(y.bits)) return undefined;
  const { codes, scale } = quantized(g, numbersOf(x), y.bits, y.rounding, contract.encode);
  return { y: filled(y, codes, scale) };
};

export const requantDynamicOracle: Oracle = (call, { requant, encode }, g) => {
  const [x, y] = [tensorOf(call, 'x'), tensorOf(call, 'y')];
  if (!isSymmetricWidth(y.bits)) return undefined;
  const grid = requantized(g, numbersOf(x), x.scale, y.bits, y.rounding, requant, encode);
  return { y: filled(y, grid.codes, grid.scale) };
};

export const requantFixedOracle: Oracle = (call, _contract, g) => {
  const [x, y] = [tensorOf(call, 'x'), tensorOf(call, 'y')];
  if (!isSymmetricWidth(y.bits)) return undefined;
  const codes = requantizedTo(g, numbersOf(x), x.scale, y.scale, y.bits, y.rounding);
  return codes === undefined ? 'refused' : { y: filled(y, codes) };
};
