/** S86, S87: the SYM_INT32 matrix product with and without bias. */

import type { Tensor } from '../../../reference/tensor.ts';
import { casesOf, labels } from '../../kit/cases.ts';
import { symInt32Of } from '../../kit/literals.ts';
import { productFits } from '../../kit/matmul_fits.ts';
import type { Random } from '../../kit/random.ts';
import { randomScale, randomSymInt32, target, withOrder } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import {
  type MatmulPlan,
  matmulPlans,
  matrix,
  productNotes,
  randomMatmulPlan,
} from './matmul_cases.ts';
import { matmulSymOracle } from './oracle.ts';
import { symProductNotes } from './sym_product_notes.ts';
import { lanes, type SymProduct, soundness, symProducts } from './sym_products.ts';

interface Operands {
  readonly a: Tensor;
  readonly b: Tensor;
  readonly bias?: Tensor;
}

const product = casesOf((operands: Operands, shape: readonly number[], rng: number = 1) => {
  // width, mode and scale of the target are not looked at
  const y = target('SYM_INT32', shape, 7, 'SR_HALF_AWAY', 0.75);
  return { tensors: { ...operands, y }, rng };
});

function fromProduct({ set, flags, x, weight, bias, rng }: SymProduct): CaseInput {
  const b = withOrder(weight, [1, 0]);
  const operands = bias === undefined ? { a: x, b } : { a: x, b, bias };
  return product(set, flags, operands, [x.shape[0]!, weight.shape[0]!], rng);
}

function fromPlan(set: CaseInput['set'], flags: string, r: Random, p: MatmulPlan): CaseInput {
  const make = (shape: readonly number[]) => randomSymInt32(r, shape, r.pick([4, 8, 12]));
  const a = matrix(p.rows, p.inner, p.transposeA, make);
  const b = matrix(p.inner, p.columns, p.transposeB, make);
  const shape = [p.rows, p.columns];
  if (r.chance(1, 3)) return product(set, flags, { a, b }, shape);
  const mode = r.pick(['HALF_AWAY', 'SR_HALF_AWAY'] as const);
  const bias = randomSymInt32(r, [p.columns], r.pick([8, 12, 16]), randomScale(r, -20, -6), mode);
  return product(set, flags, { a, b, bias }, shape, r.rngState());
}

function* geometry(): Iterable<CaseInput> {
  const sym = (shape: readonly number[]): Tensor => {
    return symInt32Of([1, 2, 3, 4, 5, 6], 0.5, 12, 'HALF_AWAY', shape);
  };
  const bias = symInt32Of([1, 2], 0.5, 12);
  yield product('negative', 'refused_inner', { a: sym([2, 3]), b: sym([2, 3]) }, [2, 3]);
  const a32 = withOrder(sym([2, 3]), [1, 0]);
  yield product('negative', 'refused_inner', { a: a32, b: sym([3, 2]), bias }, [3, 2]);
  yield product('negative', 'refused_rank', { a: sym([1, 2, 3]), b: sym([3, 2]) }, [2, 2]);
  yield product('negative', 'refused_rank', { a: sym([2, 3]), b: sym([3, 2, 1]) }, [2, 2]);
  const row = symInt32Of([1, -2, 3], 0.25, 12);
  yield product('directed', 'vectors', { a: row, b: sym([3, 2]), bias }, [1, 2]);
  yield product('directed', 'vectors', { a: sym([2, 3]), b: row }, [2, 1]);
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  for (const p of symProducts(g.contract)) yield fromProduct(p);
  yield* geometry();
  for (const p of matmulPlans()) yield fromPlan('boundary', 'views', g.random(p.label), p);
  for (const label of labels('random', 24)) {
    const r = g.random(label);
    yield fromPlan('random', 'views', r, randomMatmulPlan(r, label));
  }
  for (const p of soundness()) yield fromProduct(p);
  for (const p of lanes()) yield fromProduct(p);
  const column = symInt32Of([1, -2, 3], 0.25, 12);
  const a = symInt32Of([1, 2, 3, 4, 5, 6], 0.5, 12, 'HALF_AWAY', [2, 3]);
  const bias = symInt32Of([5], 0.5, 12);
  yield product('directed', 'vectors', { a, b: column, bias }, [2, 1]);
  yield product('directed', 'vectors', { a: column, b: column, bias }, [1, 1]);
  if (g.contract.matmulBiasCheck === 'unchecked') return;
  const two = symInt32Of([5, 6], 0.5, 12);
  yield product('negative', 'vectors', { a, b: column, bias: two }, [2, 1]);
}

export default defineOp({
  name: 'matmul_sym',
  version: 1,
  clause: 'S86, S87',
  summary: 'multiplies SYM_INT32 matrices into raw mantissas at the product scale',
  since: '2026-06-11',
  params: {},
  tensors: {
    a: { role: 'in', dtypes: ['SYM_INT32', 'FLOAT32'], doc: '[M, K] or [K]; FLOAT32 is refused' },
    b: { role: 'in', dtypes: ['SYM_INT32', 'FLOAT32'], doc: '[K, N] or [K]; FLOAT32 is refused' },
    bias: {
      role: 'in',
      dtypes: ['SYM_INT32', 'FLOAT32'],
      optional: true,
      doc: '[N]: rescaled into the accumulator; FLOAT32 is refused',
    },
    y: { role: 'out', dtypes: ['SYM_INT32'], doc: '[M, N]: raw, written flat; only scale is set' },
  },
  fits: productFits('a', 'b', 'y'),
  notes: {
    ...symProductNotes,
    refused_inner: productNotes.refused_inner,
    refused_rank: productNotes.refused_rank,
    vectors: productNotes.vectors,
    views: productNotes.views,
  },
  run(n, call) {
    const [a, b, y] = [call.tensor('a'), call.tensor('b'), call.tensor('y')];
    const bias = call.tensors.bias;
    if (bias === undefined) n.fn.matmulSym(n, a, b, y);
    else n.fn.matmulSymBias(n, a, b, bias, y);
  },
  oracle: matmulSymOracle,
  cases,
});
