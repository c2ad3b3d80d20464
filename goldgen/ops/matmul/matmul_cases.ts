/** Operands of matrix products: views, accumulator edges, and what the three matmul ops share. */

import type { Tensor } from '../../../reference/tensor.ts';
import { type CaseSet, casesOf } from '../../kit/cases.ts';
import type { Random } from '../../kit/random.ts';
import { matmulShapes, physicalShape } from '../../kit/shapes.ts';
import { target, withOrder } from '../../kit/tensors.ts';
import type { CaseInput, RecordNote } from '../../op.ts';

/** A matrix of logical extents [rows, columns], stored as it is or transposed. */
export function matrix(
  rows: number,
  columns: number,
  transposed: boolean,
  make: (shape: readonly number[]) => Tensor,
): Tensor {
  if (!transposed) return make([rows, columns]);
  return withOrder(make(physicalShape([rows, columns], [1, 0])), [1, 0]);
}

export interface MatmulPlan {
  readonly label: string;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Every shape of the table under each combination of views. */
export function matmulPlans(): MatmulPlan[] {
  return matmulShapes.flatMap((shape, i) =>
    [0, 1, 2, 3].map((views) => ({
      ...shape,
      label: `${i}/${views}`,
      transposeA: (views & 1) === 1,
      transposeB: (views & 2) === 2,
    })),
  );
}

/** A random shape of at most 6 × 20 × 6 under random views. */
export function randomMatmulPlan(r: Random, label: string): MatmulPlan {
  return {
    label,
    rows: r.int(1, 6),
    inner: r.int(1, 20),
    columns: r.int(1, 6),
    transposeA: r.chance(1, 2),
    transposeB: r.chance(1, 2),
  };
}

/** A product of plain tensors of one dtype, with a bias or without. */
export const productCase = casesOf(
  (a: Tensor, b: Tensor, shape: readonly number[], bias?: Tensor) => {
    const tensors = { a, b, y: target(a.dtype, shape) };
    return { tensors: bias === undefined ? tensors : { ...tensors, bias } };
  },
);

/** A random product of a plan: `make` draws the factors, `makeBias` the bias of every other one. */
export function plannedProduct(
  set: CaseSet,
  flags: string,
  r: Random,
  p: MatmulPlan,
  make: (shape: readonly number[]) => Tensor,
  makeBias: (shape: readonly number[]) => Tensor,
): CaseInput {
  const a = matrix(p.rows, p.inner, p.transposeA, make);
  const b = matrix(p.inner, p.columns, p.transposeB, make);
  const bias = r.chance(1, 2) ? makeBias([p.columns]) : undefined;
  return productCase(set, flags, a, b, [p.rows, p.columns], bias);
}

/** One inner product at an accumulator's edge. */
export interface AccumulatorEdge {
  readonly flag: 'fits' | 'overflows' | 'passes_through' | 'order_only';
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly seed?: number;
}

function repeat(count: number, value: number): number[] {
  return Array.from({ length: count }, () => value);
}

function constant(
  flag: AccumulatorEdge['flag'],
  count: number,
  a: number,
  b: number,
  seed?: number,
): AccumulatorEdge {
  const edge = { flag, a: repeat(count, a), b: repeat(count, b) };
  return seed === undefined ? edge : { ...edge, seed };
}

/**
 * S123: sums just below, at and beyond int32 for operands of 12 and 16 bits; sums that leave int32 on the
 * way and come back; and sums that do so only in another order of the terms.
 */
export const accumulatorEdges: readonly AccumulatorEdge[] = [
  constant('fits', 511, -2048, -2048),
  constant('overflows', 512, -2048, -2048),
  constant('overflows', 513, -2048, -2048),
  constant('fits', 512, -2048, 2047),
  constant('overflows', 513, -2048, 2047),
  constant('fits', 511, -2048, -2048, 4194303),
  constant('overflows', 511, -2048, -2048, 4194304),
  constant('fits', 1, -32768, -32768, 1073741823),
  constant('overflows', 1, -32768, -32768, 1073774592),
  constant('overflows', 2, -32768, -32768),
  constant('overflows', 3, -32768, -32768),
  constant('fits', 2, -32768, 32767),
  constant('overflows', 3, -32768, 32767),
  constant('fits', 2, -32768, -32768, -1),
  { flag: 'passes_through', a: repeat(5, 30000), b: [30000, 30000, 30000, -30000, -30000] },
  { flag: 'passes_through', a: repeat(5, 30000), b: [-30000, -30000, -30000, 30000, 30000] },
  { flag: 'passes_through', a: [-32768, -32768], b: [-32768, 32767], seed: 1073774592 },
  { flag: 'order_only', a: repeat(6, 30000), b: [30000, -30000, 30000, -30000, 30000, -30000] },
  { flag: 'order_only', a: [30000, 30000, 30000], b: [30000, 30000, -30000], seed: -1000000000 },
];

/** S84 with mantissas whose sum float32, int16 or a carried remainder cannot hold. */
export const exactSums: readonly AccumulatorEdge[] = [
  { flag: 'fits', a: [32767, 1, 1], b: [32767, 1, 1] },
  { flag: 'fits', a: [200, 200], b: [200, 200] },
  { flag: 'fits', a: [32767, -32767, 3], b: [32767, 32767, 5] },
  { flag: 'fits', a: [16777217, 1], b: [127, -1] },
];

/** Widths whose kernels keep sums of products in lanes of 8, 16 or 32 bits. */
export const laneWidths = [4, 8, 12] as const;

/** One block of 32 terms and a rest. */
export const laneTerms = 33;

/** A row of the lowest code of a width. */
export function lowestCodes(bits: number): number[] {
  return new Array<number>(laneTerms).fill(-(2 ** (bits - 1)));
}

/** What cases of several matrix products catch. */
export const productNotes = {
  lanes: {
    bug: 'two products of the lowest code summed in a lane of twice the width, where they do not fit',
    effect: 'saturated activations against saturated weights change the sign of a sum',
    clause: 'S84',
  },
  views: {
    bug: 'rows and columns of a transposed view read with exchanged strides',
    effect: 'the product is taken with the transposed weights',
    clause: 'S73, S83',
  },
  vectors: {
    bug: 'a rank-1 operand taken for a column where it is a row, or the reverse',
    effect: 'a product with a vector is the outer one, or refused',
    clause: 'S83',
  },
  refused_inner: {
    bug: 'inner extents of the operands not compared',
    effect: 'memory beyond the shorter operand enters the sums',
    clause: 'S83',
  },
  refused_rank: {
    bug: 'a batch of matrices multiplied as one flat matrix',
    effect: 'rows of one sample are mixed with those of the next',
    clause: 'S83',
  },
  fits: {
    bug: 'a saturating accumulator or a bound on the number of terms',
    effect: 'legal sums differ at the edge',
    clause: 'S84, S123',
  },
  passes_through: {
    bug: 'a wider or float accumulator, in which an overflow that comes back leaves no trace',
    effect: 'the C kernel’s sums depend on its optimisation level',
    clause: 'S84',
  },
  order_only: {
    bug: 'terms summed backwards or in lanes, which overflows where the clause’s order fits',
    effect: 'a sum that fits wraps on the device, and a large activation changes its sign',
    clause: 'S84',
  },
} as const satisfies Readonly<Record<string, RecordNote>>;
