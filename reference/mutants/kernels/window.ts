/** Mistakes in window geometry (S88–S90, S95, L5). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'same_padding_left_heavy',
    clause: 'S88',
    pitfalls: ['A-M95', 'B-27'],
    bug: 'SAME padding puts the odd sample on the left',
    fix: 'the odd sample goes to the right',
    fn: { padLeftOf: (_n, total) => Math.ceil(total / 2) },
  },
  {
    id: 'same_length_floored',
    clause: 'S88',
    pitfalls: ['A-M96'],
    bug: 'the SAME output length is ⌊L/S⌋',
    fix: 'it is ⌈L/S⌉',
    fn: { sameLength: (_n, w, length) => Math.max(1, Math.floor(length / w.stride)) },
  },
  {
    id: 'same_padding_ignores_stride',
    clause: 'S88',
    pitfalls: ['A-M96'],
    bug: 'SAME pads E − 1 whatever the stride',
    fix: 'pad E + (Lo − 1)·S − L',
    fn: {
      windowGeometry: (n, w, length) => {
        const g = primitives.windowGeometry(n, w, length);
        if (w.padding !== 'SAME') return g;
        const total = n.fn.effectiveKernel(n, w) - 1;
        const padLeft = n.fn.padLeftOf(n, total);
        return { ...g, padLeft, padRight: total - padLeft };
      },
    },
  },
  {
    id: 'dilation_ignored_in_extent',
    clause: 'S88',
    pitfalls: ['A-M97'],
    bug: 'the effective kernel ignores the dilation',
    fix: 'E = D·(K − 1) + 1',
    fn: { effectiveKernel: (_n, w) => w.kernel },
  },
  {
    id: 'explicit_padding_once',
    clause: 'S88',
    bug: 'EXPLICIT padding is counted on one side only',
    fix: 'P zeros on both sides',
    fn: {
      windowGeometry: (n, w, length) => {
        const g = primitives.windowGeometry(n, w, length);
        if (w.padding !== 'EXPLICIT') return g;
        return { ...g, padLeft: 0 };
      },
    },
  },
  {
    id: 'empty_window_position',
    clause: 'S89',
    bug: 'a window without valid taps is reported at its start',
    fix: 'report (0, K, 0)',
    fn: {
      windowSlice: (n, w, length, padLeft, o) => {
        const slice = primitives.windowSlice(n, w, length, padLeft, o);
        return slice.count > 0
          ? slice
          : { firstInput: o * w.stride - padLeft, firstTap: 0, count: 0 };
      },
    },
  },
  {
    id: 'window_skips_last_tap',
    clause: 'S89',
    bug: 'the last valid tap of a window is left out',
    fix: 'taps run up to min(K − 1, ⌊(L − 1 − start)/D⌋)',
    fn: {
      windowSlice: (n, w, length, padLeft, o) => {
        const slice = primitives.windowSlice(n, w, length, padLeft, o);
        return slice.count > 1 ? { ...slice, count: slice.count - 1 } : slice;
      },
    },
  },
  {
    id: 'adaptive_end_floored',
    clause: 'S95',
    pitfalls: ['A-M105', 'B-34'],
    bug: 'an adaptive window ends at ⌊(o + 1)·L/O⌋',
    fix: 'it ends at ⌈(o + 1)·L/O⌉',
    fn: {
      adaptiveEnd: (_n, o, length, outputs) =>
        Math.max(Math.floor((o * length) / outputs) + 1, Math.floor(((o + 1) * length) / outputs)),
    },
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
    id: 'adaptive_window_unguarded',
    clause: 'S95',
    flags: ['refused'],
    bug: 'an adaptive window beyond the last, or over nothing, is given as an empty one',
    fix: 'refuse it',
    fn: {
      adaptiveWindow: (n, o, length, outputs) =>
        length > 0 && outputs > 0 && o < outputs
          ? primitives.adaptiveWindow(n, o, length, outputs)
          : { start: 0, count: 0 },
    },
  },
];
