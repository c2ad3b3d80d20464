/** Losses and optimizers: the reference and the independent oracle on one random case. */

import type { Contract } from '../contracts.ts';
import { float32Tensor, newTensor, symInt32Tensor, type Tensor } from '../tensor.ts';
import type { Cases } from './cases.ts';
import { type Answer, bits, type Comparison, compare, type Setting, setting } from './compare.ts';
import { times } from './float32.ts';
import * as oracle from './primitives.ts';
import * as training from './training.ts';

type Sides = { expected: Answer; got: Answer };

/** Values as training meets them: no infinities, so that every update is finite or overflows alone. */
function value(c: Cases): number {
  return Math.fround(c.int(-40000, 40000) / 2 ** c.int(8, 20));
}

function tensorBits(t: Tensor): (number | string)[] {
  if (t.dtype === 'FLOAT32') return [...t.data].map(bits);
  return [...t.data, bits(t.scale)];
}

/** A SYM_INT32 tensor and its decoded values. */
function quantizedOperand(c: Cases, count: number, mode: oracle.Mode): { t: Tensor; v: number[] } {
  const width = c.int(3, 16);
  const half = 2 ** (width - 1);
  const codes = Array.from({ length: count }, () => c.int(-half, half - 1));
  const t = symInt32Tensor(codes, Math.abs(value(c)) + 2 ** -20, width, mode);
  return { t, v: codes.map((q) => oracle.decoded(q, t.scale)) };
}

/** Writes values the way a fresh grid of a record stores them. */
function written(
  g: oracle.Generator,
  values: readonly number[],
  like: Tensor,
  mode: oracle.Mode,
  rules: Pick<Contract, 'encode'>,
): { bits: (number | string)[]; decoded: number[] } {
  if (like.dtype === 'FLOAT32') return { bits: values.map(bits), decoded: [...values] };
  const grid = oracle.quantized(g, values, like.bits, mode, rules);
  const decoded = grid.codes.map((q) => oracle.decoded(q, grid.scale));
  return { bits: [...grid.codes, bits(grid.scale)], decoded };
}

/** S67: whose mode an update is written with. */
function owner({ contract }: Setting, record: Tensor, mode: oracle.Mode): oracle.Mode {
  return contract.writeRounding === 'operation' ? mode : record.rounding;
}

/** A parameter-like operand: FLOAT32 or SYM_INT32. */
function operand(c: Cases, count: number, isFloat: boolean): { t: Tensor; v: number[] } {
  if (!isFloat) return quantizedOperand(c, count, c.mode());
  const v = Array.from({ length: count }, () => value(c));
  return { t: float32Tensor(v), v };
}

function rates(c: Cases): training.Rates {
  return {
    learningRate: Math.abs(value(c)),
    momentum: c.chance(0.3) ? 0.5 : Math.fround(0.9),
    weightDecay: c.chance(0.3) ? 0 : Math.abs(value(c)),
  };
}

function mse(c: Cases): Sides {
  const count = c.int(1, 6);
  const output = operand(c, count, c.chance(0.5));
  const label = operand(c, count, output.t.dtype === 'FLOAT32' || c.chance(0.5));
  const mean = c.chance(0.5);
  const target = output.t.dtype === 'FLOAT32' ? newTensor('FLOAT32', [count]) : { ...output.t };
  target.data = target.data.slice();
  const s = setting(c);
  const samples = c.int(1, 300);
  return compare(
    s,
    (n) => {
      const loss = n.fn.mseForward(n, output.t, label.t, mean ? 'MEAN' : 'SUM');
      n.fn.mseBackward(n, output.t, label.t, target);
      const factor = n.fn.mseMeanScale(n, samples, [1, count]);
      return [bits(loss), ...tensorBits(target), bits(factor)];
    },
    (g) => {
      const gradient = training.squaredErrorGradient(output.v, label.v);
      return [
        bits(training.squaredError(output.v, label.v, mean)),
        ...written(g, gradient, target, target.rounding, s.contract).bits,
        bits(training.meanFactor(samples, count)),
      ];
    },
  );
}

function scaling(c: Cases): Sides {
  const { t, v } = operand(c, c.int(1, 6), c.chance(0.5));
  const factor = value(c);
  const { scale } = t;
  return compare(
    setting(c),
    (n) => {
      n.fn.scaleGradient(n, t, factor);
      return tensorBits(t);
    },
    () => {
      if (t.dtype === 'FLOAT32') return v.map((x) => bits(times(x, factor)));
      return [...t.data, bits(times(scale, factor))];
    },
  );
}

