/** S29–S50: the conversion matrix. */

import type { Contract } from '../../../reference/contracts.ts';
import {
  type Dtype,
  dtypes,
  type Rounding,
  roundings,
  type Tensor,
} from '../../../reference/tensor.ts';
import { casesOf } from '../../kit/cases.ts';
import { isOf, or, sameCount } from '../../kit/fits.ts';
import { runInPlace, storageParam } from '../../kit/in_place.ts';
import { f32, float32Of, int32Of, symInt32Of } from '../../kit/literals.ts';
import { asymOf, symOf } from '../../kit/packed.ts';
import {
  jitterPins,
  stateOfDrawZero,
  stateOfLargestDraw,
  unroundable,
} from '../../kit/rounding_cases.ts';
import { target } from '../../kit/tensors.ts';
import { keyInt32 } from '../../kit/values.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { affineData, refusedAffineData } from '../encode/affine_cases.ts';
import { bigMantissaPins, pinFlag, ratioPins } from '../requant/requant_cases.ts';
import { randomSource, widthsOf } from './convert_cases.ts';
import { demandOneStorageCell, inPlaceConversions } from './convert_in_place.ts';
import { convertNotes } from './convert_notes.ts';
import { convertOracle } from './oracle.ts';

interface Into {
  readonly dtype: Dtype;
  readonly bits?: number;
  readonly mode?: Rounding;
  readonly rng?: number;
}

const convertCase = casesOf((x: Tensor, { dtype, bits = 0, mode = 'HALF_AWAY', rng = 1 }: Into) => {
  // a stale scale and zero point in the target must not be used
  const y = target(dtype, x.shape, bits, mode, dtype === 'FLOAT32' || dtype === 'INT32' ? 1 : 0.75);
  y.zeroPoint = dtype === 'ASYM' ? 3 : 0;
  return { tensors: { x, y }, rng };
});

/** False where the contract has no such cell, or no recorded rule for it. */
function hasCell(c: Contract, from: Dtype, to: Dtype): boolean {
  if (from === to || from === 'BOOL' || to === 'BOOL') return false;
  if (c.symCells === 'absent' && (from === 'SYM' || to === 'SYM')) return false;
  return c.affine === 'one_rule' || to !== 'ASYM' || from !== 'SYM';
}

/** The modes of a destination: how June drew for packed destinations is not on record. */
function modesOf(c: Contract, to: Dtype): readonly Rounding[] {
  if (to === 'INT32' || to === 'FLOAT32') return ['HALF_AWAY'];
  return c.affine === 'one_rule' || to === 'SYM_INT32' ? roundings : ['HALF_AWAY'];
}

const sample = [1, -0.5, 0.25, 0];

