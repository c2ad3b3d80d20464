/** The funnel over products in FLOAT32, fixed grids, no elements, more than one block of 256, and views. */

import { outputModes } from '../../../reference/funnel.ts';
import { type Dtype, dtypes, roundings, type Tensor } from '../../../reference/tensor.ts';
import { float32Of, int32Of, symInt32Of } from '../../kit/literals.ts';
import { asymOf, symOf } from '../../kit/packed.ts';
import { randomFloat32, randomSym, randomSymInt32, target, withOrder } from '../../kit/tensors.ts';
import type { CaseGen, CaseInput } from '../../op.ts';
import { randomSource } from '../conversion/convert_cases.ts';
import { float, type How, opCase, sr, sym } from './execute_op_call.ts';

const numeric = dtypes.filter((dtype) => dtype !== 'BOOL');
const encoded = ['SYM_INT32', 'SYM', 'ASYM'] as const;

/** A product with bias of operands in every format, in FLOAT32: sums start at the bias, k ascends. */
function* floatProducts(g: CaseGen): Iterable<CaseInput> {
  const x = float32Of([16777216, 1, -16777216]);
  const w = float32Of([1, 1, 1, 0.5, 1, 2], [3, 2]);
  const bias = float32Of([1, -0.3]);
  for (const operands of [
    [x, w, bias],
    [x, w],
  ]) {
    for (const dtype of ['FLOAT32', 'SYM_INT32', 'INT32'] as const) {
      const how: How = { type: float, kernel: 'product' };
      yield opCase('directed', 'float_product', operands, target(dtype, [2], 12), how);
    }
  }
  for (const mode of outputModes) {
    for (const dtype of ['FLOAT32', ...encoded] as const) {
      if (mode === 'OUT_ACC_FIXED_SCALE' && dtype !== 'FLOAT32') continue;
      const r = g.random(`float/${mode}/${dtype}`);
      const operands = [
        randomSource(r, r.pick(numeric), [5], { bits: 8 }),
        randomSource(r, r.pick(numeric), [5, 3], { bits: 8 }),
        randomSource(r, r.pick(numeric), [3], { bits: 8 }),
      ];
      const out = randomSource(r, dtype, [3], { bits: 9, rounding: r.pick(roundings) });
      const rounding = r.pick(roundings);
      const how: How = { type: float, kernel: 'product', mode, rounding, rng: r.rngState() };
      yield opCase('random', 'float_product', operands, out, how);
    }
  }
}

/** FLOAT32 products whose operands, or whose bias, have other counts. */
function* floatMisfits(): Iterable<CaseInput> {
  const how: How = { type: float, kernel: 'product' };
  const [x, w] = [float32Of([1, 2, 3]), float32Of([1, 2, 3, 4, 5, 6], [3, 2])];
  for (const operands of [
    [float32Of([1, 2]), w],
    [x, float32Of([1, 2, 3, 4], [2, 2])],
    [x, w, float32Of([1])],
  ]) {
    yield opCase('negative', 'refused_product', operands, target('FLOAT32', [2]), how);
  }
}

/** A packed gradient on its own grid: kept where it holds codes, else derived from the raw result. */
function* fixedGrids(g: CaseGen): Iterable<CaseInput> {
  const floats = float32Of([0.75, -0.4, 0.11, 0]);
  const raw = symInt32Of([75, -40, 11, 0], 0.01, 12);
  for (const [type, x] of [
    [float, floats],
    [float, raw],
    [sym, floats],
    [sym, raw],
  ] as const) {
    for (const codes of [
      [0, 0, 0, 0],
      [5, -5, 0, 7],
    ]) {
      for (const rounding of roundings) {
        const out = symOf(codes, 9, { scale: 0.125, rounding });
        const how: How = { type, mode: 'OUT_ACC_FIXED_SCALE', rng: 6 };
        yield opCase('directed', 'fixed_grid', [x], out, how);
      }
    }
  }
  for (const type of [float, sym] as const) {
    const r = g.random(`grid/${type}`);
    const operands = [randomFloat32(r, [4]), randomFloat32(r, [4, 3]), randomFloat32(r, [3])];
    const out = symOf([0, 0, 0], 8, { scale: 3, rounding: sr });
    const how: How = { type, kernel: 'product', mode: 'OUT_ACC_FIXED_SCALE', rng: r.rngState() };
    yield opCase('directed', 'fixed_grid', operands, out, how);
  }
}

