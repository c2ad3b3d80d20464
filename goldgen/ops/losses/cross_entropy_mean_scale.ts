/** L28: the factor of all gradients of a macro batch. */

import { floats } from '../../../reference/tensor.ts';
import { casesOf, labels } from '../../kit/cases.ts';
import { count, equal } from '../../kit/fits.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { crossEntropyMeanScaleOracle } from './oracle.ts';

const scaleCase = casesOf((samples: number) => ({
  tensors: { factor: target('FLOAT32', [1]) },
  params: { samples },
}));

function* cases(g: CaseGen): Iterable<CaseInput> {
  for (const samples of [1, 2, 3, 4, 7, 10, 49, 64])
    yield scaleCase('directed', 'samples', samples);
  for (const samples of [16777216, 16777217, 16777219, 33554435, 2147483647]) {
    yield scaleCase('boundary', 'rounded_count', samples);
  }
  for (const label of labels('random', 12)) {
    yield scaleCase('random', 'stream', g.random(label).int(65, 100000));
  }
}

export default defineOp({
  name: 'cross_entropy_mean_scale',
  version: 1,
  clause: 'L28',
  summary: 'factor 1 ÷ samples of the gradients of a cross-entropy macro batch',
  since: '2026-07-21',
  params: {
    samples: { kind: 'int', min: 1, max: 2147483647, doc: 'S: sample tensors of the macro batch' },
  },
  tensors: { factor: { role: 'out', dtypes: ['FLOAT32'], doc: '[1]' } },
  fits: { factor: [equal(count('factor'), 1)] },
  notes: {
    samples: {
      bug: 'gradients left unscaled, or scaled by the number of classes as well',
      effect: 'every step is too long or too short by a factor',
    },
    rounded_count: {
      bug: 'the number of samples not rounded to float32 before the division',
      effect: 'a factor off by one unit',
    },
    stream: {
      bug: 'the quotient kept in double, or formed by an approximate reciprocal',
      effect: 'gradients off by one unit',
    },
  },
  run(n, call) {
    const factor = n.fn.crossEntropyMeanScale(n, call.number('samples'));
    floats(call.tensor('factor', 1))[0] = factor;
  },
  oracle: crossEntropyMeanScaleOracle,
  cases,
});
