/** L1: the Linear forward as a layer does it: prologue, kernel, and the contract's way of writing y. */

import type { Arithmetic } from '../../../reference/funnel.ts';
import { type Rounding, roundings, type Tensor } from '../../../reference/tensor.ts';
import { labels, newCase } from '../../kit/cases.ts';
import { ecgWindow } from '../../kit/ecg.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { roundingPairs } from '../../kit/rounding_cases.ts';
import {
  randomAsym,
  randomFloat32,
  randomScale,
  randomSym,
  randomSymInt32,
  target,
} from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp, roundingParam } from '../../op.ts';
import { linearForwardOracle } from './forward_oracle.ts';
import { linearFits } from './linear_fits.ts';
import { linearForwardNotes } from './linear_forward_notes.ts';

type ArithmeticType = Arithmetic['type'];

interface Call {
  readonly set?: CaseInput['set'];
  readonly flags: string;
  readonly x: Tensor;
  readonly weight: Tensor;
  readonly bias?: Tensor;
  readonly y: Tensor;
  readonly arithmetic?: ArithmeticType;
  readonly rounding?: Rounding;
  readonly rng?: number;
}

function linearCase(c: Call): CaseInput {
  const { x, weight, bias, y } = c;
  const tensors = bias === undefined ? { x, weight, y } : { x, weight, bias, y };
  const { arithmetic = 'ARITH_SYM_INT32', rounding = 'HALF_AWAY', rng = 1 } = c;
  return newCase(c.set ?? 'directed', c.flags, tensors, { params: { arithmetic, rounding }, rng });
}

function wire(shape: readonly number[], bits = 12, mode: Rounding = 'HALF_AWAY'): Tensor {
  return target('SYM_INT32', shape, bits, mode);
}

/** Calls that every contract has: SYM_INT32 operands of 12 bits, and FLOAT32 throughout. */
function* matching(): Iterable<CaseInput> {
  const sym = (q: readonly number[], scale: number, shape: readonly number[]): Tensor =>
    symInt32Of(q, scale, 12, 'HALF_AWAY', shape);
  const v7 = {
    x: sym([3, -2], 0.5, [1, 2]),
    weight: sym([4, 7, 1, -5], 0.25, [2, 2]),
    bias: sym([10, -3], 0.1, [2]),
  };
  yield linearCase({ flags: 'V7', ...v7, y: wire([1, 2]) });
  const v22 = {
    x: sym([1102, -2047], 0.001, [1, 2]),
    weight: sym([1024, -512, 256, 2047], 0.0005, [2, 2]),
    bias: sym([1024, -2047], 1e-4, [2]),
  };
  yield linearCase({ flags: 'V22', ...v22, y: wire([1, 2]) });
  const b61 = {
    x: sym([100, -50, 25, 3, 2047, -7], 0.01, [2, 3]),
    weight: sym([10, 20, -30, -5, 0, 7], 0.02, [2, 3]),
    bias: sym([40, -8], 0.05, [2]),
  };
  yield linearCase({ flags: 'B6.1', ...b61, y: wire([2, 2]) });
  for (const [rounding, stored] of roundingPairs) {
    const y = wire([2, 2], 8, stored);
    yield linearCase({ flags: 'write_rounding', ...b61, y, rounding, rng: 33 });
  }
  const floats = {
    x: float32Of([0.7, -1.3], [1, 2]),
    weight: float32Of([0.5, -0.25, 0.125, 1], [2, 2]),
    bias: float32Of([0.1, -0.2]),
  };
  const y = target('FLOAT32', [1, 2]);
  yield linearCase({ flags: 'bias_first', ...floats, y, arithmetic: 'ARITH_FLOAT32' });
  const large = { ...floats, bias: float32Of([16777216, -16777216]) };
  yield linearCase({ flags: 'bias_first', ...large, y, arithmetic: 'ARITH_FLOAT32' });
}

