/** Shapes of the wires between layers (L33 step 1). */

import type { Layer } from '../layers/layer.ts';
import type { Numerics } from '../numerics.ts';

/** Shape of a layer's output wire for an input of the given shape. */
export function layerOutputShape(
  n: Numerics,
  layer: Layer,
  shape: readonly number[],
): readonly number[] {
  const [batch, channels, length] = shape as [number, number, number];
  switch (layer.kind) {
    case 'linear':
      return [batch, layer.weight.value.shape[0]!];
    case 'conv1d': {
      const { outputLength } = n.fn.windowGeometry(n, layer.window, length);
      return [batch, layer.weight.value.shape[0]!, outputLength];
    }
    case 'conv1d_transposed': {
      const out = n.fn.transposedLength(n, layer.window, length, layer.outputPadding);
      return [batch, layer.weight.value.shape[1]! * layer.groups, out];
    }
    case 'max_pool1d':
    case 'avg_pool1d':
      return [batch, channels, n.fn.windowGeometry(n, layer.window, length).outputLength];
    case 'adaptive_avg_pool1d':
      return [batch, channels, layer.outputSize];
    case 'flatten':
      return n.fn.flattenShape(n, shape);
    default:
      return shape;
  }
}
