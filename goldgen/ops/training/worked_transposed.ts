/** Conv1dTransposed(1→1, K=2) → [Quantization] → MSE (B6.10) as a model call. */

import type { Contract } from '../../../reference/contracts.ts';
import { newNumerics } from '../../../reference/primitives.ts';
import { newTensorLike, type Rounding, type Tensor } from '../../../reference/tensor.ts';
import { float32Of } from '../../kit/literals.ts';
import { isFunnelSgd } from '../optimizers/optimizer_cases.ts';
import type { ChainCase } from './chain_cases.ts';
import { juneStates, modelDefaults, symRecord, trainable, withWires } from './model_cases.ts';

export function workedTransposed(
  contract: Contract,
  quantized: boolean,
  write_back: Rounding,
): ChainCase {
  const record = symRecord(12);
  const stored = (values: readonly number[], shape: readonly number[]): Tensor => {
    const n = newNumerics(contract.id);
    const t = newTensorLike(record, shape);
    n.fn.convert(n, float32Of(values, shape), t);
    return t;
  };
  const states = isFunnelSgd(contract) ? [] : juneStates(contract, record);
  const storages = { parameter: record, gradient: symRecord(16), states };
  const params = {
    ...modelDefaults,
    layers: quantized ? 2 : 1,
    samples: 1,
    backward_reduction: 'SUM',
    write_back,
    lr: Math.fround(0.05),
    momentum: 0,
    weight_decay: 0,
    l0_kind: 'conv1d_transposed',
    l0_kernel: 2,
    ...(quantized ? { l1_kind: 'quantization' } : {}),
  };
  const tensors = {
    x0: stored([0.5, -0.3, 0.8], [1, 1, 3]),
    label0: stored([0.1, 0.2, -0.15, 0.05], [1, 1, 4]),
    ...trainable('l0_weight', stored([0.3, -0.2], [1, 1, 2]), storages),
    ...trainable('l0_bias', stored([0.05], [1]), storages),
  };
  const wires = { output: record, propLoss: record };
  return { params, tensors: withWires(contract, params, tensors, wires) };
}
