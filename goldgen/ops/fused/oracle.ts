/** Oracle of the row forms and the fused forms (S104–S108). */

import { minus, times } from '../../../reference/independent/float32.ts';
import {
  addedProduct,
  addedQuotient,
  interpolated,
  weighted,
} from '../../../reference/independent/kernels.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { filled, isIdentity, logicalNumbersOf, numbersOf, sameExtents } from '../../kit/oracle.ts';
import type { OpCall, Oracle } from '../../op.ts';

/** S104 */
export function rowOracle(form: 'scale' | 'subtract'): Oracle {
  return (call) => {
    const [m, vector] = [call.tensor('m'), call.tensor('vector')];
    const out = call.tensor('out');
    const isPlain = [m, vector, out].every((t) => t.dtype === 'FLOAT32' && isIdentity(t));
    if (!isPlain || m.shape.length !== 2 || vector.shape.length !== 1) return 'refused';
    if (`${m.shape}` !== `${out.shape}`) return 'refused';
    const [rows, columns] = m.shape as [number, number];
    const values = numbersOf(vector);
    if (values.length !== (form === 'scale' ? rows : columns)) return 'refused';
    const numbers = numbersOf(m).map((v, i) =>
      form === 'scale'
        ? times(values[Math.trunc(i / columns)]!, v)
        : minus(v, values[i % columns]!),
    );
    return { out: filled(out, numbers) };
  };
}

/** S105 */
export const axpbyOracle: Oracle = (call) => {
  const [x, y, out] = [call.tensor('x'), call.tensor('y'), call.tensor('out')];
  if (y.dtype !== 'FLOAT32' || !isIdentity(out)) return 'refused';
  if (!sameExtents(x, y) || !sameExtents(x, out)) return 'refused';
  const [a, b, right] = [call.number('a'), call.number('b'), logicalNumbersOf(y)];
  const values = logicalNumbersOf(x).map((v, i) => weighted(a, v, b, right[i]!));
  return { out: filled(out, values) };
};

/** S106–S108: operands in identity order, element by element, into the first. */
function fusedOracle(
  names: readonly string[],
  form: (call: OpCall, values: readonly number[]) => number,
): Oracle {
  return (call) => {
    const tensors = names.map((name) => call.tensor(name));
    const [a] = tensors as [Tensor];
    const fits = tensors.every(
      (t) => t.dtype === 'FLOAT32' && isIdentity(t) && `${t.shape}` === `${a.shape}`,
    );
    if (!fits) return 'refused';
    const columns = tensors.map(numbersOf);
    const result = columns[0]!.map((_, i) =>
      form(
        call,
        columns.map((column) => column[i]!),
      ),
    );
    return { a: filled(a, result) };
  };
}

export const lerpOracle = fusedOracle(['a', 'b'], (call, [a, b]) =>
  interpolated(a!, b!, call.number('w')),
);

export const addcmulOracle = fusedOracle(['a', 'b', 'c'], (call, [a, b, c]) =>
  addedProduct(a!, b!, c!, call.number('s')),
);

export const addcdivOracle = fusedOracle(['a', 'b', 'v'], (call, [a, b, v]) => {
  const [s, divisor, eps] = ['s', 'divisor', 'eps'].map((name) => call.number(name));
  return addedQuotient(a!, b!, v!, s!, divisor!, eps!);
});