function* symDirected(c: Contract): Iterable<CaseInput> {
  for (const bits of [2, 3, 4, 6, 12]) {
    yield convertCase('directed', 'V5', float32Of(sample), { dtype: 'SYM', bits });
  }
  for (const x of ['3dcccccc 3d4ccccc', '3bc49ba6 3b449ba6', '3c23d70b 3ba3d70b']) {
    yield convertCase('directed', 'reciprocal', float32Of(x), { dtype: 'SYM', bits: 12 });
  }
  const subnormals = float32Of([f32('0000085d'), f32('0000042e')]);
  yield convertCase('directed', 'V20', subnormals, { dtype: 'SYM', bits: 12 });
  for (const x of [...ratioPins(), ...bigMantissaPins()]) {
    const flag = x.scale === 1 ? 'V25 big_mantissa' : pinFlag(x);
    yield convertCase('directed', flag, x, { dtype: 'SYM', bits: 12 });
    yield convertCase('directed', flag, x, { dtype: 'FLOAT32' });
  }
  for (const codes of [
    [3, -4, 0],
    [1, -1],
  ]) {
    yield convertCase('directed', 'fit', int32Of(codes), { dtype: 'SYM', bits: 3 });
  }
  const wide = symOf([-3, 31, -32, 0], 6, { scale: 0.25 });
  for (const dtype of ['INT32', 'FLOAT32', 'SYM_INT32'] as const) {
    yield convertCase('directed', dtype === 'FLOAT32' ? 'big_mantissa' : 'codes', wide, {
      dtype,
      bits: dtype === 'SYM_INT32' ? 12 : 0,
    });
  }
  const stored = symOf([524287, -262144, 131072, 0], 20, { scale: f32('36000010') });
  yield convertCase('directed', 'V21', stored, { dtype: 'SYM_INT32', bits: 12 });
  yield convertCase('directed', 'V21', wide, { dtype: 'SYM_INT32', bits: 16 });
  if (c.affine !== 'one_rule') return;
  const noisy: Into = { dtype: 'SYM', bits: 5, mode: 'SR_HALF_AWAY', rng: 3 };
  yield convertCase('directed', 'V5', float32Of([0.9, -0.4, 0.33, -0.05, 0.61]), noisy);
  for (const bits of [8, 12, 16]) {
    const sr = { dtype: 'SYM', bits, mode: 'SR_HALF_AWAY' } as const;
    yield convertCase('directed', 'V31', float32Of([1, -0.25]), { ...sr, rng: stateOfLargestDraw });
    yield convertCase('directed', 'V31', float32Of([-1, 0.25]), { ...sr, rng: stateOfDrawZero });
    const raw = symInt32Of([-4000000, 1000000], 0.001, 12);
    yield convertCase('directed', 'V31', raw, { ...sr, rng: stateOfDrawZero });
  }
  for (const { rng, x } of jitterPins) {
    const sr: Into = { dtype: 'SYM', bits: 12, mode: 'SR_HALF_AWAY', rng };
    yield convertCase('directed', 'stream', float32Of([x, 2047]), sr);
  }
}

function* asymDirected(c: Contract): Iterable<CaseInput> {
  const one = c.affine === 'one_rule';
  for (const { flag, values } of affineData) {
    // before 2026-06-24 a constant 0 divides by 0, and only FLOAT32 has a rule for constants
    if (!one && values.every((v) => v === 0)) continue;
    for (const bits of [4, 8]) {
      const x = float32Of(values);
      yield convertCase('directed', flag, x, { dtype: 'ASYM', bits });
      if (!one) continue;
      const sr = { dtype: 'ASYM', bits, mode: 'SR_HALF_AWAY', rng: 11 } as const;
      yield convertCase('directed', flag, x, sr);
    }
  }
  for (const bits of [2, 6]) {
    yield convertCase('directed', 'V6', float32Of(sample), { dtype: 'ASYM', bits });
  }
  const big = int32Of([16777217, -16777217, 3, 0]);
  yield convertCase('directed', 'big_mantissa', big, { dtype: 'ASYM', bits: 8 });
  const v6 = asymOf([255, 0, 128, 85], 8, { scale: '3bc0c0c1', zeroPoint: -85 });
  yield convertCase('directed', 'V6', v6, { dtype: 'FLOAT32' });
  yield convertCase('directed', 'V6 codes', v6, { dtype: 'INT32' });
  yield convertCase('directed', 'V6 codes', v6, { dtype: 'SYM_INT32', bits: 12 });
  if (one) yield convertCase('directed', 'V6', v6, { dtype: 'SYM', bits: 6 });
  const stored = asymOf([1048575, 0, 524288, 349525], 20, {
    scale: '35c00006',
    zeroPoint: -349525,
  });
  yield convertCase('directed', 'V21', stored, { dtype: 'SYM_INT32', bits: 12 });
  const shifted = asymOf([255, 0], 8, { scale: 1, zeroPoint: 2147483647 });
  for (const dtype of ['INT32', 'SYM_INT32'] as const) {
    yield convertCase('overflow', 'shift_overflow', shifted, {
      dtype,
      bits: dtype === 'INT32' ? 0 : 12,
    });
  }
}

