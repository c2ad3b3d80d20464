/** Oracle of the matrix products and of Linear's raw kernels (S84–S87, L1–L4). */

import type { Contract } from '../../reference/contracts.ts';
import {
  exactProduct,
  floatProduct,
  type Matrix,
  symProduct,
} from '../../reference/independent/matmul.ts';
import type { Generator } from '../../reference/independent/primitives.ts';
import type { Tensor } from '../../reference/tensor.ts';
import { type Oracle, type OracleAnswer, tensorOf } from '../op.ts';
import { extentsOf, filled, fitting, int32, logicalNumbersOf, numbersOf } from './adapt.ts';

/** S83; `undefined` where the rank is above 2. */
function matrixOf(t: Tensor, vector: 'row' | 'column'): Matrix<number> | undefined {
  const extents = extentsOf(t);
  if (extents.length === 0 || extents.length > 2) return undefined;
  const one = vector === 'row' ? [1, extents[0]!] : [extents[0]!, 1];
  const [rows, columns] = (extents.length === 1 ? one : extents) as [number, number];
  const numbers = logicalNumbersOf(t);
  return { rows, columns, at: (row, column) => numbers[row * columns + column]! };
}

function transposed(m: Matrix<number>): Matrix<number> {
  return { rows: m.columns, columns: m.rows, at: (row, column) => m.at(column, row) };
}

interface Operands {
  readonly a: Matrix<number>;
  readonly b: Matrix<number>;
}

/** Both matrices, or `undefined` where they do not fit (S83). */
function operandsOf(left: Tensor, right: Tensor): Operands | undefined {
  const [a, b] = [matrixOf(left, 'row'), matrixOf(right, 'column')];
  if (a === undefined || b === undefined || a.columns !== b.rows) return undefined;
  return { a, b };
}

export const matmulInt32Oracle: Oracle = (call) => {
  const operands = operandsOf(tensorOf(call, 'a'), tensorOf(call, 'b'));
  if (operands === undefined) return 'refused';
  const seeds = call.tensors.bias === undefined ? undefined : numbersOf(call.tensors.bias);
  return {
    y: filled(tensorOf(call, 'y'), fitting(exactProduct(operands.a, operands.b, seeds))),
  };
};

export const matmulFloat32Oracle: Oracle = (call) => {
  const operands = operandsOf(tensorOf(call, 'a'), tensorOf(call, 'b'));
  if (operands === undefined) return 'refused';
  const bias = call.tensors.bias === undefined ? undefined : numbersOf(call.tensors.bias);
  if (bias !== undefined && bias.length !== operands.b.columns) return 'refused';
  return { y: filled(tensorOf(call, 'y'), floatProduct(operands.a, operands.b, bias)) };
};

/** S86: labels a contract accepts. */
function labelled(contract: Contract, ...tensors: readonly Tensor[]): boolean {
  const most = contract.matmulLabelMax;
  return tensors.every((t) => t.dtype === 'SYM_INT32' && (most === 0 || t.bits <= most));
}

function product(
  g: Generator,
  contract: Contract,
  [left, right]: readonly [Tensor, Tensor],
  operands: Operands | undefined,
  bias: Tensor | undefined,
): { numbers: number[]; scale: number } | 'refused' | undefined {
  if (operands === undefined) return 'refused';
  if (!labelled(contract, left, right))
    return contract.matmulLabelMax === 0 ? undefined : 'refused';
  if (bias !== undefined) {
    if (contract.matmulBiasCheck === 'unchecked' && bias.dtype !== 'SYM_INT32') return undefined;
    if (bias.dtype !== 'SYM_INT32' || numbersOf(bias).length !== operands.b.columns) {
      return contract.matmulBiasCheck === 'unchecked' ? undefined : 'refused';
    }
  }
  const record =
    bias === undefined
      ? undefined
      : { mantissas: numbersOf(bias), scale: bias.scale, mode: bias.rounding };
  const isGuarded = contract.biasSeed === 'seed_rescale';
  const result = symProduct(g, operands.a, left.scale, operands.b, right.scale, record, isGuarded);
  return result === undefined ? 'refused' : { numbers: fitting(result.sums), scale: result.scale };
}

function answer(
  name: string,
  y: Tensor,
  result: ReturnType<typeof product>,
): OracleAnswer | undefined {
  if (result === undefined || result === 'refused') return result;
  return { [name]: filled(y, result.numbers, result.scale) };
}

export const matmulSymOracle: Oracle = (call, contract, g) => {
  const [a, b] = [tensorOf(call, 'a'), tensorOf(call, 'b')];
  const result = product(g, contract, [a, b], operandsOf(a, b), call.tensors.bias);
  return answer('y', tensorOf(call, 'y'), result);
};

/** x·Wᵀ, dy·W, dyᵀ·x */
function linearOracle(
  left: string,
  right: string,
  out: string,
  arrange: (a: Matrix<number>, b: Matrix<number>) => Operands,
): Oracle {
  return (call, contract, g) => {
    const [a, b] = [tensorOf(call, left), tensorOf(call, right)];
    const [ma, mb] = [matrixOf(a, 'row'), matrixOf(b, 'row')];
    if (ma === undefined || mb === undefined) return 'refused';
    const operands = arrange(ma, mb);
    const fits = operands.a.columns === operands.b.rows;
    const result = product(g, contract, [a, b], fits ? operands : undefined, call.tensors.bias);
    return answer(out, tensorOf(call, out), result);
  };
}

export const linearForwardRawOracle = linearOracle('x', 'weight', 'y', (x, weight) => ({
  a: x,
  b: transposed(weight),
}));
export const linearInputGradRawOracle = linearOracle('dy', 'weight', 'dx', (a, b) => ({ a, b }));
export const linearWeightGradRawOracle = linearOracle('dy', 'x', 'dw', (dy, x) => ({
  a: transposed(dy),
  b: x,
}));

/** L3 */
export const linearBiasGradRawOracle: Oracle = (call) => {
  const dy = tensorOf(call, 'dy');
  const numbers = numbersOf(dy);
  const features = dy.shape.at(-1)!;
  const sums = Array.from({ length: features }, () => 0n);
  numbers.forEach((q, i) => {
    sums[i % features]! += BigInt(q);
    int32(sums[i % features]!);
  });
  return { db: filled(tensorOf(call, 'db'), sums.map(int32), dy.scale) };
};
