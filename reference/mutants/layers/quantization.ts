/** Mistakes in the Quantization layer (L30, S112, S113). */

import { primitives } from '../../primitives.ts';
import { ints, symInt32Tensor } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'quantization_copies',
    clause: 'L30',
    pitfalls: ['A-M43', 'B-52'],
    bug: 'a Quantization layer between SYM_INT32 wires copies',
    fix: 'requantize to the width of the output record',
    fn: {
      quantizationDispatch: (n, from, to) => {
        if (from.dtype === to.dtype && from.dtype === 'SYM_INT32') n.fn.convert(n, from, to);
        else primitives.quantizationDispatch(n, from, to);
      },
    },
  },
  {
    id: 'quantization_backward_identity',
    clause: 'L30',
    pitfalls: ['B-53'],
    bug: 'the backward passes dy through unchanged',
    fix: 'the backward is itself a quantization into the dx record',
    fn: {
      quantizationBackward: (n, layer, x, dy, dx) => {
        if (dy.dtype === dx.dtype && dy.dtype === 'SYM_INT32') n.fn.convert(n, dy, dx);
        else primitives.quantizationBackward(n, layer, x, dy, dx);
      },
    },
  },
  {
    id: 'quantization_backward_clips',
    clause: 'L30',
    pitfalls: ['B-53'],
    bug: 'the backward masks elements whose input saturated',
    fix: 'pass every element: straight-through has no mask',
    fn: {
      quantizationBackward: (n, layer, x, dy, dx) => {
        const limit = x.dtype === 'SYM_INT32' ? 2 ** (x.bits - 1) - 1 : Number.POSITIVE_INFINITY;
        if (dy.dtype !== 'SYM_INT32') {
          primitives.quantizationBackward(n, layer, x, dy, dx);
          return;
        }
        const masked = ints(dy).map((q, i) => (Math.abs(x.data[i]!) >= limit ? 0 : q));
        const view = symInt32Tensor(masked, dy.scale, dy.bits, dy.rounding, dy.shape);
        primitives.quantizationBackward(n, layer, x, view, dx);
      },
    },
  },
  {
    id: 'quantization_accepts_same_dtype',
    clause: 'S112',
    pitfalls: ['A-M130'],
    bug: 'a Quantization layer between equal dtypes copies',
    fix: 'refuse equal dtypes other than SYM_INT32',
    fn: { quantizationDispatch: (n, from, to) => n.fn.executeConvert(n, from, to) },
  },
];
