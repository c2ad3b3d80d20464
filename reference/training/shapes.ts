/** Shapes of the wires between layers (L33 step 1). */

import type { Layer } from '../layers/layer.ts';
import type { Numerics } from '../numerics.ts';

/** Shape of a layer's output wire for an input of the given shape. */
export function layerOutputShape(
  _n: Numerics,
  layer: Layer,
  shape: readonly number[],
): readonly number[] {
  switch (layer.kind) {
    case 'linear':
      return [shape[0]!, layer.weight.value.shape[0]!];
    default:
      return shape;
  }
}
