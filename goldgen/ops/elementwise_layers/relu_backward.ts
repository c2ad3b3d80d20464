/** L24: ReLU backward. */

import type { ReluLayer } from '../../../reference/layers/layer.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { alike } from '../../kit/fits.ts';
import { arithmeticSpec, floatArithmetic, symArithmetic } from '../../kit/layer_operands.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { randomFloat32, randomSymInt32, target } from '../../kit/tensors.ts';
import { contextFrom } from '../../kit/window_specs.ts';
import { type CaseInput, defineOp, roundingParam } from '../../op.ts';
import { whereArmsMatch } from './arm_fits.ts';
import { reluBackwardOracle } from './oracle.ts';

const backward = casesOf(
  (
    x: Tensor,
    dy: Tensor,
    dx: Tensor,
    arithmetic: string = dy.dtype === 'FLOAT32' ? floatArithmetic : symArithmetic,
  ) => {
    const params = { dx_arithmetic: arithmetic, dx_rounding: 'HALF_AWAY' };
    return { tensors: { x, dy, dx }, params };
  },
);

function* directed(): Iterable<CaseInput> {
  const dx = target('SYM_INT32', [5], 12);
  const x = symInt32Of([-3, 0, 1, 2047, -2048], 0.1, 12);
  const dy = symInt32Of([5, 6, -7, 8, 9], '3e4ccccd', 12);
  yield backward('directed', 'zero_blocks', x, dy, dx);
  yield backward('directed', 'scale_of_dy', x, symInt32Of([5, 6, 70000, 8, 9], 2, 20), dx);
  const specials = float32Of('80000000 00000000 7fc00000 7f800000 ff800000 00000001 bf800000');
  const values = float32Of('3f800000 3f800000 3f800000 7fc00000 7fc00000 80000000 ff800000');
  yield backward('directed', 'specials', specials, values, target('FLOAT32', [7]));
}

function* negatives(): Iterable<CaseInput> {
  const floats = float32Of([1, -2]);
  const sym = symInt32Of([3, 4], 0.5, 12);
  const [wire, plain] = [target('SYM_INT32', [2], 12), target('FLOAT32', [2])];
  const set = 'negative';
  yield backward(set, 'refused_mixture', floats, sym, wire, symArithmetic);
  yield backward(set, 'refused_mixture', sym, floats, wire, symArithmetic);
  yield backward(set, 'refused_mixture', sym, sym, plain, symArithmetic);
  yield backward(set, 'refused_mixture', sym, floats, plain, floatArithmetic);
  yield backward(set, 'refused_mixture', floats, floats, wire, floatArithmetic);
  yield backward(set, 'refused_mixture', sym, sym, wire, floatArithmetic);
  yield backward(set, 'refused_mixture', floats, floats, plain, symArithmetic);
}

export default defineOp({
  name: 'relu_backward',
  version: 1,
  clause: 'L24',
  summary: 'the gradient where the input was above 0',
  since: '2026-07-21',
  params: {
    dx_arithmetic: arithmeticSpec('the backward: selects the arm'),
    dx_rounding: { ...roundingParam, doc: 'not used', unread: 'nothing is rounded' },
  },
  tensors: {
    x: {
      role: 'in',
      dtypes: ['SYM_INT32', 'FLOAT32'],
      unread: { scale: 'only the sign of the mantissas is looked at' },
      doc: 'input of the forward',
    },
    dy: { role: 'in', dtypes: ['SYM_INT32', 'FLOAT32'], doc: 'output gradient' },
    dx: { role: 'out', dtypes: ['SYM_INT32', 'FLOAT32'], doc: 'input gradient' },
  },
  fits: whereArmsMatch(['x', 'dy', 'dx'], alike('dy', 'x', 'dx')),
  notes: {
    zero_blocks: {
      bug: 'the gradient passes at x = 0',
      effect: 'dead units learn',
    },
    scale_of_dy: {
      bug: 'the scale of x, or the mantissas clamped',
      effect: 'gradients of another size',
    },
    specials: {
      bug: 'a product with the mask instead of a choice, or NaN in x blocks',
      effect: 'NaN and −0 in the gradient',
    },
    refused_mixture: {
      bug: 'the arm chosen by the tensors, or mixed dtypes accepted',
      effect: 'mantissas taken for floats',
    },
    mixture: {
      bug: 'the mask taken from dy instead of x, or mantissas multiplied by their scale',
      effect: 'gradients pass through units that were silent',
    },
  },
  run(n, call) {
    const layer: ReluLayer = { kind: 'relu', ...contextFrom(call) };
    const [x, dy] = [call.tensor('x'), call.tensor('dy')];
    n.fn.reluBackward(n, layer, x, dy, call.tensor('dx'));
  },
  oracle: reluBackwardOracle,
  *cases(g) {
    yield* directed();
    yield* negatives();
    for (const r of seeded(g, 'random', 20)) {
      const shape = [r.int(1, 3), r.int(1, 9)];
      const float = r.chance(1, 3);
      const make = (): Tensor => (float ? randomFloat32(r, shape) : randomSymInt32(r, shape, 4));
      const dx = target(float ? 'FLOAT32' : 'SYM_INT32', shape, float ? 0 : 12);
      yield backward('random', 'mixture', make(), make(), dx);
    }
  },
});
