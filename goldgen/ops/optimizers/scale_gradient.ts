/** S115: scaling a gradient by the mean factor of a macro batch. */

import type { Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { f32, float32Of, packedOf, symInt32Of } from '../../kit/literals.ts';
import { randomFloat32, target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import {
  gradientStorages,
  isFunnelSgd,
  parameterShapes,
  randomStored,
  storageDtypes,
  tailCounts,
} from './optimizer_cases.ts';
import { scaleGradientOracle } from './oracle.ts';

const scaleCase = casesOf((gradient: Tensor, factor: number) => ({
  tensors: { gradient },
  params: { factor },
}));

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield scaleCase('directed', 'scale_only', symInt32Of([5, -7], 0.5, 16), 0.25);
  yield scaleCase('directed', 'scale_only', symInt32Of([0, 0], 1, 16), f32('3e2aaaab'));
  yield scaleCase('directed', 'any_factor', symInt32Of([5, -7], 0.5, 16), -2);
  yield scaleCase('directed', 'any_factor', float32Of([1, -3]), 0);
  yield scaleCase('directed', 'any_factor', symInt32Of([3], 0.5, 12), 0);
  yield scaleCase('boundary', 'subnormal', symInt32Of([3], f32('00800000'), 12), 0.5);
  yield scaleCase('boundary', 'subnormal', float32Of([f32('00800001'), f32('00000001')]), 0.5);
  for (const count of tailCounts) {
    const gradient = randomFloat32(g.random(`scale/tail/${count}`), [count], -5, 0);
    yield scaleCase('boundary', 'tail', gradient, f32('3eaaaaab'));
  }
  for (const dtype of gradientStorages(g.contract)) {
    for (const r of seeded(g, `scale/${dtype}`, 5)) {
      const gradient = randomStored(r, dtype, r.pick(parameterShapes));
      const flag = dtype === 'FLOAT32' ? 'elements' : 'scale_only';
      yield scaleCase('random', flag, gradient, Math.abs(r.float32(-8, 0)));
    }
  }
  const third = f32('3eaaaaab');
  yield scaleCase('directed', 'elements', float32Of([1.24, 5.18, -1.24, 0.1]), third);
  if (!isFunnelSgd(g.contract)) {
    for (const dtype of ['SYM', 'ASYM', 'INT32', 'BOOL'] as const) {
      const bits = dtype === 'SYM' || dtype === 'ASYM' ? 8 : 0;
      yield scaleCase('negative', 'refused', target(dtype, [3], bits), 0.5);
    }
    return;
  }
  for (const dtype of ['INT32', 'BOOL'] as const) {
    yield scaleCase('negative', 'refused', target(dtype, [3]), 0.5);
  }
  const affine = packedOf('ASYM', 'c0 0f a5', 3, 0.25, 8, -85);
  yield scaleCase('directed', 'scale_only', affine, 0.5);
}

export default defineOp({
  name: 'scale_gradient',
  version: 1,
  clause: 'S115',
  summary: 'multiplies a gradient by a factor: FLOAT32 by element, the quantized formats by scale',
  since: '2026-06-11',
  params: { factor: { kind: 'f32', doc: 'the factor; need not be positive' } },
  tensors: {
    gradient: {
      role: 'inout',
      dtypes: [...storageDtypes, 'INT32', 'BOOL'],
      doc: 'any shape; INT32 and BOOL are refused',
    },
  },
  fits: refusesMisfits,
  notes: {
    scale_only: {
      bug: 'mantissas multiplied and rounded, or the zero point scaled too',
      effect: 'gradients lose their precision before the step',
    },
    elements: {
      bug: 'scaled in double, or divided by the reciprocal',
      effect: 'gradients off by one ulp',
    },
    any_factor: {
      bug: 'a factor that is not positive refused or skipped',
      effect: 'steps vanish in silence',
    },
    subnormal: {
      bug: 'subnormal scales or elements flushed to zero',
      effect: 'small gradients vanish',
    },
    tail: {
      bug: 'of what an unrolled or vectorized loop leaves over, only a part is scaled',
      effect: 'the last elements of a gradient keep their size',
    },
    refused: {
      bug: 'INT32 or BOOL data multiplied as if they were floats, or in June a packed gradient scaled',
      effect: 'a gradient becomes the bit patterns of integers',
    },
  },
  run(n, call) {
    n.fn.scaleGradient(n, call.tensor('gradient'), call.number('factor'));
  },
  oracle: scaleGradientOracle,
  cases,
});
