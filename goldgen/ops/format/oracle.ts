/** Oracle of packing and bit access (S5–S7). */

import { codesOfPayload, payloadOf } from '../../../reference/independent/storage.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { filled, numbersOf } from '../../kit/oracle.ts';
import { numberParam, type Oracle, tensorOf } from '../../op.ts';

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
  const isAsked = tensorOf(call, 'index').data.length > 0;
  if (t.dtype !== 'BOOL') return isAsked ? 'refused' : undefined;
  const [bits, before] = [numbersOf(t), [] as number[]];
  const value = numbersOf(tensorOf(call, 'value'));
  numbersOf(tensorOf(call, 'index')).forEach((at, i) => {
    before.push(bits[at]!);
    bits[at] = value[i] === 0 ? 0 : 1;
  });
  return { t: filled(t, bits), y: filled(tensorOf(call, 'y'), before) };
};
