/** The worked chain B6.9 under both contracts, for the tests of this folder. */

import { uniformContext } from '../layers/fixtures.ts';
import type { Parameter } from '../layers/layer.ts';
import type { Numerics } from '../numerics.ts';
import {
  float32Tensor,
  newTensor,
  newTensorLike,
  type QuantRecord,
  type Tensor,
} from '../tensor.ts';
import type { Model, ModelLayer } from './model.ts';
import type { Sample } from './step.ts';

/** A FLOAT32 or freshly encoded SYM_INT32 tensor. */
export function stored(
  n: Numerics,
  values: readonly number[],
  shape: readonly number[],
  record: QuantRecord,
): Tensor {
  const source = float32Tensor(values, shape);
  if (record.dtype === 'FLOAT32') return source;
  const t = newTensorLike(record, shape);
  n.fn.convert(n, source, t);
  return t;
}

export interface Records {
  /** parameters and wires */
  readonly wire: QuantRecord;
  /** gradients of Linear and of LayerNorm */
  readonly linearGrad: QuantRecord;
  readonly normGrad: QuantRecord;
}

export interface WorkedChain {
  readonly model: Model;
  readonly sample: Sample;
  /** W0, b0, γ, β, W1, b1 */
  readonly parameters: readonly Parameter[];
}

/** Linear(4→3) → Quant → LayerNorm([3]) → Quant → Linear(3→2) of B6.9. */
export function workedChain(n: Numerics, records: Records, quantized: boolean): WorkedChain {
  const { wire } = records;
  const parameter = (
    values: readonly number[],
    shape: readonly number[],
    grad: QuantRecord,
  ): Parameter => {
    const value = stored(n, values, shape, wire);
    return { value, grad: newTensor(grad.dtype, shape, grad.bits, grad.rounding) };
  };
  const math = n.fn.arithmeticOf(n, wire);
  const w0 = [0.5, -0.3, 0.8, 0.1, -0.7, 0.4, 0.2, -0.9, 0.6, -0.2, 0.3, 0.7];
  const linear0 = {
    kind: 'linear' as const,
    ...uniformContext(math),
    weight: parameter(w0, [3, 4], records.linearGrad),
    bias: parameter([0.1, -0.2, 0.3], [3], records.linearGrad),
  };
  const norm = {
    kind: 'layer_norm' as const,
    ...uniformContext(math),
    biasGradAccMode: 'OUT_ACC_DYNAMIC_RESCALE' as const,
    gamma: parameter([1, 1, 1], [3], records.normGrad),
    beta: parameter([0, 0, 0], [3], records.normGrad),
    eps: Math.fround(1e-5),
  };
  const linear1 = {
    kind: 'linear' as const,
    ...uniformContext(math),
    weight: parameter([0.6, -0.4, 0.2, -0.5, 0.3, 0.9], [2, 3], records.linearGrad),
    bias: parameter([0.05, -0.1], [2], records.linearGrad),
  };
  const node = (layer: ModelLayer['layer']): ModelLayer => ({
    layer,
    output: wire,
    propLoss: wire,
  });
  const quantization = node({ kind: 'quantization' });
  const layers = quantized
    ? [node(linear0), quantization, node(norm), quantization, node(linear1)]
    : [node(linear0), node(norm), node(linear1)];
  const model: Model = { layers, loss: 'MSE' };
  return {
    model,
    sample: {
      x: stored(n, [1, 2, 3, 4, 10, 20, 30, 40], [2, 4], wire),
      label: stored(n, [1, -1, 0.5, 2], [2, 2], wire),
    },
    parameters: n.fn.modelParameters(n, model),
  };
}
