/** One layer of any kind, forward and backward, by its record. */

import type { Numerics } from '../numerics.ts';
import { precondition } from '../refusal.ts';
import type { Tensor } from '../tensor.ts';
import type { Layer } from './layer.ts';

/** Overwrites the wire y from x (part B section 2.1). */
export function layerForward(n: Numerics, layer: Layer, x: Tensor, y: Tensor): void {
  switch (layer.kind) {
    case 'linear': {
      const { weight, bias, forwardMath } = layer;
      n.fn.linearForward(n, x, weight.value, bias?.value, y, forwardMath);
      break;
    }
    case 'layer_norm':
      n.fn.layerNormForward(n, layer, x, y);
      break;
    case 'group_norm':
      n.fn.groupNormForward(n, layer, x, y);
      break;
    case 'quantization':
      n.fn.quantizationForward(n, layer, x, y);
      break;
    default:
      precondition(false, `no ${layer.kind} layer in this table`);
  }
}

/** Accumulates the layer's gradients and overwrites the wire dx from x and dy. */
export function layerBackward(n: Numerics, layer: Layer, x: Tensor, dy: Tensor, dx: Tensor): void {
  switch (layer.kind) {
    case 'linear':
      n.fn.linearBackward(n, layer, x, dy, dx);
      break;
    case 'layer_norm':
      n.fn.layerNormBackward(n, layer, x, dy, dx);
      break;
    case 'group_norm':
      n.fn.groupNormBackward(n, layer, x, dy, dx);
      break;
    case 'quantization':
      n.fn.quantizationBackward(n, layer, x, dy, dx);
      break;
    default:
      precondition(false, `no ${layer.kind} layer in this table`);
  }
}
