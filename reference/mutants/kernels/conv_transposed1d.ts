/** Mistakes in the scatter kernels of Conv1dTransposed (S93, S94). */

import { primitives } from '../../primitives.ts';
import { ints } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';
import { paddedWrongly } from '../shared/float_padding.ts';
import { fusedIn } from '../shared/fused.ts';
import { without } from '../shared/guards.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'transposed_float_bias_first',
    clause: 'S93',
    pitfalls: ['A-M82', 'B-56'],
    bug: 'the float accumulator of a transposed convolution starts at the bias',
    fix: 'add the bias after all scatters',
    fn: {
      convTransposed1dFloat: (n, c, x, w, bias, y) => {
        if (bias === undefined) {
          primitives.convTransposed1dFloat(n, c, x, w, bias, y);
          return;
        }
        const e = n.fn.convTransposedExtents(n, c, x, y);
        y.data.forEach((_, i) => {
          y.data[i] = bias.data[n.fn.channelOf(n, e, i)]!;
        });
        n.fn.scatterTaps(n, c, e, (xi, wi, yi) => {
          y.data[yi] = n.f.mulAdd(x.data[xi]!, w.data[wi]!, y.data[yi]!);
        });
      },
    },
  },
  {
    id: 'transposed_weight_layout',
    clause: 'S94',
    pitfalls: ['A-M100', 'B-46'],
    bug: 'the transposed weight is read as [Cout/g, Cin, K]',
    fix: 'the layout is [Cin, Cout/g, K]',
    flags: ['layout'],
    fn: {
      convTransposedWeightIndex: (_n, e, ic, oc, k) =>
        ((oc % (e.outChannels / e.groups)) * e.inChannels + ic) * e.kernel + k,
    },
  },
  {
    id: 'transposed_pad_forgotten',
    clause: 'L9',
    pitfalls: ['B-45'],
    bug: 'the input gradient forgets padLeft',
    fix: 'use the padLeft of the forward geometry',
    fn: {
      convTransposedExtents: (n, c, x, y) => ({
        ...primitives.convTransposedExtents(n, c, x, y),
        padLeft: 0,
      }),
    },
  },
  {
    id: 'transposed_pad_from_input',
    clause: 'S93',
    pitfalls: ['A-M101'],
    bug: 'the SAME padding of a scatter is derived from the input length',
    fix: 'derive it from the output length',
    fn: {
      scatterPadLeft: (n, c, inLength, outLength) => {
        primitives.scatterPadLeft(n, c, inLength, outLength);
        return n.fn.windowGeometry(n, c.window, inLength).padLeft;
      },
    },
  },
  {
    id: 'transposed_output_padding_left',
    clause: 'S93',
    pitfalls: ['A-M102'],
    bug: 'output padding adds positions on the left',
    fix: 'the extra positions are at the right end',
    fn: {
      convTransposedExtents: (n, c, x, y) => {
        const e = primitives.convTransposedExtents(n, c, x, y);
        return { ...e, padLeft: e.padLeft - c.outputPadding };
      },
    },
  },
  {
    id: 'transposed_output_padding_too_large',
    clause: 'S93',
    pitfalls: ['A-M102'],
    bug: 'an output padding equal to max(stride, dilation) is accepted',
    fix: 'it must be smaller',
    flags: ['refused_output_padding'],
    fn: {
      demandOutputPadding: (n, c) => {
        const limit = Math.max(c.window.stride, c.window.dilation);
        const padding = c.outputPadding === limit ? limit - 1 : c.outputPadding;
        primitives.demandOutputPadding(n, { ...c, outputPadding: padding });
      },
    },
  },
  {
    id: 'transposed_bias_skips_tail',
    clause: 'L10',
    pitfalls: ['B-55'],
    bug: 'the bias is not added to the output-padding tail',
    fix: 'add it at every position of the channel',
    fn: {
      convTransposed1dSym: (n, c, x, w, bias, y) => {
        primitives.convTransposed1dSym(n, c, x, w, bias, y);
        if (bias === undefined || c.outputPadding === 0) return;
        const length = y.shape[2]!;
        ints(y).forEach((_, i) => {
          if (i % length >= length - c.outputPadding) ints(y)[i] = 0;
        });
      },
    },
  },
  fusedIn('convTransposed1dFloat', 'S93', 'a tap of a transposed float convolution', []),
  {
    id: 'scatter_reversed',
    clause: 'S93',
    pitfalls: ['A-M103'],
    bug: 'the scatter of a transposed convolution runs from the last input to the first',
    fix: 'scatter in ascending order',
    fn: {
      scatterTaps: (n, c, e, visit) => {
        const terms: [number, number, number][] = [];
        primitives.scatterTaps(n, c, e, (xi, wi, yi) => {
          terms.push([xi, wi, yi]);
        });
        for (const [xi, wi, yi] of terms.reverse()) visit(xi, wi, yi);
      },
    },
  },
  ...paddedWrongly('convTransposed1dFloat', 'S93', 'the transposed FLOAT32 convolution'),
  without(
    'demandGroups',
    'convTransposed1dFloat',
    'S93',
    'the transposed FLOAT32 convolution takes groups that divide no channels',
    ['refused_groups'],
  ),
  without(
    'demandOutputPadding',
    'convTransposed1dFloat',
    'S93',
    'the transposed FLOAT32 convolution takes an output padding of a stride or more',
    ['refused_output_padding'],
  ),
];
