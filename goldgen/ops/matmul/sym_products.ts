/**
 * SYM_INT32 products x·Wᵀ + b that separate kernels (S86, S87, L1): used by the matmul op (W seen through a
 * transposed view) and by the raw Linear op.
 */

import type { Contract } from '../../../reference/contracts.ts';
import type { Rounding, Tensor } from '../../../reference/tensor.ts';
import { f32, float32Of, symInt32Of } from '../../kit/literals.ts';
import { stateOfDrawZero, stateOfLargestDraw } from '../../kit/rounding_cases.ts';
import type { CaseInput } from '../../op.ts';
import { accumulatorEdges, laneTerms, laneWidths, lowestCodes } from './matmul_cases.ts';

export interface SymProduct {
  readonly set: CaseInput['set'];
  readonly flags: string;
  /** [B, I] */
  readonly x: Tensor;
  /** [O, I] */
  readonly weight: Tensor;
  /** [O] */
  readonly bias?: Tensor;
  readonly rng?: number;
}

function sym(
  mantissas: readonly number[],
  scale: string | number,
  shape: readonly number[],
  bits = 12,
  rounding: Rounding = 'HALF_AWAY',
): Tensor {
  return symInt32Of(mantissas, scale, bits, rounding, shape);
}

/** V7: seeds 8 and −2, raw 6 11 at 0.125. */
function v7(mode: Rounding = 'HALF_AWAY'): Pick<SymProduct, 'x' | 'weight' | 'bias'> {
  const x = sym([3, -2], 0.5, [1, 2]);
  // S87 gives w as [inner, columns]; a Linear weight is its transpose
  const weight = sym([4, 7, 1, -5], 0.25, [2, 2]);
  return { x, weight, bias: sym([10, -3], 0.1, [2], 12, mode) };
}

function* worked(): Iterable<SymProduct> {
  yield { set: 'directed', flags: 'V7', ...v7() };
  const { x, weight } = v7();
  yield { set: 'directed', flags: 'V7', x, weight };
  const ramp = sym([1, 2, 3, 4, 5, 6], 0.5, [2, 3]);
  yield { set: 'directed', flags: 'V18', x: sym([10, 20, 30], 0.25, [1, 3]), weight: ramp };
  yield {
    set: 'directed',
    flags: 'V18',
    x: sym([1, 2, 3, 4], 0.25, [2, 2]),
    weight: sym([1, 2, 3, 4], 0.5, [2, 2]),
  };
  yield {
    set: 'directed',
    flags: 'V22',
    x: sym([1102, -2047], 0.001, [1, 2]),
    weight: sym([1024, -512, 256, 2047], 0.0005, [2, 2]),
    bias: sym([1024, -2047], 1e-4, [2]),
  };
  yield {
    set: 'directed',
    flags: 'B6.1',
    x: sym([100, -50, 25, 3, 2047, -7], 0.01, [2, 3]),
    weight: sym([10, 20, -30, -5, 0, 7], 0.02, [2, 3]),
    bias: sym([40, -8], 0.05, [2]),
  };
}

/** Seeds: association, ties, the record's own mode, one draw per column, wide labels. */
function* seeds(): Iterable<SymProduct> {
  const one = (scale: string): Tensor => sym([0], scale, [1, 1]);
  const associations = [
    [3, '3d4ccccc', '3ca3d70a', 'V9'],
    [922, '3b8edf46', '38c2f97a', 'B6.11'],
    [1034, '3ad94898', '38b284c2', 'B6.11'],
  ] as const;
  for (const [q, sP, sA, flags] of associations) {
    yield { set: 'directed', flags, x: one(sA), weight: one('3f800000'), bias: sym([q], sP, [1]) };
  }
  const rows = sym([1, 0, 0, 1, 1, 1], 0.5, [3, 2]);
  const weight = sym([3, -1, 2, 5], 0.25, [2, 2]);
  for (const rng of [5, 6, 7, stateOfDrawZero, stateOfLargestDraw]) {
    const bias = sym([10, -3], 0.1, [2], 12, 'SR_HALF_AWAY');
    yield { set: 'directed', flags: 'draw_per_column', x: rows, weight, bias, rng };
  }
  const ties = sym([1, -1, 3], 0.0625, [3]);
  const unit = sym([1, 2, 3], 1, [3, 1]);
  yield {
    set: 'directed',
    flags: 'seed_ties',
    x: sym([1], 0.125, [1, 1]),
    weight: unit,
    bias: ties,
  };
  const wide = sym([30000, -32768], 0.125, [2], 16);
  yield { set: 'directed', flags: 'wide_bias', x: rows, weight, bias: wide };
}