/** No element: some conversions read the first one all the same, and are undefined (U5). */
function* empties(): Iterable<CaseInput> {
  const none = {
    INT32: int32Of([]),
    FLOAT32: float32Of([]),
    SYM_INT32: symInt32Of([], 0.5, 12),
    SYM: symOf([], 8, { scale: 0.5 }),
    ASYM: asymOf([], 8, { scale: 0.5, zeroPoint: 3 }),
  };
  for (const from of numeric) {
    for (const to of numeric) {
      for (const type of [float, sym] as const) {
        // the scale of a float tensor is read off its first element
        const isRead = type === sym && from === 'FLOAT32';
        if (isRead || (type === float && (to === 'SYM_INT32' || to === 'SYM'))) continue;
        const rounding = to === 'INT32' || to === 'FLOAT32' ? 'HALF_AWAY' : sr;
        const out = target(to, [0], 8, rounding, rounding === sr ? 3 : 1);
        const how: How = { type, rounding: sr, rng: 31 };
        yield opCase('boundary', 'empty', [none[from]], out, how);
      }
    }
  }
  for (const to of ['FLOAT32', 'ASYM'] as const) {
    const out = target(to, [0], 8, to === 'ASYM' ? sr : 'HALF_AWAY', to === 'ASYM' ? 3 : 1);
    const how: How = { type: float, mode: 'OUT_ACC_DYNAMIC_RESCALE', rng: 32 };
    yield opCase('boundary', 'empty', [none.FLOAT32], out, how);
  }
  for (const to of ['SYM_INT32', 'SYM'] as const) {
    const how: How = { mode: 'OUT_ACC_DYNAMIC_RESCALE', rng: 33 };
    yield opCase('boundary', 'empty', [none.SYM_INT32], target(to, [0], 8, sr, 3), how);
  }
}

/** More elements than one block of 256, through every arm of the epilogue. */
function* long(g: CaseGen): Iterable<CaseInput> {
  const count = 261;
  for (const type of [float, sym] as const) {
    for (const to of ['FLOAT32', ...encoded] as const) {
      for (const mode of outputModes) {
        const isFixed = mode === 'OUT_ACC_FIXED_SCALE';
        if (isFixed && (to === 'ASYM' || (to === 'SYM_INT32' && type === float))) continue;
        const r = g.random(`long/${type}/${to}/${mode}`);
        const bits = r.pick([5, 7, 9, 11]);
        const stored = to === 'FLOAT32' ? 'HALF_AWAY' : r.pick(roundings);
        // increments that keep every code inside the width
        const scale = 2 ** -8;
        const x = isFixed ? randomSym(r, [count], 3, scale) : randomSym(r, [count], 7);
        const out = isFixed ? fixedTarget(r, to, count, stored) : target(to, [count], bits, stored);
        const rounding = r.pick(roundings);
        const how: How = { type, mode, rounding, rng: r.rngState() };
        yield opCase('boundary', 'blocks', [x], out, how);
      }
    }
  }
}

function fixedTarget(
  r: Parameters<typeof randomSym>[0],
  to: Dtype,
  count: number,
  rounding: Tensor['rounding'],
): Tensor {
  if (to === 'FLOAT32') return randomFloat32(r, [count]);
  if (to === 'SYM_INT32') return randomSymInt32(r, [count], 8, 2 ** -5, rounding);
  const t = randomSym(r, [count], 4, 2 ** -6, rounding);
  return { ...symOf(new Array<number>(count).fill(0), 9, { rounding }), scale: t.scale };
}

/** Views: the identity copies storage as it lies; a product reads through each operand's order. */
function* views(g: CaseGen): Iterable<CaseInput> {
  const turned = withOrder(float32Of([1, 2, 3, 4, 5, 6], [2, 3]), [1, 0]);
  const raw = withOrder(symInt32Of([1000, 2, -3, 4, 5, 600], 0.1, 12, sr, [2, 3]), [1, 0]);
  for (const type of [float, sym] as const) {
    for (const dtype of ['FLOAT32', 'SYM_INT32', 'ASYM'] as const) {
      for (const x of [turned, raw]) {
        const how: How = { type, rounding: sr, rng: 12 };
        yield opCase('directed', 'views', [x], target(dtype, [2, 3], 9), how);
        const y = withOrder(target(dtype, [3, 2], 9), [1, 0]);
        yield opCase('directed', 'views', [x], y, how);
      }
    }
  }
  for (const type of [float, sym] as const) {
    for (const dtype of ['FLOAT32', ...encoded] as const) {
      const r = g.random(`view/${type}/${dtype}`);
      const w = withOrder(randomSource(r, dtype, [3, 4], { bits: 9 }), [1, 0]);
      const operands = [randomFloat32(r, [4]), w, randomFloat32(r, [3])];
      const how: How = { type, kernel: 'product', rounding: sr, rng: r.rngState() };
      const y = target('SYM_INT32', [3], 12, sr);
      yield opCase('random', 'views', operands, y, how);
    }
  }
}

export function* sizes(g: CaseGen): Iterable<CaseInput> {
  yield* floatProducts(g);
  yield* fixedGrids(g);
  yield* empties();
  yield* long(g);
  yield* views(g);
  yield* floatMisfits();
}
