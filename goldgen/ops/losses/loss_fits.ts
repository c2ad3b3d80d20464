/** What must hold between the tensors of a loss; an output of a format that it lacks is refused (B8). */

import type { Dtype } from '../../../reference/tensor.ts';
import { atLeast, count, equal, type Fits, implies, isOf, sameCount } from '../../kit/fits.ts';

const labelFits = (dtypes: readonly Dtype[]): Fits => ({
  label: [
    implies(isOf('output', ...dtypes), atLeast(count('label'), count('output'))),
    // a FLOAT32 output reads the label as floats, whatever it is
    implies(isOf('output', 'FLOAT32'), isOf('label', 'FLOAT32')),
  ],
});

/** A loss of outputs of those formats. */
export function lossFits(dtypes: readonly Dtype[]): Fits {
  return {
    ...labelFits(dtypes),
    loss: [implies(isOf('output', ...dtypes), equal(count('loss'), 1))],
  };
}

export function lossGradientFits(dtypes: readonly Dtype[]): Fits {
  return {
    ...labelFits(dtypes),
    gradient: [
      implies(isOf('output', ...dtypes), sameCount('gradient', 'output')),
      implies(isOf('output', 'FLOAT32'), isOf('gradient', 'FLOAT32')),
    ],
  };
}
