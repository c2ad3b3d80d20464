/** Conv1dTransposed (L10–L13): scatter of x[B,Cin,L] with W[Cin,Cout/g,K]; VALID only. */

import type { Kernel } from '../funnel.ts';
import type { Convolution1d } from '../kernels/conv1d.ts';
import type { Numerics } from '../numerics.ts';
import { demand } from '../refusal.ts';
import type { Tensor } from '../tensor.ts';
import type { Conv1dTransposedLayer } from './layer.ts';

/** Refuses (B5) a padding other than VALID, (A17) an output padding that is too large. */
export function guardTransposedGeometry(n: Numerics, c: Convolution1d): void {
  demand(c.window.padding === 'VALID', 'B5', `transposed convolution ${c.window.padding}`);
  n.fn.demandOutputPadding(n, c);
}

/**
 * L10: scatter, then the bias at every position, in the forward arithmetic. Refuses A12, A17, B5. Draws:
 * prologue, one per output channel for SR bias seeds, epilogue.
 */
export function conv1dTransposedForward(
  n: Numerics,
  layer: Conv1dTransposedLayer,
  x: Tensor,
  y: Tensor,
): void {
  n.fn.guardTransposedGeometry(n, layer);
  n.fn.guardConvLayer(n, layer);
  const kernel: Kernel = (_, [input, weight, bias], raw) => {
    if (raw.dtype === 'SYM_INT32') n.fn.convTransposed1dSym(n, layer, input!, weight!, bias, raw);
    else n.fn.convTransposed1dFloat(n, layer, input!, weight!, bias, raw);
  };
  const bias = layer.bias === undefined ? [] : [layer.bias.value];
  n.fn.produce(n, kernel, [x, layer.weight.value, ...bias], layer.forwardMath, y);
}

/**
 * L11, L12, L13: accumulates the gradients, overwrites dx. An output padding ≥ stride refuses (A17) in dx,
 * although the forward accepts it where the dilation is larger. Refuses A14, A15, A17, B5.
 */
export function conv1dTransposedBackward(
  n: Numerics,
  layer: Conv1dTransposedLayer,
  x: Tensor,
  dy: Tensor,
  dx: Tensor,
): void {
  n.fn.guardTransposedGeometry(n, layer);
  n.fn.guardConvLayer(n, layer);
  n.fn.guardConvLoss(n, layer.weight.value.shape[1]! * layer.groups, x, dy);
  const adjoint: Convolution1d = { window: layer.window, groups: layer.groups, outputPadding: 0 };
  const weightKernel: Kernel = (_, [input, loss], raw) => {
    if (raw.dtype === 'SYM_INT32') n.fn.convWeightGradSym(n, 'scatter', layer, input!, loss!, raw);
    else n.fn.convWeightGradFloat(n, 'scatter', layer, input!, loss!, raw);
  };
  const inputKernel: Kernel = (_, [loss, weight], raw) => {
    if (raw.dtype === 'SYM_INT32') n.fn.conv1dSym(n, adjoint, loss!, weight!, undefined, raw);
    else n.fn.conv1dFloat(n, adjoint, loss!, weight!, undefined, raw);
  };
  n.fn.convWeightStep(n, layer, weightKernel, x, dy);
  if (layer.bias !== undefined) n.fn.convBiasStep(n, layer, layer.bias, dy);
  n.fn.convInputStep(n, layer, inputKernel, dy, dx);
}
