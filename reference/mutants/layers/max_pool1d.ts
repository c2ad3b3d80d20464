/** Mistakes in MaxPool1d (L18, L19). */

import { primitives } from '../../primitives.ts';
import { ints, type Tensor } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';
import { armWithout } from '../shared/guards.ts';
import { floatPoolWithout, poolGuardFlags } from '../shared/pool_guards.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'max_pool_last_wins',
    clause: 'L18',
    pitfalls: ['B-29'],
    bug: 'the last of equal maxima wins',
    fix: 'replace only if strictly greater',
    fn: { replacesMaximum: (_n, candidate, maximum) => candidate >= maximum },
  },
  {
    id: 'max_pool_starts_at_zero',
    clause: 'L18',
    pitfalls: ['B-30'],
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
    id: 'max_pool_argmax_unguarded',
    clause: 'L19',
    flags: ['argmax_length'],
    bug: 'argmax positions of another length are used as they are',
    fix: 'refuse an argmax whose length is not that of dy, in both arms',
    fn: { guardArgmax: () => {} },
  },
  {
    id: 'max_pool_takes_nan',
    clause: 'L18',
    bug: 'a NaN in the window of a max pool is taken as the maximum (NaN propagates)',
    fix: 'replace the maximum only by what is strictly greater, which NaN is not',
    fn: {
      replacesMaximum: (_n, candidate, maximum) => candidate > maximum || Number.isNaN(candidate),
    },
  },
  {
    id: 'max_pool_keeps_nan',
    clause: 'L18',
    bug: 'a NaN in the window of a max pool is taken as the maximum and stays it',
    fix: 'replace the maximum only by what is strictly greater, which NaN is not',
    fn: { replacesMaximum: (_n, candidate, maximum) => !(candidate <= maximum) },
  },
  armWithout('guardPoolLength', 'maxPool1d', {
    name: 'float',
    clause: 'L18',
    bug: 'the FLOAT32 forward of MaxPool takes lengths that do not fit',
    fix: 'guard both arms',
    flags: poolGuardFlags,
    isCalled: (_layer, x) => (x as Tensor).dtype === 'FLOAT32',
  }),
  floatPoolWithout(
    'guardPoolLength',
    'maxPool1dGradientFloat',
    'L19',
    'backward of MaxPool takes another length',
  ),
  floatPoolWithout(
    'guardArgmax',
    'maxPool1dGradientFloat',
    'L19',
    'backward of MaxPool takes any positions',
  ),
];
