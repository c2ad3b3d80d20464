/** L27: Softmax backward as a function of its arguments. */

import type { SoftmaxLayer } from '../../../reference/layers/layer.ts';
import { roundings, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, newCase, seeded } from '../../kit/cases.ts';
import { firstContracted } from '../../kit/contraction.ts';
import { alike } from '../../kit/fits.ts';
import {
  arithmeticSpec,
  floatArithmetic,
  roundingSpec,
  symArithmetic,
} from '../../kit/layer_operands.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { randomFloat32, randomSymInt32, target } from '../../kit/tensors.ts';
import { contextFrom } from '../../kit/window_specs.ts';
import { type CaseInput, defineOp, type OpDef } from '../../op.ts';
import { softmaxBackwardOracle } from './oracle.ts';

const run: OpDef['run'] = (n, call) => {
  const [x, dy, dx] = [call.tensor('x'), call.tensor('dy'), call.tensor('dx')];
  const context = contextFrom(call);
  // without the parameter, the arm that fits the wires
  const fitting = {
    type: dx.dtype === 'FLOAT32' ? floatArithmetic : symArithmetic,
    rounding: 'HALF_AWAY',
  } as const;
  const propLossMath = call.params.dx_arithmetic === undefined ? fitting : context.propLossMath;
  const layer: SoftmaxLayer = { kind: 'softmax', ...context, propLossMath };
  n.fn.softmaxBackward(n, layer, x, dy, dx);
};

const backward = casesOf((x: Tensor, dy: Tensor, dx: Tensor, rng: number = 1) => ({
  tensors: { x, dy, dx },
  rng,
}));

function* directed(): Iterable<CaseInput> {
  const plain = target('FLOAT32', [3]);
  const logits = float32Of([1, 2, 3]);
  const gradient = float32Of('be11ea5c be83dd82 3f3b0b2b');
  yield backward('directed', 'frozen_formula', logits, gradient, plain);
  yield backward('directed', 'frozen_formula', float32Of([0.5, 0.25, 0.25]), logits, plain);
  const big = float32Of([1, 1, 1]);
  yield backward('directed', 'sum_order', big, float32Of([16777216, 1, -16777216]), plain);
  yield backward('directed', 'sum_order', big, float32Of([1, 16777216, -16777216]), plain);
  const fused = float32Of('3f800001 3f800801 bf800001');
  yield backward('directed', 'contraction', fused, fused, plain);
  const s = symInt32Of([2047, 264, 97, 441], '39b7fcce', 12);
  const g = symInt32Of([1740, 224, 82, -2047], '39d87cc0', 12);
  const wire = target('SYM_INT32', [4], 12);
  yield backward('directed', 'decoded', s, g, wire);
  yield backward('directed', 'decoded', float32Of([0.5, 0.25, 0.125, 0.125]), g, wire);
  for (const bits of [8, 12, 16]) {
    const own = target('SYM_INT32', [4], bits, 'SR_HALF_AWAY');
    yield backward('directed', 'own_record', s, g, own, 31);
  }
  const raw = symInt32Of([16777217, -33554435, 5, 7], 1e-7, 12);
  yield backward('directed', 'decoded', raw, g, wire);
}

/** The arm named by the arithmetic: FLOAT32 reads and writes floats, SYM_INT32 decodes and encodes. */
function* arms(): Iterable<CaseInput> {
  const s = symInt32Of([2047, 264, 97, 441], '39b7fcce', 12);
  const g = symInt32Of([1740, 224, 82, -2047], '39d87cc0', 12);
  const y = target('SYM_INT32', [4], 12, 'SR_HALF_AWAY');
  const [p, dy] = [float32Of([0.5, 0.25, 0.125, 0.125]), float32Of([1, -2, 0.5, 0])];
  for (const dx_rounding of roundings) {
    for (const [dx_arithmetic, tensors] of [
      [symArithmetic, { x: s, dy: g, dx: y }],
      [symArithmetic, { x: p, dy: g, dx: y }],
      [floatArithmetic, { x: p, dy, dx: target('FLOAT32', [4]) }],
    ] as const) {
      yield newCase('directed', 'arm', tensors, { params: { dx_arithmetic, dx_rounding }, rng: 8 });
    }
  }
}

export default defineOp({
  name: 'softmax_backward',
  version: 1,
  clause: 'L27',
  summary: 's ⊗ (g ⊖ Σ s ⊗ g) with s = the tensor passed as forward input',
  since: '2026-07-21',
  params: {
    dx_arithmetic: { ...arithmeticSpec('the input gradient'), optional: true },
    dx_rounding: {
      ...roundingSpec('the input gradient; not read'),
      optional: true,
      unread: 'what SYM arithmetic makes is stored in the mode of the record of dx',
    },
  },
  tensors: {
    x: { role: 'in', dtypes: ['FLOAT32', 'SYM_INT32'], doc: 's: what the loop passes as input' },
    dy: { role: 'in', dtypes: ['FLOAT32', 'SYM_INT32'], doc: 'g: output gradient' },
    dx: { role: 'out', dtypes: ['FLOAT32', 'SYM_INT32'], doc: 'input gradient' },
  },
  fits: alike('dx', 'x', 'dy'),
  notes: {
    frozen_formula: {
      bug: 'Softmax of the given input taken first',
      effect: 'gradients other than the original’s',
      clause: 'L27, D16',
    },
    sum_order: {
      bug: 'the dot product in lanes, pairwise or in double',
      effect: 'gradients differ between platforms',
    },
    contraction: {
      bug: 'product and sum fused into one rounding',
      effect: 'gradients differ between platforms',
      clause: 'L27, contraction',
    },
    decoded: {
      bug: 'mantissas used undecoded, or a FLOAT32 input quantized',
      effect: 'gradients of another size',
    },
    own_record: {
      bug: 'dx rounded in the operation’s mode, or at another width',
      effect:
        'gradients lose the noise that keeps small steps unbiased, and all later draws are shifted',
    },
    arm: {
      bug: 'dx rounded in the mode of the operation instead of its own',
      effect:
        'gradients lose the noise that keeps small steps unbiased, and all later draws are shifted',
    },
    mixture: {
      bug: 'the dot product taken per row instead of over the tensor, or dy read without its scale',
      effect: 'gradients of a batch are those of other samples, or have another size',
    },
  },
  run,
  oracle: softmaxBackwardOracle,
  *cases(g) {
    yield* directed();
    for (const r of seeded(g, 'random', 30)) {
      const shape = [r.int(1, 3), r.int(1, 7)];
      if (r.chance(1, 3)) {
        const [x, dy] = [randomFloat32(r, shape), randomFloat32(r, shape)];
        yield backward('random', 'mixture', x, dy, target('FLOAT32', shape));
        continue;
      }
      const float = r.chance(1, 3);
      const x = float ? randomFloat32(r, shape, -4, 0) : randomSymInt32(r, shape, 12);
      const dx = target('SYM_INT32', shape, r.pick([8, 12, 16]), r.pick(roundings));
      yield backward('random', 'mixture', x, randomSymInt32(r, shape, 12), dx, r.rngState());
    }
    yield firstContracted(g, run, 'softmaxGradient', (r) => {
      const [x, dy] = [randomFloat32(r, [4]), randomFloat32(r, [4])];
      return backward('directed', 'contraction', x, dy, target('FLOAT32', [4]));
    });
    yield* arms();
  },
});