/** V8: everything FLOAT32 under stochastic SYM arithmetic; only where a funnel converts operands. */
function* funnel(): Iterable<CaseInput> {
  const floats = {
    x: float32Of([0.7, -1.3], [1, 2]),
    weight: float32Of([0.5, -0.25, 0.125, 1], [2, 2]),
    bias: float32Of([0.1, -0.2]),
  };
  for (const rounding of roundings) {
    for (const y of [wire([1, 2]), target('FLOAT32', [1, 2]), target('SYM', [1, 2], 12)]) {
      yield linearCase({ flags: 'V8', ...floats, y, rounding, rng: 42 });
    }
  }
  const [x, bias] = [symInt32Of([5, -3], 0.5, 12, 'HALF_AWAY', [1, 2]), symInt32Of([9], 0.25, 16)];
  const packed = (bits: number): Tensor => {
    const t = target('SYM', [1, 2], bits, 'HALF_AWAY', 0.125);
    // codes 3 and −2 at any width up to 16
    const codes = 3n | ((2n ** BigInt(bits) - 2n) << BigInt(bits));
    t.data = Uint8Array.from(t.data, (_, i) => Number((codes >> BigInt(8 * i)) & 255n));
    return t;
  };
  yield linearCase({ flags: 'packed_operand', x, weight: packed(6), bias, y: wire([1, 1]) });
  yield linearCase({ flags: 'packed_operand', x, weight: packed(12), bias, y: wire([1, 1]) });
  const set = 'negative';
  yield linearCase({ set, flags: 'packed_label', x, weight: packed(13), bias, y: wire([1, 1]) });
  yield linearCase({ set, flags: 'packed_label', x, weight: packed(16), y: wire([1, 1]) });
}

/** The sum of `V7`-like operands with labels and seeds that some contract refuses. */
function* negatives(): Iterable<CaseInput> {
  const set = 'negative';
  const sym = (bits: number): Tensor => symInt32Of([7, -9], 0.5, bits, 'HALF_AWAY', [1, 2]);
  yield linearCase({ set, flags: 'label', x: sym(13), weight: sym(12), y: wire([1, 1]) });
  yield linearCase({ set, flags: 'label', x: sym(12), weight: sym(16), y: wire([1, 1]) });
  const bias = symInt32Of([1073774657], 1, 31);
  const unit = symInt32Of([1, 1], 1, 12, 'HALF_AWAY', [1, 2]);
  yield linearCase({ set, flags: 'guard', x: unit, weight: unit, bias, y: wire([1, 1]) });
}

/** Sums at the accumulator's edge, then restored. */
function* edges(): Iterable<CaseInput> {
  for (const count of [511, 512]) {
    const q = Array.from({ length: count }, () => -2048);
    const x = symInt32Of(q, 2 ** -10, 12, 'HALF_AWAY', [1, count]);
    const weight = symInt32Of(q, 2 ** -9, 12, 'HALF_AWAY', [1, count]);
    const set = count === 511 ? 'boundary' : 'overflow';
    yield linearCase({ set, flags: 'accumulator_edge', x, weight, y: wire([1, 1]) });
  }
}

/** One layer over real samples: quantized windows where wires are SYM_INT32, floats where they may be. */
function* real(g: CaseGen): Iterable<CaseInput> {
  for (const start of [0, 21600, 54321, 86400]) {
    const r = g.random(`ecg/${start}`);
    const samples = [...ecgWindow(g.ecg(), start, 64)];
    const window = float32Of(samples, [2, 32]);
    const peak = Math.max(...samples.map(Math.abs));
    const scale = Math.fround(peak / 2047);
    const codes = samples.map((v) => Math.trunc(v / scale));
    const x = symInt32Of(codes, scale, 12, 'HALF_AWAY', [2, 32]);
    const weight = randomSymInt32(r, [5, 32], 12, 2 ** -12);
    const bias = randomSymInt32(r, [5], 12, 2 ** -10);
    for (const rounding of roundings) {
      const y = wire([2, 5], 12, rounding);
      yield linearCase({ set: 'real', flags: 'ecg', x, weight, bias, y, rounding, rng: start + 1 });
    }
    if (g.contract.producers === 'raw') continue;
    const [y, rounding] = [wire([2, 5], 16), 'SR_HALF_AWAY'] as const;
    const rest = { x: window, weight, bias, y, rounding, rng: start + 2 };
    yield linearCase({ set: 'real', flags: 'ecg', ...rest });
  }
}

