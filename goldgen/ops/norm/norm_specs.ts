/** Parameters, tensors and the layer record of the norm ops. */

import type { GroupNormLayer, LayerNormLayer } from '../../../reference/layers/layer.ts';
import {
  arithmeticFrom,
  arithmeticSpec,
  epsSpec,
  floatArithmetic,
  modeFrom,
  modeSpec,
  roundingSpec,
  symArithmetic,
} from '../../kit/layer_operands.ts';
import type { OpCall, ParamSpec, TensorSpec } from '../../op.ts';

const gradDtypes = ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'] as const;

export const normForwardParams: Readonly<Record<string, ParamSpec>> = {
  arithmetic: arithmeticSpec('the forward; selects the arm'),
  rounding: roundingSpec('operands, normalised mantissas, β seeds and the write'),
  eps: epsSpec,
};

export const normBackwardParams: Readonly<Record<string, ParamSpec>> = {
  arithmetic: arithmeticSpec('the input gradient; selects the arm'),
  gamma_mode: modeSpec('the γ gradient'),
  beta_mode: modeSpec('the β gradient'),
  eps: epsSpec,
};

/** Tensors of a norm forward; the letters of the shapes differ. */
export function normForwardTensors(x: string, affine: string): Record<string, TensorSpec> {
  const dtypes = ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'] as const;
  return {
    x: { role: 'in', dtypes, doc: `${x}: input` },
    gamma: { role: 'in', dtypes, doc: `${affine}: γ` },
    beta: { role: 'in', dtypes, doc: `${affine}: β` },
    y: { role: 'out', dtypes, doc: `${x}: output; June: raw` },
  };
}

/** Tensors of a raw forward kernel. */
export function normRawTensors(x: string, affine: string): Record<string, TensorSpec> {
  const dtypes = ['SYM_INT32'] as const;
  const raw = 'its width bounds the normalised mantissas, its mode rounds them and the seeds';
  return {
    x: { role: 'in', dtypes, doc: `${x}: input` },
    gamma: { role: 'in', dtypes, doc: `${affine}: γ` },
    beta: { role: 'in', dtypes, doc: `${affine}: β` },
    y: { role: 'out', dtypes, doc: `${x}: raw result; ${raw}` },
  };
}

export function normBackwardTensors(x: string, affine: string): Record<string, TensorSpec> {
  const dtypes = ['FLOAT32', 'SYM_INT32', 'SYM'] as const;
  return {
    x: { role: 'in', dtypes, doc: `${x}: input kept from the forward` },
    dy: { role: 'in', dtypes, doc: `${x}: output gradient` },
    gamma: { role: 'in', dtypes, doc: `${affine}: γ` },
    gamma_grad: { role: 'inout', dtypes: gradDtypes, doc: `${affine}: added to` },
    beta_grad: { role: 'inout', dtypes: gradDtypes, doc: `${affine}: added to` },
    dx: { role: 'out', dtypes, doc: `${x}: input gradient at its own width and mode` },
  };
}

/** The layer of a forward call; its gradients are not read. */
export function forwardLayer(call: OpCall): LayerNormLayer {
  const math = arithmeticFrom(call, 'arithmetic', 'rounding');
  const [gamma, beta] = [call.tensor('gamma'), call.tensor('beta')];
  return {
    kind: 'layer_norm',
    forwardMath: math,
    weightGradMath: math,
    biasGradMath: math,
    propLossMath: math,
    weightGradAccMode: 'OUT_ACC_DYNAMIC_RESCALE',
    biasGradAccMode: 'OUT_ACC_DYNAMIC_RESCALE',
    gamma: { value: gamma, grad: gamma },
    beta: { value: beta, grad: beta },
    eps: call.number('eps'),
  };
}

/** The layer of a backward call; β is not read, nor is a rounding mode of the operation. */
export function backwardLayer(call: OpCall): LayerNormLayer {
  const type = call.params.arithmetic === symArithmetic ? symArithmetic : floatArithmetic;
  const math = { type, rounding: 'HALF_AWAY' } as const;
  const betaGrad = call.tensor('beta_grad');
  return {
    kind: 'layer_norm',
    forwardMath: math,
    weightGradMath: math,
    biasGradMath: math,
    propLossMath: math,
    weightGradAccMode: modeFrom(call, 'gamma_mode'),
    biasGradAccMode: modeFrom(call, 'beta_mode'),
    gamma: { value: call.tensor('gamma'), grad: call.tensor('gamma_grad') },
    beta: { value: betaGrad, grad: betaGrad },
    eps: call.number('eps'),
  };
}

/** The same record as a GroupNorm layer. */
export function grouped(layer: LayerNormLayer, call: OpCall): GroupNormLayer {
  return { ...layer, kind: 'group_norm', groups: call.number('groups') };
}
