/** Oracle of the conversion matrix (S29–S54, S69). */

import {
  converted,
  packed,
  type Stored,
  stored,
} from '../../../reference/independent/conversion.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import {
  filled,
  filledFrom,
  isKnownWidth,
  sameExtents,
  storedOf,
  valuesOf,
} from '../../kit/oracle.ts';
import type { Oracle, OracleAnswer } from '../../op.ts';

export const decodeWindowOracle: Oracle = (call) => {
  const x = call.tensor('x');
  const [offset, count] = [call.number('offset'), call.number('count')];
  if (x.dtype === 'BOOL' || x.dtype === 'INT32') return 'refused';
  const all = valuesOf(x);
  if (count > 256 || offset % 8 !== 0 || offset + count > all.length) return 'refused';
  return { y: filled(call.tensor('y'), all.slice(offset, offset + count)) };
};

function answered(y: Tensor, result: Stored | undefined): OracleAnswer {
  return result === undefined ? 'refused' : { y: filledFrom(y, result) };
}

/** Two tensors of as many elements in known formats and widths. */
function pairOf(x: Tensor, y: Tensor): { from: Stored; to: Stored } | undefined {
  const [from, to] = [storedOf(x), storedOf(y)];
  if (from === undefined || to === undefined || from.numbers.length === 0) return undefined;
  const isPacked = from.format === 'SYM' || from.format === 'ASYM';
  if (isPacked && from.bits === 0) return undefined;
  if (!isKnownWidth(y) || from.numbers.length !== to.numbers.length) return undefined;
  return { from, to };
}

export const repackOracle: Oracle = (call) => {
  const [x, y] = [call.tensor('x'), call.tensor('y')];
  const pair = pairOf(x, y);
  if (pair === undefined) return undefined;
  return answered(y, packed(pair.to, { codes: [...pair.from.numbers], scale: x.scale }));
};

export const convertOracle: Oracle = (call, contract, g) => {
  const [x, y] = [call.tensor('x'), call.tensor('y')];
  const pair = pairOf(x, y);
  if (pair === undefined || !sameExtents(x, y)) return undefined;
  return answered(y, converted(g, pair.from, pair.to, contract));
};

export const executeConvertOracle: Oracle = (call, contract, g) => {
  const [x, y] = [call.tensor('x'), call.tensor('y')];
  const pair = pairOf(x, y);
  if (pair === undefined || !sameExtents(x, y)) return undefined;
  return answered(y, stored(g, pair.from, pair.to, contract));
};
