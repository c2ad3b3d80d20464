/** L28: the seed gradient of the cross-entropy. */

import { roundings } from '../../../reference/tensor.ts';
import { seeded } from '../../kit/cases.ts';
import { f32, float32Of, symInt32Of } from '../../kit/literals.ts';
import { randomAsym, randomFloat32, randomSym, randomSymInt32, target } from '../../kit/tensors.ts';
import { type CaseInput, defineOp } from '../../op.ts';
import { gradientCase, gradientTarget } from './loss_cases.ts';
import { lossGradientFits } from './loss_fits.ts';
import { crossEntropyBackwardOracle } from './oracle.ts';

function* directed(): Iterable<CaseInput> {
  const y = symInt32Of([2047, 264, 97, 441], '39b7fcce', 12);
  const hot = float32Of([0, 0, 0, 1]);
  yield gradientCase('directed', 'B6.8', y, hot, target('SYM_INT32', [4], 12));
  const plain = target('FLOAT32', [1, 4]);
  const tiny = float32Of([1e-8, 0, f32('80000000'), 0.5], [1, 4]);
  yield gradientCase('directed', 'unclamped', tiny, float32Of([0, 0, 0, 1], [1, 4]), plain);
  const batch = float32Of([0.5, 0.5, 0.25, 0.75], [2, 2]);
  const labels2 = float32Of([1, 0, 0, 1], [2, 2]);
  yield gradientCase('directed', 'not_divided', batch, labels2, target('FLOAT32', [2, 2]));
  const strange = float32Of('7fc00000 7f800000 ff800000 3f800000', [1, 4]);
  yield gradientCase('directed', 'not_guarded', strange, float32Of([0, 1, 1, 1], [1, 4]), plain);
  for (const bits of [8, 12, 16]) {
    for (const mode of roundings) {
      const own = target('SYM_INT32', [4], bits, mode);
      yield gradientCase('directed', 'own_record', y, hot, own, 91);
    }
  }
  yield gradientCase('directed', 'own_record', y, hot, target('FLOAT32', [4]));
  yield gradientCase('directed', 'own_record', y, hot, target('SYM', [4], 6));
  yield gradientCase('directed', 'own_record', y, hot, target('ASYM', [4], 8));
  const codes = symInt32Of([0, 0, 0, 2047], 1 / 2047, 12);
  yield gradientCase('directed', 'label_storage', y, codes, target('SYM_INT32', [4], 12));
}

export default defineOp({
  name: 'cross_entropy_backward',
  version: 1,
  clause: 'L28',
  summary: 'probabilities minus label, in the record of the destination',
  since: '2026-07-21',
  params: {},
  tensors: {
    output: { role: 'in', dtypes: ['FLOAT32', 'SYM_INT32', 'ASYM', 'SYM'], doc: 'probabilities' },
    label: {
      role: 'in',
      dtypes: ['FLOAT32', 'SYM_INT32'],
      doc: 'as many elements; decoded unless the output is FLOAT32',
    },
    gradient: {
      role: 'out',
      dtypes: ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'],
      doc: 'shape of the output; dtype, width and mode are given',
    },
  },
  fits: lossGradientFits(['FLOAT32', 'SYM_INT32', 'ASYM']),
  notes: {
    'B6.8': {
      bug: 'p and label exchanged, or the gradient divided by the batch',
      effect: 'every gradient of the worked step has the other sign or another size',
    },
    unclamped: {
      bug: 'the clamped probability of the loss used',
      effect: 'gradients off by 1e-7',
    },
    not_divided: {
      bug: 'the gradient divided by the batch or the classes already',
      effect: 'learning rates of another size',
    },
    not_guarded: {
      bug: 'the guard of the forward applied here',
      effect: 'a refusal where the original goes on',
    },
    own_record: {
      bug: 'the gradient in another dtype, width or mode than its destination’s',
      effect: 'another backward from the start',
      clause: 'L28, L29',
    },
    label_storage: {
      bug: 'a quantized label read undecoded',
      effect: 'gradients of another size',
      clause: 'L28, L29',
    },
    refused: {
      bug: 'a packed SYM output decoded instead of refused',
      effect: 'a model trains that the original rejects',
    },
    mixture: {
      bug: 'a label read without its scale, or the difference rounded in the output’s mode',
      effect: 'every gradient of the step has another size, and later draws are shifted',
    },
  },
  run(n, call) {
    const [output, label] = [call.tensor('output'), call.tensor('label')];
    n.fn.crossEntropyBackward(n, output, label, call.tensor('gradient'));
  },
  oracle: crossEntropyBackwardOracle,
  *cases(g) {
    yield* directed();
    const r0 = g.random('refused');
    const packed = randomSym(r0, [1, 3], 8);
    const float = target('FLOAT32', [1, 3]);
    yield gradientCase('negative', 'refused', packed, float32Of([0, 1, 0], [1, 3]), float);
    for (const r of seeded(g, 'random', 30)) {
      const shape = [r.int(1, 3), r.int(1, 6)];
      const kind = r.int(0, 3);
      const output =
        kind === 0
          ? randomFloat32(r, shape, -6, -1)
          : kind === 1
            ? randomAsym(r, shape, 8, 2 ** -8)
            : randomSymInt32(r, shape, r.pick([8, 12]), 2 ** -11);
      const hot = randomFloat32(r, shape, -6, 0);
      const gradient = gradientTarget(r, output, g.contract);
      yield gradientCase('random', 'mixture', output, hot, gradient, r.rngState());
    }
  },
});
