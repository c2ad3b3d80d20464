/** S83, S84: the integer matrix product. */

import { ints, store } from '../../../reference/tensor.ts';
import { labels } from '../../kit/cases.ts';
import { int32Of } from '../../kit/literals.ts';
import { integerProductFits } from '../../kit/matmul_fits.ts';
import type { Random } from '../../kit/random.ts';
import { randomInt32 } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import {
  accumulatorEdges,
  exactSums,
  laneTerms,
  laneWidths,
  lowestCodes,
  type MatmulPlan,
  matmulPlans,
  plannedProduct,
  productCase,
  productNotes,
  randomMatmulPlan,
} from './matmul_cases.ts';
import { matmulInt32Oracle } from './oracle.ts';

function fromPlan(set: CaseInput['set'], flags: string, r: Random, p: MatmulPlan): CaseInput {
  const factors = (shape: readonly number[]) => randomInt32(r, shape, 12);
  return plannedProduct(set, flags, r, p, factors, (shape) => randomInt32(r, shape, 24));
}

/** V23: 511 worst products of 12-bit operands fit, 512 do not. */
function* soundness(): Iterable<CaseInput> {
  for (const count of [511, 512]) {
    const lowest = Array.from({ length: count }, () => -2048);
    const set = count === 511 ? 'directed' : 'overflow';
    yield productCase(set, 'V23', int32Of(lowest, [1, count]), int32Of(lowest, [count, 1]), [1, 1]);
  }
}

function* directed(): Iterable<CaseInput> {
  const x = int32Of([10, 20, 30], [1, 3]);
  const w = int32Of([1, 2, 3, 4, 5, 6], [2, 3]);
  yield productCase('directed', 'V18', x, { ...w, order: [1, 0] }, [1, 2]);
  const square = int32Of([1, 2, 3, 4], [2, 2]);
  yield productCase('directed', 'V18', square, { ...square, order: [1, 0] }, [2, 2]);
  yield productCase('directed', 'V18', { ...square, order: [1, 0] }, square, [2, 2]);
  yield productCase('directed', 'vectors', int32Of([1, 2, 3]), int32Of([4, 5, 6]), [1, 1]);
  yield productCase(
    'directed',
    'vectors',
    int32Of([1, 2, 3]),
    int32Of([1, 2, 3, 4, 5, 6], [3, 2]),
    [1, 2],
  );
  yield productCase(
    'directed',
    'vectors',
    int32Of([1, 2, 3, 4, 5, 6], [2, 3]),
    int32Of([7, 8, 9]),
    [2, 1],
  );
  yield productCase('directed', 'seeds', x, { ...w, order: [1, 0] }, [1, 2], int32Of([1000, -7]));
  const rows = int32Of([1, 0, 0, 1, 1, 1], [3, 2]);
  yield productCase('directed', 'seeds', rows, square, [3, 2], int32Of([100, 200]));
}

function* edges(): Iterable<CaseInput> {
  for (const { flag, a, b, seed } of accumulatorEdges) {
    const set = flag === 'fits' ? 'boundary' : 'overflow';
    const bias = seed === undefined ? undefined : int32Of([seed]);
    yield productCase(set, flag, int32Of(a), int32Of(b), [1, 1], bias);
  }
  for (const { a, b } of exactSums) {
    yield productCase('boundary', 'exact_sum', int32Of(a), int32Of(b), [1, 1]);
  }
  const factors = [
    [46340, 46340],
    [65536, -32768],
    [-2147483648, 1],
  ] as const;
  for (const [a, b] of factors) {
    yield productCase('boundary', 'product_fits', int32Of([a]), int32Of([b]), [1, 1]);
  }
  const tooLarge = [
    [46341, 46341],
    [65536, 32768],
    [-2147483648, -1],
    [2147483647, 2147483647],
    [-2147483648, -2147483648],
  ] as const;
  for (const [a, b] of tooLarge) {
    yield productCase('overflow', 'product_overflows', int32Of([a, 1]), int32Of([b, 1]), [1, 1]);
  }
}

