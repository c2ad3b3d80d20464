/** One layer of any kind, forward and backward, by its record. */

import type { Numerics } from '../numerics.ts';
import type { Tensor } from '../tensor.ts';
import type { Layer } from './layer.ts';

/** Overwrites the wire y from x. */
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
    case 'conv1d':
      n.fn.conv1dForward(n, layer, x, y);
      break;
    case 'conv1d_transposed':
      n.fn.conv1dTransposedForward(n, layer, x, y);
      break;
    case 'max_pool1d':
      n.fn.maxPool1dForward(n, layer, x, y);
      break;
    case 'avg_pool1d':
      n.fn.avgPool1dForward(n, layer, x, y);
      break;
    case 'adaptive_avg_pool1d':
      n.fn.adaptiveAvgPool1dForward(n, layer, x, y);
      break;
    case 'relu':
      n.fn.reluForward(n, layer, x, y);
      break;
    case 'dropout':
      n.fn.dropoutForward(n, layer, x, y);
      break;
    case 'flatten':
      n.fn.flattenForward(n, layer, x, y);
      break;
    case 'softmax':
      n.fn.softmaxForward(n, layer, x, y);
      break;
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
    case 'conv1d':
      n.fn.conv1dBackward(n, layer, x, dy, dx);
      break;
    case 'conv1d_transposed':
      n.fn.conv1dTransposedBackward(n, layer, x, dy, dx);
      break;
    case 'max_pool1d':
      n.fn.maxPool1dBackward(n, layer, x, dy, dx);
      break;
    case 'avg_pool1d':
      n.fn.avgPool1dBackward(n, layer, x, dy, dx);
      break;
    case 'adaptive_avg_pool1d':
      n.fn.adaptiveAvgPool1dBackward(n, layer, x, dy, dx);
      break;
    case 'relu':
      n.fn.reluBackward(n, layer, x, dy, dx);
      break;
    case 'dropout':
      n.fn.dropoutBackward(n, layer, x, dy, dx);
      break;
    case 'flatten':
      n.fn.flattenBackward(n, layer, x, dy, dx);
      break;
    case 'softmax':
      n.fn.softmaxBackward(n, layer, x, dy, dx);
      break;
  }
}
