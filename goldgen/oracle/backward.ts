/** Oracle of the backwards of Linear and of the norm layers (L2–L4, L16), current contract. */

import {
  funnelled,
  type Kernel,
  type OutputMode,
} from '../../reference/independent/accumulation.ts';
import type { Stored } from '../../reference/independent/conversion.ts';
import { summed } from '../../reference/independent/kernels.ts';
import { floatProduct, type Matrix, symProduct } from '../../reference/independent/matmul.ts';
import { type Cut, dxCodes, gradients } from '../../reference/independent/norm.ts';
import type { Generator } from '../../reference/independent/primitives.ts';
import type { Tensor } from '../../reference/tensor.ts';
import { numberParam, type OpCall, type Oracle, roundingOf, tensorOf, wordParam } from '../op.ts';
import {
  filled,
  filledFrom,
  fitting,
  int32,
  isCurrent,
  isIdentity,
  isKnownWidth,
  storedOf,
} from './adapt.ts';
import { groupCut, layerCut } from './norm.ts';

/** Largest label of SYM operands (S86, L15). */
const operandBits = 12;

type Result = Tensor | 'refused' | undefined;

function formatOf(call: OpCall, name: string): 'FLOAT32' | 'SYM_INT32' {
  return wordParam(call, name) === 'ARITH_FLOAT32' ? 'FLOAT32' : 'SYM_INT32';
}

/** Whether every tensor is dense, in a format and width the oracle knows. */
function areKnown(tensors: readonly Tensor[]): boolean {
  return tensors.every(
    (t) => t.dtype !== 'INT32' && isKnownWidth(t) && isIdentity(t) && t.data.length > 0,
  );
}

function storedAll(...tensors: readonly Tensor[]): Stored[] {
  return tensors.flatMap((t) => storedOf(t) ?? []);
}

/** Runs the parts of a backward in their order; the first that has no tensor is the answer. */
function inTurn(parts: Readonly<Record<string, (() => Result) | undefined>>): ReturnType<Oracle> {
  const answer: Record<string, Tensor> = {};
  for (const [name, part] of Object.entries(parts)) {
    if (part === undefined) continue;
    const result = part();
    if (typeof result !== 'object') return result;
    answer[name] = result;
  }
  return answer;
}

/** A matrix over row-major numbers, or its transpose. */
function matrix(numbers: readonly number[], rows: number, columns: number): Matrix<number> {
  return { rows, columns, at: (row, column) => numbers[row * columns + column]! };
}

function transposed({ rows, columns, at }: Matrix<number>): Matrix<number> {
  return { rows: columns, columns: rows, at: (row, column) => at(column, row) };
}

type Shape = readonly [number, number];

function productKernel(g: Generator, left: Shape, right: Shape, isLeftTransposed: boolean): Kernel {
  return ([a, b]) => {
    if (a === undefined || b === undefined) return undefined;
    const first = matrix(a.numbers, ...left);
    const [x, y] = [isLeftTransposed ? transposed(first) : first, matrix(b.numbers, ...right)];
    if (a.format === 'FLOAT32') return { ...a, numbers: floatProduct(x, y) };
    if (a.bits > operandBits || b.bits > operandBits) return undefined;
    const result = symProduct(g, x, a.scale, y, b.scale);
    return result && { ...a, numbers: fitting(result.sums), scale: result.scale };
  };
}

/** L3: sums of the columns. */
function columnSums(columns: number): Kernel {
  return ([dy]) => {
    if (dy === undefined) return undefined;
    const numbers = Array.from({ length: columns }, (_, o) => {
      const column = dy.numbers.filter((_v, i) => i % columns === o);
      if (dy.format === 'FLOAT32') return summed(column);
      return column.reduce((sum, q) => int32(sum + q), 0);
    });
    return { ...dy, numbers };
  };
}

/** One operation of a backward; a gradient takes only the accumulate modes (S71). */
function operation(
  call: OpCall,
  g: Generator,
  name: 'weight' | 'bias' | 'dx',
  operands: readonly Stored[],
  kernel: Kernel,
  target: Tensor,
): Result {
  const mode: OutputMode =
    name === 'dx' ? 'OUT_WRITE' : (wordParam(call, `${name}_mode`) as OutputMode);
  if (name !== 'dx' && mode === 'OUT_WRITE') return 'refused';
  const [format, rounding] = [
    formatOf(call, `${name}_arithmetic`),
    roundingOf(call, `${name}_rounding`),
  ];
  const [record] = storedAll(target);
  const result = funnelled(g, operands, { format, rounding, mode }, kernel, record!);
  return result === undefined ? 'refused' : filledFrom(target, result);
}