function* integerDirected(): Iterable<CaseInput> {
  const cut = [1.9, -1.9, -0.5, 0.5, 0.99999994, 2147483520, -2147483648, -0, 8388607.5];
  yield convertCase('directed', 'truncation', float32Of(cut), { dtype: 'INT32' });
  for (const x of unroundable) {
    yield convertCase('overflow', 'cast_range', float32Of([1, x]), { dtype: 'INT32' });
  }
  const huge = float32Of([1, f32('7fc00000')]);
  yield convertCase('overflow', 'cast_range', huge, { dtype: 'SYM_INT32', bits: 12 });
  yield convertCase('directed', 'big_mantissa', int32Of(keyInt32), { dtype: 'FLOAT32' });
  yield convertCase('directed', 'V21', int32Of(keyInt32), { dtype: 'SYM_INT32', bits: 12 });
  const raw = symInt32Of(keyInt32, 0.001, 12);
  yield convertCase('directed', 'no_scale', raw, { dtype: 'INT32' });
  yield convertCase('directed', 'big_mantissa', raw, { dtype: 'FLOAT32' });
  for (const scale of ['7f800000', '7fc00000', '00000001', '00000000']) {
    yield convertCase('directed', 'special', symInt32Of([0, 1, -2047], scale, 12), {
      dtype: 'FLOAT32',
    });
  }
}

function* sameType(c: Contract): Iterable<CaseInput> {
  const raw = symInt32Of([1 << 30, -5, 2147483647], 0.25, 16);
  for (const bits of [2, 12, 25]) {
    yield convertCase('directed', 'same_type', raw, {
      dtype: 'SYM_INT32',
      bits,
      mode: 'SR_HALF_AWAY',
    });
  }
  const r5 = symOf([15, -16, 0, 7], 5, { scale: 0.125 });
  yield convertCase('directed', 'same_type', r5, { dtype: 'SYM', bits: 5, mode: 'SR_HALF_AWAY' });
  const a5 = asymOf([31, 0, 16], 5, { scale: 0.125, zeroPoint: -11 });
  yield convertCase('directed', 'same_type', a5, { dtype: 'ASYM', bits: 5, mode: 'SR_HALF_AWAY' });
  if (c.sameType !== 'checked') return;
  yield convertCase('negative', 'refused_width', r5, { dtype: 'SYM', bits: 2 });
  yield convertCase('negative', 'refused_width', r5, { dtype: 'SYM', bits: 6 });
  yield convertCase('negative', 'refused_width', a5, { dtype: 'ASYM', bits: 8 });
}

function* empties(c: Contract): Iterable<CaseInput> {
  for (const [x, dtype] of [
    [float32Of([]), 'ASYM'],
    [int32Of([]), 'ASYM'],
    [int32Of([]), 'SYM'],
    [symInt32Of([], 0.5, 12), 'SYM'],
    [symInt32Of([], 0.5, 12), 'ASYM'],
    [symInt32Of([], 0.5, 12), 'FLOAT32'],
    [asymOf([], 8, { scale: 0.5 }), 'SYM'],
    [symOf([], 8, { scale: 0.5 }), 'SYM_INT32'],
  ] as const) {
    if (!hasCell(c, x.dtype, dtype)) continue;
    const bits = dtype === 'FLOAT32' ? 0 : 8;
    const mode = c.affine === 'one_rule' ? 'SR_HALF_AWAY' : 'HALF_AWAY';
    yield convertCase('boundary', 'empty', x, { dtype, bits, mode });
  }
}

