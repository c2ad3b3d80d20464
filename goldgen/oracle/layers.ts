/** Oracle of the layer forwards whose kernels have independent versions (L1, L6, L10, L15, L17). */

import type { Contract } from '../../reference/contracts.ts';
import {
  funnelled,
  type Kernel,
  type Operation,
} from '../../reference/independent/accumulation.ts';
import type { Stored } from '../../reference/independent/conversion.ts';
import {
  type Cube,
  floats,
  gathered,
  integers,
  positions,
  scattered,
  seedsOf,
  type Taps,
} from '../../reference/independent/convolution.ts';
import { plus, times } from '../../reference/independent/float32.ts';
import { floatProduct, type Matrix, symProduct } from '../../reference/independent/matmul.ts';
import { type Cut, normalised, rawForward } from '../../reference/independent/norm.ts';
import type { Generator } from '../../reference/independent/primitives.ts';
import type { Tensor } from '../../reference/tensor.ts';
import { numberParam, type OpCall, type Oracle, roundingOf, tensorOf, wordParam } from '../op.ts';
import {
  filledFrom,
  fitting,
  int32,
  isCurrent,
  isIdentity,
  isKnownWidth,
  storedOf,
} from './adapt.ts';
import { isAdjoint, tapsOf } from './convolution.ts';
import { groupCut, layerCut } from './norm.ts';

/** Width of the raw results and largest label of operands (S66, S86). */
const operandBits = 12;

/** Operands through a kernel into y; `undefined` outside the current contract and the known formats. */
function forward(
  call: OpCall,
  contract: Contract,
  g: Generator,
  names: readonly string[],
  kernel: Kernel,
): ReturnType<Oracle> {
  const y = tensorOf(call, 'y');
  const tensors = names.flatMap((name) => call.tensors[name] ?? []);
  const operands = tensors.flatMap((t) => storedOf(t) ?? []);
  const target = storedOf(y);
  if (!isCurrent(contract) || target === undefined || !isKnownWidth(y)) return undefined;
  if (operands.length < tensors.length || !tensors.every(isIdentity)) return undefined;
  if (operands.some((x) => x.numbers.length === 0)) return undefined;
  const operation: Operation = {
    format: wordParam(call, 'arithmetic') === 'ARITH_FLOAT32' ? 'FLOAT32' : 'SYM_INT32',
    rounding: roundingOf(call, 'rounding'),
    mode: 'OUT_WRITE',
  };
  const result = funnelled(g, operands, operation, kernel, target);
  return result === undefined ? 'refused' : { y: filledFrom(y, result) };
}

function isLabelled(...operands: readonly Stored[]): boolean {
  return operands.every((x) => x.bits >= 1 && x.bits <= operandBits);
}

/** L1 */
export const linearForwardOracle: Oracle = (call, contract, g) => {
  const [x, weight] = [tensorOf(call, 'x'), tensorOf(call, 'weight')];
  if (x.shape.length !== 2 || weight.shape.length !== 2) return undefined;
  const [rows, inner] = x.shape as [number, number];
  const columns = weight.shape[0]!;
  if (weight.shape[1] !== inner) return undefined;
  return forward(call, contract, g, ['x', 'weight', 'bias'], ([a, w, bias]) => {
    if (a === undefined || w === undefined) return undefined;
    if (bias !== undefined && bias.numbers.length !== columns) return undefined;
    const left: Matrix<number> = {
      rows,
      columns: inner,
      at: (row, k) => a.numbers[row * inner + k]!,
    };
    const right: Matrix<number> = {
      rows: inner,
      columns,
      at: (k, column) => w.numbers[column * inner + k]!,
    };
    if (a.format === 'FLOAT32') return { ...a, numbers: floatProduct(left, right, bias?.numbers) };
    if (!isLabelled(a, w)) return undefined;
    const record = bias && { mantissas: bias.numbers, scale: bias.scale, mode: bias.mode };
    const result = symProduct(g, left, a.scale, right, w.scale, record);
    return result && { ...a, numbers: fitting(result.sums), scale: result.scale };
  });
};

type Dims = readonly [number, number, number];

function dimsOf(t: Tensor): Dims | undefined {
  return t.shape.length === 3 ? (t.shape as Dims) : undefined;
}

type Sum = (ring: typeof floats, x: Cube, w: Cube, bias: readonly number[] | undefined) => number[];

function convolved(g: Generator, xDims: Dims, wDims: Dims, sum: Sum): Kernel {
  return ([a, w, bias]) => {
    if (a === undefined || w === undefined) return undefined;
    const [x, weight] = [
      { dims: xDims, values: a.numbers },
      { dims: wDims, values: w.numbers },
    ];
    if (a.format === 'FLOAT32') return { ...a, numbers: sum(floats, x, weight, bias?.numbers) };
    const scale = times(a.scale, w.scale);
    const record = bias && { mantissas: bias.numbers, scale: bias.scale, mode: bias.mode };
    const seeds = record && seedsOf(g, record, scale);
    if (record !== undefined && seeds === undefined) return undefined;
    return { ...a, numbers: sum(integers, x, weight, seeds), scale };
  };
}