/** S20 guard on bias seeds, where the contract has it; else the seeds themselves. */
function* guards(): Iterable<SymProduct> {
  const unit = sym([1, -1], 1, [2, 1]);
  for (const q of [1073774592, -1073774592, 1073774656]) {
    const bias = sym([5, q], 1, [2], 12);
    yield { set: 'boundary', flags: 'guard_edge', x: sym([3], 1, [1, 1]), weight: unit, bias };
  }
  for (const q of [1073774657, -1073774657]) {
    const bias = sym([5, q], 1, [2], 12);
    yield { set: 'negative', flags: 'guard', x: sym([3], 1, [1, 1]), weight: unit, bias };
  }
  const tiny = sym([1, 2], '00800000', [1, 2]);
  const weight = sym([1, 2], '00800000', [1, 2]);
  for (const q of [0, 9]) {
    const bias = sym([q], 0.5, [1]);
    yield { set: 'negative', flags: 'scale_underflow', x: tiny, weight, bias };
  }
  yield { set: 'boundary', flags: 'scale_underflow', x: tiny, weight };
}

/** Operand labels and dtypes; the same calls are legal where a contract checks no label. */
function* labels(contract: Contract): Iterable<SymProduct> {
  const make = (bits: number): Tensor => sym([7, -9], 0.5, [1, 2], bits);
  for (const [bx, bw] of [
    [12, 12],
    [2, 12],
  ] as const) {
    yield { set: 'boundary', flags: 'label', x: make(bx), weight: make(bw) };
  }
  for (const [bx, bw] of [
    [13, 12],
    [12, 13],
    [16, 16],
    [12, 16],
  ] as const) {
    yield { set: 'negative', flags: 'label', x: make(bx), weight: make(bw) };
    const bias = sym([4], 0.5, [1]);
    yield { set: 'negative', flags: 'label', x: make(bx), weight: make(bw), bias };
  }
  // labels are claims: larger mantissas behind a 12-bit label are accepted
  const large = sym([40000, -3], 0.5, [1, 2]);
  yield { set: 'boundary', flags: 'label_only', x: large, weight: make(12) };
  if (contract.matmulLabelMax !== 0) {
    const float = float32Of([1, 2], [1, 2]);
    yield { set: 'negative', flags: 'dtype', x: float, weight: make(12) };
    yield { set: 'negative', flags: 'dtype', x: make(12), weight: float };
  }
  if (contract.matmulBiasCheck === 'unchecked') return;
  yield { set: 'negative', flags: 'dtype', x: make(12), weight: make(12), bias: float32Of([1]) };
  for (const q of [[1, 2], []]) {
    const bias = sym(q, 0.5, [q.length]);
    yield { set: 'negative', flags: 'bias_count', x: make(12), weight: make(12), bias };
  }
}

function* edges(): Iterable<SymProduct> {
  for (const { flag, a, b, seed } of accumulatorEdges) {
    const x = sym(a, 0.5, [1, a.length]);
    const weight = sym(b, 2, [1, b.length]);
    const set = flag === 'fits' ? 'boundary' : 'overflow';
    if (seed === undefined) yield { set, flags: flag, x, weight };
    else yield { set, flags: flag, x, weight, bias: sym([seed], 1, [1], 31) };
  }
  // raw results are far beyond any width
  const x = sym([2047, -2048, 2047, 2047], '38d1b717', [2, 2]);
  const weight = sym([2047, -2048, -2048, 2047], '3727c5ac', [2, 2]);
  yield { set: 'boundary', flags: 'raw', x, weight };
  yield { set: 'boundary', flags: 'raw', x, weight, bias: sym([100000, -3], f32('2f000000'), [2]) };
}

/** V23: 511 worst products of 12-bit operands fit, 512 do not. */
export function* soundness(): Iterable<SymProduct> {
  for (const count of [511, 512]) {
    const lowest = sym(new Array<number>(count).fill(-2048), 0.125, [1, count]);
    const set = count === 511 ? 'directed' : 'overflow';
    yield { set, flags: 'V23', x: lowest, weight: lowest };
  }
}

/** Blocks of the lowest codes of a width, in which a sum of two products leaves a lane of twice the width. */
export function* lanes(): Iterable<SymProduct> {
  for (const bits of laneWidths) {
    const lowest = sym(lowestCodes(bits), 0.125, [1, laneTerms], bits);
    yield { set: 'boundary', flags: 'lanes', x: lowest, weight: lowest };
  }
}

/** All directed products of a contract. */
export function* symProducts(contract: Contract): Iterable<SymProduct> {
  yield* worked();
  yield* seeds();
  yield* guards();
  yield* labels(contract);
  yield* edges();
}