function randomOperand(r: Random, shape: readonly number[]): Tensor {
  const kind = r.int(0, 4);
  const mode = r.pick(roundings);
  if (kind <= 1) return randomFloat32(r, shape, -4, 1);
  if (kind === 2) return randomSym(r, shape, r.int(3, 12), randomScale(r, -10, -4), mode);
  return randomSymInt32(r, shape, r.pick([6, 8, 12]), randomScale(r, -10, -4), mode);
}

function randomTarget(r: Random, shape: readonly number[]): Tensor {
  const mode = r.pick(roundings);
  const kind = r.int(0, 2);
  if (kind === 0) return target('FLOAT32', shape);
  if (kind === 1) return target('SYM', shape, r.pick([4, 8, 12, 16]), mode);
  return wire(shape, r.pick([8, 12, 16]), mode);
}

/** Every mixture of dtypes that the funnel takes. */
function mixed(r: Random): CaseInput {
  const [rows, inner, outer] = [r.int(1, 4), r.int(1, 12), r.int(1, 5)];
  const bias = r.chance(3, 4) ? { bias: randomOperand(r, [outer]) } : {};
  return linearCase({
    set: 'random',
    flags: 'mixed_dtypes',
    x: randomOperand(r, [rows, inner]),
    weight: randomOperand(r, [outer, inner]),
    ...bias,
    y: randomTarget(r, [rows, outer]),
    arithmetic: r.pick(['ARITH_FLOAT32', 'ARITH_SYM_INT32'] as const),
    rounding: r.pick(roundings),
    rng: r.rngState(),
  });
}

/** Operands already in the arithmetic's format. */
function uniform(r: Random): CaseInput {
  const [rows, inner, outer] = [r.int(1, 4), r.int(1, 20), r.int(1, 6)];
  const isSym = r.chance(2, 3);
  const make = (shape: readonly number[]): Tensor =>
    isSym
      ? randomSymInt32(r, shape, 12, randomScale(r, -12, -8), r.pick(roundings))
      : randomFloat32(r, shape, -5, 1);
  const bias = r.chance(3, 4) ? { bias: make([outer]) } : {};
  return linearCase({
    set: 'random',
    flags: 'matching_dtypes',
    x: make([rows, inner]),
    weight: make([outer, inner]),
    ...bias,
    y: isSym ? wire([rows, outer], 12, r.pick(roundings)) : target('FLOAT32', [rows, outer]),
    arithmetic: isSym ? 'ARITH_SYM_INT32' : 'ARITH_FLOAT32',
    rounding: r.pick(roundings),
    rng: r.rngState(),
  });
}

/** The June layer dereferences its bias: without one nothing is defined. */
function* cases(g: CaseGen): Iterable<CaseInput> {
  for (const input of numbered(g)) {
    if (g.contract.producers === 'restored' || input.tensors.bias !== undefined) yield input;
  }
  if (g.contract.producers === 'raw') yield* biased();
  else {
    yield* biasCounts();
    yield* affine(g);
  }
}

/** Fewer and more bias values than outputs, in both arms. */
function* biasCounts(): Iterable<CaseInput> {
  const set = 'negative';
  for (const count of [1, 3]) {
    const values = Array.from({ length: count }, (_, i) => i + 1);
    const sym = {
      x: symInt32Of([3, -2], 0.5, 12, 'HALF_AWAY', [1, 2]),
      weight: symInt32Of([4, 7, 1, -5], 0.25, 12, 'HALF_AWAY', [2, 2]),
      bias: symInt32Of(values, 0.1, 12),
    };
    yield linearCase({ set, flags: 'bias_count', ...sym, y: wire([1, 2]) });
    const float = {
      x: float32Of([0.7, -1.3], [1, 2]),
      weight: float32Of([0.5, -0.25, 0.125, 1], [2, 2]),
      bias: float32Of(values),
    };
    const y = target('FLOAT32', [1, 2]);
    yield linearCase({ set, flags: 'bias_count', ...float, y, arithmetic: 'ARITH_FLOAT32' });
  }
}

