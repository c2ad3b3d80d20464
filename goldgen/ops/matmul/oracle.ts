/** Oracle of the matrix products (S83–S87). */

import { exactProduct, floatProduct } from '../../../reference/independent/matmul.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { answer, matrixOf, type Operands, product } from '../../kit/matmul_oracle.ts';
import { filled, fitting, numbersOf } from '../../kit/oracle.ts';
import type { Oracle } from '../../op.ts';

/** Both matrices, or `undefined` where they do not fit (S83). */
function operandsOf(left: Tensor, right: Tensor): Operands | undefined {
  const [a, b] = [matrixOf(left, 'row'), matrixOf(right, 'column')];
  if (a === undefined || b === undefined || a.columns !== b.rows) return undefined;
  return { a, b };
}

export const matmulInt32Oracle: Oracle = (call) => {
  const operands = operandsOf(call.tensor('a'), call.tensor('b'));
  if (operands === undefined) return 'refused';
  const seeds = call.tensors.bias === undefined ? undefined : numbersOf(call.tensors.bias);
  return {
    y: filled(call.tensor('y'), fitting(exactProduct(operands.a, operands.b, seeds))),
  };
};

export const matmulFloat32Oracle: Oracle = (call) => {
  const operands = operandsOf(call.tensor('a'), call.tensor('b'));
  if (operands === undefined) return 'refused';
  const bias = call.tensors.bias === undefined ? undefined : numbersOf(call.tensors.bias);
  if (bias !== undefined && bias.length !== operands.b.columns) return 'refused';
  return { y: filled(call.tensor('y'), floatProduct(operands.a, operands.b, bias)) };
};

export const matmulSymOracle: Oracle = (call, contract, g) => {
  const [a, b] = [call.tensor('a'), call.tensor('b')];
  const result = product(g, contract, [a, b], operandsOf(a, b), call.tensors.bias);
  return answer('y', call.tensor('y'), result);
};
