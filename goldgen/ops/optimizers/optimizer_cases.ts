/** Parameters, gradients and state of optimizer cases in every storage that a contract updates. */

import type { Contract } from '../../../reference/contracts.ts';
import { type Dtype, type Rounding, roundings, type Tensor } from '../../../reference/tensor.ts';
import type { Random } from '../../kit/random.ts';
import {
  randomAsym,
  randomFloat32,
  randomScale,
  randomSym,
  randomSymInt32,
  target,
} from '../../kit/tensors.ts';
import type { ParamSpec } from '../../op.ts';

export const storages = ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'] as const;
export type Storage = (typeof storages)[number];

export const parameterShapes: readonly (readonly number[])[] = [
  [1],
  [3],
  [7],
  [2, 4],
  [3, 5],
  [2, 3, 2],
];

/** Numbers of elements that leave, to loops by 4, 8, 16 and 32, every kind of tail: some lanes, all but one. */
export const tailCounts: readonly number[] = [12, 15, 20, 31, 47];

/** Whether the optimizer is the funnel one of the current contract. */
export function isFunnelSgd(contract: Contract): boolean {
  return contract.sgd === 'stored_momentum';
}

/** Storages of a gradient: packed ones came with the funnel. */
export function gradientStorages(contract: Contract): readonly Storage[] {
  return isFunnelSgd(contract) ? storages : ['FLOAT32', 'SYM_INT32'];
}

function width(r: Random, dtype: Storage): number {
  return r.pick(dtype === 'SYM_INT32' ? [3, 8, 12, 12, 16] : [2, 4, 6, 8, 12]);
}

/** A tensor of a storage with values of the size of weights. */
export function randomStored(
  r: Random,
  dtype: Storage,
  shape: readonly number[],
  rounding: Rounding = r.pick(roundings),
): Tensor {
  const bits = width(r, dtype);
  const scale = randomScale(r, -4 - bits, 0 - bits);
  switch (dtype) {
    case 'FLOAT32':
      return randomFloat32(r, shape, -5, 0);
    case 'SYM_INT32':
      return randomSymInt32(r, shape, bits, scale, rounding);
    case 'SYM':
      return randomSym(r, shape, bits, scale, rounding);
    case 'ASYM':
      return randomAsym(r, shape, bits, scale, r.int(-(2 ** bits), 0), rounding);
  }
}

/** The storages a parameter, and then its gradient, may have under a contract. */
export function randomPair(
  r: Random,
  contract: Contract,
): { readonly parameter: Storage; readonly gradient: Storage } {
  if (isFunnelSgd(contract)) return { parameter: r.pick(storages), gradient: r.pick(storages) };
  const parameter = r.pick(['FLOAT32', 'SYM_INT32', 'SYM_INT32'] as const);
  const gradient = parameter === 'FLOAT32' || r.chance(1, 4) ? 'FLOAT32' : 'SYM_INT32';
  return { parameter, gradient };
}

/** A fresh state tensor: zeros at scale 1. */
export function freshState(
  dtype: Storage,
  shape: readonly number[],
  bits: number,
  rounding: Rounding = 'HALF_AWAY',
): Tensor {
  return target(dtype, shape, dtype === 'FLOAT32' ? 0 : bits, rounding);
}

export const storageDtypes: readonly Dtype[] = storages;

export const writeBackSpec: ParamSpec = {
  kind: 'word',
  values: roundings,
  doc: 'write-back mode of the optimizer (S118); June: not read, the records’ own modes',
};

export const updateSpec: ParamSpec = {
  kind: 'word',
  values: ['ARITH_FLOAT32', 'ARITH_SYM_INT32'],
  doc: 'update arithmetic; all but FLOAT32 is refused',
};

export const learningRateSpec: ParamSpec = { kind: 'f32', doc: 'learning rate' };
export const weightDecaySpec: ParamSpec = { kind: 'f32', doc: 'weight decay' };
