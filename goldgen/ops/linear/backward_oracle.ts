/** Oracle of the backward of Linear (L2–L4), current contract. */

import type { Contract } from '../../../reference/contracts.ts';
import {
  type Operation as Arithmetic,
  funnelled,
  type Kernel,
  type OutputMode,
  operandFor,
} from '../../../reference/independent/accumulation.ts';
import type { Stored } from '../../../reference/independent/conversion.ts';
import {
  accumulatedBack,
  addedLinearBias,
  addedValues,
} from '../../../reference/independent/converted_back.ts';
import { summed } from '../../../reference/independent/kernels.ts';
import { floatProduct, type Matrix, symProduct } from '../../../reference/independent/matmul.ts';
import { type Generator, int32 } from '../../../reference/independent/primitives.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { areKnown, formatOf, inTurn, type Result, storedAll } from '../../kit/backward_oracle.ts';
import { isProductLabel } from '../../kit/matmul_oracle.ts';
import { filled, filledFrom, fitting } from '../../kit/oracle.ts';
import type { OpCall, Oracle } from '../../op.ts';

/** A matrix over row-major numbers, or its transpose. */
function matrix(numbers: readonly number[], rows: number, columns: number): Matrix<number> {
  return { rows, columns, at: (row, column) => numbers[row * columns + column]! };
}

function transposed({ rows, columns, at }: Matrix<number>): Matrix<number> {
  return { rows: columns, columns: rows, at: (row, column) => at(column, row) };
}

type Shape = readonly [number, number];

function productKernel(
  g: Generator,
  contract: Contract,
  left: Shape,
  right: Shape,
  isLeftTransposed: boolean,
): Kernel {
  return ([a, b]) => {
    if (a === undefined || b === undefined) return undefined;
    const first = matrix(a.numbers, ...left);
    const [x, y] = [isLeftTransposed ? transposed(first) : first, matrix(b.numbers, ...right)];
    if (a.format === 'FLOAT32') return { ...a, numbers: floatProduct(x, y) };
    if (![a, b].every(({ bits }) => isProductLabel(contract, bits))) return undefined;
    const result = symProduct(g, x, a.scale, y, b.scale, undefined, contract);
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

interface Operation {
  readonly name: 'weight' | 'bias' | 'dx';
  readonly operands: readonly Stored[];
  readonly kernel: Kernel;
  readonly target: Tensor;
}

function arithmeticOf(call: OpCall, name: Operation['name']): Omit<Arithmetic, 'mode'> {
  return {
    format: formatOf(call, `${name}_arithmetic`),
    rounding: call.rounding(`${name}_rounding`),
  };
}

/** One operation in the funnel; a gradient takes only the accumulate modes (S71). */
function throughFunnel(call: OpCall, g: Generator, contract: Contract, o: Operation): Result {
  const mode = o.name === 'dx' ? 'OUT_WRITE' : (call.word(`${o.name}_mode`) as OutputMode);
  if (o.name !== 'dx' && mode === 'OUT_WRITE') return 'refused';
  const [record] = storedAll(o.target);
  const math = { ...arithmeticOf(call, o.name), mode };
  const result = funnelled(g, o.operands, math, o.kernel, record!, contract);
  return result === undefined ? 'refused' : filledFrom(o.target, result);
}

/** The raw result of a dx in its wire, whose operands must have its format. */
function rawIntoWire({ operands, kernel, target }: Operation): Result {
  if (operands.some((x) => x.format !== target.dtype)) return undefined;
  const raw = kernel(operands);
  return raw === undefined ? 'refused' : filled(target, raw.numbers, raw.scale);
}

/** One operation with conversions around it, which round as the weight gradient does (H2). */
function convertedAround(call: OpCall, g: Generator, contract: Contract, o: Operation): Result {
  const { format } = arithmeticOf(call, o.name);
  const conversion = { format, rounding: call.rounding('weight_rounding') };
  const [record] = storedAll(o.target);
  if (o.name !== 'dx') {
    const add = o.name === 'bias' ? addedLinearBias : addedValues;
    // the input of a weight gradient comes before the loss
    const inputs = o.operands.toReversed();
    const kernel: Kernel = (operands) => o.kernel(operands.toReversed());
    const sum = accumulatedBack(g, inputs, conversion, kernel, record!, add, contract);
    return sum === undefined ? 'refused' : filledFrom(o.target, sum);
  }
  const [loss, weight] = o.operands as [Stored, Stored];
  const factor = operandFor(g, weight, conversion, contract);
  const own = factor && operandFor(g, loss, conversion, contract);
  if (factor === undefined || own === undefined) return 'refused';
  return produced(call, g, contract, { ...o, operands: [own, factor] });
}

function produced(call: OpCall, g: Generator, contract: Contract, o: Operation): Result {
  return contract.producers === 'raw' ? rawIntoWire(o) : throughFunnel(call, g, contract, o);
}

function operation(call: OpCall, g: Generator, contract: Contract, o: Operation): Result {
  if (contract.backward === 'convert_back') return convertedAround(call, g, contract, o);
  const step = o.name === 'dx' ? produced : throughFunnel;
  return step(call, g, contract, o);
}

/** L2, L3, L4 in this order. */
export const linearBackwardOracle: Oracle = (call, contract, g) => {
  const [x, dy, weight] = [call.tensor('x'), call.tensor('dy'), call.tensor('weight')];
  const [weightGrad, dx] = [call.tensor('weight_grad'), call.tensor('dx')];
  const biasGrad = call.tensors.bias_grad;
  const all = [x, dy, weight, weightGrad, dx, ...(biasGrad === undefined ? [] : [biasGrad])];
  if (!areKnown(all)) return undefined;
  if (x.shape.length !== 2 || dy.shape.length !== 2) return undefined;
  const [xs, dys, ws] = [x.shape as Shape, dy.shape as Shape, weight.shape as Shape];
  if (xs[0] !== dys[0] || ws[0] !== dys[1] || ws[1] !== xs[1]) return undefined;
  const [sx, sdy, sw] = storedAll(x, dy, weight) as [Stored, Stored, Stored];
  const run = (
    name: Operation['name'],
    operands: readonly Stored[],
    kernel: Kernel,
    target: Tensor,
  ): Result => operation(call, g, contract, { name, operands, kernel, target });
  const outer = productKernel(g, contract, dys, xs, true);
  const inner = productKernel(g, contract, dys, ws, false);
  return inTurn({
    weight_grad: () => run('weight', [sdy, sx], outer, weightGrad),
    bias_grad:
      biasGrad &&
      (() =>
        run(
          'bias',
          [sdy],
          columnSums(biasGrad.shape.reduce((n, extent) => n * extent, 1)),
          biasGrad,
        )),
    dx: () => run('dx', [sdy, sw], inner, dx),
  });
};
