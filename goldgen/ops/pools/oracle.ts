/** Oracle of the pools, their kernels inside the independent funnel (L18–L23). */

import type { Contract } from '../../../reference/contracts.ts';
import { funnelled, type Operation } from '../../../reference/independent/accumulation.ts';
import type { Stored } from '../../../reference/independent/conversion.ts';
import {
  adaptiveMeans,
  averages,
  floats,
  foldedScale,
  integers,
  maxima,
  positions,
} from '../../../reference/independent/convolution.ts';
import {
  adaptiveFloatMeans,
  atMaxima,
  spread,
  spreadAdaptive,
} from '../../../reference/independent/pools.ts';
import { type Generator, int32 } from '../../../reference/independent/primitives.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { filled, filledFrom, isIdentity, isKnownWidth, storedOf } from '../../kit/oracle.ts';
import type { OpCall, Oracle } from '../../op.ts';
import { tapsOf } from '../convolution/raw_oracle.ts';

/** One pool: a row of the operand to a row of the result, and what becomes of the scale. */
interface Pool {
  /** length of a result row, `undefined` where the geometry does not fit */
  readonly row: (numbers: readonly number[], index: number, isFloat: boolean) => number[];
  readonly scale: (scale: number) => number;
  /** most terms of one int32 sum */
  readonly terms: number;
}

function operationOf(call: OpCall, arithmetic: string, rounding: string): Operation {
  return {
    format: call.word(arithmetic) === 'ARITH_FLOAT32' ? 'FLOAT32' : 'SYM_INT32',
    rounding: call.rounding(rounding),
    mode: 'OUT_WRITE',
  };
}

/** Rows of a wire [B, C, L]; where L is 0 there are rows all the same. */
function rowsOf(t: { readonly numbers: readonly number[] }, shape: readonly number[]): number[][] {
  const [batch = 0, channels = 0, length = 0] = shape;
  const rows = Array.from({ length: batch * channels }, (_, i) => i * length);
  return rows.map((at) => t.numbers.slice(at, at + length));
}

function pooled(
  g: Generator,
  contract: Contract,
  x: Tensor,
  y: Tensor,
  operation: Operation,
  pool: Pool,
): Tensor | 'refused' | undefined {
  const [from, to] = [storedOf(x), storedOf(y)];
  if (from === undefined || to === undefined || !isKnownWidth(y)) return undefined;
  if (x.shape.length !== 3 || !isIdentity(x) || !isIdentity(y)) return undefined;
  const isFloat = operation.format === 'FLOAT32';
  const kernel = ([operand]: readonly Stored[]): Stored | undefined => {
    const { bits } = operand!;
    if (!isFloat && (bits < 1 || bits > 16 || pool.terms >= 2 ** (32 - bits))) return undefined;
    const rows = rowsOf(operand!, x.shape);
    const numbers = rows.flatMap((row, i) => pool.row(row, i, isFloat));
    return { ...operand!, numbers, scale: pool.scale(operand!.scale) };
  };
  const result = funnelled(g, [from], operation, kernel, to, contract);
  return result === undefined ? 'refused' : filledFrom(y, result);
}

const same = (scale: number): number => scale;

function isShaped(x: Tensor, y: Tensor, length: number): boolean {
  return `${y.shape}` === `${[x.shape[0], x.shape[1], length]}`;
}

export const maxPoolForwardOracle: Oracle = (call, contract, g) => {
  const [x, y, t] = [call.tensor('x'), call.tensor('y'), tapsOf(call)];
  const operation = operationOf(call, 'arithmetic', 'rounding');
  const length = x.shape[2] ?? 0;
  const { length: outputs } = positions(t, length);
  if (!isShaped(x, y, outputs)) return undefined;
  if (call.tensor('argmax').shape[2] !== outputs) return 'refused';
  const places: number[] = [];
  let special = false;
  const row = (numbers: readonly number[]): number[] => {
    // NaN, infinities and the zeros have an order of their own
    special ||= numbers.some((v) => !Number.isFinite(v) || Object.is(v, -0));
    // nothing is told then, whatever a conversion would make of them
    if (special) return Array.from({ length: outputs }, () => 0);
    const found = maxima(t, numbers);
    places.push(...found.map((f) => f.position));
    return found.map((f) => f.value);
  };
  // maxima are no sums
  const result = pooled(g, contract, x, y, operation, { row, scale: same, terms: 0 });
  if (special || typeof result !== 'object') return undefined;
  return { y: result, argmax: filled(call.tensor('argmax'), places) };
};