/** L2, L3, L4 in this order. */
export const linearBackwardOracle: Oracle = (call, contract, g) => {
  const [x, dy, weight] = [tensorOf(call, 'x'), tensorOf(call, 'dy'), tensorOf(call, 'weight')];
  const [weightGrad, dx] = [tensorOf(call, 'weight_grad'), tensorOf(call, 'dx')];
  const biasGrad = call.tensors.bias_grad;
  const all = [x, dy, weight, weightGrad, dx, ...(biasGrad === undefined ? [] : [biasGrad])];
  if (!isCurrent(contract) || !areKnown(all)) return undefined;
  if (x.shape.length !== 2 || dy.shape.length !== 2) return undefined;
  const [xs, dys, ws] = [x.shape as Shape, dy.shape as Shape, weight.shape as Shape];
  if (xs[0] !== dys[0] || ws[0] !== dys[1] || ws[1] !== xs[1]) return undefined;
  const [sx, sdy, sw] = storedAll(x, dy, weight) as [Stored, Stored, Stored];
  return inTurn({
    weight_grad: () =>
      operation(call, g, 'weight', [sdy, sx], productKernel(g, dys, xs, true), weightGrad),
    bias_grad: biasGrad && (() => operation(call, g, 'bias', [sdy], columnSums(dys[1]), biasGrad)),
    dx: () => operation(call, g, 'dx', [sdy, sw], productKernel(g, dys, ws, false), dx),
  });
};

function isLabelled(tensors: readonly Tensor[]): boolean {
  return tensors.every((t) => t.dtype === 'SYM_INT32' && t.bits >= 1 && t.bits <= operandBits);
}

/** L16 in SYM arithmetic; the float arm adds in another order. */
function normBackwardOracle(cutOf: (call: OpCall) => Cut | undefined): Oracle {
  return (call, contract, g) => {
    const [x, dy, gamma] = [tensorOf(call, 'x'), tensorOf(call, 'dy'), tensorOf(call, 'gamma')];
    const [dx, cut] = [tensorOf(call, 'dx'), cutOf(call)];
    const [gammaGrad, betaGrad] = [tensorOf(call, 'gamma_grad'), tensorOf(call, 'beta_grad')];
    const all = [x, dy, gamma, dx, gammaGrad, betaGrad];
    if (!isCurrent(contract) || cut === undefined || !areKnown(all)) return undefined;
    if (formatOf(call, 'arithmetic') === 'FLOAT32') return undefined;
    if (!isLabelled([x, dy, gamma, dx])) return 'refused';
    const [sx, sdy, sg] = storedAll(x, dy, gamma) as [Stored, Stored, Stored];
    if (cut.size >= 2 ** (32 - x.bits)) return 'refused';
    for (let block = 0; block < cut.blocks; block++) {
      const own = sx.numbers.slice(block * cut.size, (block + 1) * cut.size);
      own.reduce((sum, q) => int32(sum + q), 0);
    }
    const operand = ({ numbers, scale }: Stored) => ({ values: numbers, scale });
    const eps = numberParam(call, 'eps');
    const found = gradients(operand(sx), operand(sdy), operand(sg), cut, eps);
    const pushed = (mode: string, values: readonly number[], target: Tensor): Result => {
      const word = wordParam(call, mode) as OutputMode;
      if (word === 'OUT_WRITE') return 'refused';
      const increment: Stored = { ...sx, format: 'FLOAT32', numbers: values, bits: 0 };
      const push = { format: 'FLOAT32', rounding: 'HALF_AWAY', mode: word } as const;
      const [record] = storedAll(target);
      const result = funnelled(g, [increment], push, ([v]) => v, record!);
      return result === undefined ? 'refused' : filledFrom(target, result);
    };
    return inTurn({
      gamma_grad: () => pushed('gamma_mode', found.dGamma, gammaGrad),
      beta_grad: () => pushed('beta_mode', found.dBeta, betaGrad),
      dx: () => {
        const { codes, scale } = dxCodes(g, found.dx, dx.bits, dx.rounding);
        return filled(dx, codes, scale);
      },
    });
  };
}

export const layerNormBackwardOracle = normBackwardOracle((call) =>
  layerCut(tensorOf(call, 'x'), tensorOf(call, 'gamma')),
);
export const groupNormBackwardOracle = normBackwardOracle((call) =>
  groupCut(tensorOf(call, 'x'), tensorOf(call, 'gamma'), numberParam(call, 'groups')),
);
