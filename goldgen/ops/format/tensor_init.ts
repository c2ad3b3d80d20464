/** S2: a fresh tensor of a record, after its validation. */

import { type Dtype, roundings, store, type Tensor } from '../../../reference/tensor.ts';
import { casesOf } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseInput, defineOp } from '../../op.ts';

const initCase = casesOf((dtype: Dtype, shape: readonly number[], bits: number = 0) => {
  const y: Tensor = target(dtype, shape, bits, roundings[bits & 1], 0.375);
  y.zeroPoint = dtype === 'ASYM' ? -77 : 0;
  return { tensors: { y } };
});

function* cases(): Iterable<CaseInput> {
  yield initCase('directed', 'fresh', 'INT32', [3]);
  yield initCase('directed', 'fresh', 'FLOAT32', [2, 2]);
  yield initCase('directed', 'fresh', 'BOOL', [11]);
  for (const bits of [0, 1, 2, 12, 16, 31]) {
    yield initCase('boundary', 'fresh', 'SYM_INT32', [3], bits);
  }
  // SYM is not validated at init
  for (const bits of [0, 1, 3, 12, 31, 32]) yield initCase('boundary', 'fresh', 'SYM', [5], bits);
  for (const bits of [1, 3, 8, 24, 30]) yield initCase('boundary', 'fresh', 'ASYM', [5], bits);
  yield initCase('boundary', 'fresh', 'ASYM', [0], 8);
  for (const bits of [32, 33, 64]) yield initCase('negative', 'refused', 'SYM_INT32', [2], bits);
  for (const bits of [0, 31, 32]) yield initCase('negative', 'refused', 'ASYM', [2], bits);
}

export default defineOp({
  name: 'tensor_init',
  version: 1,
  clause: 'S2, S4',
  summary: 'validates a quantization record and gives zero-filled storage, scale 1, zero point 0',
  since: '2026-07-21',
  params: {},
  tensors: {
    y: {
      role: 'out',
      dtypes: ['INT32', 'FLOAT32', 'SYM_INT32', 'SYM', 'ASYM', 'BOOL'],
      doc: '[…]: dtype, width and mode are given; scale and zero point are overwritten',
    },
  },
  fits: refusesMisfits,
  notes: {
    fresh: {
      bug: 'storage not cleared, a scale or zero point left from before, or legal widths refused',
      effect: 'gradients and optimizer states start from the values of another tensor',
      clause: 'S2',
    },
    refused: {
      bug: 'SYM_INT32 widths above 31 or ASYM widths 0 and above 30 accepted',
      effect: 'the first encode leaves int32',
      clause: 'S2, A1, A2',
    },
  },
  run(n, call) {
    const y = call.tensor('y');
    const fresh = n.fn.initTensor(n, y, y.shape);
    store(y.data, fresh.data);
    y.scale = fresh.scale;
    y.zeroPoint = fresh.zeroPoint;
  },
  cases,
});