export const avgPoolForwardOracle: Oracle = (call, contract, g) => {
  const [x, y, t] = [call.tensor('x'), call.tensor('y'), tapsOf(call)];
  const operation = operationOf(call, 'arithmetic', 'rounding');
  if (t.kernel === 0) return undefined;
  if (!isShaped(x, y, positions(t, x.shape[2] ?? 0).length)) return undefined;
  const isFloat = operation.format === 'FLOAT32';
  const result = pooled(g, contract, x, y, operation, {
    row: (numbers) => averages(isFloat ? floats : integers, t, numbers, isFloat),
    scale: (s) => (isFloat ? s : foldedScale(s, t.kernel)),
    terms: t.kernel,
  });
  return typeof result === 'object' ? { y: result } : result;
};

export const adaptivePoolForwardOracle: Oracle = (call, contract, g) => {
  const [x, y, outputs] = [call.tensor('x'), call.tensor('y'), call.number('output_size')];
  const length = x.shape[2] ?? 0;
  if (outputs === 0 || length === 0 || !isShaped(x, y, outputs)) return undefined;
  const result = pooled(g, contract, x, y, operationOf(call, 'arithmetic', 'rounding'), {
    row: (numbers, _i, isFloat) => {
      if (isFloat) return adaptiveFloatMeans(floats, numbers, outputs);
      return adaptiveMeans(numbers, outputs).map(int32);
    },
    scale: same,
    terms: Math.ceil(length / outputs) + 1,
  });
  return typeof result === 'object' ? { y: result } : result;
};

/** FLOAT32 backwards are plain loops over FLOAT32 wires; anything else there has no answer. */
function backward(call: OpCall, contract: Contract, g: Generator, pool: Pool): ReturnType<Oracle> {
  const [dy, dx] = [call.tensor('dy'), call.tensor('dx')];
  const operation = operationOf(call, 'dx_arithmetic', 'dx_rounding');
  const plain = dy.dtype === 'FLOAT32' && dx.dtype === 'FLOAT32';
  if (operation.format === 'FLOAT32' && !plain) return undefined;
  const result = pooled(g, contract, dy, dx, operation, pool);
  return typeof result === 'object' ? { dx: result } : result;
}

function lengths(call: OpCall): { inner: number; outer: number } {
  const [dy, dx] = [call.tensor('dy'), call.tensor('dx')];
  return { inner: dx.shape[2] ?? 0, outer: dy.shape[2] ?? 0 };
}

export const maxPoolBackwardOracle: Oracle = (call, contract, g) => {
  const t = tapsOf(call);
  const { inner, outer } = lengths(call);
  const { data, shape } = call.tensor('argmax');
  if (shape[2] !== outer || positions(t, inner).length !== outer) return 'refused';
  const places = [...data];
  // a position for each gradient, inside its row
  if (places.length !== call.tensor('dy').data.length) return undefined;
  if (places.some((place) => place >= inner)) return undefined;
  const argmax = rowsOf({ numbers: places }, shape);
  return backward(call, contract, g, {
    row: (dy, i, isFloat) => atMaxima(isFloat ? floats : integers, dy, argmax[i]!, inner),
    scale: same,
    terms: Math.floor(((t.kernel - 1) * t.dilation) / t.stride) + 1,
  });
};

export const avgPoolBackwardOracle: Oracle = (call, contract, g) => {
  const t = tapsOf(call);
  const { inner, outer } = lengths(call);
  if (t.kernel === 0 || positions(t, inner).length !== outer) return undefined;
  const isFloat = operationOf(call, 'dx_arithmetic', 'dx_rounding').format === 'FLOAT32';
  return backward(call, contract, g, {
    row: (dy) => spread(isFloat ? floats : integers, t, dy, inner, isFloat),
    scale: (s) => (isFloat ? s : foldedScale(s, t.kernel)),
    terms: Math.floor(((t.kernel - 1) * t.dilation) / t.stride) + 1,
  });
};

export const adaptivePoolBackwardOracle: Oracle = (call, contract, g) => {
  const { inner, outer } = lengths(call);
  if (call.number('output_size') !== outer) return 'refused';
  if (inner === 0 || outer === 0) return undefined;
  return backward(call, contract, g, {
    row: (dy, _i, isFloat) => spreadAdaptive(isFloat ? floats : integers, dy, inner, isFloat),
    scale: same,
    terms: Math.ceil(outer / inner) + 1,
  });
};

/** S95: element i belongs to window o exactly if [i, i + 1) and [o·L/O, (o + 1)·L/O) meet. */
export const adaptiveWindowOracle: Oracle = (call) => {
  const [length, outputs] = [call.number('length'), call.number('outputs')];
  const o = call.number('index');
  if (length === 0 || outputs === 0 || o >= outputs) return 'refused';
  const meets = (i: number) => (i + 1) * outputs > o * length && i * outputs < (o + 1) * length;
  const inside = Array.from({ length }, (_, i) => i).filter(meets);
  return { window: filled(call.tensor('window'), [inside[0]!, inside.length]) };
};