function* refusals(c: Contract): Iterable<CaseInput> {
  for (const from of dtypes) {
    for (const to of dtypes) {
      const bool = (from === 'BOOL') !== (to === 'BOOL');
      const absent = c.symCells === 'absent' && (from === 'SYM') !== (to === 'SYM');
      if (!bool && !absent) continue;
      const x = target(from, [3], widthsOf(from)[2]);
      yield convertCase('negative', 'refused_pair', x, { dtype: to, bits: widthsOf(to)[2] ?? 0 });
    }
  }
  if (c.symCells === 'present') {
    for (const codes of [[0, 4], [-5], [2147483647], [1, 1, 1, 1, 1, 1, 1, -2147483648]]) {
      yield convertCase('negative', 'refused_fit', int32Of(codes), { dtype: 'SYM', bits: 3 });
    }
    for (const bits of [0, 32]) {
      yield convertCase('negative', 'refused_width', int32Of([0]), { dtype: 'SYM', bits });
    }
  }
  if (c.affine !== 'one_rule') return;
  for (const bits of [26, 31]) {
    yield convertCase('negative', 'refused_fit', float32Of(sample), { dtype: 'SYM', bits });
    yield convertCase('negative', 'refused_fit', symInt32Of([2047, -5], 0.5, 12), {
      dtype: 'SYM',
      bits,
    });
  }
  yield convertCase('negative', 'refused_width', float32Of(sample), { dtype: 'SYM', bits: 0 });
  yield convertCase('negative', 'refused_width', symOf([0, 0], 0), { dtype: 'FLOAT32' });
  yield convertCase('negative', 'refused_width', symOf([0, 0], 0), { dtype: 'ASYM', bits: 8 });
  for (const bits of [0, 31]) {
    yield convertCase('negative', 'refused_width', float32Of(sample), { dtype: 'ASYM', bits });
  }
  for (const values of refusedAffineData) {
    yield convertCase('negative', 'refused_grid', float32Of(values), { dtype: 'ASYM', bits: 8 });
  }
}

/** Every cell at random widths of both sides; one case longer than a block of 256. */
function* randomCells(g: CaseGen): Iterable<CaseInput> {
  const c = g.contract;
  const rounds = c.affine === 'one_rule' ? 8 : 6;
  for (const from of dtypes) {
    for (const to of dtypes) {
      if (!hasCell(c, from, to)) continue;
      for (const [m, mode] of modesOf(c, to).entries()) {
        for (let i = 0; i < rounds; i++) {
          const r = g.random(`cell/${from}/${to}/${m}/${i}`);
          const bits = widthsOf(to)[(i + m) % widthsOf(to).length]!;
          const sourceBits = from === 'INT32' && to === 'SYM' ? bits : r.pick(widthsOf(from));
          const count = i + m === 0 && to !== 'INT32' && from !== 'INT32' ? 260 : r.int(2, 14);
          const x = randomSource(r, from, [count], {
            bits: sourceBits,
            rounding: r.pick(roundings),
          });
          const flag = count === 260 ? 'blocks' : 'stream';
          yield convertCase('random', flag, x, { dtype: to, bits, mode, rng: r.rngState() });
        }
      }
    }
  }
}

/** False for what June leaves undefined: zero points beyond int16, empty packed payloads, width 0. */
function isDefined(c: Contract, { x, y }: CaseInput['tensors']): boolean {
  if (c.affine === 'one_rule' || x === undefined || y === undefined) return true;
  if (x.dtype === 'BOOL' || y.dtype === 'BOOL') return true;
  if (x.dtype === 'ASYM' && (x.zeroPoint < -32768 || x.zeroPoint > 32767)) return false;
  const isPacked = [x, y].some((t) => t.data instanceof Uint8Array);
  if (isPacked && x.shape.includes(0)) return false;
  return y.dtype !== 'SYM' || y.bits > 0;
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  for (const input of numbered(g)) if (isDefined(g.contract, input.tensors)) yield input;
  yield* inPlaceConversions(g);
}

/** All zero, and more elements than one or two blocks of 256. */
function* beyondBlocks(g: CaseGen): Iterable<CaseInput> {
  for (const dtype of ['SYM', 'SYM_INT32'] as const) {
    yield convertCase('boundary', 'V5', float32Of([0, -0, 0]), { dtype, bits: 8 });
  }
  for (const mode of roundings) {
    for (const dtype of ['SYM', 'SYM_INT32', 'ASYM'] as const) {
      const r = g.random(`beyond/${dtype}/${mode}`);
      const x = randomSource(r, 'INT32', [270], { bits: 7 });
      yield convertCase('random', 'blocks', x, { dtype, bits: 7, mode, rng: r.rngState() });
    }
    const r = g.random(`beyond/${mode}`);
    const raw = randomSource(r, 'SYM_INT32', [530], { bits: 12 });
    yield convertCase('random', 'blocks', raw, { dtype: 'ASYM', bits: 5, mode, rng: r.rngState() });
  }
}

