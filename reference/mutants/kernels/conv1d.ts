/** Mistakes in the gather kernels of Conv1d (S91, S92). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';
import { paddedWrongly } from '../shared/float_padding.ts';
import { fusedIn } from '../shared/fused.ts';
import { without } from '../shared/guards.ts';
import { inside } from '../shared/inside.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'conv_flipped',
    clause: 'S92',
    pitfalls: ['A-M94'],
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
    pitfalls: ['A-M99'],
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
    pitfalls: ['A-M99'],
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
    pitfalls: ['A-M93'],
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
    pitfalls: ['A-M78'],
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
    pitfalls: ['A-M89'],
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
    pitfalls: ['A-M82', 'B-57'],
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
    id: 'conv_padding_adds_zero',
    clause: 'S89',
    pitfalls: ['A-M98'],
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
    pitfalls: ['A-M98'],
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
  fusedIn('conv1dFloat', 'S91', 'a tap of a float convolution', []),
  {
    id: 'conv_taps_outer',
    clause: 'S91',
    pitfalls: ['A-M103'],
    bug: 'taps are the outer loop and channels the inner one',
    fix: 'sum with the input channel outer and the tap inner, ascending',
    fn: {
      gatherTaps: (n, c, e, at, visit) => {
        const terms: [number, number, number, number][] = [];
        primitives.gatherTaps(n, c, e, at, (xi, wi, yi) => {
          terms.push([wi % e.kernel, xi, wi, yi]);
        });
        terms.sort(([a, x], [b, y]) => a - b || x - y);
        for (const [, xi, wi, yi] of terms) visit(xi, wi, yi);
      },
    },
  },
  ...paddedWrongly('conv1dFloat', 'S91', 'the FLOAT32 convolution'),
  without(
    'demandGroups',
    'conv1dFloat',
    'S91',
    'the FLOAT32 convolution takes groups that divide no channels',
    ['refused_groups'],
  ),
  {
    id: 'conv_groups_of_inputs_only',
    clause: 'S91',
    bug: 'only the input channels must be divisible by the groups',
    fix: 'the groups divide both channel counts',
    flags: ['refused_groups'],
    fn: {
      demandGroups: (n, groups, inChannels) =>
        primitives.demandGroups(n, groups, inChannels, inChannels),
    },
  },
  {
    id: 'conv_float_length_unguarded',
    clause: 'S91',
    bug: 'the FLOAT32 convolution fills an output of any length',
    fix: 'refuse a length that the geometry does not give',
    flags: ['refused_length'],
    fn: inside('conv1dFloat', (n) => ({
      ...n,
      fn: {
        ...n.fn,
        convExtents: (m, c, x, y) => {
          const { outputLength } = n.fn.windowGeometry(n, c.window, x.shape[2]!);
          const fitting = { ...y, shape: [y.shape[0]!, y.shape[1]!, outputLength] };
          return { ...n.fn.convExtents({ ...m, fn: n.fn }, c, x, fitting), outLength: y.shape[2]! };
        },
      },
    })),
  },
];
