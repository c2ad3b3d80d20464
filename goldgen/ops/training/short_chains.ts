/** Models of one to four layers, in which the end of the model or a change of format between wires decides. */

import type { Contract } from '../../../reference/contracts.ts';
import type { QuantRecord, Tensor } from '../../../reference/tensor.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import type { CaseTensors, Params } from '../../op.ts';
import type { ChainCase } from './chain_cases.ts';
import {
  floatRecord,
  modelDefaults,
  randomValues,
  symRecord,
  trainable,
  type Wires,
  withWires,
} from './model_cases.ts';
import { ofLayer } from './model_names.ts';

export interface ShortModel {
  /** kinds in order; a Linear layer is written as its extents, `3>2` */
  readonly layers: readonly string[];
  readonly loss: 'MSE' | 'CROSS_ENTROPY';
  readonly wires: Wires;
  /** record of the sample and of the parameters */
  readonly stored: QuantRecord;
  readonly params?: Params;
  /** entries of a sample tensor; 2 unless given */
  readonly batch?: number;
  /** tensors in place of drawn ones */
  readonly tensors?: CaseTensors;
}

/** One sample tensor through such a model, with FLOAT32 gradients and plain SGD. */
export function shortChain(r: Random, contract: Contract, m: ShortModel): ChainCase {
  const params: Record<string, number | string> = {
    ...modelDefaults,
    layers: m.layers.length,
    loss: m.loss,
    samples: 1,
    bias_mode: 'OUT_ACC_DYNAMIC_RESCALE',
    lr: 0.125,
    momentum: 0,
    weight_decay: 0,
  };
  const storages = { parameter: m.stored, gradient: floatRecord, states: [] };
  const tensors: Record<string, Tensor> = {};
  const batch = m.batch ?? 2;
  let width = 0;
  m.layers.forEach((text, i) => {
    const [inner, outer] = text.split('>').map(Number);
    const isLinear = outer !== undefined;
    params[ofLayer(i, 'kind')] = isLinear ? 'linear' : text;
    if (!isLinear) return;
    if (i === 0) tensors.x0 = randomValues(r, m.stored, [batch, inner!]);
    width = outer;
    const add = (field: string, shape: readonly number[]): void => {
      const value = randomValues(r, m.stored, shape);
      Object.assign(tensors, trainable(ofLayer(i, field), value, storages));
    };
    add('weight', [outer, inner!]);
    add('bias', [outer]);
  });
  tensors.label0 = randomValues(r, floatRecord, [batch, width]);
  Object.assign(params, m.params);
  Object.assign(tensors, m.tensors);
  return { params, tensors: withWires(contract, params, tensors, m.wires) };
}

const sr = 'SR_HALF_AWAY';
const wide = symRecord(12);

/** The last layer is skipped under CrossEntropy whatever it is, and never under MSE. */
export function endings(): readonly { flag: string; model: ShortModel }[] {
  const both = (record: QuantRecord): Wires => ({ output: record, propLoss: record });
  const models: { flag: string; model: ShortModel }[] = [];
  for (const record of [floatRecord, wide, symRecord(12, sr)]) {
    const arithmetic = record === floatRecord ? 'ARITH_FLOAT32' : 'ARITH_SYM_INT32';
    const base = { wires: both(record), stored: wide, params: { arithmetic } } as const;
    const softmax = ['3>4', 'softmax'];
    models.push({ flag: 'softmax_under_mse', model: { ...base, layers: softmax, loss: 'MSE' } });
    for (const layers of [['3>4', 'relu'], ['3>4', '4>4'], ['3>3']]) {
      const model = { ...base, layers, loss: 'CROSS_ENTROPY' } as const;
      models.push({ flag: 'skipped_by_position', model });
    }
  }
  return models;
}

/** Wires that change their format from layer to layer, in either arithmetic. */
export function mixtures(): readonly ShortModel[] {
  const narrow = symRecord(8, sr);
  const patterns = [
    [floatRecord, wide, floatRecord, narrow],
    [wide, floatRecord, narrow, floatRecord],
  ];
  return patterns.flatMap((output, k) =>
    (['ARITH_SYM_INT32', 'ARITH_FLOAT32'] as const).map((arithmetic): ShortModel => {
      const layers = ['3>4', '4>3', 'quantization', '3>2'];
      // a Quantization layer refuses equal formats on both sides
      const params = { arithmetic, rounding: k === 0 ? sr : 'HALF_AWAY' };
      const wires = { output, propLoss: patterns[1 - k]! };
      return { layers, loss: 'MSE', wires, stored: k === 0 ? floatRecord : wide, params };
    }),
  );
}

/** A model of an evaluation with its stacks of two samples. */
export interface Evaluation {
  readonly flag: 'tied_classes' | 'stored_samples';
  readonly model: ShortModel;
  readonly stacks: { readonly x: Tensor; readonly label: Tensor };
}

/** Weights whose second and last rows give the same, largest output. */
const tiedRows = [0, 0, 0, 0.5, 0.5, 0.5, 0.25, 0, 0, 0.5, 0.5, 0.5];

export function forwards(): readonly Evaluation[] {
  const label = float32Of([1, 0, 0, 0, 0, 0, 0, 1], [2, 4]);
  const tied = [floatRecord, wide].map((record): Evaluation => {
    const arithmetic = record === floatRecord ? 'ARITH_FLOAT32' : 'ARITH_SYM_INT32';
    const fixed = { l0_weight: float32Of(tiedRows, [4, 3]), l0_bias: float32Of([0, 0, 0, 0]) };
    const wires = { output: record, propLoss: record };
    const base = { wires, stored: floatRecord, batch: 1, params: { arithmetic } } as const;
    const model = { ...base, layers: ['3>4'], loss: 'MSE', tensors: fixed } as const;
    const x = float32Of([1, 2, 3, -1, -2, -0.5], [2, 3]);
    return { flag: 'tied_classes', model, stacks: { x, label } };
  });
  const x = symInt32Of([100, -7, 2047, 3, 900, -2047], 0.004, 12, 'HALF_AWAY', [2, 3]);
  const own = symInt32Of([500, 0, -5, 9, 2047, 0, 1, -1000], 0.001, 10, 'HALF_AWAY', [2, 4]);
  const stored = (['MSE', 'CROSS_ENTROPY'] as const).map((loss): Evaluation => {
    const wires = { output: wide, propLoss: wide };
    const layers = loss === 'MSE' ? ['3>4', 'relu'] : ['3>4', 'softmax'];
    const model = { layers, loss, wires, stored: wide, batch: 1 };
    return { flag: 'stored_samples', model, stacks: { x, label: own } };
  });
  return [...tied, ...stored];
}