/** June: widths and ranges of integers. */
function* earlyIntegers(c: Contract): Iterable<CaseInput> {
  // 16777218 as an integer, 16777219 after the conversion
  const wide = int32Of([16777219, 1, 5, 9]);
  yield convertCase('directed', 'integer_range', wide, { dtype: 'ASYM', bits: 3 });
  const ends = int32Of([-1073741824, 1073741823, 5]);
  yield convertCase('boundary', 'integer_range', ends, { dtype: 'ASYM', bits: 12 });
  const beyond = int32Of([-1073741824, 1073741824, 5]);
  yield convertCase('overflow', 'integer_range', beyond, { dtype: 'ASYM', bits: 12 });
  if (c.symCells === 'absent') return;
  const codes = int32Of([5, -7, 2147483647, -2147483648]);
  yield convertCase('directed', 'wide_payload', codes, { dtype: 'SYM', bits: 32 });
}

/** In the order of their identities. */
function* numbered(g: CaseGen): Iterable<CaseInput> {
  const c = g.contract;
  yield* integerDirected();
  if (c.symCells === 'present') yield* symDirected(c);
  yield* asymDirected(c);
  yield* sameType(c);
  yield* empties(c);
  yield* refusals(c);
  yield* randomCells(g);
  yield convertCase('directed', 'V21', int32Of([1000000]), { dtype: 'SYM_INT32', bits: 12 });
  if (c.affine !== 'one_rule') {
    yield* earlyIntegers(c);
    return;
  }
  yield* beyondBlocks(g);
  yield convertCase('directed', 'V21', float32Of(sample), { dtype: 'ASYM', bits: 20 });
  yield convertCase('directed', 'V21', float32Of(sample), { dtype: 'SYM', bits: 20 });
  yield* longIntegers(g);
}

/** INT32 beyond one block of 256 elements: into packed widths, and out of every format. */
function* longIntegers(g: CaseGen): Iterable<CaseInput> {
  for (const [bits, mode] of [
    [3, 'SR_HALF_AWAY'],
    [12, 'HALF_AWAY'],
    [24, 'SR_HALF_AWAY'],
  ] as const) {
    const r = g.random(`long/${bits}`);
    const x = randomSource(r, 'INT32', [257], { bits: r.int(4, 24) });
    yield convertCase('boundary', 'blocks', x, { dtype: 'ASYM', bits, mode, rng: r.rngState() });
  }
  for (const from of ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'] as const) {
    const r = g.random(`long/${from}`);
    const x = randomSource(r, from, [259], { bits: 11 });
    yield convertCase('boundary', 'blocks', x, { dtype: 'INT32' });
  }
  const none = symOf([], 8, { scale: 0.5 });
  for (const mode of roundings) {
    yield convertCase('boundary', 'empty', none, { dtype: 'ASYM', bits: 8, mode });
  }
}

export default defineOp({
  name: 'convert',
  version: 2,
  clause: 'S29–S50',
  summary: 'converts a tensor into the format, width and rounding mode of the target',
  since: '2026-06-11',
  params: { in_place: storageParam },
  tensors: {
    x: { role: 'in', dtypes: [...dtypes], doc: '[…]' },
    y: { role: 'out', dtypes: [...dtypes], doc: '[…]: format, width and mode are given' },
  },
  fits: { y: [or(isOf('x', 'BOOL'), isOf('y', 'BOOL'), sameCount('y', 'x'))] },
  notes: convertNotes,
  run(n, call) {
    runInPlace(call, ['x'], ([x], y) => {
      if (call.params.in_place !== undefined) demandOneStorageCell(x!, y);
      n.fn.convert(n, x!, y);
    });
  },
  oracle: convertOracle,
  cases,
});
