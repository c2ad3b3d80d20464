/** L3 raw kernel: the bias gradient of Linear before any accumulation. */

import type { Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { symInt32Of } from '../../kit/literals.ts';
import { randomRawSymInt32, target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { biasGradientFits } from './linear_fits.ts';
import { linearBiasGradRawOracle } from './raw_oracle.ts';

const gradCase = casesOf((dy: Tensor, bits: number = 12) => ({
  tensors: { dy, db: target('SYM_INT32', [dy.shape[1] ?? 1], bits) },
}));

function column(set: CaseInput['set'], flags: string, values: readonly number[]): CaseInput {
  return gradCase(set, flags, symInt32Of(values, 0.5, 12, 'HALF_AWAY', [values.length, 1]));
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield gradCase(
    'directed',
    'B6.1',
    symInt32Of([300, -200, 150, 77], 0.02, 12, 'HALF_AWAY', [2, 2]),
  );
  yield gradCase('directed', 'no_label', symInt32Of([9, -9], 3, 31, 'HALF_AWAY', [1, 2]));
  yield column('boundary', 'order', [2147483646, 1]);
  yield column('overflow', 'order', [2147483647, 1]);
  yield column('overflow', 'order', [2147483647, 1, -5]);
  yield column('boundary', 'order', [2147483647, -5, 1]);
  yield column('boundary', 'order', [-2147483648, 5, -1]);
  yield column('overflow', 'order', [-2147483648, -1]);
  yield column('boundary', 'exact', [16777217, 16777217, 1]);
  for (const r of seeded(g, 'random', 16)) {
    const wide = r.pick([8, 12, 12, 16, 24]);
    const dy = randomRawSymInt32(r, [r.int(1, 9), r.int(1, 9)], Math.min(wide, 16), wide);
    yield gradCase('random', 'columns', dy, r.pick([8, 12, 16]));
  }
}

export default defineOp({
  name: 'linear_bias_grad_raw',
  version: 1,
  clause: 'L3',
  summary: 'sums the rows of dy in int32, at its own scale',
  since: '2026-06-11',
  params: {},
  tensors: {
    dy: { role: 'in', dtypes: ['SYM_INT32'], doc: '[B,O]: output gradient, any label' },
    db: { role: 'out', dtypes: ['SYM_INT32'], doc: '[O]: raw sums; width and mode not consulted' },
  },
  fits: biasGradientFits('db'),
  notes: {
    'B6.1': { bug: 'mean instead of sum', effect: 'bias gradients too small' },
    no_label: {
      bug: 'the operand label check of the products applied here too',
      effect: 'wide gradients are refused',
    },
    order: {
      bug: 'terms summed in another order or in a wider type',
      effect: 'another overflow record',
    },
    exact: {
      bug: 'sums in float32',
      effect: 'low bits of large sums are lost',
    },
    columns: {
      bug: 'sums over features instead of over the batch',
      effect: 'gradients of other biases',
    },
  },
  run(n, call) {
    n.fn.linearBiasGradSym(n, call.tensor('dy'), call.tensor('db'));
  },
  oracle: linearBiasGradRawOracle,
  cases,
});
