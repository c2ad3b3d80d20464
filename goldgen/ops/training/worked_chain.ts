/** The worked chain B6.9 as a model call, and variations that differ in one thing. */

import type { Contract } from '../../../reference/contracts.ts';
import { newNumerics } from '../../../reference/primitives.ts';
import {
  newTensorLike,
  type QuantRecord,
  type Rounding,
  type Tensor,
} from '../../../reference/tensor.ts';
import { float32Of } from '../../kit/literals.ts';
import type { Params } from '../../op.ts';
import { isFunnelSgd } from '../optimizers/optimizer_cases.ts';
import type { ChainCase } from './chain_cases.ts';
import {
  floatRecord,
  juneStates,
  modelDefaults,
  symRecord,
  trainable,
  type Wires,
  withWires,
} from './model_cases.ts';

/** What a variation changes. */
export interface WorkedOptions {
  /** records of all parameters and wires; FLOAT32 has no Quantization layers */
  readonly record?: QuantRecord;
  readonly quantized?: boolean;
  readonly linearGrad?: QuantRecord;
  readonly normGrad?: QuantRecord;
  readonly states?: readonly QuantRecord[];
  readonly wires?: Wires;
  readonly params?: Params;
  readonly labelShape?: readonly number[];
}

function stored(
  contract: Contract,
  values: readonly number[],
  shape: readonly number[],
  record: QuantRecord,
): Tensor {
  const source = float32Of(values, shape);
  if (record.dtype === 'FLOAT32') return source;
  const n = newNumerics(contract.id);
  const t = newTensorLike({ ...record, rounding: 'HALF_AWAY' }, shape);
  n.fn.convert(n, source, t);
  return { ...t, rounding: record.rounding };
}

const w0 = [0.5, -0.3, 0.8, 0.1, -0.7, 0.4, 0.2, -0.9, 0.6, -0.2, 0.3, 0.7];
const w1 = [0.6, -0.4, 0.2, -0.5, 0.3, 0.9];

/** Linear(4→3) → Quantization → LayerNorm([3]) → Quantization → Linear(3→2) → MSE. */
export function workedChain(contract: Contract, o: WorkedOptions = {}): ChainCase {
  const current = isFunnelSgd(contract);
  const record = o.record ?? symRecord(contract.operandBits);
  const isFloat = record.dtype === 'FLOAT32';
  const linearGrad = o.linearGrad ?? record;
  const normGrad = o.normGrad ?? (current ? floatRecord : record);
  const states = o.states ?? (current ? [] : juneStates(contract, record));
  const quantized = o.quantized ?? !isFloat;
  const kinds = quantized
    ? ['linear', 'quantization', 'layer_norm', 'quantization', 'linear']
    : ['linear', 'layer_norm', 'linear'];
  const [norm, last] = quantized ? [2, 4] : [1, 2];
  const add = (name: string, values: readonly number[], shape: readonly number[]) => {
    const isNorm = name.startsWith(`l${norm}`);
    const gradient = isNorm ? normGrad : linearGrad;
    const value = stored(contract, values, shape, record);
    return trainable(name, value, { parameter: record, gradient, states });
  };
  const labelShape = o.labelShape ?? [2, 2];
  const tensors = {
    x0: stored(contract, [1, 2, 3, 4, 10, 20, 30, 40], [2, 4], {
      ...record,
      rounding: 'HALF_AWAY',
    }),
    label0: stored(contract, [1, -1, 0.5, 2], labelShape, { ...record, rounding: 'HALF_AWAY' }),
    ...add('l0_weight', w0, [3, 4]),
    ...add('l0_bias', [0.1, -0.2, 0.3], [3]),
    ...add(`l${norm}_gamma`, [1, 1, 1], [3]),
    ...add(`l${norm}_beta`, [0, 0, 0], [3]),
    ...add(`l${last}_weight`, w1, [2, 3]),
    ...add(`l${last}_bias`, [0.05, -0.1], [2]),
  };
  const rounding: Rounding = record.rounding;
  const params: Record<string, number | string> = {
    ...modelDefaults,
    layers: kinds.length,
    samples: 1,
    arithmetic: isFloat ? 'ARITH_FLOAT32' : 'ARITH_SYM_INT32',
    rounding,
    backward_reduction: 'SUM',
    lr: Math.fround(0.1),
    momentum: 0,
    weight_decay: 0,
    [`l${norm}_bias_mode`]: 'OUT_ACC_DYNAMIC_RESCALE',
    [`l${norm}_eps`]: Math.fround(1e-5),
  };
  kinds.forEach((kind, i) => {
    params[`l${i}_kind`] = kind;
  });
  Object.assign(params, o.params);
  const wires = o.wires ?? { output: record, propLoss: record };
  return { params, tensors: withWires(contract, params, tensors, wires) };
}
