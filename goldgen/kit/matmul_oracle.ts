/** What the oracles of matrix products share. */

import type { Contract } from '../../reference/contracts.ts';
import { type Matrix, symProduct } from '../../reference/independent/matmul.ts';
import type { Generator } from '../../reference/independent/primitives.ts';
import type { Tensor } from '../../reference/tensor.ts';
import type { OracleAnswer } from '../op.ts';
import { extentsOf, filled, fitting, logicalNumbersOf, numbersOf } from './oracle.ts';

/** S83; `undefined` where the rank is above 2. */
export function matrixOf(t: Tensor, vector: 'row' | 'column'): Matrix<number> | undefined {
  const extents = extentsOf(t);
  if (extents.length === 0 || extents.length > 2) return undefined;
  const one = vector === 'row' ? [1, extents[0]!] : [extents[0]!, 1];
  const [rows, columns] = (extents.length === 1 ? one : extents) as [number, number];
  const numbers = logicalNumbersOf(t);
  return { rows, columns, at: (row, column) => numbers[row * columns + column]! };
}

export interface Operands {
  readonly a: Matrix<number>;
  readonly b: Matrix<number>;
}

/** S86: labels that a contract's products accept. */
export function isProductLabel(contract: Contract, bits: number): boolean {
  return contract.matmulLabelMax === 0 || bits <= contract.matmulLabelMax;
}

function labelled(contract: Contract, ...tensors: readonly Tensor[]): boolean {
  return tensors.every((t) => t.dtype === 'SYM_INT32' && isProductLabel(contract, t.bits));
}

export function product(
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
  const result = symProduct(g, operands.a, left.scale, operands.b, right.scale, record, contract);
  return result === undefined ? 'refused' : { numbers: fitting(result.sums), scale: result.scale };
}

export function answer(
  name: string,
  y: Tensor,
  result: ReturnType<typeof product>,
): OracleAnswer | undefined {
  if (result === undefined || result === 'refused') return result;
  return { [name]: filled(y, result.numbers, result.scale) };
}
