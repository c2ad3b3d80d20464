/** The example that the backwards of the norm layers vary, and how a case of them is made. */

import { casesOf } from '../../kit/cases.ts';
import { freshGradient, symArithmetic } from '../../kit/layer_operands.ts';
import { float32Of } from '../../kit/literals.ts';
import { target } from '../../kit/tensors.ts';
import type { CaseGen, CaseTensors, Params } from '../../op.ts';
import {
  exampleDy,
  exampleGamma,
  exampleX,
  type NormKind,
  type NormShape,
  normParams,
  twoBlocks,
} from './norm_cases.ts';

export const sr = 'SR_HALF_AWAY';
export const dynamic = 'OUT_ACC_DYNAMIC_RESCALE';
export const fixed = 'OUT_ACC_FIXED_SCALE';

export const backwardCase = casesOf(
  (shape: NormShape, tensors: CaseTensors, changes: Params = {}, rng: number = 1) => {
    const modes = { gamma_mode: dynamic, beta_mode: dynamic };
    const params = { arithmetic: symArithmetic, ...modes, ...normParams(shape), ...changes };
    return { tensors, params, rng };
  },
);

export function example(g: CaseGen, kind: NormKind, changes: CaseTensors = {}): CaseTensors {
  return {
    x: exampleX(kind),
    dy: exampleDy(kind),
    gamma: exampleGamma(),
    gamma_grad: freshGradient('SYM_INT32', [4], 16),
    beta_grad: freshGradient('SYM_INT32', [4], 16),
    dx: target('SYM_INT32', twoBlocks(kind).x, g.contract.operandBits),
    ...changes,
  };
}

export function floatExample(kind: NormKind): CaseTensors {
  const { x } = twoBlocks(kind);
  return {
    x: float32Of([0.1, -2.5, 3, 0.75, 1e-3, 8, -7.25, 0.3], x),
    dy: float32Of([0.3, -0.1, 0.7, 2, -1.5, 0.01, 4, -0.6], x),
    gamma: float32Of([1, -0.5, 2, 0.1]),
    gamma_grad: float32Of([0.5, 0, -1, 2]),
    beta_grad: float32Of([0, 0.25, 8, -3]),
    dx: target('FLOAT32', x),
  };
}
