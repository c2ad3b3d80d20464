/** Mistakes in zeroing and scaling gradients (S114, S115, L32). */

import { primitives } from '../../primitives.ts';
import { floats, ints } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'zero_gradient_keeps_scale',
    clause: 'S114',
    pitfalls: ['A-M139', 'B-60'],
    bug: 'zeroing a gradient keeps its scale',
    fix: 'set the scale to 1',
    fn: {
      zeroGradient: (n, gradient) => {
        const { scale } = gradient;
        primitives.zeroGradient(n, gradient);
        gradient.scale = scale;
      },
    },
  },
  {
    id: 'zero_gradient_keeps_zero_point',
    clause: 'S114',
    pitfalls: ['A-M139'],
    bug: 'zeroing an ASYM gradient keeps its zero point',
    fix: 'set the zero point to 0',
    fn: {
      zeroGradient: (n, gradient) => {
        const { zeroPoint } = gradient;
        primitives.zeroGradient(n, gradient);
        gradient.zeroPoint = zeroPoint;
      },
    },
  },
  {
    id: 'zero_gradient_keeps_payload',
    clause: 'S114',
    bug: 'the payload of the gradient is not zeroed',
    fix: 'zero the whole payload',
    fn: {
      zeroGradient: (n, gradient) => {
        const data = gradient.data.slice();
        primitives.zeroGradient(n, gradient);
        gradient.data.set(data);
      },
    },
  },
  {
    id: 'scale_gradient_mantissas',
    clause: 'S115',
    pitfalls: ['A-M140', 'B-61'],
    bug: 'scaling a quantized gradient multiplies its mantissas',
    fix: 'multiply the scale only',
    fn: {
      scaleGradient: (n, gradient, factor) => {
        if (gradient.dtype !== 'SYM_INT32') {
          primitives.scaleGradient(n, gradient, factor);
          return;
        }
        ints(gradient).forEach((q, i) => {
          ints(gradient)[i] = n.fn.roundHalfAway(n, n.f.mul(n.f.fromInt(q), factor));
        });
      },
    },
  },
  {
    id: 'scale_gradient_twice',
    clause: 'S115',
    bug: 'scaling multiplies the scale by the factor twice',
    fix: 'multiply the scale once',
    fn: {
      scaleGradient: (n, gradient, factor) => {
        primitives.scaleGradient(n, gradient, factor);
        if (gradient.dtype !== 'FLOAT32') primitives.scaleGradient(n, gradient, factor);
      },
    },
  },
  {
    id: 'scale_gradient_divides',
    clause: 'S115',
    bug: 'gradients are divided by the factor',
    fix: 'multiply by the factor',
    fn: {
      scaleGradient: (n, gradient, factor) =>
        primitives.scaleGradient(n, gradient, n.f.div(1, factor)),
    },
  },
  {
    id: 'scale_gradient_zero_point',
    clause: 'S115',
    pitfalls: ['A-M140'],
    bug: 'scaling an ASYM gradient multiplies its zero point',
    fix: 'leave the zero point alone',
    fn: {
      scaleGradient: (n, gradient, factor) => {
        primitives.scaleGradient(n, gradient, factor);
        if (gradient.dtype === 'ASYM') {
          gradient.zeroPoint = n.fn.roundHalfAway(n, n.f.mul(gradient.zeroPoint, factor));
        }
      },
    },
  },
  {
    id: 'float_gradient_scaled_in_double',
    clause: 'S115',
    bug: 'a FLOAT32 gradient is divided by the sample count instead of multiplied by its reciprocal',
    fix: 'multiply by the float32 factor',
    fn: {
      scaleGradient: (n, gradient, factor) => {
        if (gradient.dtype !== 'FLOAT32') {
          primitives.scaleGradient(n, gradient, factor);
          return;
        }
        const divisor = n.f.div(1, factor);
        const values = floats(gradient);
        for (let i = 0; i < values.length; i++) values[i] = n.f.div(values[i]!, divisor);
      },
    },
  },
  {
    id: 'june_packed_gradient_scaled',
    clause: 'S115',
    flags: ['refused'],
    bug: 'a packed gradient is scaled in June',
    fix: 'refuse SYM and ASYM',
    fn: {
      scaleGradient: (n, gradient, factor) => {
        const isPacked = gradient.dtype === 'SYM' || gradient.dtype === 'ASYM';
        if (isPacked) gradient.scale = n.f.mul(gradient.scale, factor);
        else primitives.scaleGradient(n, gradient, factor);
      },
    },
  },
  {
    id: 'june_packed_gradient_zeroed',
    clause: 'S114',
    flags: ['june_bytes'],
    bug: 'a June packed gradient is zeroed to its last bit, and its scale reset',
    fix: 'clear ⌊n·b/8⌋ bytes; only SYM_INT32 gets the scale 1',
    fn: {
      zeroEarlyGradient: (n, gradient) => {
        primitives.zeroEarlyGradient(n, gradient);
        gradient.data.fill(0);
        gradient.zeroPoint = 0;
        if (gradient.dtype === 'SYM' || gradient.dtype === 'ASYM') gradient.scale = 1;
      },
    },
  },
];
