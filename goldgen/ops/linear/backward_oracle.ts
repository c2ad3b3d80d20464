/** Oracle of the backward of Linear (L2–L4), current contract. */

import {
  funnelled,
  type Kernel,
  type OutputMode,
} from '../../../reference/independent/accumulation.ts';
import type { Stored } from '../../../reference/independent/conversion.ts';
import { summed } from '../../../reference/independent/kernels.ts';
import { floatProduct, type Matrix, symProduct } from '../../../reference/independent/matmul.ts';
import type { Generator } from '../../../reference/independent/primitives.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import {
  areKnown,
  formatOf,
  inTurn,
  operandBits,
  type Result,
  storedAll,
} from '../../kit/backward_oracle.ts';
import { filledFrom, fitting, int32, isCurrent } from '../../kit/oracle.ts';
import { type OpCall, type Oracle, roundingOf, tensorOf, wordParam } from '../../op.ts';

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