function sgd(c: Cases): Sides {
  const count = c.int(1, 6);
  const p = operand(c, count, c.chance(0.5));
  const g = operand(c, count, c.chance(0.5));
  const [r, mode] = [rates(c), c.mode()];
  const s = setting(c);
  return compare(
    s,
    (n) => {
      n.fn.sgdStep(n, p.t, g.t, r, mode);
      return tensorBits(p.t);
    },
    (generator) => {
      const updated = p.v.map((x, i) => training.plainStep(x, g.v[i]!, r));
      return written(generator, updated, p.t, owner(s, p.t, mode), s.contract).bits;
    },
  );
}

function momentum(c: Cases): Sides {
  const count = c.int(1, 6);
  const p = operand(c, count, c.chance(0.5));
  const g = operand(c, count, c.chance(0.5));
  const v = operand(c, count, c.chance(0.5));
  const [r, mode] = [rates(c), c.mode()];
  const s = setting(c);
  return compare(
    s,
    (n) => {
      n.fn.sgdMomentumStep(n, p.t, g.t, v.t, r, mode);
      return [...tensorBits(v.t), ...tensorBits(p.t)];
    },
    (generator) => {
      const momenta = v.v.map((x, i) => training.nextMomentum(x, p.v[i]!, g.v[i]!, r));
      const state = written(generator, momenta, v.t, owner(s, v.t, mode), s.contract);
      const updated = p.v.map((x, i) => training.follow(x, state.decoded[i]!, r));
      return [
        ...state.bits,
        ...written(generator, updated, p.t, owner(s, p.t, mode), s.contract).bits,
      ];
    },
  );
}

function juneSgd(c: Cases): Sides {
  const count = c.int(1, 6);
  const isFloat = c.chance(0.3);
  const p = operand(c, count, isFloat);
  const g = operand(c, count, isFloat);
  const v = operand(c, count, isFloat);
  const r = { ...rates(c), momentum: c.chance(0.3) ? 0 : Math.fround(0.9) };
  const s = setting(c);
  return compare(
    s,
    (n) => {
      n.fn.juneSgdStep(n, p.t, g.t, v.t, r);
      return [...tensorBits(v.t), ...tensorBits(p.t)];
    },
    (generator) => {
      const momenta = v.v.map((x, i) => training.nextMomentum(x, p.v[i]!, g.v[i]!, r));
      const updated = p.v.map((x, i) => training.follow(x, momenta[i]!, r));
      const state = written(generator, momenta, v.t, v.t.rounding, s.contract);
      return [...state.bits, ...written(generator, updated, p.t, p.t.rounding, s.contract).bits];
    },
  );
}

function adamW(c: Cases): Sides {
  const count = c.int(1, 4);
  const p = operand(c, count, c.chance(0.5));
  const g = operand(c, count, c.chance(0.5));
  const m = operand(c, count, c.chance(0.5));
  const squares = Array.from({ length: count }, () => Math.abs(value(c)));
  const v = { t: float32Tensor(squares), v: squares };
  const options = {
    learningRate: Math.abs(value(c)),
    beta1: [0, 0.5, 0.9][c.int(0, 2)]!,
    beta2: [0.9, 0.99, 0.999][c.int(0, 2)]!,
    epsilon: 1e-8,
    weightDecay: [0, 0.01][c.int(0, 1)]!,
  };
  const [t, mode] = [c.int(1, 12), c.mode()];
  const s = setting(c);
  return compare(
    s,
    (n) => {
      const scalars = n.fn.adamwScalars(n, options, t);
      n.fn.adamwStep(n, p.t, g.t, m.t, v.t, scalars, mode);
      return [...tensorBits(m.t), ...tensorBits(v.t), ...tensorBits(p.t)];
    },
    (generator) => {
      const scalars = training.adamScalars(options, t);
      const first = m.v.map((x, i) => training.adamFirst(x, g.v[i]!, scalars));
      const mean = written(generator, first, m.t, owner(s, m.t, mode), s.contract);
      const second = v.v.map((x, i) => training.adamSecond(x, g.v[i]!, scalars));
      const updated = p.v.map((x, i) =>
        training.adamParameter(x, mean.decoded[i]!, second[i]!, scalars),
      );
      const last = written(generator, updated, p.t, owner(s, p.t, mode), s.contract);
      return [...mean.bits, ...second.map(bits), ...last.bits];
    },
  );
}

/** Losses and optimizers, by primitive. */
export const trainingComparisons: readonly Comparison[] = [
  { name: 'MSE (L29)', run: mse },
  { name: 'gradient scaling (S115)', run: scaling },
  { name: 'SGD (S116)', run: sgd },
  { name: 'SGD with momentum (S117)', run: momentum },
  { name: 'SGD of the June contracts (H2)', run: juneSgd },
  { name: 'AdamW (S119)', run: adamW },
];
