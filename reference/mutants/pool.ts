/** Mistakes in pools (L18–L23). */

import { primitives } from '../primitives.ts';
import { ints } from '../tensor.ts';
import type { Mutant } from './mutant.ts';

export const poolMutants: readonly Mutant[] = [
  {
    id: 'max_pool_last_wins',
    clause: 'L18',
    catalogue: ['B-29'],
    bug: 'the last of equal maxima wins',
    fix: 'replace only if strictly greater',
    fn: { replacesMaximum: (_n, candidate, maximum) => candidate >= maximum },
  },
  {
    id: 'max_pool_starts_at_zero',
    clause: 'L18',
    catalogue: ['B-30'],
    bug: 'the running maximum starts at 0, so padding takes part',
    fix: 'start at the first valid tap',
    fn: { maximumStart: () => 0 },
  },
  {
    id: 'max_pool_by_magnitude',
    clause: 'L18',
    bug: 'the element of largest magnitude is taken',
    fix: 'compare signed values',
    fn: {
      replacesMaximum: (_n, candidate, maximum) =>
        !(maximum > -2147483649) || Math.abs(candidate) > Math.abs(maximum),
    },
  },
  {
    id: 'max_pool_gradient_overwrites',
    clause: 'L19',
    bug: 'overlapping windows overwrite each other in the gradient',
    fix: 'add the gradient of every window',
    flags: ['overlap'],
    fn: {
      maxPool1dGradientSym: (n, layer, dy, raw) => {
        primitives.maxPool1dGradientSym(n, layer, dy, raw);
        const inLength = raw.shape[2]!;
        const outLength = dy.shape[2]!;
        ints(dy).forEach((q, yi) => {
          const position = ints(layer.argmax)[yi]!;
          const row = Math.floor(yi / outLength) * inLength;
          if (position >= 0) ints(raw)[row + position] = q;
        });
      },
    },
  },
  {
    id: 'avg_pool_divides_mantissas',
    clause: 'L20',
    catalogue: ['B-31'],
    bug: 'the sum is divided and rounded',
    fix: 'keep the sum and fold 1/K into the scale',
    fn: {
      avgPool1dSym: (n, layer, x, raw) => {
        primitives.avgPool1dSym(n, layer, x, raw);
        ints(raw).forEach((sum, i) => {
          ints(raw)[i] = n.fn.roundedQuotient(n, sum, layer.window.kernel);
        });
        raw.scale = x.scale;
      },
    },
  },
  {
    id: 'avg_pool_counts_valid_taps',
    clause: 'L20',
    catalogue: ['B-32'],
    bug: 'the divisor is the number of valid taps',
    fix: 'divide by K always',
    fn: { avgPoolDivisor: (_n, kernel, validTaps) => validTaps || kernel },
  },
  {
    id: 'avg_pool_gradient_scale',
    clause: 'L21',
    bug: 'the gradient is not divided by K',
    fix: 'its scale is sDy ⊘ K',
    fn: {
      avgPool1dGradientSym: (n, layer, dy, raw) => {
        primitives.avgPool1dGradientSym(n, layer, dy, raw);
        raw.scale = dy.scale;
      },
    },
  },
  {
    id: 'avg_pool_scale_reciprocal',
    clause: 'L20',
    bug: 'the scale is multiplied by the reciprocal of K',
    fix: 'divide the scale by K',
    fn: {
      avgPool1dSym: (n, layer, x, raw) => {
        primitives.avgPool1dSym(n, layer, x, raw);
        raw.scale = n.f.mul(x.scale, n.f.div(1, layer.window.kernel));
      },
    },
  },
  {
    id: 'adaptive_quotient_truncated',
    clause: 'L22',
    catalogue: ['B-33'],
    bug: 'the integer quotient is truncated',
    fix: 'round it, halves away from zero',
    fn: { roundedQuotient: (_n, sum, count) => Math.trunc(sum / count) | 0 },
  },
  {
    id: 'adaptive_quotient_floored',
    clause: 'L22',
    bug: 'the integer quotient rounds halves up',
    fix: 'round halves away from zero',
    fn: { roundedQuotient: (_n, sum, count) => Math.floor(sum / count + 0.5) | 0 },
  },
  {
    id: 'adaptive_window_constant',
    clause: 'S95',
    bug: 'every adaptive window has ⌈L/O⌉ samples',
    fix: 'window o runs from ⌊o·L/O⌋ to ⌈(o + 1)·L/O⌉',
    fn: {
      adaptiveEnd: (_n, o, length, outputs) =>
        Math.min(length, Math.floor((o * length) / outputs) + Math.ceil(length / outputs)),
    },
  },
  {
    id: 'pool_value_sum_unguarded',
    clause: 'L19',
    bug: 'the value-sum guard is missing',
    fix: 'refuse labels outside 1..16 and too many terms',
    flags: ['value_sum'],
    fn: { guardValueSum: () => {} },
  },
  {
    id: 'max_pool_argmax_unguarded',
    clause: 'L19',
    flags: ['argmax_length'],
    bug: 'argmax positions of another length are used as they are',
    fix: 'refuse an argmax whose length is not that of dy, in both arms',
    fn: { guardArgmax: () => {} },
  },
];
