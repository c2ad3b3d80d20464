/** Oracle of packing and bit access (S5–S7). */

import { codesOfPayload, payloadOf } from '../../../reference/independent/storage.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { filled, numbersOf } from '../../kit/oracle.ts';
import type { Oracle } from '../../op.ts';

export const packBitsOracle: Oracle = (call) => ({
  y: filled(call.tensor('y'), numbersOf(call.tensor('x'))),
});

export const unpackBitsOracle: Oracle = (call) => {
  const [x, y] = [call.tensor('x'), call.tensor('y')];
  if (x.dtype === 'SYM' && x.bits === 0) return 'refused';
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
  const [x, y] = [call.tensor('x'), call.tensor('y')];
  const [from, to] = [call.number('source_bit'), call.number('destination_bit')];
  const [read, result] = [bitsOf(x), bitsOf(y)];
  for (let k = 0; k < call.number('count'); k++) {
    for (let j = 0; j < y.bits; j++) {
      result[to + k * y.bits + j] = j < x.bits ? read[from + k * x.bits + j]! : 0;
    }
  }
  return { y: { ...y, data: Uint8Array.from(payloadOf(result, 1)) } };
};

export const boolAccessOracle: Oracle = (call) => {
  const t = call.tensor('t');
  const isAsked = call.tensor('index').data.length > 0;
  if (t.dtype !== 'BOOL') return isAsked ? 'refused' : undefined;
  const [bits, before] = [numbersOf(t), [] as number[]];
  const value = numbersOf(call.tensor('value'));
  numbersOf(call.tensor('index')).forEach((at, i) => {
    before.push(bits[at]!);
    bits[at] = value[i] === 0 ? 0 : 1;
  });
  return { t: filled(t, bits), y: filled(call.tensor('y'), before) };
};