function* negatives(): Iterable<CaseInput> {
  const m23 = int32Of([1, 2, 3, 4, 5, 6], [2, 3]);
  yield productCase('negative', 'refused_inner', m23, m23, [2, 3]);
  yield productCase('negative', 'refused_inner', int32Of([1, 2]), int32Of([1, 2, 3]), [1, 1]);
  const square = int32Of([1, 2, 3, 4, 5, 6], [3, 2]);
  yield productCase('negative', 'refused_inner', m23, { ...square, order: [1, 0] }, [2, 3]);
  const cube = int32Of([1, 2, 3, 4, 5, 6], [1, 2, 3]);
  yield productCase('negative', 'refused_rank', cube, square, [2, 2]);
  yield productCase(
    'negative',
    'refused_rank',
    m23,
    int32Of([1, 2, 3, 4, 5, 6], [3, 2, 1]),
    [2, 2],
  );
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* edges();
  yield* negatives();
  for (const p of matmulPlans()) yield fromPlan('boundary', 'views', g.random(p.label), p);
  for (const label of labels('random', 24)) {
    const r = g.random(label);
    yield fromPlan('random', 'views', r, randomMatmulPlan(r, label));
  }
  const negative = int32Of([-1, -2048, 2047, -7], [2, 2]);
  yield productCase('directed', 'signed', negative, int32Of([-3, 5, 11, -2048], [2, 2]), [2, 2]);
  yield* soundness();
  for (const bits of laneWidths) {
    const lowest = lowestCodes(bits);
    const [a, b] = [int32Of(lowest, [1, laneTerms]), int32Of(lowest, [laneTerms, 1])];
    yield productCase('boundary', 'lanes', a, b, [1, 1]);
  }
}

export default defineOp({
  name: 'matmul_int32',
  version: 1,
  clause: 'S84',
  summary: 'multiplies integer matrices, each column starting at its seed',
  since: '2026-06-11',
  params: {},
  tensors: {
    a: { role: 'in', dtypes: ['INT32'], doc: '[M, K] or [K]; views allowed' },
    b: { role: 'in', dtypes: ['INT32'], doc: '[K, N] or [K]; views allowed' },
    bias: { role: 'in', dtypes: ['INT32'], optional: true, doc: '[N]: seeds, as they are' },
    y: { role: 'out', dtypes: ['INT32'], doc: '[M, N], written flat' },
  },
  fits: integerProductFits('a', 'b', 'y'),
  notes: {
    V23: {
      bug: 'another number of terms admitted: 511 worst products fit, 512 do not',
      effect: 'legal sums refused, or an overflow that goes unnoticed',
      clause: 'S84, S123',
    },
    V18: {
      bug: 'transposed views read in storage order, or transposed twice',
      effect: 'another matrix',
      clause: 'S73, S83',
    },
    vectors: {
      bug: 'a rank-1 left operand taken for a column, or a right one for a row',
      effect: 'outer instead of inner product, or a refusal',
      clause: 'S83',
    },
    seeds: {
      bug: 'one seed taken per row instead of per column, or added twice',
      effect: 'each sample gets another bias, or the bias counts double',
    },
    lanes: productNotes.lanes,
    fits: productNotes.fits,
    overflows: {
      bug: 'the accumulator held in int64 or float, or saturated, so that int32 never overflows',
      effect: 'a simulation shows large sums that change their sign on the device',
      clause: 'S84, S123',
    },
    passes_through: productNotes.passes_through,
    order_only: productNotes.order_only,
    exact_sum: {
      bug: 'sums in int16, float32 or with products in float32',
      effect: 'low bits lost',
    },
    product_fits: {
      bug: 'products kept in 16 bits',
      effect: 'products of wide mantissas keep their low bits only',
    },
    product_overflows: {
      bug: 'products formed in int64 or float, so that int32 never overflows',
      effect: 'a simulation shows large products that change their sign on the device',
    },
    refused_inner: {
      bug: 'inner extents compared in storage order or not at all',
      effect: 'reads beyond an operand',
      clause: 'S83',
    },
    refused_rank: productNotes.refused_rank,
    signed: {
      bug: 'mantissas read as unsigned codes',
      effect: 'negative operands become large positive ones',
      clause: 'S6, S84',
    },
    views: productNotes.views,
  },
  run(n, call) {
    const bias = call.tensors.bias;
    const seeds = bias === undefined ? undefined : ints(bias);
    const y = n.fn.matmulInt(n, call.tensor('a'), call.tensor('b'), seeds);
    store(ints(call.tensor('y')), y);
  },
  oracle: matmulInt32Oracle,
  cases,
});
