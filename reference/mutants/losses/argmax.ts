/** Mistakes in the class of the metrics (L34). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'argmax_last_wins',
    clause: 'L34',
    pitfalls: ['B-65'],
    bug: 'the last of equal maxima is the predicted class',
    fix: 'the first index of the strict maximum',
    fn: {
      argmax: (n, t, classes) => {
        primitives.argmax(n, t, classes);
        let best = 0;
        for (let i = 1; i < classes; i++) if (t.data[i]! >= t.data[best]!) best = i;
        return best;
      },
    },
  },
  {
    id: 'argmax_of_bits',
    clause: 'L34',
    pitfalls: ['B-65'],
    bug: 'mantissas are compared by magnitude',
    fix: 'compare signed mantissas',
    fn: {
      argmax: (n, t, classes) => {
        primitives.argmax(n, t, classes);
        let best = 0;
        for (let i = 1; i < classes; i++) {
          if (Math.abs(t.data[i]!) > Math.abs(t.data[best]!)) best = i;
        }
        return best;
      },
    },
  },
  {
    id: 'argmax_takes_nan',
    clause: 'L34',
    bug: 'argmax takes NaN as the maximum (NaN propagates)',
    fix: 'replace the maximum only by what is strictly greater, which NaN is not',
    fn: {
      argmax: (n, t, classes) => {
        let best = primitives.argmax(n, t, Math.min(1, classes));
        for (let i = 1; i < classes; i++) {
          const [x, m] = [t.data[i]!, t.data[best]!];
          if (!Number.isNaN(m) && !(x <= m)) best = i;
        }
        return best;
      },
    },
  },
  {
    id: 'argmax_never_leaves_nan',
    clause: 'L34',
    bug: 'argmax skips NaN: a first NaN is replaced by what follows',
    fix: 'replace the maximum only by what is strictly greater, which nothing is than NaN',
    fn: {
      argmax: (n, t, classes) => {
        let best = primitives.argmax(n, t, Math.min(1, classes));
        for (let i = 1; i < classes; i++) if (!(t.data[i]! <= t.data[best]!)) best = i;
        return best;
      },
    },
  },
];