/** Labels and the accumulator's edge once more, with the bias that June needs. */
function* biased(): Iterable<CaseInput> {
  const set = 'negative';
  const sym = (bits: number): Tensor => symInt32Of([7, -9], 0.5, bits, 'HALF_AWAY', [1, 2]);
  const bias = symInt32Of([0], 1, 12);
  yield linearCase({ set, flags: 'label', x: sym(13), weight: sym(12), bias, y: wire([1, 1]) });
  yield linearCase({ set, flags: 'label', x: sym(12), weight: sym(16), bias, y: wire([1, 1]) });
  for (const count of [511, 512]) {
    const q = Array.from({ length: count }, () => -2048);
    const x = symInt32Of(q, 2 ** -10, 12, 'HALF_AWAY', [1, count]);
    const weight = symInt32Of(q, 2 ** -9, 12, 'HALF_AWAY', [1, count]);
    const edge = count === 511 ? 'boundary' : 'overflow';
    const rest = { x, weight, bias, y: wire([1, 1]) };
    yield linearCase({ set: edge, flags: 'accumulator_edge', ...rest });
  }
}

/** In the order of their identities. */
function* numbered(g: CaseGen): Iterable<CaseInput> {
  yield* matching();
  if (g.contract.producers === 'restored') yield* funnel();
  yield* negatives();
  yield* edges();
  yield* real(g);
  for (const label of labels('uniform', 36)) yield uniform(g.random(label));
  if (g.contract.producers === 'raw') return;
  for (const label of labels('mixed', 60)) yield mixed(g.random(label));
}

/** ASYM on every side: operands lose their scale to the shift by the zero point, y gets a grid of its own. */
function* affine(g: CaseGen): Iterable<CaseInput> {
  for (const arithmetic of ['ARITH_SYM_INT32', 'ARITH_FLOAT32'] as const) {
    for (const rounding of roundings) {
      for (const which of ['x', 'weight', 'bias', 'y', 'all'] as const) {
        const r = g.random(`affine/${arithmetic}/${rounding}/${which}`);
        const is = (name: string): boolean => which === name || which === 'all';
        const make = (name: string, shape: readonly number[]): Tensor =>
          is(name) ? randomAsym(r, shape, 6) : randomSymInt32(r, shape, 8);
        const y = is('y')
          ? target('ASYM', [2, 3], 7, r.pick(roundings), 3)
          : wire([2, 3], 12, r.pick(roundings));
        yield linearCase({
          flags: 'affine',
          x: make('x', [2, 4]),
          weight: make('weight', [3, 4]),
          // a small bias keeps away from the seed guard
          bias: { ...make('bias', [3]), scale: 2 ** -14 },
          y,
          arithmetic,
          rounding,
          rng: r.rngState(),
        });
      }
    }
  }
}

const formats = ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'] as const;

export default defineOp({
  name: 'linear_forward',
  version: 1,
  clause: 'L1',
  summary: 'Linear forward of a layer, raw or restored as the contract says',
  since: '2026-06-11',
  params: {
    arithmetic: {
      kind: 'word',
      values: ['ARITH_FLOAT32', 'ARITH_SYM_INT32'],
      doc: 'in what the layer computes (S63)',
    },
    rounding: { ...roundingParam, doc: 'rounding mode of the operation (S65, S67)' },
  },
  tensors: {
    x: { role: 'in', dtypes: formats, doc: '[B, I]' },
    weight: { role: 'in', dtypes: formats, doc: '[O, I]' },
    bias: { role: 'in', dtypes: formats, optional: true, doc: '[O]' },
    y: { role: 'out', dtypes: formats, doc: '[B, O]: dtype, width and mode are given' },
  },
  fits: linearFits,
  notes: linearForwardNotes,
  run(n, call) {
    const word = call.word('arithmetic');
    const type: ArithmeticType = word === 'ARITH_FLOAT32' ? word : 'ARITH_SYM_INT32';
    const arithmetic: Arithmetic = { type, rounding: call.rounding('rounding') };
    const [x, weight] = [call.tensor('x'), call.tensor('weight')];
    n.fn.linearForward(n, x, weight, call.tensors.bias, call.tensor('y'), arithmetic);
  },
  oracle: linearForwardOracle,
  cases,
});
