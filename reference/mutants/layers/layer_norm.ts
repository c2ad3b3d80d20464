/** Mistakes in how LayerNorm addresses its wires (L15, L16). */

import { primitives } from '../../primitives.ts';
import { identityOrder, tensorCount } from '../../tensor.ts';
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
  {
    id: 'layer_norm_last_extent_only',
    clause: 'L15',
    bug: 'only the last extent of γ is compared with that of x',
    fix: 'compare all trailing extents, and refuse a γ of higher rank',
    flags: ['shape'],
    fn: {
      layerNormGeometry: (n, x, gamma) => {
        const own = n.fn.logicalExtents(n, x);
        if (own.at(-1) !== gamma.shape.at(-1)) return primitives.layerNormGeometry(n, x, gamma);
        const blocks = tensorCount(x) / Math.max(1, tensorCount(gamma));
        const shape = [blocks, ...gamma.shape];
        const viewed = { ...x, shape, order: identityOrder(shape.length) };
        const geometry = primitives.layerNormGeometry(n, viewed, gamma);
        return { ...geometry, positions: (t) => n.fn.storageOrder(n, t) };
      },
    },
  },
  {
    id: 'layer_norm_rank_unguarded',
    clause: 'L15',
    bug: 'a γ of higher rank than x is taken if its first extents are those of x',
    fix: 'refuse it',
    flags: ['shape'],
    fn: {
      layerNormGeometry: (n, x, gamma) => {
        const rank = x.shape.length;
        const cut = { ...gamma, shape: gamma.shape.slice(0, rank) };
        return primitives.layerNormGeometry(n, x, gamma.shape.length > rank ? cut : gamma);
      },
    },
  },
];
