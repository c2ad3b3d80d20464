/** Goal: the oracle answers what the specification answers, and is silent where it does not know; calls that fuzzing found. */

import { expect, it } from 'vitest';
import { defaultContractId } from '../reference/contracts.ts';
import { newTensor } from '../reference/tensor.ts';
import { askOracle } from './case.ts';
import { float32Of } from './kit/literals.ts';
import { asymOf, symOf } from './kit/packed.ts';
import { target } from './kit/tensors.ts';
import type { CaseTensors, Params } from './op.ts';
import { findOp } from './registry.ts';
import { callToWire } from './wire.ts';

function wordOn(name: string, params: Params, tensors: CaseTensors): unknown {
  const op = findOp(name)!;
  return askOracle(op, defaultContractId, callToWire(op, params, tensors, 1)).verdict;
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
