/** Conv1d (L6–L9): correlation of x[B,Cin,L] with W[Cout,Cin/g,K]. */

import type { Kernel } from '../funnel.ts';
import type { Convolution1d } from '../kernels/conv1d.ts';
import type { Numerics } from '../numerics.ts';
import type { Tensor } from '../tensor.ts';
import type { Conv1dLayer } from './layer.ts';

/** The geometry of a layer, for the forward as well as for its adjoint. */
export function convolutionOf(_n: Numerics, layer: Conv1dLayer): Convolution1d {
  return { window: layer.window, groups: layer.groups, outputPadding: 0 };
}

/**
 * L6: y = W ⋆ x + b in the forward arithmetic. No operand width is checked. Refuses A12, A17, B5. Draws:
 * prologue, one per output channel for SR bias seeds, epilogue.
 */
export function conv1dForward(n: Numerics, layer: Conv1dLayer, x: Tensor, y: Tensor): void {
  n.fn.guardConvLayer(n, layer);
  const c = n.fn.convolutionOf(n, layer);
  const kernel: Kernel = (_, [input, weight, bias], raw) => {
    if (raw.dtype === 'SYM_INT32') n.fn.conv1dSym(n, c, input!, weight!, bias, raw);
    else n.fn.conv1dFloat(n, c, input!, weight!, bias, raw);
  };
  const bias = layer.bias === undefined ? [] : [layer.bias.value];
  n.fn.produce(n, kernel, [x, layer.weight.value, ...bias], layer.forwardMath, y);
}

/**
 * L7, L8, L9: accumulates the gradients, overwrites dx. VALID with a stride that does not tile the input
 * refuses (A17) in dx, although the forward accepts it. Refuses A14, A15, A17, B5.
 */
export function conv1dBackward(
  n: Numerics,
  layer: Conv1dLayer,
  x: Tensor,
  dy: Tensor,
  dx: Tensor,
): void {
  n.fn.guardConvLayer(n, layer);
  n.fn.guardConvLoss(n, layer.weight.value.shape[0]!, x, dy);
  const c = n.fn.convolutionOf(n, layer);
  const weightKernel: Kernel = (_, [input, loss], raw) => {
    if (raw.dtype === 'SYM_INT32') n.fn.convWeightGradSym(n, 'gather', c, input!, loss!, raw);
    else n.fn.convWeightGradFloat(n, 'gather', c, input!, loss!, raw);
  };
  const inputKernel: Kernel = (_, [loss, weight], raw) => {
    if (raw.dtype === 'SYM_INT32') n.fn.convTransposed1dSym(n, c, loss!, weight!, undefined, raw);
    else n.fn.convTransposed1dFloat(n, c, loss!, weight!, undefined, raw);
  };
  n.fn.convWeightStep(n, layer, weightKernel, x, dy);
  if (layer.bias !== undefined) n.fn.convBiasStep(n, layer, layer.bias, dy);
  n.fn.convInputStep(n, layer, inputKernel, dy, dx);
}
