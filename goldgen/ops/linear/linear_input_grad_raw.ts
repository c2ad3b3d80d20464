/** L4 raw kernel: the input gradient of Linear before the write epilogue. */

import type { Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { randomSymOperand } from '../../kit/layer_operands.ts';
import { symInt32Of } from '../../kit/literals.ts';
import { views, viewsFit } from '../../kit/matmul_fits.ts';
import { matmulShapes } from '../../kit/shapes.ts';
import { randomSymInt32, target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { linearInputGradRawOracle } from './raw_oracle.ts';

const gradCase = casesOf((dy: Tensor, weight: Tensor, bits: number = 12) => {
  const dx = target('SYM_INT32', [dy.shape[0] ?? 1, weight.shape[1] ?? 1], bits);
  return { tensors: { dy, weight, dx } };
});

function* cases(g: CaseGen): Iterable<CaseInput> {
  const dy = symInt32Of([300, -200, 150, 77], 0.02, 12, 'HALF_AWAY', [2, 2]);
  const weight = symInt32Of([10, 20, -30, -5, 0, 7], 0.02, 12, 'HALF_AWAY', [2, 3]);
  yield gradCase('directed', 'B6.1', dy, weight);
  const loss = symInt32Of([2047, -333], 0.002, 12, 'HALF_AWAY', [1, 2]);
  const square = symInt32Of([1024, -512, 256, 2047], 0.0005, 12, 'HALF_AWAY', [2, 2]);
  yield gradCase('directed', 'H2', loss, square);
  for (const [set, count] of [
    ['boundary', 511],
    ['overflow', 512],
  ] as const) {
    const low = new Array(count).fill(-2048);
    const a = symInt32Of(low, 1, 12, 'HALF_AWAY', [1, count]);
    yield gradCase(set, 'budget', a, symInt32Of(low, 1, 12, 'HALF_AWAY', [count, 1]));
  }
  for (const [i, { rows, inner, columns }] of matmulShapes.entries()) {
    const r = g.random(`shape/${i}`);
    const left = randomSymOperand(r, [rows, inner], g.contract);
    const right = randomSymOperand(r, [inner, columns], g.contract);
    yield gradCase('boundary', 'not_transposed', left, right, r.pick([8, 12, 16]));
  }
  for (const r of seeded(g, 'random', 12)) {
    const features = r.int(1, 7);
    const left = randomSymInt32(r, [r.int(1, 4), features], 12);
    const right = randomSymInt32(r, [features, r.int(1, 9)], 12);
    yield gradCase('random', 'not_transposed', left, right);
  }
  if (g.contract.matmulLabelMax === 0) return;
  const wide = symInt32Of([1], 1, 13, 'HALF_AWAY', [1, 1]);
  const narrow = symInt32Of([1], 1, 12, 'HALF_AWAY', [1, 1]);
  yield gradCase('negative', 'label', wide, narrow);
  yield gradCase('negative', 'label', narrow, wide);
  yield gradCase('negative', 'features', dy, symInt32Of([1, 2, 3], 1, 12, 'HALF_AWAY', [3, 1]));
}

export default defineOp({
  name: 'linear_input_grad_raw',
  version: 1,
  clause: 'L4',
  summary: 'sums dy·W in int32, at the product of the two scales',
  since: '2026-06-11',
  params: {},
  tensors: {
    dy: { role: 'in', dtypes: ['SYM_INT32'], doc: '[B,O]: output gradient, label at most 12' },
    weight: { role: 'in', dtypes: ['SYM_INT32'], doc: '[O,I]: weights, label at most 12' },
    dx: {
      role: 'out',
      dtypes: ['SYM_INT32'],
      doc: '[B,I]: raw sums; width and mode not consulted',
    },
  },
  fits: viewsFit(['dy', views.left('dy')], ['weight', views.right('weight')], 'dx'),
  notes: {
    'B6.1': {
      bug: 'one operand’s scale instead of the product',
      effect:
        'input gradients lack the factor of one scale, so earlier layers learn at another rate',
    },
    H2: {
      bug: 'the kernel restores the width itself',
      effect: 'a raw wire is lost',
      clause: 'H2',
    },
    not_transposed: {
      bug: 'W transposed as in the forward',
      effect: 'gradients of other inputs',
    },
    budget: {
      bug: 'a 16-bit, 53-bit, float or saturating accumulator',
      effect: 'an overflow of 512 worst-case products is not seen',
      clause: 'S123',
    },
    label: {
      bug: 'no operand label check',
      effect: 'operands too wide for the accumulator pass',
      clause: 'S86, S122',
    },
    features: { bug: 'unequal feature counts not refused', effect: 'reads past W', clause: 'S83' },
  },
  run(n, call) {
    const [dy, weight] = [call.tensor('dy'), call.tensor('weight')];
    n.fn.linearInputGradSym(n, dy, weight, call.tensor('dx'));
  },
  oracle: linearInputGradRawOracle,
  cases,
});
