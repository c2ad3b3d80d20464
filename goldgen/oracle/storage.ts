/** Oracle of packing and of the conversion matrix (S5–S7, S24–S54, S69). */

import {
  affineCode,
  affineGrid,
  converted,
  packed,
  type Stored,
  stored,
} from '../../reference/independent/conversion.ts';
import { codesOfPayload, payloadOf } from '../../reference/independent/storage.ts';
import type { Tensor } from '../../reference/tensor.ts';
import { numberParam, type Oracle, type OracleAnswer, tensorOf } from '../op.ts';
import {
  filled,
  filledFrom,
  isKnownCell,
  isKnownWidth,
  numbersOf,
  sameExtents,
  storedOf,
  valuesOf,
} from './adapt.ts';

export const packBitsOracle: Oracle = (call) => ({
  y: filled(tensorOf(call, 'y'), numbersOf(tensorOf(call, 'x'))),
});

export const unpackBitsOracle: Oracle = (call) => {
  const [x, y] = [tensorOf(call, 'x'), tensorOf(call, 'y')];
  if (x.dtype !== 'BOOL' && x.bits === 0) return 'refused';
  // 32 bits are kept as they are
  return {
    y: filled(
      y,
      numbersOf(x).map((code) => Number(BigInt.asIntN(32, BigInt(code)))),
    ),
  };
};

function bitsOf(t: Tensor): number[] {
  return codesOfPayload([...t.data], 1, t.data.length * 8, false);
}

export const packAppendOracle: Oracle = (call) => {
  const [x, y] = [tensorOf(call, 'x'), tensorOf(call, 'y')];
  const [from, to] = [numberParam(call, 'source_bit'), numberParam(call, 'destination_bit')];
  const [read, result] = [bitsOf(x), bitsOf(y)];
  for (let k = 0; k < numberParam(call, 'count'); k++) {
    for (let j = 0; j < y.bits; j++) {
      result[to + k * y.bits + j] = j < x.bits ? read[from + k * x.bits + j]! : 0;
    }
  }
  return { y: { ...y, data: Uint8Array.from(payloadOf(result, 1)) } };
};

export const boolAccessOracle: Oracle = (call) => {
  const t = tensorOf(call, 't');
  if (t.dtype !== 'BOOL') return 'refused';
  const [bits, before] = [numbersOf(t), [] as number[]];
  const value = numbersOf(tensorOf(call, 'value'));
  numbersOf(tensorOf(call, 'index')).forEach((at, i) => {
    before.push(bits[at]!);
    bits[at] = value[i] === 0 ? 0 : 1;
  });
  return { t: filled(t, bits), y: filled(tensorOf(call, 'y'), before) };
};

export const affineGridOracle: Oracle = (call, _contract, g) => {
  const y = tensorOf(call, 'y');
  if (!isKnownWidth(y)) return undefined;
  const grid = affineGrid(g, numbersOf(tensorOf(call, 'x')), y.bits, y.rounding);
  return grid === undefined ? 'refused' : { y: { ...filled(y, [], grid.scale), ...grid } };
};

export const encodeAffineOracle: Oracle = (call, _contract, g) => {
  const y = tensorOf(call, 'y');
  if (!isKnownWidth(y)) return undefined;
  const codes = numbersOf(tensorOf(call, 'x')).map((v) => affineCode(g, v, y, y.bits, y.rounding));
  return { y: filled(y, codes) };
};

export const decodeAffineOracle: Oracle = (call) => ({
  y: filled(tensorOf(call, 'y'), valuesOf(tensorOf(call, 'x'))),
});

export const decodeWindowOracle: Oracle = (call) => {
  const x = tensorOf(call, 'x');
  const [offset, count] = [numberParam(call, 'offset'), numberParam(call, 'count')];
  if (x.dtype === 'BOOL' || x.dtype === 'INT32') return 'refused';
  const all = valuesOf(x);
  if (count > 256 || offset % 8 !== 0 || offset + count > all.length) return 'refused';
  return { y: filled(tensorOf(call, 'y'), all.slice(offset, offset + count)) };
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
  const [x, y] = [tensorOf(call, 'x'), tensorOf(call, 'y')];
  const pair = pairOf(x, y);
  if (pair === undefined) return undefined;
  return answered(y, packed(pair.to, { codes: [...pair.from.numbers], scale: x.scale }));
};

export const convertOracle: Oracle = (call, contract, g) => {
  const [x, y] = [tensorOf(call, 'x'), tensorOf(call, 'y')];
  const pair = pairOf(x, y);
  if (pair === undefined || !sameExtents(x, y)) return undefined;
  if (!isKnownCell(contract, pair.from, pair.to)) return undefined;
  return answered(y, converted(g, pair.from, pair.to, contract.encode));
};

export const executeConvertOracle: Oracle = (call, _contract, g) => {
  const [x, y] = [tensorOf(call, 'x'), tensorOf(call, 'y')];
  const pair = pairOf(x, y);
  if (pair === undefined || !sameExtents(x, y)) return undefined;
  return answered(y, stored(g, pair.from, pair.to));
};
