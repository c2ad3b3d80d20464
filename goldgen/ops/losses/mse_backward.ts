/** L29: the seed gradient of the mean squared error. */

import type { Tensor } from '../../../reference/tensor.ts';
import { seeded } from '../../kit/cases.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { randomAsym, randomFloat32, randomSym, target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { gradientCase, gradientTarget, lossNotes, randomLossOperands } from './loss_cases.ts';
import { lossGradientFits } from './loss_fits.ts';
import { mseBackwardOracle } from './oracle.ts';

function* directed(): Iterable<CaseInput> {
  const output = symInt32Of([2047, -100, 7, 999], 1e-3, 12, 'HALF_AWAY', [2, 2]);
  const label = symInt32Of([1024, -1024, 512, 2047], 0.00097703957, 12, 'HALF_AWAY', [2, 2]);
  const shape = [2, 2];
  yield gradientCase('directed', 'B6.8', output, label, target('SYM_INT32', shape, 12));
  yield gradientCase('directed', 'float_target', output, label, target('FLOAT32', shape));
  for (const bits of [8, 16]) {
    yield gradientCase(
      'directed',
      'target_record',
      output,
      label,
      target('SYM_INT32', shape, bits),
    );
  }
  const sr = target('SYM_INT32', shape, 12, 'SR_HALF_AWAY');
  yield gradientCase('directed', 'target_mode', output, label, sr, 99);
  const srOutput: Tensor = { ...output, rounding: 'SR_HALF_AWAY' };
  yield gradientCase(
    'directed',
    'target_mode',
    srOutput,
    label,
    target('SYM_INT32', shape, 12),
    99,
  );
  yield gradientCase('directed', 'equal', output, output, target('SYM_INT32', shape, 12));
  const stochastic = target('SYM_INT32', shape, 12, 'SR_HALF_AWAY');
  yield gradientCase('directed', 'equal', output, output, stochastic, 3673643993);
  const floats = float32Of([1, 2, 3, 4, 5, 6], [2, 3]);
  const zeros = float32Of([0, 0, 0, 0, 0, 0], [2, 3]);
  yield gradientCase('directed', 'undivided', floats, zeros, target('FLOAT32', [2, 3]));
}

function* refused(g: CaseGen): Iterable<CaseInput> {
  if (g.contract.symCells !== 'present') return;
  const label = randomFloat32(g.random('refused'), [1, 4]);
  const gradient = target('SYM_INT32', [1, 4], 12);
  yield gradientCase('negative', 'refused', randomSym(g.random('sym'), [1, 4], 8), label, gradient);
  yield gradientCase(
    'negative',
    'refused',
    randomAsym(g.random('asym'), [1, 4], 8),
    label,
    gradient,
  );
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield* directed();
  yield* refused(g);
  for (const r of seeded(g, 'random', 50)) {
    const { output, label } = randomLossOperands(r, g.contract);
    const gradient = gradientTarget(r, output, g.contract);
    yield gradientCase('random', 'stream', output, label, gradient, r.rngState());
  }
}

export default defineOp({
  name: 'mse_backward',
  version: 1,
  clause: 'L29',
  summary: 'seed gradient of the mean squared error in the record of its destination',
  since: '2026-06-11',
  params: {},
  tensors: {
    output: { role: 'in', dtypes: ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'], doc: 'model output' },
    label: {
      role: 'in',
      dtypes: ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'],
      doc: 'as many elements; decoded unless the output is FLOAT32',
    },
    gradient: {
      role: 'out',
      dtypes: ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'],
      doc: 'shape of the output; FLOAT32 where the output is',
    },
  },
  fits: lossGradientFits(['FLOAT32', 'SYM_INT32']),
  notes: {
    'B6.8': {
      bug: 'label and output exchanged, the factor 2 left out, or the gradient divided by the batch',
      effect: 'every gradient of the worked step has the other sign or another size',
    },
    float_target: {
      bug: 'the seed gradient always quantized',
      effect: 'gradients rounded once too often',
    },
    target_record: {
      bug: 'quantized at a fixed width instead of the destination’s',
      effect: 'a coarser or wider seed gradient',
    },
    target_mode: {
      bug: 'rounded in the mode of the output instead of the destination',
      effect:
        'gradients lose the noise that keeps small steps unbiased, and all later draws are shifted',
    },
    equal: {
      bug: 'an all-zero gradient without scale 1, or without draws',
      effect: 'a division by zero or a shifted generator',
      clause: 'L29, S36',
    },
    undivided: {
      bug: 'the gradient divided by the number of elements or samples',
      effect: 'gradients too small, scaled twice under MEAN',
    },
    refused: lossNotes.refused,
    stream: {
      bug: 'the label read without its scale, or draws taken for the output as well',
      effect: 'every gradient of the step is off by the label’s scale, and later draws are shifted',
    },
  },
  run(n, call) {
    const [output, label] = [call.tensor('output'), call.tensor('label')];
    n.fn.mseBackward(n, output, label, call.tensor('gradient'));
  },
  oracle: mseBackwardOracle,
  cases,
});
