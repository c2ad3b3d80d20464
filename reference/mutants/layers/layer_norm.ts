/** Mistakes in how LayerNorm addresses its wires (L15, L16). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'layer_norm_storage_order',
    clause: 'L15',
    flags: ['order'],
    bug: 'LayerNorm reads and writes its wires in storage order',
    fix: 'address x, y, dy and dx each through its own axis order; the check uses logical extents',
    fn: {
      layerNormGeometry: (n, x, gamma) => ({
        ...primitives.layerNormGeometry(n, { ...x, order: x.shape.map((_, axis) => axis) }, gamma),
        positions: (t) => n.fn.storedPositions(n, t),
      }),
    },
  },
  {
    id: 'layer_norm_order_of_x',
    clause: 'L15',
    flags: ['order'],
    bug: 'all wires of LayerNorm are addressed through the axis order of x',
    fix: 'address x, y, dy and dx each through its own axis order',
    fn: {
      layerNormGeometry: (n, x, gamma) => ({
        ...primitives.layerNormGeometry(n, x, gamma),
        positions: () => n.fn.storageOrder(n, x),
      }),
    },
  },
];
