/** The block reductions over trailing axes (S96–S102). */

import type { Numerics } from '../../../reference/numerics.ts';
import { floats, store, type Tensor } from '../../../reference/tensor.ts';
import { labels, newCase } from '../../kit/cases.ts';
import { firstContracted } from '../../kit/contraction.ts';
import {
  and,
  atMost,
  below,
  bits,
  blocks,
  count,
  equal,
  implies,
  isOf,
  param,
  rank,
  type Term,
} from '../../kit/fits.ts';
import { f32, float32Of, symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { permutations } from '../../kit/shapes.ts';
import { randomFloat32, randomSymInt32, target, withOrder } from '../../kit/tensors.ts';
import {
  type CaseGen,
  type CaseInput,
  defineOp,
  type OpDef,
  type OpHead,
  type Oracle,
  type RecordNote,
} from '../../op.ts';
import { viewOf } from '../pointwise/pointwise_op.ts';

export interface Reduction extends OpHead {
  readonly clause: string;
  readonly summary: string;
  readonly dtype: 'FLOAT32' | 'SYM_INT32';
  /** the means are an input */
  readonly aroundMean: boolean;
  /** int32 sums with a bound on the number of terms (S101) */
  readonly sumsMantissas: boolean;
  readonly run: (n: Numerics, x: Tensor, k: number, mean: Float32Array) => Float32Array;
  readonly oracle: Oracle;
  /** the primitive whose sums a compiler may contract */
  readonly contracts?: 'varianceFloat32' | 'varianceSym' | 'sumSquaresFloat32';
}

/** Number of blocks when the trailing k logical axes are reduced. */
function blocksOf(x: Tensor, k: number): number {
  const logical = x.shape.map((_, axis) => x.shape[x.order.indexOf(axis)]!);
  return logical.slice(0, Math.max(0, logical.length - k)).reduce((n, extent) => n * extent, 1);
}

function blockCase(
  reduction: Reduction,
  set: CaseInput['set'],
  flags: string,
  x: Tensor,
  k: number,
  mean: readonly number[] = [],
): CaseInput {
  const blocks = blocksOf(x, k);
  const means = Array.from({ length: blocks }, (_, i) => mean[i] ?? 0.25 * i);
  const y = target('FLOAT32', [blocks]);
  const tensors = reduction.aroundMean ? { x, mean: float32Of(means), y } : { x, y };
  return newCase(set, flags, tensors, { params: { k } });
}

function* floatCases(r: Reduction): Iterable<CaseInput> {
  yield blockCase(r, 'directed', 'V17', float32Of([0.1, 0.2, 0.4, -0.3]), 1, [f32('3dccccce')]);
  yield blockCase(r, 'directed', 'order', float32Of([100000000, 1, -100000000, 1]), 1);
  yield blockCase(r, 'directed', 'order', float32Of([1, 1, 1, 16777216]), 1);
  yield blockCase(r, 'directed', 'order', float32Of([16777216, 1, 1, 1, 1, 1]), 1, [0]);
  yield blockCase(r, 'boundary', 'special_values', float32Of('7f800000 3f800000'), 1);
  yield blockCase(r, 'boundary', 'special_values', float32Of('3f800000 7fc00000'), 1);
  yield blockCase(r, 'boundary', 'special_values', float32Of('80000000 80000000'), 1);
  yield blockCase(r, 'boundary', 'special_values', float32Of('00000001 00000003 00000002'), 1);
  yield blockCase(r, 'boundary', 'special_values', float32Of('7f7fffff 7f7fffff ff7fffff'), 1);
}

function* symCases(r: Reduction): Iterable<CaseInput> {
  const sym = (q: readonly number[], scale: string | number, bits = 12): Tensor =>
    symInt32Of(q, scale, bits);
  yield blockCase(r, 'directed', 'V17', sym([1, 2, 4], 0.1), 1, [f32('3e6eeeef')]);
  yield blockCase(r, 'directed', 'mean_order', sym([1, 0, 0, 0, 0], 0.1), 1, [f32('3ca3d70b')]);
  yield blockCase(r, 'directed', 'mean_order', sym([2047, 2046, -7], 0.1), 1, [0]);
  yield blockCase(r, 'boundary', 'label', sym([1, -1, 1], 0.5, 1), 1);
  yield blockCase(r, 'boundary', 'label', sym([32767, -3, 1], 0.5, 16), 1);
  yield blockCase(r, 'negative', 'refused_label', sym([1, 2], 0.5, 17), 1);
  yield blockCase(r, 'negative', 'refused_label', sym([1, 2], 0.5, 0), 1);
  yield blockCase(r, 'negative', 'refused_dtype', float32Of([1, 2]), 1);
  yield blockCase(r, 'boundary', 'label_only', sym([16777217, 16777219, 5], 0.5, 12), 1);
  // no element at all, but N counts the reduced extents
  const bound = r.sumsMantissas ? 'negative' : 'boundary';
  const empty = (extent: number): Tensor => symInt32Of([], 0.5, 16, 'HALF_AWAY', [0, extent]);
  yield blockCase(r, bound, 'bound_on_n', empty(65536), 1);
  yield blockCase(r, 'boundary', 'bound_on_n', empty(65535), 1);
  if (!r.sumsMantissas) return;
  yield blockCase(r, 'boundary', 'sum_fits', sym([2147483647, -5, 5], 0.5), 1);
  yield blockCase(r, 'overflow', 'sum_overflows', sym([2147483647, 5, -6], 0.5), 1);
  yield blockCase(r, 'overflow', 'sum_overflows', sym([-2147483648, -1], 0.5), 1);
}

function* shared(r: Reduction): Iterable<CaseInput> {
  const values = Array.from({ length: 24 }, (_, i) => i * i - 40);
  const plain =
    r.dtype === 'FLOAT32'
      ? float32Of(values, [2, 3, 4])
      : symInt32Of(values, 0.125, 12, 'HALF_AWAY', [2, 3, 4]);
  for (let k = 0; k <= 3; k++) yield blockCase(r, 'boundary', 'axes', plain, k);
  yield blockCase(r, 'negative', 'refused_axes', plain, 4);
  for (const order of permutations(3).slice(1)) {
    for (const k of [1, 2]) yield blockCase(r, 'directed', 'V29', withOrder(plain, order), k);
  }
}

/** Blocks without an element, and no block at all. */
function* emptyBlocks(r: Reduction): Iterable<CaseInput> {
  for (const [shape, k] of [
    [[2, 0], 1],
    [[0], 1],
    [[0, 3], 1],
    [[2, 0, 3], 2],
  ] as const) {
    const x =
      r.dtype === 'FLOAT32' ? float32Of([], shape) : symInt32Of([], 0.5, 12, 'HALF_AWAY', shape);
    yield blockCase(r, 'boundary', 'empty', x, k);
  }
}

function randomCase(reduction: Reduction, r: Random): CaseInput {
  const rank = r.int(1, 4);
  const logical = Array.from({ length: rank }, () => r.int(1, 4));
  const make = (shape: readonly number[]): Tensor =>
    reduction.dtype === 'FLOAT32'
      ? randomFloat32(r, shape, -5, 3)
      : randomSymInt32(r, shape, r.pick([4, 8, 12, 16]));
  const x = viewOf(logical, r.pick(permutations(rank)), make);
  const k = r.int(0, rank);
  const mean = Array.from({ length: blocksOf(x, k) }, () => r.float32(-4, 1));
  return blockCase(reduction, 'random', 'blocks', x, k, mean);
}

const sharedNotes: Readonly<Record<string, RecordNote>> = {
  V17: {
    bug: 'N − 1 instead of N, a missing division, or double accumulation',
    effect: 'every statistic differs',
    clause: 'S97–S102',
  },
  axes: {
    bug: 'the leading axes reduced instead of the trailing ones',
    effect: 'statistics mix samples of a batch instead of the features of one',
    clause: 'S96',
  },
  refused_axes: {
    bug: 'k not compared with the rank',
    effect: 'strides beyond the shape are read as extents',
    clause: 'S96',
  },
  V29: {
    bug: 'the permutation applied in the inverse direction, or ignored',
    effect: 'means are taken over elements of other rows, or in another order',
    clause: 'S73, S96',
  },
  empty: {
    bug: 'the division of a sum of no elements left out, or the block itself',
    effect: 'a statistic of nothing is 0 or stale, where the division says NaN',
    clause: 'S96–S102',
  },
  blocks: {
    bug: 'a block of one element skipped, or N taken from the whole tensor',
    effect: 'variances of short blocks become NaN, and means shrink by the block count',
    clause: 'S96',
  },
};

const floatNotes: Readonly<Record<string, RecordNote>> = {
  order: {
    bug: 'pairwise or vectorised summation, or double accumulation',
    effect: 'last bits differ',
    clause: 'S97–S99',
  },
  special_values: {
    bug: 'non-finite values skipped, zeros without sign, subnormals flushed',
    effect: 'a diverged training looks healthy',
    clause: 'S97–S99',
  },
};

const symNotes: Readonly<Record<string, RecordNote>> = {
  mean_order: {
    bug: '(s·sum) ÷ N instead of s·(sum ÷ N)',
    effect: 'last bits of the mean differ',
    clause: 'S101',
  },
  label: { bug: 'labels 1 and 16 refused', effect: 'legal operands refused', clause: 'S101' },
  refused_label: { bug: 'no label guard', effect: 'sums overflow', clause: 'S101, S102' },
  refused_dtype: {
    bug: 'floats read as mantissas',
    effect: 'means are those of float bit patterns, and activations explode',
    clause: 'S101, S102',
  },
  label_only: { bug: 'mantissas guarded', effect: 'legal calls refused', clause: 'S101' },
  bound_on_n: {
    bug: 'bound on N missing, off by one, or applied to the variance',
    effect: 'sums overflow, or legal calls are refused',
    clause: 'S101, S102',
  },
};

const sumNotes: Readonly<Record<string, RecordNote>> = {
  sum_fits: {
    bug: 'a saturating sum, or one that stops early',
    effect: 'means of large mantissas at the edge of int32 are too small',
    clause: 'S101',
  },
  sum_overflows: {
    bug: 'the sum held in int64 or float, or saturated, so that int32 never overflows',
    effect: 'a simulation shows means that change their sign on the device',
    clause: 'S101',
  },
};

const contractionNotes: Readonly<Record<string, RecordNote>> = {
  contraction: {
    bug: 'product and sum fused into one rounding',
    effect: 'last bits differ between platforms',
    clause: 'S98, S99, S102, contraction',
  },
};

/** One value per block; another format and label, and too many axes, are refused. */
function onePerBlock(name: string, dtype: 'FLOAT32' | 'SYM_INT32'): Term[] {
  const isNarrow = and(below(0, bits('x')), below(bits('x'), 17));
  const reads = dtype === 'FLOAT32' ? isOf('x', dtype) : and(isOf('x', dtype), isNarrow);
  const goesOn = and(reads, atMost(param('k'), rank('x')));
  return [implies(goesOn, equal(count(name), blocks('x', 'k')))];
}

/** The record of a reduction. */
export function reductionOp(reduction: Reduction): OpDef {
  const { name, version, clause, summary, dtype, aroundMean, sumsMantissas, run, contracts } =
    reduction;
  const dtypes = dtype === 'FLOAT32' ? (['FLOAT32'] as const) : (['SYM_INT32', 'FLOAT32'] as const);
  const x = { role: 'in', dtypes, doc: 'rank 1 to 4; views allowed' } as const;
  const mean = { role: 'in', dtypes: ['FLOAT32'], doc: '[K]: one mean per block' } as const;
  const y = { role: 'out', dtypes: ['FLOAT32'], doc: '[K]: one result per block' } as const;
  const own = dtype === 'FLOAT32' ? floatNotes : symNotes;
  const op = defineOp({
    name,
    version,
    clause,
    summary,
    since: '2026-07-21',
    params: { k: { kind: 'int', min: 0, max: 5, doc: 'number of trailing logical axes' } },
    tensors: aroundMean ? { x, mean, y } : { x, y },
    fits: aroundMean
      ? { mean: onePerBlock('mean', dtype), y: onePerBlock('y', dtype) }
      : { y: onePerBlock('y', dtype) },
    notes: {
      ...sharedNotes,
      ...own,
      ...(sumsMantissas ? sumNotes : {}),
      ...(contracts === undefined ? {} : contractionNotes),
    },
    run(n, call) {
      const means = aroundMean ? floats(call.tensor('mean')) : new Float32Array(0);
      const result = run(n, call.tensor('x'), call.number('k'), means);
      store(floats(call.tensor('y')), result);
    },
    oracle: reduction.oracle,
    *cases(g: CaseGen) {
      yield* dtype === 'FLOAT32' ? floatCases(reduction) : symCases(reduction);
      yield* shared(reduction);
      for (const label of labels('random', 30)) yield randomCase(reduction, g.random(label));
      yield* emptyBlocks(reduction);
      if (contracts === undefined) return;
      const found = firstContracted(g, op.run, contracts, (r) => randomCase(reduction, r));
      yield { ...found, set: 'directed', flags: ['contraction'] };
    },
  });
  return op;
}
