/** Eighth set of reports that were unseen: layers. */

import type { BugReport } from '../entry.ts';

export const forward: readonly BugReport[] = [
  {
    id: 'eighth_06',
    address: 'https://github.com/pytorch/pytorch/issues/1565',
    essence: 'a transposed convolution ignores the dilation of its taps',
    function: /transposed/,
    mistake: /dilation/,
    edits: [
      {
        file: 'gv_conv1d.c',
        from: `                             uint32_t ic, uint32_t pos, bool to_weight, bool floats)
{
    const gv_window *w = &conv->window;
    uint32_t in_per = e->in_channels / e->groups;`,
        to: `                             uint32_t ic, uint32_t pos, bool to_weight, bool floats)
{
    gv_window plain = conv->window;
    plain.dilation = 1u;
    const gv_window *w = &plain;
    uint32_t in_per = e->in_channels / e->groups;`,
      },
    ],
  },
  {
    id: 'eighth_08',
    address: 'https://github.com/brainpy/BrainPy/issues/765',
    essence: 'the statistics of GroupNorm are taken over all groups',
    function: /group_norm/,
    mistake: /groups?/,
    edits: [
      {
        file: 'js/kernels/norm_blocks.ts',
        from: `    count: batch * groups,
    size: (channels / groups) * length,`,
        to: `    count: batch,
    size: channels * length,`,
      },
    ],
  },
  {
    id: 'eighth_10',
    address: 'https://github.com/huggingface/transformers/issues/14772',
    essence: 'the variance is a mean of squares',
    function: /norm/,
    mistake: /mean is not subtracted|mean of (the )?squares|without.*mean/,
    edits: [
      {
        file: 'gv_norm.c',
        from: `        float value = gv_i2f(q[j]) * scale;
        float d = value - *mean;`,
        to: '        float d = gv_i2f(q[j]) * scale;',
      },
      {
        file: 'gv_norm.c',
        from: '        float d = x[j] - *mean;',
        to: '        float d = x[j];',
      },
    ],
  },
  {
    id: 'eighth_18',
    address: 'https://github.com/tflearn/tflearn/pull/784',
    essence: 'PReLU cuts negative inputs to 0',
    function: /prelu/,
    mistake: /negative|ReLU/,
    edits: [
      {
        file: 'js/kernels/activations.ts',
        from: '        to[at] = from[at]! > 0 ? from[at]! : slope * from[at]!;',
        to: `        const value = Math.max(from[at]!, 0);
        to[at] = value > 0 ? value : slope * value;`,
      },
    ],
  },
  {
    id: 'eighth_34',
    address: 'https://github.com/1bit-MONSTER/1bit-MONSTER/issues/1273',
    essence: 'the first 16 terms of the left operand are used for every tile',
    function: /matmul/,
    mistake: /first_of_first_16|starts anew/,
    edits: [
      {
        file: 'gv_matmul.c',
        from: '                acc = acc + a_row[(size_t)k * plan->a_inner] * b_col[(size_t)k * plan->b_inner];',
        to: '                acc = acc + a_row[(size_t)(k % 16u) * plan->a_inner] * b_col[(size_t)k * plan->b_inner];',
      },
    ],
  },
  {
    id: 'eighth_40',
    address: 'https://github.com/ggml-org/whisper.cpp/pull/3477',
    essence: 'the square of the deviation is normalized',
    function: /norm/,
    mistake: /square/,
    edits: [
      {
        file: 'gv_norm.c',
        from: '        float normal = (gv_f32(x)[i] - mean[block]) * rstd[block];',
        to: `        float deviation = gv_f32(x)[i] - mean[block];
        float normal = (deviation * deviation) * rstd[block];`,
      },
    ],
  },
];
