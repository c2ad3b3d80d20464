/**
 * Layer records: what one layer owns and how its operations compute (L1–L31).
 *
 * A layer is plain data. Its functions are `<kind>Forward(n, layer, x, y)` and
 * `<kind>Backward(n, layer, x, dy, dx)`: x is the input kept from the forward pass, y and dx are allocated
 * wires (dtype, width, mode) that are overwritten, gradients are accumulated into.
 */

import type { Arithmetic, OutputMode } from '../funnel.ts';
import type { Window1d } from '../kernels/window.ts';
import type { Tensor } from '../tensor.ts';

/** A trainable tensor and the gradient it accumulates (L32). */
export interface Parameter {
  readonly value: Tensor;
  readonly grad: Tensor;
}

/** The four arithmetics and two accumulate modes of a layer (L31); a kind reads its own. */
export interface LayerContext {
  readonly forwardMath: Arithmetic;
  readonly weightGradMath: Arithmetic;
  readonly biasGradMath: Arithmetic;
  /** of the input gradient dx; selects the whole backward arm of the norm layers */
  readonly propLossMath: Arithmetic;
  readonly weightGradAccMode: OutputMode;
  readonly biasGradAccMode: OutputMode;
}

/** L1–L4: W[O,I], optional b[O]. */
export interface LinearLayer extends LayerContext {
  readonly kind: 'linear';
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;
}

/** L14–L16: γ, β of the trailing dimensions of x. */
export interface LayerNormLayer extends LayerContext {
  readonly kind: 'layer_norm';
  readonly gamma: Parameter;
  readonly beta: Parameter;
  /** float32 */
  readonly eps: number;
}

/** L17: γ, β per channel of x[B,C,T]. */
export interface GroupNormLayer extends LayerContext {
  readonly kind: 'group_norm';
  readonly gamma: Parameter;
  readonly beta: Parameter;
  readonly groups: number;
  /** float32 */
  readonly eps: number;
}

/** L30: converts wires; nothing of the record is read at run time. */
export interface QuantizationLayer {
  readonly kind: 'quantization';
}

/** L6–L9: W[Cout, Cin/g, K]. */
export interface Conv1dLayer extends LayerContext {
  readonly kind: 'conv1d';
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;
  readonly window: Window1d;
  readonly groups: number;
}

/** L10–L13: W[Cin, Cout/g, K]. */
export interface Conv1dTransposedLayer extends LayerContext {
  readonly kind: 'conv1d_transposed';
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;
  readonly window: Window1d;
  readonly groups: number;
  readonly outputPadding: number;
}

/** L18, L19; `argmax` has the shape of y. */
export interface MaxPool1dLayer extends LayerContext {
  readonly kind: 'max_pool1d';
  readonly window: Window1d;
  readonly argmax: Tensor;
}

/** L20, L21. */
export interface AvgPool1dLayer extends LayerContext {
  readonly kind: 'avg_pool1d';
  readonly window: Window1d;
}

/** L22, L23. */
export interface AdaptiveAvgPool1dLayer extends LayerContext {
  readonly kind: 'adaptive_avg_pool1d';
  readonly outputSize: number;
}

/** L24. */
export interface ReluLayer extends LayerContext {
  readonly kind: 'relu';
}

/** L25; the mask is a BOOL tensor as large as x. */
export interface DropoutLayer extends LayerContext {
  readonly kind: 'dropout';
  /** float32 */
  readonly p: number;
  readonly mask: Tensor;
  training: boolean;
}

/** L26. */
export interface FlattenLayer {
  readonly kind: 'flatten';
}

/** L27; the declared arithmetic of the forward is not read. */
export interface SoftmaxLayer extends LayerContext {
  readonly kind: 'softmax';
}

export type Layer =
  | LinearLayer
  | LayerNormLayer
  | GroupNormLayer
  | QuantizationLayer
  | Conv1dLayer
  | Conv1dTransposedLayer
  | MaxPool1dLayer
  | AvgPool1dLayer
  | AdaptiveAvgPool1dLayer
  | ReluLayer
  | DropoutLayer
  | FlattenLayer
  | SoftmaxLayer;

export type LayerKind = Layer['kind'];

/** The trainable tensors of a layer in optimizer order: weight or γ first (S117). */
export function parametersOf(layer: Layer): readonly Parameter[] {
  switch (layer.kind) {
    case 'linear':
    case 'conv1d':
    case 'conv1d_transposed':
      return layer.bias === undefined ? [layer.weight] : [layer.weight, layer.bias];
    case 'layer_norm':
    case 'group_norm':
      return [layer.gamma, layer.beta];
    default:
      return [];
  }
}
