/** Mistakes in windows and groups of convolutions and pools (S88–S95). */

import type { ConvExtents, Convolution1d } from '../../../reference/kernels/conv1d.ts';
import type { Window1d } from '../../../reference/kernels/window.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';

/** The taps of a window, found with another window or another padding than its geometry has. */
const slice = (
  id: string,
  bug: string,
  of: (w: Window1d, padLeft: number, length: number) => readonly [Window1d, number],
): Mutant => ({
  id: `window_${id}`,
  clause: 'S90',
  bug: `the taps of a window are found ${bug}`,
  fix: 'tap k of output o reads o·stride − padLeft + k·dilation',
  fn: {
    windowSlice: (n, w, length, padLeft, o) => {
      const [window, left] = of(w, padLeft, length);
      return primitives.windowSlice(n, window, length, left, o);
    },
  },
});

const slices: readonly Mutant[] = [
  slice('stride_ignored', 'as if the stride were 1', (w, p) => [{ ...w, stride: 1 }, p]),
  slice('dilation_ignored', 'as if the dilation were 1', (w, p) => [{ ...w, dilation: 1 }, p]),
  slice('exchanged', 'with stride and dilation exchanged', (w, p) => [
    { ...w, stride: w.dilation, dilation: w.stride },
    p,
  ]),
  slice('stride_is_kernel', 'with the kernel as the stride', (w, p) => [
    { ...w, stride: w.kernel },
    p,
  ]),
  slice('padding_ignored', 'as if there were no padding', (w) => [w, 0]),
  slice('padding_too_large', 'one position too far to the left', (w, p) => [w, p + 1]),
  slice('padding_too_small', 'one position too far to the right', (w, p) => [w, p - 1]),
  slice('padding_doubled', 'with the padding counted twice', (w, p) => [w, 2 * p]),
  slice('padding_without_stride', 'with padLeft times the stride', (w, p) => [w, p * w.stride]),
];

type Taps = Pick<Primitives, 'gatherTaps' | 'scatterTaps'>;

/** Loops of a convolution with other extents or another layer. */
const loops = (
  id: string,
  bug: string,
  of: (c: Convolution1d, e: ConvExtents) => readonly [Convolution1d, ConvExtents],
): Mutant => {
  const fn: Taps = {
    gatherTaps: (n, c, e, at, visit) => primitives.gatherTaps(n, ...of(c, e), at, visit),
    scatterTaps: (n, c, e, visit) => primitives.scatterTaps(n, ...of(c, e), visit),
  };
  return {
    id: `conv_loops_${id}`,
    clause: 'S91',
    bug: `the loops of a convolution ${bug}`,
    fix: 'use stride, dilation and padding of the layer',
    fn,
  };
};

const padRight = ({ window }: Convolution1d, e: ConvExtents): number => {
  const span = window.dilation * (window.kernel - 1) + 1;
  const [short, long] = [e.outLength, e.inLength];
  return Math.max(0, span + (short - 1) * window.stride - long) - e.padLeft;
};

type Index = (e: ConvExtents, oc: number, ic: number, k: number) => number;

/** Another place of the weight for the same taps. */
const weightAt = (id: string, words: string, gather: Index, scatter: Index): Mutant => ({
  id: `conv_weight_${id}`,
  clause: 'S91',
  bug: `the weight of a convolution is read ${words}`,
  fix: 'weight [out, in / groups, kernel]; transposed [in, out / groups, kernel]',
  fn: {
    convWeightIndex: (_n, e, oc, ic, k) => gather(e, oc, ic, k),
    convTransposedWeightIndex: (_n, e, ic, oc, k) => scatter(e, oc, ic, k),
  },
});

const perIn = (e: ConvExtents): number => e.inChannels / e.groups;
const perOut = (e: ConvExtents): number => e.outChannels / e.groups;

/** Taps of which the input channel is another one. */
const channel = (
  id: string,
  words: string,
  of: (e: ConvExtents, oc: number, ic: number) => number,
): Mutant => ({
  id: `conv_channel_${id}`,
  clause: 'S91',
  bug: `a grouped convolution reads ${words}`,
  fix: 'output channel oc reads the channels of group ⌊oc / (out / groups)⌋',
  fn: {
    gatherTaps: (n, c, e, at, visit) =>
      primitives.gatherTaps(n, c, e, at, (xi, wi, yi) => {
        const row = Math.floor(xi / e.inLength);
        const ic = row % e.inChannels;
        visit(xi + (of(e, at.oc, ic) - ic) * e.inLength, wi, yi);
      }),
  },
});

