/** Oracle of gradient scaling and the optimizer steps (S115–S119). */

import type { Contract } from '../../../reference/contracts.ts';
import { times } from '../../../reference/independent/float32.ts';
import type { Generator } from '../../../reference/independent/primitives.ts';
import {
  adamFirst,
  adamParameter,
  adamScalars,
  adamSecond,
  follow,
  nextMomentum,
  plainStep,
} from '../../../reference/independent/training.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { inTurn } from '../../kit/backward_oracle.ts';
import {
  areReadable,
  filled,
  isIdentity,
  isKnownWidth,
  numbersOf,
  valuesOf,
  written,
  writtenBy,
} from '../../kit/oracle.ts';
import type { OpCall, Oracle } from '../../op.ts';

export const scaleGradientOracle: Oracle = (call, contract) => {
  const gradient = call.tensor('gradient');
  const factor = call.number('factor');
  if (gradient.dtype === 'INT32' || gradient.dtype === 'BOOL') return 'refused';
  const isPacked = gradient.dtype === 'SYM' || gradient.dtype === 'ASYM';
  if (isPacked && contract.sgd === 'unrounded_momentum') return 'refused';
  const numbers = numbersOf(gradient);
  if (gradient.dtype === 'FLOAT32') {
    return {
      gradient: filled(
        gradient,
        numbers.map((v) => times(v, factor)),
      ),
    };
  }
  return { gradient: filled(gradient, numbers, times(gradient.scale, factor)) };
};

function ratesOf(call: OpCall, momentum: number): Parameters<typeof plainStep>[2] {
  return {
    learningRate: call.number('lr'),
    momentum,
    weightDecay: call.number('weight_decay'),
  };
}

/** Update arithmetic other than FLOAT32 is refused (S117). */
function isRefused(call: OpCall): boolean {
  return call.word('arithmetic') !== 'ARITH_FLOAT32';
}

/** Formats whose values the oracle reads and writes. */
function areStored(tensors: readonly Tensor[]): boolean {
  return tensors.every((t) => t.dtype !== 'INT32' && isKnownWidth(t));
}

/** H2: one format for parameter and state; the gradient has it too, or is FLOAT32. */
function areJune(gradient: Tensor, kept: readonly Tensor[]): boolean {
  const { dtype } = kept[0]!;
  const isRead = gradient.dtype === dtype || gradient.dtype === 'FLOAT32';
  return isRead && kept.every((t) => t.dtype === dtype) && areStored([gradient, ...kept]);
}

/** The parameter, then the decoded gradient encoded again. */
function juneStateless(call: OpCall, contract: Contract, g: Generator): ReturnType<Oracle> {
  const [parameter, gradient] = [call.tensor('parameter'), call.tensor('gradient')];
  if (!areJune(gradient, [parameter])) return undefined;
  const [rates, slope] = [ratesOf(call, 0), valuesOf(gradient)];
  const updated = valuesOf(parameter).map((p, i) => plainStep(p, slope[i]!, rates));
  return inTurn({
    parameter: () => written(g, contract, updated, parameter),
    gradient: () => written(g, contract, slope, gradient),
  });
}

/** S116, and the June step without a state (H2). */
export const sgdOracle: Oracle = (call, contract, g) => {
  const [parameter, gradient] = [call.tensor('parameter'), call.tensor('gradient')];
  if (contract.sgd === 'unrounded_momentum') return juneStateless(call, contract, g);
  if (isRefused(call) || !areReadable(contract, [parameter, gradient])) return 'refused';
  if (!areStored([parameter, gradient])) return undefined;
  const [rates, slope] = [ratesOf(call, 0), valuesOf(gradient)];
  const updated = valuesOf(parameter).map((p, i) => plainStep(p, slope[i]!, rates));
  const result = writtenBy(g, contract, updated, parameter, call.rounding('write_back'));
  return typeof result === 'object' ? { parameter: result, gradient } : result;
};

