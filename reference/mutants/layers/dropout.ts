/** Mistakes in Dropout (L25). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'dropout_factor_of_rate',
    clause: 'L25',
    pitfalls: ['B-37'],
    bug: 'kept elements are scaled by 1/p',
    fix: 'scale by 1 ⊘ (1 ⊖ p)',
    fn: { dropoutFactor: (n, p) => n.f.div(1, p) },
  },
  {
    id: 'dropout_unscaled',
    clause: 'L25',
    bug: 'kept elements are not scaled',
    fix: 'scale by 1 ⊘ (1 ⊖ p)',
    fn: { dropoutFactor: () => 1 },
  },
  {
    id: 'dropout_divides',
    clause: 'L25',
    bug: 'kept elements are divided by 1 ⊖ p',
    fix: 'multiply by the rounded factor 1 ⊘ (1 ⊖ p)',
    fn: {
      applyMask: (n, layer, from, to) => {
        const keep = n.fn.dropoutKeep(n, layer.p);
        primitives.applyMask(
          { ...n, f: { ...n.f, mul: (v) => n.f.div(v, keep) } },
          layer,
          from,
          to,
        );
      },
    },
  },
  {
    id: 'dropout_keeps_with_rate',
    clause: 'L25',
    bug: 'elements are kept with probability p',
    fix: 'keep with probability 1 ⊖ p',
    fn: { drawMask: (n, layer) => primitives.drawMask(n, { ...layer, p: n.f.sub(1, layer.p) }) },
  },
  {
    id: 'dropout_scales_mantissas',
    clause: 'L25',
    bug: 'the factor is applied to mantissas instead of the scale',
    fix: 'multiply the scale by the factor',
    fn: {
      applyMask: (n, layer, from, to) => {
        primitives.applyMask(n, layer, from, to);
        if (from.dtype !== 'SYM_INT32') return;
        const factor = n.fn.dropoutFactor(n, layer.p);
        to.data.forEach((q, i) => {
          to.data[i] = n.fn.roundHalfAway(n, n.f.mul(n.f.fromInt(q), factor));
        });
        to.scale = from.scale;
      },
    },
  },
  {
    id: 'dropout_mask_inverted',
    clause: 'L25',
    bug: 'elements are dropped where the mask is 1',
    fix: 'a mask bit of 1 keeps the element',
    fn: {
      applyMask: (n, layer, from, to) => {
        const boolGet: typeof primitives.boolGet = (m, t, i) => 1 - primitives.boolGet(m, t, i);
        primitives.applyMask({ ...n, fn: { ...n.fn, boolGet } }, layer, from, to);
      },
    },
  },
  {
    id: 'dropout_backward_redraws',
    clause: 'L25',
    bug: 'the backward draws a new mask',
    fix: 'use the mask of the forward',
    fn: {
      dropoutBackward: (n, layer, x, dy, dx) => {
        n.fn.guardMask(n, layer.mask, dy);
        n.fn.drawMask(n, layer);
        primitives.dropoutBackward(n, layer, x, dy, dx);
      },
    },
  },
];
