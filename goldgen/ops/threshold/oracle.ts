/** Oracle of the thresholds (S109). */

import { fromInteger, over } from '../../../reference/independent/float32.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { filled, numbersOf } from '../../kit/oracle.ts';
import type { OpCall, Oracle } from '../../op.ts';

/** S109: mantissas and values below a threshold replaced; scales stay the target's. */
function thresholdOracle(below: (call: OpCall, x: Tensor, v: number) => boolean): Oracle {
  return (call) => {
    const x = call.tensor('x');
    const alt = call.number('alt');
    const numbers = numbersOf(x).map((v) => (below(call, x, v) ? alt : v));
    return { y: filled(call.tensor('y'), numbers) };
  };
}

export const thresholdOracleOfValues = thresholdOracle((call, _x, v) => v < call.number('b'));

export const thresholdSymOracle = thresholdOracle(
  (call, x, q) => fromInteger(q) < over(fromInteger(call.number('b')), x.scale),
);

export const thresholdSymZeroOracle = thresholdOracle((_call, _x, q) => q < 0);
