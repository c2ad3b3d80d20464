/** Oracle of the Quantization layer (S112, S113). */

import { stored } from '../../../reference/independent/conversion.ts';
import { filledFrom, isKnownWidth, storedOf } from '../../kit/oracle.ts';
import type { Oracle } from '../../op.ts';

/** S112, S113 */
function quantizationOracle(from: string, to: string): Oracle {
  return (call, contract, g) => {
    const [x, y] = [storedOf(call.tensor(from)), storedOf(call.tensor(to))];
    if (x === undefined || y === undefined) return 'refused';
    if (x.format === y.format && x.format !== 'SYM_INT32') return 'refused';
    const target = call.tensor(to);
    if (!isKnownWidth(target)) return undefined;
    if (x.numbers.length === 0 || x.numbers.length !== y.numbers.length) return undefined;
    const result = stored(g, x, y, contract);
    return result === undefined ? 'refused' : { [to]: filledFrom(target, result) };
  };
}

export const quantizationForwardOracle = quantizationOracle('x', 'y');

export const quantizationBackwardOracle = quantizationOracle('dy', 'dx');
