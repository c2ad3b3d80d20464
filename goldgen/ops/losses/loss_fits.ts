/** What must hold between the tensors of a loss; an output of a format that it lacks is refused (B8). */

import {
  atLeast,
  count,
  equal,
  type Fits,
  implies,
  isOf,
  not,
  or,
  sameCount,
} from '../../kit/fits.ts';

const label = [
  atLeast(count('label'), count('output')),
  // a FLOAT32 output reads the label as floats, whatever it is
  implies(isOf('output', 'FLOAT32'), isOf('label', 'FLOAT32')),
];

export const lossFits: Fits = { label, loss: [equal(count('loss'), 1)] };

export const lossGradientFits: Fits = {
  label,
  gradient: [
    sameCount('gradient', 'output'),
    or(not(isOf('output', 'FLOAT32')), isOf('gradient', 'FLOAT32')),
  ],
};
