/** L29: the factor of all gradients of a macro batch. */

import { floats } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { below, count, dim, equal, or, rank } from '../../kit/fits.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { mseMeanScaleOracle } from './oracle.ts';

const scaleCase = casesOf((samples: number, shape: readonly number[]) => {
  const tensors = { label: target('FLOAT32', shape), factor: target('FLOAT32', [1]) };
  return { tensors, params: { samples } };
});

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield scaleCase('directed', 'label_shape', 4, [140]);
  yield scaleCase('directed', 'label_shape', 4, [1, 140]);
  yield scaleCase('directed', 'label_shape', 32, [2, 70]);
  yield scaleCase('directed', 'batch_uncounted', 3, [5, 1]);
  yield scaleCase('directed', 'batch_uncounted', 7, [5, 3, 2]);
  yield scaleCase('boundary', 'label_shape', 1, [1]);
  yield scaleCase('boundary', 'label_shape', 1, [1, 1]);
  yield scaleCase('boundary', 'rounded_product', 16777217, [1]);
  yield scaleCase('boundary', 'rounded_product', 5592407, [1, 3]);
  for (const r of seeded(g, 'random', 12)) {
    const shape = Array.from({ length: r.int(1, 3) }, () => r.int(1, 9));
    yield scaleCase('random', 'stream', r.int(1, 64), shape);
  }
}

export default defineOp({
  name: 'mse_mean_scale',
  version: 1,
  clause: 'L29',
  summary: 'factor 1 ÷ (samples · elements per leading entry of the first label)',
  since: '2026-06-11',
  params: {
    samples: { kind: 'int', min: 1, max: 2147483647, doc: 'sample tensors of the macro batch' },
  },
  tensors: {
    label: {
      role: 'in',
      dtypes: ['FLOAT32'],
      unread: { data: 'only the shape of the label decides the factor' },
      doc: 'only its shape is read',
    },
    factor: { role: 'out', dtypes: ['FLOAT32'], doc: '[1]' },
  },
  fits: {
    label: [or(equal(rank('label'), 0), below(0, dim('label', 0)))],
    factor: [equal(count('factor'), 1)],
  },
  notes: {
    label_shape: {
      bug: 'F taken from the model output, or a rank-1 label counted as one entry',
      effect: 'every step is too long or too short by a factor',
      clause: 'L29, L34',
    },
    batch_uncounted: {
      bug: 'the entries of a sample tensor counted as samples',
      effect: 'gradients scaled down by the batch once too often',
      clause: 'L28, L29',
    },
    rounded_product: {
      bug: '1/S · 1/F, or a product that is not rounded to float32',
      effect: 'gradients off by one ulp',
    },
    stream: {
      bug: 'the batch counted as a feature, or 1/S · 1/F instead of 1 ÷ (S·F)',
      effect: 'every step is too short by the batch, or off in the last bit',
    },
  },
  run(n, call) {
    const { shape } = call.tensor('label');
    floats(call.tensor('factor', 1))[0] = n.fn.mseMeanScale(n, call.number('samples'), shape);
  },
  oracle: mseMeanScaleOracle,
  cases,
});