const taps = (
  id: string,
  words: string,
  keeps: (tap: number, count: number) => boolean,
): Mutant => ({
  id: `conv_taps_${id}`,
  clause: 'S91',
  bug: `a convolution leaves out ${words}`,
  fix: 'sum over all taps and channels',
  fn: {
    gatherTaps: (n, c, e, at, visit) =>
      primitives.gatherTaps(n, c, e, at, (xi, wi, yi) => {
        if (keeps(wi % e.kernel, e.kernel)) visit(xi, wi, yi);
      }),
    scatterTaps: (n, c, e, visit) =>
      primitives.scatterTaps(n, c, e, (xi, wi, yi) => {
        if (keeps(wi % e.kernel, e.kernel)) visit(xi, wi, yi);
      }),
  },
});

const convolutions: readonly Mutant[] = [
  loops('padding_ignored', 'ignore the padding', (c, e) => [c, { ...e, padLeft: 0 }]),
  loops('padding_right', 'take the right padding for the left one', (c, e) => [
    c,
    { ...e, padLeft: padRight(c, e) },
  ]),
  loops('padding_too_large', 'start one position too far to the left', (c, e) => [
    c,
    { ...e, padLeft: e.padLeft + 1 },
  ]),
  loops('padding_too_small', 'start one position too far to the right', (c, e) => [
    c,
    { ...e, padLeft: e.padLeft - 1 },
  ]),
  {
    id: 'scatter_padding_right',
    clause: 'S94',
    bug: 'a transposed convolution takes the right padding for the left one: the odd sample of SAME goes to the left',
    fix: 'crop padLeft samples on the left',
    fn: {
      scatterPadLeft: (n, c, inLength, outLength) => {
        primitives.scatterPadLeft(n, c, inLength, outLength);
        return n.fn.windowGeometry(n, c.window, outLength).padRight;
      },
    },
  },
  weightAt(
    'of_first_group',
    'without the offset of the group: every group uses the weights of group 0',
    (e, oc, ic, k) => ((oc % perOut(e)) * perIn(e) + (ic % perIn(e))) * e.kernel + k,
    (e, oc, ic, k) => ((ic % perIn(e)) * perOut(e) + (oc % perOut(e))) * e.kernel + k,
  ),
  weightAt(
    'exchanged_layout',
    'with input and output channels exchanged',
    (e, oc, ic, k) => ((ic % perIn(e)) * e.outChannels + oc) * e.kernel + k,
    (e, oc, ic, k) => ((oc % perOut(e)) * e.inChannels + ic) * e.kernel + k,
  ),
  weightAt(
    'kernel_first',
    'with the kernel as its first axis',
    (e, oc, ic, k) => (k * e.outChannels + oc) * perIn(e) + (ic % perIn(e)),
    (e, oc, ic, k) => (k * e.inChannels + ic) * perOut(e) + (oc % perOut(e)),
  ),
  weightAt(
    'channels_last',
    'with the channels as its last axis',
    (e, oc, ic, k) => (oc * e.kernel + k) * perIn(e) + (ic % perIn(e)),
    (e, oc, ic, k) => (ic * e.kernel + k) * perOut(e) + (oc % perOut(e)),
  ),
  weightAt(
    'flipped',
    'in reverse order of the taps',
    (e, oc, ic, k) => (oc * perIn(e) + (ic % perIn(e))) * e.kernel + (e.kernel - 1 - k),
    (e, oc, ic, k) => (ic * perOut(e) + (oc % perOut(e))) * e.kernel + (e.kernel - 1 - k),
  ),
  channel(
    'interleaved',
    'the channels of group oc mod groups',
    (e, oc, ic) => (oc % e.groups) * perIn(e) + (ic % perIn(e)),
  ),
  channel(
    'first',
    'the first channel of its group only',
    (e, _oc, ic) => Math.floor(ic / perIn(e)) * perIn(e),
  ),
  channel(
    'last_group',
    'the channels of the last group',
    (e, _oc, ic) => (e.groups - 1) * perIn(e) + (ic % perIn(e)),
  ),
  channel('depthwise', 'input channel oc, as if it were depthwise', (e, oc) => oc % e.inChannels),
  taps('first', 'the first tap of the kernel', (k) => k > 0),
  taps('last', 'the last tap of the kernel', (k, count) => k < count - 1),
  ...[2, 4, 8].map((unroll) =>
    taps(
      `tail_${unroll}`,
      `the last taps mod ${unroll} (an unrolled loop without its tail)`,
      (k, count) => k < count - (count % unroll),
    ),
  ),
];

