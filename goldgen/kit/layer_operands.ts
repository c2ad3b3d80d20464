/** Parameters and random tensors that layer ops share: arithmetics, modes, operands, gradients, wires. */

import type { Contract } from '../../reference/contracts.ts';
import { type Arithmetic, type OutputMode, outputModes } from '../../reference/funnel.ts';
import {
  type Dtype,
  newTensor,
  type Rounding,
  roundings,
  type Tensor,
} from '../../reference/tensor.ts';
import { type OpCall, type ParamSpec, type Params, roundingParam } from '../op.ts';
import type { Random } from './random.ts';
import {
  randomAsym,
  randomFloat32,
  randomRawSymInt32,
  randomScale,
  randomSym,
  randomSymInt32,
  target,
} from './tensors.ts';

export const symArithmetic = 'ARITH_SYM_INT32';
export const floatArithmetic = 'ARITH_FLOAT32';

export function arithmeticSpec(what: string): ParamSpec {
  return { kind: 'word', values: [floatArithmetic, symArithmetic], doc: `arithmetic of ${what}` };
}

export function roundingSpec(what: string): ParamSpec {
  return { ...roundingParam, doc: `rounding mode of ${what}` };
}

export function modeSpec(what: string): ParamSpec {
  return { kind: 'word', values: outputModes, doc: `accumulate mode of ${what}; June: not read` };
}

export const epsSpec: ParamSpec = { kind: 'f32', doc: 'ε inside the root' };

export const groupsSpec: ParamSpec = {
  kind: 'int',
  min: 1,
  max: 65535,
  doc: 'groups that the channels are cut into',
};

/** A backward in SYM arithmetic, HALF_AWAY, weights DYNAMIC, biases FIXED. */
export const symBackward: Params = {
  weight_arithmetic: symArithmetic,
  weight_rounding: 'HALF_AWAY',
  bias_arithmetic: symArithmetic,
  bias_rounding: 'HALF_AWAY',
  dx_arithmetic: symArithmetic,
  dx_rounding: 'HALF_AWAY',
  weight_mode: 'OUT_ACC_DYNAMIC_RESCALE',
  bias_mode: 'OUT_ACC_FIXED_SCALE',
};

/** An arithmetic given as two word parameters. */
export function arithmeticFrom(call: OpCall, type: string, rounding: string): Arithmetic {
  const sym = call.word(type) === symArithmetic;
  return { type: sym ? symArithmetic : floatArithmetic, rounding: call.rounding(rounding) };
}

export function modeFrom(call: OpCall, name: string): OutputMode {
  const word = call.word(name);
  return outputModes.find((mode) => mode === word) ?? 'OUT_WRITE';
}

/** Whether the contract restores widths at the producer; June writes raw wires. */
export function isCurrent(contract: Contract): boolean {
  return contract.producers === 'restored';
}

/** Whether gradients go through the funnel; June converts them into the arithmetic and back. */
export function isFunnelled(contract: Contract): boolean {
  return contract.backward === 'funnel';
}

/** A SYM_INT32 operand the contract accepts; no mantissa has more than 12 bits. */
export function randomSymOperand(r: Random, shape: readonly number[], contract: Contract): Tensor {
  const label = r.pick([4, 6, 8, 10, 11, 12, 12, contract.operandBits]);
  const t = randomRawSymInt32(r, shape, label, Math.min(label, 12));
  t.rounding = r.pick(roundings);
  return t;
}

/** An operand in any storage that the contract converts: FLOAT32, SYM_INT32 or packed SYM. */
export function randomOperand(r: Random, shape: readonly number[], contract: Contract): Tensor {
  if (r.chance(1, 4)) return randomFloat32(r, shape, -4, 1);
  if (isCurrent(contract) && r.chance(1, 3)) return randomSym(r, shape, r.pick([4, 6, 8, 12]));
  return randomSymOperand(r, shape, contract);
}

/** A gradient before the call: fresh (zeros, scale 1) or holding an earlier sum. */
export function randomGradient(
  r: Random,
  shape: readonly number[],
  dtypes: readonly Dtype[],
): Tensor {
  const dtype = r.pick(dtypes);
  const rounding: Rounding = r.pick(roundings);
  const bits = r.pick(dtype === 'SYM_INT32' ? [12, 16] : [8, 12]);
  if (r.chance(1, 3)) return target(dtype, shape, dtype === 'FLOAT32' ? 0 : bits, rounding);
  const scale = randomScale(r, -10, -4);
  switch (dtype) {
    case 'FLOAT32':
      return randomFloat32(r, shape, -6, 1);
    case 'SYM':
      return randomSym(r, shape, bits, scale, rounding);
    case 'ASYM':
      return randomAsym(r, shape, bits, scale, undefined, rounding);
    default:
      return randomSymInt32(r, shape, bits, scale, rounding);
  }
}

/** A fresh gradient: zeros at scale 1. */
export function freshGradient(
  dtype: Dtype,
  shape: readonly number[],
  bits = 0,
  rounding: Rounding = 'HALF_AWAY',
): Tensor {
  return newTensor(dtype, shape, bits, rounding);
}

/** A wire to be written: any storage under the current contract, the arithmetic's format in June. */
export function randomWire(
  r: Random,
  shape: readonly number[],
  contract: Contract,
  arithmetic: string,
): Tensor {
  const rounding: Rounding = r.pick(roundings);
  if (!isCurrent(contract)) {
    return arithmetic === symArithmetic
      ? target('SYM_INT32', shape, contract.operandBits, rounding)
      : target('FLOAT32', shape);
  }
  const dtype = r.pick(['FLOAT32', 'SYM_INT32', 'SYM_INT32', 'SYM', 'ASYM'] as const);
  if (dtype === 'FLOAT32') return target(dtype, shape);
  return target(dtype, shape, r.pick(dtype === 'SYM_INT32' ? [8, 12, 16] : [6, 8]), rounding);
}
