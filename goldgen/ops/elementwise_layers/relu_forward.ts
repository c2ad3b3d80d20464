/** L24: ReLU forward. */

import type { ReluLayer } from '../../../reference/layers/layer.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { and, isOf, isWord, or, sameCount } from '../../kit/fits.ts';
import { arithmeticSpec, floatArithmetic, symArithmetic } from '../../kit/layer_operands.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { randomFloat32, randomRawSymInt32, randomSymInt32, target } from '../../kit/tensors.ts';
import { interestingInt32 } from '../../kit/values.ts';
import { contextFrom } from '../../kit/window_specs.ts';
import { type CaseInput, defineOp, roundingParam } from '../../op.ts';
import { reluForwardOracle } from './oracle.ts';

const relu = casesOf((x: Tensor, bits: number = x.bits) => {
  const arithmetic = x.dtype === 'FLOAT32' ? floatArithmetic : symArithmetic;
  const tensors = { x, y: target(x.dtype, x.shape, bits, 'SR_HALF_AWAY') };
  return { tensors, params: { arithmetic, rounding: 'HALF_AWAY' } };
});

function* directed(): Iterable<CaseInput> {
  yield relu('directed', 'scale_passes', symInt32Of([-3, 0, 7, -1], '3dcccccd', 12));
  yield relu('directed', 'label_ignored', symInt32Of([2048, -2049, 32767, -32768], 0.5, 16), 12);
  yield relu('directed', 'label_ignored', symInt32Of([9, -9, 100], 0.5, 12), 4);
  yield relu('boundary', 'exact_integers', symInt32Of(interestingInt32, 0.25, 31));
  const specials =
    '80000000 00000000 7fc00000 7f800000 ff800000 00000001 80000001 bf800000 3f800000';
  yield relu('directed', 'specials', float32Of(specials));
}

export default defineOp({
  name: 'relu_forward',
  version: 1,
  clause: 'L24',
  summary: 'negative values become 0, the scale passes',
  since: '2026-07-21',
  params: {
    arithmetic: arithmeticSpec('the forward: selects the arm'),
    rounding: { ...roundingParam, doc: 'not used', unread: 'nothing is rounded' },
  },
  tensors: {
    x: { role: 'in', dtypes: ['SYM_INT32', 'FLOAT32'], doc: 'any shape, the dtype of the arm' },
    y: { role: 'out', dtypes: ['SYM_INT32', 'FLOAT32'], doc: 'shape and dtype of x' },
  },
  fits: {
    y: [
      or(
        and(isWord('arithmetic', 'ARITH_FLOAT32'), isOf('x', 'FLOAT32'), isOf('y', 'FLOAT32')),
        and(
          isWord('arithmetic', 'ARITH_SYM_INT32'),
          isOf('x', 'SYM_INT32'),
          isOf('y', 'SYM_INT32'),
        ),
      ),
      sameCount('y', 'x'),
    ],
  },
  notes: {
    scale_passes: {
      bug: 'the result requantized, or its scale left at 1',
      effect: 'activations of another size',
    },
    label_ignored: {
      bug: 'mantissas clamped to the declared width of the output',
      effect: 'wide activations saturate',
    },
    exact_integers: {
      bug: 'mantissas compared or copied as floats',
      effect: 'mantissas beyond 2^24 lose bits',
    },
    specials: {
      bug: 'max(0, x): NaN and −0 do not pass',
      effect: 'NaN hidden, signs of zero changed',
    },
    mixture: {
      bug: 'mantissas clamped to the declared width, or the scale of the input not passed on',
      effect: 'activations of all positive units change their size',
    },
  },
  run(n, call) {
    const layer: ReluLayer = { kind: 'relu', ...contextFrom(call) };
    n.fn.reluForward(n, layer, call.tensor('x'), call.tensor('y'));
  },
  oracle: reluForwardOracle,
  *cases(g) {
    yield* directed();
    for (const r of seeded(g, 'random', 20)) {
      const shape = [r.int(1, 3), r.int(1, 9)];
      const kind = r.int(0, 2);
      if (kind === 0) yield relu('random', 'mixture', randomFloat32(r, shape));
      else if (kind === 1) yield relu('random', 'mixture', randomSymInt32(r, shape, 12));
      else yield relu('random', 'mixture', randomRawSymInt32(r, shape, 12, 30));
    }
  },
});
