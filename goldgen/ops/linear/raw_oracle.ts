/** Oracle of Linear's kernels called directly (S86, S87, L2–L4). */

import type { Matrix } from '../../../reference/independent/matmul.ts';
import { int32 } from '../../../reference/independent/primitives.ts';
import { answer, matrixOf, type Operands, product } from '../../kit/matmul_oracle.ts';
import { filled, numbersOf } from '../../kit/oracle.ts';
import type { Oracle } from '../../op.ts';

function transposed(m: Matrix<number>): Matrix<number> {
  return { rows: m.columns, columns: m.rows, at: (row, column) => m.at(column, row) };
}

/** x·Wᵀ, dy·W, dyᵀ·x */
function linearOracle(
  left: string,
  right: string,
  out: string,
  arrange: (a: Matrix<number>, b: Matrix<number>) => Operands,
): Oracle {
  return (call, contract, g) => {
    const [a, b] = [call.tensor(left), call.tensor(right)];
    const [ma, mb] = [matrixOf(a, 'row'), matrixOf(b, 'row')];
    if (ma === undefined || mb === undefined) return 'refused';
    const operands = arrange(ma, mb);
    const fits = operands.a.columns === operands.b.rows;
    const result = product(g, contract, [a, b], fits ? operands : undefined, call.tensors.bias);
    return answer(out, call.tensor(out), result);
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
  const dy = call.tensor('dy');
  const numbers = numbersOf(dy);
  const features = call.tensor('db').data.length;
  const sums = Array.from({ length: features }, () => 0n);
  numbers.forEach((q, i) => {
    sums[i % features]! += BigInt(q);
    int32(sums[i % features]!);
  });
  return { db: filled(call.tensor('db'), sums.map(int32), dy.scale) };
};