interface Shapes {
  readonly x: Dims;
  readonly w: Dims;
  readonly y: Dims;
  readonly groups: number;
  readonly taps: Taps;
}

function shapesOf(call: OpCall): Shapes | undefined {
  const [x, w] = [dimsOf(tensorOf(call, 'x')), dimsOf(tensorOf(call, 'weight'))];
  const y = dimsOf(tensorOf(call, 'y'));
  if (x === undefined || w === undefined || y === undefined) return undefined;
  const groups = numberParam(call, 'groups');
  if (x[1] % groups !== 0 || y[1] % groups !== 0) return undefined;
  const taps = tapsOf(call);
  return taps.kernel === w[2] ? { x, w, y, groups, taps } : undefined;
}

const convNames = ['x', 'weight', 'bias'];

/** L6 */
export const conv1dForwardOracle: Oracle = (call, contract, g) => {
  const s = shapesOf(call);
  if (s === undefined || s.w[1] * s.groups !== s.x[1]) return undefined;
  if (positions(s.taps, s.x[2]).length !== s.y[2]) return undefined;
  const kernel = convolved(g, s.x, s.w, (ring, x, w, bias) =>
    gathered(ring, s.taps, s.groups, x, w, bias ?? []),
  );
  return forward(call, contract, g, convNames, kernel);
};

/** L10 */
export const conv1dTransposedForwardOracle: Oracle = (call, contract, g) => {
  const s = shapesOf(call);
  if (s === undefined || s.w[1] * s.groups !== s.y[1]) return undefined;
  // the layer has no other padding (part B 4.1)
  if (s.taps.padding !== 'VALID') return 'refused';
  const extra = numberParam(call, 'output_padding');
  if (!isAdjoint(s.taps, extra, s.x[2], s.y[2])) return undefined;
  const kernel = convolved(g, s.x, s.w, (ring, x, w, bias) =>
    scattered(ring, s.taps, s.groups, x, w, bias, s.y[2]),
  );
  return forward(call, contract, g, convNames, kernel);
};

function normKernel(
  g: Generator,
  cut: Cut,
  perElement: boolean,
  eps: number,
  mode: 'HALF_AWAY' | 'SR_HALF_AWAY',
): Kernel {
  return ([x, gamma, beta]) => {
    if (x === undefined || gamma === undefined || beta === undefined) return undefined;
    if (x.format === 'FLOAT32') {
      const values = normalised({ values: x.numbers }, cut, eps);
      const numbers = values.map((v, i) => {
        const at = cut.gammaAt[i]!;
        return plus(times(gamma.numbers[at]!, v), beta.numbers[at]!);
      });
      return { ...x, numbers };
    }
    if (!isLabelled(x, gamma, beta) || cut.size >= 2 ** (32 - x.bits)) return undefined;
    for (let block = 0; block < cut.blocks; block++) {
      const own = x.numbers.slice(block * cut.size, (block + 1) * cut.size);
      own.reduce((sum, q) => int32(sum + q), 0);
    }
    const affine = {
      gamma: { values: gamma.numbers, scale: gamma.scale },
      beta: { values: beta.numbers, scale: beta.scale },
      perElement,
      form: 'seed_rescale' as const,
    };
    const operand = { values: x.numbers, scale: x.scale };
    const raw = rawForward(g, operand, affine, cut, eps, operandBits, mode);
    return raw && { ...x, numbers: raw.sums.map(int32), scale: raw.scale };
  };
}

function normForwardOracle(cutOf: (call: OpCall) => Cut | undefined, perElement: boolean): Oracle {
  return (call, contract, g) => {
    const cut = cutOf(call);
    const [gamma, beta] = [tensorOf(call, 'gamma'), tensorOf(call, 'beta')];
    if (cut === undefined || `${gamma.shape}` !== `${beta.shape}`) return undefined;
    const mode = roundingOf(call, 'rounding');
    const kernel = normKernel(g, cut, perElement, numberParam(call, 'eps'), mode);
    return forward(call, contract, g, ['x', 'gamma', 'beta'], kernel);
  };
}

export const layerNormForwardOracle = normForwardOracle(
  (call) => layerCut(tensorOf(call, 'x'), tensorOf(call, 'gamma')),
  true,
);
export const groupNormForwardOracle = normForwardOracle(
  (call) => groupCut(tensorOf(call, 'x'), tensorOf(call, 'gamma'), numberParam(call, 'groups')),
  false,
);
