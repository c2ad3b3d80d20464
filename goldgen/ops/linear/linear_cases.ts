/** Cases of `linear_backward`: the calls, and random ones of the current and of the June contracts. */

import { roundings, type Tensor } from '../../../reference/tensor.ts';
import { casesOf } from '../../kit/cases.ts';
import {
  floatArithmetic,
  isFunnelled,
  randomGradient,
  randomOperand,
  randomWire,
  symArithmetic,
  symBackward,
} from '../../kit/layer_operands.ts';
import type { Random } from '../../kit/random.ts';
import type { CaseGen, CaseInput, CaseTensors, Params } from '../../op.ts';

export const floatParams: Params = {
  ...symBackward,
  weight_arithmetic: floatArithmetic,
  bias_arithmetic: floatArithmetic,
  dx_arithmetic: floatArithmetic,
};

export const stochasticParams: Params = {
  ...symBackward,
  weight_rounding: 'SR_HALF_AWAY',
  bias_rounding: 'SR_HALF_AWAY',
  dx_rounding: 'SR_HALF_AWAY',
};

export const backwardCase = casesOf(
  (tensors: CaseTensors, changes: Params = {}, rng: number = 1) => ({
    tensors,
    params: { ...symBackward, ...changes },
    rng,
  }),
);

/** A mode that the gradient and the arithmetic of its step admit. */
function randomMode(r: Random, grad: Tensor, arithmetic: string): string {
  const used = grad.dtype === 'SYM' && grad.data.some((byte) => byte !== 0);
  const stochastic = grad.dtype === 'SYM' && grad.rounding === 'SR_HALF_AWAY';
  const fixed =
    grad.dtype === 'FLOAT32' ||
    (grad.dtype === 'SYM_INT32' && arithmetic === symArithmetic) ||
    (grad.dtype === 'SYM' && !used && !stochastic);
  return fixed && r.chance(1, 2) ? 'OUT_ACC_FIXED_SCALE' : 'OUT_ACC_DYNAMIC_RESCALE';
}

/** Every storage, arithmetic, mode and rounding varied on its own. */
export function randomBackward(g: CaseGen, label: string): CaseInput {
  const r = g.random(label);
  const current = isFunnelled(g.contract);
  const dtypes = current
    ? (['FLOAT32', 'SYM_INT32', 'SYM_INT32', 'SYM', 'ASYM'] as const)
    : (['FLOAT32', 'SYM_INT32', 'SYM_INT32'] as const);
  const arithmetic = (): string => r.pick([symArithmetic, symArithmetic, floatArithmetic]);
  const weight_arithmetic = arithmetic();
  // June: a FLOAT32 weight gradient leaves SYM steps without a scratch mode
  const follows = (): string =>
    current || weight_arithmetic === symArithmetic ? arithmetic() : floatArithmetic;
  const [bias_arithmetic, dx_arithmetic] = [follows(), follows()];
  const [batch, outputs, inputs] = [r.int(1, 4), r.int(1, 5), r.int(1, 7)];
  const weight_grad = randomGradient(r, [outputs, inputs], dtypes);
  const bias_grad = randomGradient(r, [outputs], dtypes);
  const tensors = {
    x: randomOperand(r, [batch, inputs], g.contract),
    dy: randomOperand(r, [batch, outputs], g.contract),
    weight: randomOperand(r, [outputs, inputs], g.contract),
    weight_grad,
    ...(r.chance(4, 5) ? { bias_grad } : {}),
    dx: randomWire(r, [batch, inputs], g.contract, dx_arithmetic),
  };
  const params = {
    weight_arithmetic,
    weight_rounding: r.pick(roundings),
    bias_arithmetic,
    bias_rounding: r.pick(roundings),
    dx_arithmetic,
    dx_rounding: r.pick(roundings),
    weight_mode: randomMode(r, weight_grad, weight_arithmetic),
    bias_mode: randomMode(r, bias_grad, bias_arithmetic),
  };
  return backwardCase('random', 'storage_mix', tensors, params, r.rngState());
}
