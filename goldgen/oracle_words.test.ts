/** Goal: the oracle answers what the specification answers, and is silent where it does not know; calls that fuzzing found. */

import { expect, it } from 'vitest';
import { type ContractId, defaultContractId } from '../reference/contracts.ts';
import { newTensor } from '../reference/tensor.ts';
import { askOracle } from './case.ts';
import { float32Of, symInt32Of } from './kit/literals.ts';
import { asymOf, symOf } from './kit/packed.ts';
import { target } from './kit/tensors.ts';
import type { CaseTensors, Params } from './op.ts';
import { findOp } from './registry.ts';
import { callToWire } from './wire.ts';

function wordOn(
  name: string,
  params: Params,
  tensors: CaseTensors,
  contract: ContractId = defaultContractId,
): unknown {
  const op = findOp(name)!;
  return askOracle(op, contract, callToWire(op, params, tensors, 1)).verdict;
}

const codes = () => target('INT32', [3]);

it('codes of no width are zeros in ASYM (S5), and refused in SYM (S6)', () => {
  const asym = wordOn('unpack_bits', {}, { x: newTensor('ASYM', [3], 0), y: codes() });
  expect(asym).toMatchObject({ y: { data: Int32Array.of(0, 0, 0) } });
  const sym = wordOn('unpack_bits', {}, { x: newTensor('SYM', [3], 0), y: codes() });
  expect(sym).toBe('refused');
  const wide = wordOn('unpack_bits', {}, { x: asymOf([1, 0, 3], 2), y: codes() });
  expect(wide).toMatchObject({ y: { data: Int32Array.of(1, 0, 3) } });
  const signed = wordOn('unpack_bits', {}, { x: symOf([1, 0, -1], 2), y: codes() });
  expect(signed).toMatchObject({ y: { data: Int32Array.of(1, 0, -1) } });
});

it('maxima next to NaN are not told, whatever a conversion would make of them', () => {
  const window = { kernel: 2, stride: 1, dilation: 1, padding: 'VALID', padding_amount: 0 };
  const params = { arithmetic: 'ARITH_FLOAT32', rounding: 'HALF_AWAY', ...window };
  const maxima = (values: readonly number[]): unknown =>
    wordOn('max_pool1d_forward', params, {
      x: float32Of(values, [1, 1, 3]),
      y: target('SYM', [1, 1, 2], 8),
      argmax: target('INT32', [1, 1, 2]),
    });
  expect(maxima([0, Number.NaN, 1])).toBeUndefined();
  expect(maxima([0, 2, 1])).toMatchObject({ argmax: { data: Int32Array.of(1, 1) } });
});

it('a product of a norm overflows although its sum with the seed does not (L17)', () => {
  const raw = (gamma: number): unknown =>
    wordOn(
      'group_norm_forward_raw',
      { eps: 1, groups: 1 },
      {
        x: symInt32Of([0, -1], 1, 12, 'HALF_AWAY', [1, 2, 1]),
        gamma: symInt32Of([gamma, 0], 1, 12),
        beta: symInt32Of([-2047, 0], 1, 12),
        y: target('SYM_INT32', [1, 2, 1], 12),
      },
    );
  // 2047 times the first is 2^31 − 512
  expect(raw(1049088)).toMatchObject({ y: { shape: [1, 2, 1] } });
  expect(raw(1049089)).toBe('overflow');
});

it('a label that no int32 has is refused by a norm where it is guarded, else not told (L14)', () => {
  const params = { arithmetic: 'ARITH_SYM_INT32', rounding: 'HALF_AWAY', eps: 1 };
  const one = (bits: number) => symInt32Of([1], 1, bits);
  const tensors = { x: one(0), gamma: one(12), beta: one(12), y: target('SYM_INT32', [1], 12) };
  expect(wordOn('layer_norm_forward', params, tensors)).toBe('refused');
  expect(wordOn('layer_norm_forward', params, tensors, 'sym-2026-06-23')).toBeUndefined();
});
