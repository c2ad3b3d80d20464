/** Mistakes in the threshold helpers (S109). */

import { primitives } from '../../primitives.ts';
import { ints } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'threshold_inclusive',
    clause: 'S109',
    bug: 'a value equal to the threshold is replaced',
    fix: 'keep what equals the threshold',
    fn: { thresholdValue: (_n, v, b, alt) => (v <= b ? alt : v) },
  },
  {
    id: 'threshold_keeps_negative_nan',
    clause: 'S109',
    bug: 'a NaN is replaced',
    fix: 'replace only what is smaller than the threshold',
    fn: { thresholdValue: (_n, v, b, alt) => (v >= b ? v : alt) },
  },
  {
    id: 'threshold_of_mantissas',
    clause: 'S109',
    bug: 'mantissas are compared with the threshold itself',
    fix: 'divide the threshold by the scale first',
    fn: { thresholdSym: (n, x, b, alt, out) => n.fn.thresholdInt32(n, x, b, alt, out) },
  },
  {
    id: 'threshold_multiplied',
    clause: 'S109',
    bug: 'mantissas are decoded and compared with the threshold',
    fix: 'compare the mantissa with the threshold divided by the scale',
    fn: {
      thresholdSym: (n, x, b, alt, out) => {
        ints(x).forEach((q, i) => {
          const value = n.fn.decodeSymmetric(n, q, x.scale);
          ints(out)[i] = value < n.f.fromInt(b) ? alt : q;
        });
      },
    },
  },
  {
    id: 'threshold_copies_scale',
    clause: 'S109',
    bug: 'the scale of the input is copied to the output',
    fix: 'leave the scale of the output alone',
    fn: {
      thresholdSymZero: (n, x, alt, out) => {
        primitives.thresholdSymZero(n, x, alt, out);
        out.scale = x.scale;
      },
      thresholdSym: (n, x, b, alt, out) => {
        primitives.thresholdSym(n, x, b, alt, out);
        out.scale = x.scale;
      },
    },
  },
];