function juneMomentum(call: OpCall, contract: Contract, g: Generator): ReturnType<Oracle> {
  const [parameter, gradient] = [call.tensor('parameter'), call.tensor('gradient')];
  const state = call.tensor('state');
  if (!areJune(gradient, [parameter, state])) return undefined;
  const [p, slope] = [valuesOf(parameter), valuesOf(gradient)];
  const rates = ratesOf(call, call.number('momentum'));
  const momenta = valuesOf(state).map((v, i) => nextMomentum(v, p[i]!, slope[i]!, rates));
  const updated = p.map((v, i) => follow(v, momenta[i]!, rates));
  return inTurn({
    state: () => written(g, contract, momenta, state),
    parameter: () => written(g, contract, updated, parameter),
  });
}

/** S117, and the June step without a rounded momentum (H2). */
export const sgdMomentumOracle: Oracle = (call, contract, g) => {
  if (contract.sgd === 'unrounded_momentum') return juneMomentum(call, contract, g);
  const [parameter, gradient] = [call.tensor('parameter'), call.tensor('gradient')];
  let state = call.tensor('state');
  if (isRefused(call) || !areReadable(contract, [parameter, gradient, state])) return 'refused';
  if (!areStored([parameter, gradient, state])) return undefined;
  const [p, slope] = [valuesOf(parameter), valuesOf(gradient)];
  const rates = ratesOf(call, call.number('momentum'));
  const mode = call.rounding('write_back');
  const momenta = valuesOf(state).map((v, i) => nextMomentum(v, p[i]!, slope[i]!, rates));
  return inTurn({
    state: () => {
      const result = writtenBy(g, contract, momenta, state, mode);
      if (typeof result === 'object') state = result;
      return result;
    },
    parameter: () => {
      const stored = valuesOf(state);
      const updated = p.map((v, i) => follow(v, stored[i]!, rates));
      return writtenBy(g, contract, updated, parameter, mode);
    },
    gradient: () => gradient,
  });
};

/** Powers beyond this are left to the double arithmetic of the reference. */
const stepsMax = 512;

/** S119 */
export const adamwOracle: Oracle = (call, contract, g) => {
  const options = {
    learningRate: call.number('lr'),
    beta1: call.number('beta1'),
    beta2: call.number('beta2'),
    epsilon: call.number('epsilon'),
    weightDecay: call.number('weight_decay'),
  };
  const inside = (beta: number): boolean => beta >= 0 && beta < 1;
  if (!inside(options.beta1) || !inside(options.beta2) || !(options.epsilon > 0)) return 'refused';
  if (isRefused(call)) return 'refused';
  const [parameter, gradient] = [call.tensor('parameter'), call.tensor('gradient')];
  let [m, v] = [call.tensor('m'), call.tensor('v')];
  if (!areReadable(contract, [parameter, gradient, m, v])) return 'refused';
  // the fused forms take no views and nothing of another shape (S106–S108)
  const plain = [parameter, gradient, m, v];
  if (plain.some((x) => !isIdentity(x) || `${x.shape}` !== `${m.shape}`)) return 'refused';
  const finite = Object.values(options).every(Number.isFinite);
  const t = call.number('t');
  if (!finite || t > stepsMax || !areStored([parameter, gradient, m, v])) return undefined;
  const [p, slope, mode] = [valuesOf(parameter), valuesOf(gradient), call.rounding('write_back')];
  const scalars = adamScalars(options, t);
  const first = valuesOf(m).map((x, i) => adamFirst(x, slope[i]!, scalars));
  const second = valuesOf(v).map((x, i) => adamSecond(x, slope[i]!, scalars));
  const kept = (result: ReturnType<typeof written>, keep: (t: Tensor) => void): typeof result => {
    if (typeof result === 'object') keep(result);
    return result;
  };
  return inTurn({
    m: () => kept(writtenBy(g, contract, first, m, mode), (x) => (m = x)),
    v: () => kept(writtenBy(g, contract, second, v, mode), (x) => (v = x)),
    parameter: () => {
      const [mean, square] = [valuesOf(m), valuesOf(v)];
      const updated = p.map((x, i) => adamParameter(x, mean[i]!, square[i]!, scalars));
      return writtenBy(g, contract, updated, parameter, mode);
    },
    gradient: () => gradient,
  });
};
