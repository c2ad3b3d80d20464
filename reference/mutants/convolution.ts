/** Mistakes in windows and convolutions (S88–S95, L5–L13). */

import { primitives } from '../primitives.ts';
import { ints } from '../tensor.ts';
import type { Mutant } from './mutant.ts';

export const convolutionMutants: readonly Mutant[] = [
  {
    id: 'same_padding_left_heavy',
    clause: 'S88',
    catalogue: ['A-M95', 'B-27'],
    bug: 'SAME padding puts the odd sample on the left',
    fix: 'the odd sample goes to the right',
    fn: { padLeftOf: (_n, total) => Math.ceil(total / 2) },
  },
  {
    id: 'same_length_floored',
    clause: 'S88',
    catalogue: ['A-M96'],
    bug: 'the SAME output length is ⌊L/S⌋',
    fix: 'it is ⌈L/S⌉',
    fn: { sameLength: (_n, w, length) => Math.max(1, Math.floor(length / w.stride)) },
  },
  {
    id: 'same_padding_ignores_stride',
    clause: 'S88',
    catalogue: ['A-M96'],
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
    catalogue: ['A-M97'],
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
    id: 'conv_flipped',
    clause: 'S92',
    catalogue: ['A-M94'],
    bug: 'the kernel is flipped (convolution instead of correlation)',
    fix: 'do not flip the kernel',
    fn: {
      convWeightIndex: (n, e, oc, ic, k) =>
        primitives.convWeightIndex(n, e, oc, ic, e.kernel - 1 - k),
    },
  },
  {
    id: 'conv_weight_in_channel_outer',
    clause: 'S91',
    bug: 'the weight is read as [Cin/g, Cout, K]',
    fix: 'the layout is [Cout, Cin/g, K]',
    fn: {
      convWeightIndex: (_n, e, oc, ic, k) =>
        ((ic % (e.inChannels / e.groups)) * e.outChannels + oc) * e.kernel + k,
    },
  },
  {
    id: 'conv_group_offset',
    clause: 'S91',
    catalogue: ['A-M99'],
    bug: 'the weight index uses the channel of the whole input',
    fix: 'use the channel within the group',
    fn: {
      convWeightIndex: (_n, e, oc, ic, k) => {
        const count = (e.outChannels * e.inChannels * e.kernel) / e.groups;
        const perGroup = e.inChannels / e.groups;
        return ((oc * perGroup + ic) * e.kernel + k) % Math.max(count, 1);
      },
    },
  },
  {
    id: 'conv_groups_ignored',
    clause: 'S91',
    catalogue: ['A-M99'],
    bug: 'every output channel reads the channels of group 0',
    fix: 'output channel oc reads the inputs of its own group',
    fn: {
      gatherTaps: (n, c, e, at, visit) => {
        const perOut = e.outChannels / e.groups;
        const shift = Math.floor(at.oc / perOut) * (e.inChannels / e.groups) * e.inLength;
        primitives.gatherTaps(n, c, e, at, (xi, wi, yi) => visit(xi - shift, wi, yi));
      },
    },
  },
  {
    id: 'conv_last_channel_skipped',
    clause: 'S92',
    bug: 'the last input channel of a group is left out',
    fix: 'sum over all channels of the group',
    fn: {
      gatherTaps: (n, c, e, at, visit) => {
        const perGroup = e.inChannels / e.groups;
        primitives.gatherTaps(n, c, e, at, (xi, wi, yi) => {
          const channel = Math.floor(xi / e.inLength) % e.inChannels;
          if (perGroup > 1 && channel % perGroup === perGroup - 1) return;
          visit(xi, wi, yi);
        });
      },
    },
  },
  {
    id: 'conv_operand_width_guarded',
    clause: 'S92',
    catalogue: ['A-M93'],
    bug: 'convolutions refuse operand labels above 12',
    fix: 'convolution kernels check no label',
    fn: {
      conv1dSym: (n, c, x, w, bias, y) => {
        n.fn.guardMatmulOperand(n, x);
        n.fn.guardMatmulOperand(n, w);
        primitives.conv1dSym(n, c, x, w, bias, y);
      },
    },
  },
  {
    id: 'conv_seed_input_scale',
    clause: 'S92',
    catalogue: ['A-M78'],
    bug: 'the bias seed is rescaled to the scale of the input only',
    fix: 'rescale to sX ⊗ sW',
    fn: {
      conv1dSym: (n, c, x, w, bias, y) => {
        const seeds: typeof n.fn.biasSeeds = (m, b) => primitives.biasSeeds(m, b, x.scale);
        const view = { ...n, fn: { ...n.fn, biasSeeds: seeds } };
        primitives.conv1dSym(view, c, x, w, bias, y);
      },
    },
  },
  {
    id: 'conv_scale_unset',
    clause: 'S92',
    catalogue: ['A-M89'],
    bug: 'the output scale is left alone',
    fix: 'write sX ⊗ sW',
    fn: {
      conv1dSym: (n, c, x, w, bias, y) => {
        const { scale } = y;
        primitives.conv1dSym(n, c, x, w, bias, y);
        y.scale = scale;
      },
    },
  },
  {
    id: 'conv_float_bias_last',
    clause: 'S91',
    catalogue: ['A-M82', 'B-57'],
    bug: 'the float bias of a convolution is added after the products',
    fix: 'the accumulator starts at the bias',
    fn: {
      conv1dFloat: (n, c, x, w, bias, y) => {
        primitives.conv1dFloat(n, c, x, w, undefined, y);
        if (bias === undefined) return;
        const [, channels, length] = y.shape as [number, number, number];
        y.data.forEach((value, i) => {
          const oc = Math.floor(i / length) % channels;
          y.data[i] = n.f.add(value, bias.data[oc]!);
        });
      },
    },
  },
  {
    id: 'transposed_float_bias_first',
    clause: 'S93',
    catalogue: ['A-M82', 'B-56'],
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
    catalogue: ['A-M100', 'B-46'],
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
    catalogue: ['B-45'],
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
    catalogue: ['A-M101'],
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
    catalogue: ['A-M102'],
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
    catalogue: ['A-M102'],
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
    catalogue: ['B-55'],
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
  {
    id: 'adaptive_end_floored',
    clause: 'S95',
    catalogue: ['A-M105', 'B-34'],
    bug: 'an adaptive window ends at ⌊(o + 1)·L/O⌋',
    fix: 'it ends at ⌈(o + 1)·L/O⌉',
    fn: {
      adaptiveEnd: (_n, o, length, outputs) =>
        Math.max(Math.floor((o * length) / outputs) + 1, Math.floor(((o + 1) * length) / outputs)),
    },
  },
  {
    id: 'conv_padding_adds_zero',
    clause: 'S89',
    catalogue: ['A-M98'],
    bug: 'padded taps take part in a float sum as products with 0',
    fix: 'skip padded taps: adding +0 changes −0',
    fn: {
      conv1dFloat: (n, c, x, w, bias, y) => {
        primitives.conv1dFloat(n, c, x, w, bias, y);
        const g = n.fn.windowGeometry(n, c.window, x.shape[2]!);
        y.data.forEach((v, i) => {
          const o = i % y.shape[2]!;
          const { count } = n.fn.windowSlice(n, c.window, x.shape[2]!, g.padLeft, o);
          if (count < c.window.kernel) y.data[i] = n.f.add(v, 0);
        });
      },
    },
  },
  {
    id: 'conv_bias_per_tap',
    clause: 'S91',
    catalogue: ['A-M98'],
    bug: 'the float bias is added once more for every padded tap',
    fix: 'the accumulator starts at the bias, once',
    fn: {
      conv1dFloat: (n, c, x, w, bias, y) => {
        primitives.conv1dFloat(n, c, x, w, bias, y);
        const g = n.fn.windowGeometry(n, c.window, x.shape[2]!);
        const [, channels, length] = y.shape as [number, number, number];
        y.data.forEach((v, i) => {
          const { count } = n.fn.windowSlice(n, c.window, x.shape[2]!, g.padLeft, i % length);
          const extra = bias?.data[Math.floor(i / length) % channels] ?? 0;
          for (let k = count; k < c.window.kernel; k++) y.data[i] = n.f.add(y.data[i] ?? v, extra);
        });
      },
    },
  },
];
