/** Oracle of symmetric encoding, decoding and quantization (S25, S27, S36). */

import { over } from '../../../reference/independent/float32.ts';
import { codeOf, decoded, quantized } from '../../../reference/independent/primitives.ts';
import { filled, isSymmetricWidth, numbersOf } from '../../kit/oracle.ts';
import type { Oracle } from '../../op.ts';

export const encodeSymmetricOracle: Oracle = (call, contract, g) => {
  const [x, y] = [call.tensor('x'), call.tensor('y')];
  if (!isSymmetricWidth(y.bits)) return undefined;
  const codes = numbersOf(x).map((v) => codeOf(g, over(v, y.scale), y.bits, y.rounding, contract));
  return { y: filled(y, codes) };
};

export const decodeSymmetricOracle: Oracle = (call) => {
  const x = call.tensor('x');
  const values = numbersOf(x).map((q) => decoded(q, x.scale));
  return { y: filled(call.tensor('y'), values) };
};

export const quantizeDynamicOracle: Oracle = (call, contract, g) => {
  const [x, y] = [call.tensor('x'), call.tensor('y')];
  if (!isSymmetricWidth(y.bits)) return undefined;
  const { codes, scale } = quantized(g, numbersOf(x), y.bits, y.rounding, contract);
  return { y: filled(y, codes, scale) };
};
