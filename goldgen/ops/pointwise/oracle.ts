/** Oracle of the pointwise forms over views, and of squares (S74, S75, S110). */

import { minus, over, plus, times } from '../../../reference/independent/float32.ts';
import { filled, logicalNumbersOf, numbersOf, sameExtents } from '../../kit/oracle.ts';
import { type Fn, integerFns, pairOf, scatteredBack } from '../../kit/view_oracle.ts';
import type { Oracle } from '../../op.ts';

const floatFns: Readonly<Record<string, Fn>> = { add: plus, sub: minus, mul: times, div: over };

/** S74 */
export const pointwiseOracle: Oracle = (call) => {
  const { a, b } = pairOf(call);
  if (!sameExtents(a, b)) return 'refused';
  const fn = (a.dtype === 'FLOAT32' ? floatFns : integerFns)[call.word('fn')]!;
  const right = logicalNumbersOf(b);
  const result = logicalNumbersOf(a).map((v, i) => fn(v, right[i]!));
  const y = call.tensors.y;
  // results are written flat, whatever the order of the target
  return y === undefined ? { a: filled(a, scatteredBack(a, result)) } : { y: filled(y, result) };
};

/** S74, scalar form */
export const pointwiseScalarOracle: Oracle = (call) => {
  const [x, c] = [call.tensor('x'), call.number('c')];
  const fn = (x.dtype === 'FLOAT32' ? floatFns : integerFns)[call.word('fn')]!;
  const results = numbersOf(x).map((v) => fn(v, c));
  return { y: filled(call.tensor('y'), results) };
};

export const squareOracle: Oracle = (call) => {
  const x = call.tensor('x');
  const fn = x.dtype === 'FLOAT32' ? times : integerFns.mul!;
  return {
    y: filled(
      call.tensor('y'),
      numbersOf(x).map((v) => fn(v, v)),
    ),
  };
};
