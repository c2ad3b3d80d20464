/** S85: the float32 matrix product. */

import { floats, store } from '../../../reference/tensor.ts';
import { labels } from '../../kit/cases.ts';
import { float32Of } from '../../kit/literals.ts';
import { productFits } from '../../kit/matmul_fits.ts';
import type { Random } from '../../kit/random.ts';
import { randomFloat32 } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import {
  type MatmulPlan,
  matmulPlans,
  plannedProduct,
  productCase,
  productNotes,
  randomMatmulPlan,
} from './matmul_cases.ts';
import { matmulFloat32Oracle } from './oracle.ts';

function fromPlan(set: CaseInput['set'], flags: string, r: Random, p: MatmulPlan): CaseInput {
  const factors = (shape: readonly number[]) => randomFloat32(r, shape, -8, 3);
  return plannedProduct(set, flags, r, p, factors, (shape) => randomFloat32(r, shape, -4, 6));
}

function dot(
  set: CaseInput['set'],
  flags: string,
  a: readonly number[],
  b: readonly number[],
  bias?: number,
): CaseInput {
  const start = bias === undefined ? undefined : float32Of([bias]);
  return productCase(set, flags, float32Of(a), float32Of(b), [1, 1], start);
}

function* directed(): Iterable<CaseInput> {
  yield dot('directed', 'bias_first', [1, -1], [100000000, 100000000], 3);
  yield dot('directed', 'bias_first', [1, 1, 1], [1, 1, 1], 16777216);
  yield dot('directed', 'order', [100000000, 1, -100000000, 1], [1, 1, 1, 1]);
  yield dot('directed', 'order', [1, 100000000, 1, -100000000], [1, 1, 1, 1]);
  yield dot('directed', 'order', [16777216, 1, 1, 1, 1], [1, 1, 1, 1, 1]);
  // (1 + 2^-12)^2 − 1 − 2^-11 is 2^-24 if the product is not rounded
  yield dot('directed', 'contraction', [-1 - 2 ** -11, 1 + 2 ** -12], [1, 1 + 2 ** -12]);
  yield dot('directed', 'contraction', [1 + 2 ** -12], [1 + 2 ** -12], -1 - 2 ** -11);
  yield dot('directed', 'signed_zero', [-0, -1], [1, 0]);
  yield dot('directed', 'signed_zero', [-0], [1], -0);
  yield dot('directed', 'not_finite', [Number.POSITIVE_INFINITY, 1], [0, 2]);
  yield dot('directed', 'not_finite', [3e38, 3e38, -3e38], [1, 1, 1]);
  yield dot('directed', 'not_finite', [Number.NaN], [0], 1);
  yield dot('directed', 'subnormal', [2 ** -126, 2 ** -140], [0.5, 0.25], 2 ** -149);
  const square = float32Of([1, 2, 3, 4], [2, 2]);
  yield productCase('directed', 'V18', square, { ...square, order: [1, 0] }, [2, 2]);
  const [row, matrix32] = [float32Of([1, 2, 3]), float32Of([1, 2, 3, 4, 5, 6], [3, 2])];
  yield productCase('directed', 'vectors', row, matrix32, [1, 2], float32Of([0.5, -0.5]));
  // the last terms outweigh all others together
  for (const terms of [5, 7, 9, 11]) {
    const powers = Array.from({ length: terms }, (_unused, k) => 2 ** k);
    yield dot(
      'directed',
      'tail',
      powers,
      powers.map(() => 1),
    );
  }
}

function* negatives(g: CaseGen): Iterable<CaseInput> {
  const [m23, m32] = [float32Of([1, 2, 3, 4, 5, 6], [2, 3]), float32Of([1, 2, 3, 4, 5, 6], [3, 2])];
  yield productCase('negative', 'refused_inner', m23, m23, [2, 3]);
  yield productCase(
    'negative',
    'refused_rank',
    float32Of([1, 2, 3, 4, 5, 6], [2, 3, 1]),
    m32,
    [2, 2],
  );
  if (g.contract.matmulBiasCheck === 'unchecked') return;
  for (const bias of [[1], [1, 2, 3]]) {
    yield productCase('negative', 'refused_bias', m23, m32, [2, 2], float32Of(bias));
  }
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* negatives(g);
  for (const p of matmulPlans()) yield fromPlan('boundary', 'views', g.random(p.label), p);
  for (const label of labels('random', 30)) {
    const r = g.random(label);
    yield fromPlan('random', 'views', r, randomMatmulPlan(r, label));
  }
}

export default defineOp({
  name: 'matmul_float32',
  version: 1,
  clause: 'S85',
  summary: 'multiplies float32 matrices, each sum starting at the bias',
  since: '2026-06-11',
  params: {},
  tensors: {
    a: { role: 'in', dtypes: ['FLOAT32'], doc: '[M, K] or [K]; views allowed' },
    b: { role: 'in', dtypes: ['FLOAT32'], doc: '[K, N] or [K]; views allowed' },
    bias: { role: 'in', dtypes: ['FLOAT32'], optional: true, doc: '[N]' },
    y: { role: 'out', dtypes: ['FLOAT32'], doc: '[M, N], written flat' },
  },
  fits: productFits('a', 'b', 'y'),
  notes: {
    tail: {
      bug: 'an unrolled loop without its tail: the last terms are left out',
      effect: 'layers whose inputs are no multiple of 4 or 8 ignore the last of them',
    },
    bias_first: {
      bug: 'bias added after the products',
      effect: 'last bits of every output differ',
    },
    order: {
      bug: 'pairwise, vectorised or descending summation',
      effect: 'last bits of every output differ',
    },
    contraction: {
      bug: 'fused multiply-add, or double intermediates',
      effect: 'last bits of every output differ',
      clause: 'S85, contraction',
    },
    signed_zero: {
      bug: 'start at the first product instead of +0 or the bias',
      effect: 'the sign of a zero differs',
    },
    not_finite: {
      bug: 'zero operands skipped, or infinities saturated',
      effect: 'a diverged training is not seen',
    },
    subnormal: { bug: 'flush to zero', effect: 'small sums vanish' },
    V18: { bug: 'transposed view read flat', effect: 'another matrix', clause: 'S73, S83' },
    vectors: productNotes.vectors,
    refused_inner: productNotes.refused_inner,
    refused_rank: productNotes.refused_rank,
    refused_bias: {
      bug: 'the bias count not compared with the columns',
      effect: 'memory beyond the bias enters the last columns',
    },
    views: productNotes.views,
  },
  run(n, call) {
    const [a, b] = [call.tensor('a'), call.tensor('b')];
    store(floats(call.tensor('y')), n.fn.matmulFloat(n, a, b, call.tensors.bias));
  },
  oracle: matmulFloat32Oracle,
  cases,
});
