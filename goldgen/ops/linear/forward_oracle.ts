/** Oracle of the forward of Linear (L1), current contract. */

import { floatProduct, type Matrix, symProduct } from '../../../reference/independent/matmul.ts';
import { forward } from '../../kit/forward_oracle.ts';
import { isProductLabel } from '../../kit/matmul_oracle.ts';
import { fitting } from '../../kit/oracle.ts';
import type { Oracle } from '../../op.ts';

/** L1 */
export const linearForwardOracle: Oracle = (call, contract, g) => {
  const [x, weight] = [call.tensor('x'), call.tensor('weight')];
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
    if (![a, w].every(({ bits }) => isProductLabel(contract, bits))) return undefined;
    const record = bias && { mantissas: bias.numbers, scale: bias.scale, mode: bias.mode };
    const result = symProduct(g, left, a.scale, right, w.scale, record, contract);
    return result && { ...a, numbers: fitting(result.sums), scale: result.scale };
  });
};