const adaptive = (
  id: string,
  words: string,
  of: (o: number, length: number, outputs: number) => readonly [number, number],
): Mutant => ({
  id: `adaptive_window_${id}`,
  clause: 'S95',
  bug: `an adaptive window ${words}`,
  fix: 'window o runs from ⌊o·L/O⌋ to ⌈(o + 1)·L/O⌉',
  fn: {
    adaptiveWindow: (n, o, length, outputs) => {
      // keeps the guard
      primitives.adaptiveWindow(n, o, length, outputs);
      const [start, end] = of(o, length, outputs);
      const first = Math.min(Math.max(0, start), length - 1);
      return { start: first, count: Math.min(Math.max(1, end - first), length - first) };
    },
  },
});

/** SAME padding computed from another effective kernel. */
const samePadding = (id: string, words: string, of: (w: Window1d) => number): Mutant => ({
  id: `same_padding_${id}`,
  clause: 'S88',
  bug: `SAME padding is computed from ${words}`,
  fix: 'pad what the ⌈L/S⌉ windows of dilation·(kernel − 1) + 1 samples need',
  fn: {
    windowGeometry: (n, w, length) => {
      const geometry = primitives.windowGeometry(n, w, length);
      if (w.padding !== 'SAME') return geometry;
      const needed = of(w) + (geometry.outputLength - 1) * w.stride;
      const total = Math.max(0, needed - length);
      const padLeft = n.fn.padLeftOf(n, total);
      return { ...geometry, padLeft, padRight: total - padLeft };
    },
  },
});

export const windowMistakes: readonly Mutant[] = [
  samePadding(
    'without_dilation',
    'the kernel without its dilation: the dilation is ignored',
    ({ kernel }) => kernel,
  ),
  samePadding(
    'dilation_on_kernel',
    'dilation·kernel instead of dilation·(kernel − 1) + 1',
    (w) => w.dilation * w.kernel,
  ),
  ...slices,
  ...convolutions,
  adaptive('start_ceiled', 'starts at ⌈o·L/O⌉', (o, l, n) => [
    Math.ceil((o * l) / n),
    Math.ceil(((o + 1) * l) / n),
  ]),
  adaptive('start_rounded', 'has rounded bounds', (o, l, n) => [
    Math.round((o * l) / n),
    Math.round(((o + 1) * l) / n),
  ]),
  adaptive('fixed_stride', 'has the fixed stride ⌊L/O⌋ and kernel L − (O − 1)·⌊L/O⌋', (o, l, n) => {
    const stride = Math.max(1, Math.floor(l / n));
    return [o * stride, o * stride + l - (n - 1) * stride];
  }),
  adaptive(
    'one_stride',
    'has one stride and one kernel for all outputs: ⌊L/O⌋, which may be 0, and L − (O − 1)·⌊L/O⌋ (the fixed stride of an ordinary pool)',
    (o, l, n) => {
      const stride = Math.floor(l / n);
      return [o * stride, o * stride + l - (n - 1) * stride];
    },
  ),
  adaptive('equal_chunks', 'has ⌈L/O⌉ samples and that stride', (o, l, n) => {
    const size = Math.ceil(l / n);
    return [o * size, (o + 1) * size];
  }),
  {
    id: 'adaptive_end_floored_and_empty',
    clause: 'S95',
    bug: 'an adaptive window ends at ⌊(o + 1)·L/O⌋, and is empty where it begins there',
    fix: 'window o runs from ⌊o·L/O⌋ to ⌈(o + 1)·L/O⌉',
    fn: {
      adaptiveEnd: (_n, o, length, outputs) => Math.floor(((o + 1) * length) / outputs),
    },
  },
  adaptive('end_long', 'is one sample too long', (o, l, n) => [
    Math.floor((o * l) / n),
    Math.ceil(((o + 1) * l) / n) + 1,
  ]),
];
