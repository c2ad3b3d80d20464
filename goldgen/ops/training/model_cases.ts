/** Building blocks of model cases: parameters with gradient and state, wires, complete calls. */

import type { Contract } from '../../../reference/contracts.ts';
import { newNumerics } from '../../../reference/primitives.ts';
import {
  newTensor,
  type QuantRecord,
  type Rounding,
  type Tensor,
} from '../../../reference/tensor.ts';
import type { Random } from '../../kit/random.ts';
import { randomAsym, randomFloat32, randomSym, randomSymInt32, target } from '../../kit/tensors.ts';
import { type CaseTensors, OpCall, type Params } from '../../op.ts';
import type { Storage } from '../optimizers/optimizer_cases.ts';
import { layerOf } from './model_call.ts';
import { forwardWire, gradientWire, ofLayer } from './model_names.ts';

export const floatRecord: QuantRecord = { dtype: 'FLOAT32', bits: 0, rounding: 'HALF_AWAY' };

export function symRecord(bits: number, rounding: Rounding = 'HALF_AWAY'): QuantRecord {
  return { dtype: 'SYM_INT32', bits, rounding };
}

/** A record of any storage; the width is only read where there is one. */
export function recordOf(dtype: Storage, bits: number, rounding: Rounding): QuantRecord {
  return dtype === 'FLOAT32' ? floatRecord : { dtype, bits, rounding };
}

export function targetOf(record: QuantRecord, shape: readonly number[]): Tensor {
  return target(record.dtype, shape, record.bits, record.rounding);
}

/** Random values of about ±1 in a storage. */
export function randomValues(r: Random, record: QuantRecord, shape: readonly number[]): Tensor {
  const { dtype, bits, rounding } = record;
  const scale = Math.abs(r.float32(-bits, 1 - bits));
  switch (dtype) {
    case 'SYM_INT32':
      return randomSymInt32(r, shape, bits, scale, rounding);
    case 'SYM':
      return randomSym(r, shape, bits, scale, rounding);
    case 'ASYM':
      return randomAsym(r, shape, bits, scale, r.int(-(2 ** bits), -(2 ** (bits - 1))), rounding);
    default:
      return randomFloat32(r, shape, -3, -1);
  }
}

/** How the trainable tensors of a case are stored. */
export interface Storages {
  readonly parameter: QuantRecord;
  readonly gradient: QuantRecord;
  /** one record per state tensor of the optimizer */
  readonly states: readonly QuantRecord[];
}

/** A trainable tensor with its fresh gradient and state, under their names. */
export function trainable(name: string, value: Tensor, s: Storages): Record<string, Tensor> {
  const tensors: Record<string, Tensor> = {
    [name]: value,
    [`${name}_grad`]: targetOf(s.gradient, value.shape),
  };
  s.states.forEach((record, k) => {
    tensors[`${name}_s${k}`] = targetOf(record, value.shape);
  });
  return tensors;
}

/** State of the June SGD: the parameter's dtype and mode at the contract's width. */
export function juneStates(contract: Contract, parameter: QuantRecord): readonly QuantRecord[] {
  const { momentumBits } = contract;
  if (momentumBits === 'parameter' || parameter.dtype === 'FLOAT32') return [parameter];
  return [{ ...parameter, bits: momentumBits }];
}

/** Records that the layers declare for their output and dx wires; one for all, or one per layer. */
export interface Wires {
  readonly output: QuantRecord | readonly QuantRecord[];
  readonly propLoss: QuantRecord | readonly QuantRecord[];
}

function declared(wires: QuantRecord | readonly QuantRecord[], i: number): QuantRecord {
  return 'dtype' in wires ? wires : wires[i]!;
}

/** Adds the wire, argmax and mask targets that a model has under a contract. */
export function withWires(
  contract: Contract,
  params: Params,
  tensors: CaseTensors,
  wires: Wires,
): Record<string, Tensor> {
  const n = newNumerics(contract.id);
  const call = new OpCall(params, tensors);
  const count = Number(params.layers);
  const complete: Record<string, Tensor> = { ...tensors };
  const inputs: Tensor[] = [tensors.x0!];
  for (let i = 0; i < count; i++) {
    const input = inputs[i]!;
    const layer = layerOf(call, i, newTensor('BOOL', [0]));
    const own = layer.kind === 'flatten' ? undefined : declared(wires.output, i);
    const shape = n.fn.layerOutputShape(n, layer, input.shape);
    const wire = targetOf(n.fn.forwardRecord(n, own, input), shape);
    complete[forwardWire(i)] = wire;
    inputs.push(wire);
    if (layer.kind === 'max_pool1d') complete[ofLayer(i, 'argmax')] = target('INT32', shape);
    if (layer.kind === 'dropout') complete[ofLayer(i, 'mask')] = target('BOOL', shape);
  }
  const first = params.loss === 'MSE' ? count - 1 : count - 2;
  for (let i = first; i >= 0; i--) {
    const input = inputs[i]!;
    const own = params[ofLayer(i, 'kind')] === 'flatten' ? undefined : declared(wires.propLoss, i);
    complete[gradientWire(i)] = targetOf(n.fn.propLossRecord(n, own, input), input.shape);
  }
  const output = inputs[count]!;
  complete[gradientWire(first + 1)] = targetOf(output, output.shape);
  return complete;
}

/** Parameters that every model case has; the rest is added by its chain and optimizer. */
export const modelDefaults: Params = {
  loss: 'MSE',
  forward_reduction: 'MEAN',
  backward_reduction: 'MEAN',
  arithmetic: 'ARITH_SYM_INT32',
  rounding: 'HALF_AWAY',
  weight_mode: 'OUT_ACC_DYNAMIC_RESCALE',
  bias_mode: 'OUT_ACC_FIXED_SCALE',
  optimizer: 'SGD',
  update_arithmetic: 'ARITH_FLOAT32',
  write_back: 'HALF_AWAY',
};

/** The optimizers of the random cases: parameters and state records. */
export interface OptimizerChoice {
  readonly params: Params;
  readonly states: readonly QuantRecord[];
}

export const optimizerNames = ['sgd', 'momentum', 'momentum_sym', 'adamw'] as const;
export type OptimizerName = (typeof optimizerNames)[number];

/** An optimizer of the current contract. */
export function currentOptimizer(r: Random, name: OptimizerName): OptimizerChoice {
  const lr = Math.abs(r.float32(-6, -4));
  if (name === 'adamw') {
    const scalars = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: r.pick([0, 0.01]), t: 0 };
    return { params: { optimizer: 'ADAMW', lr, ...scalars }, states: [floatRecord, floatRecord] };
  }
  const weight_decay = r.chance(1, 3) ? Math.fround(0.01) : 0;
  const momentum = name === 'sgd' ? 0 : Math.fround(0.9);
  const state = name === 'momentum_sym' ? symRecord(12) : floatRecord;
  return {
    params: { optimizer: 'SGD', lr, momentum, weight_decay },
    states: name === 'sgd' ? [] : [state],
  };
}

/** The June SGD, whose state exists for momentum 0 too. */
export function juneOptimizer(
  r: Random,
  contract: Contract,
  parameter: QuantRecord,
): OptimizerChoice {
  const lr = Math.abs(r.float32(-6, -4));
  const momentum = r.pick([0, Math.fround(0.9)]);
  const weight_decay = r.chance(1, 3) ? Math.fround(0.01) : 0;
  return {
    params: { optimizer: 'SGD', lr, momentum, weight_decay },
    states: juneStates(contract, parameter),
  };
}
