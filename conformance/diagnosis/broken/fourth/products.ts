/** Fourth set of unseen reports: products, convolutions and pools. */

import type { BugReport } from '../entry.ts';

export const products: readonly BugReport[] = [
  {
    id: 'fourth_24',
    address: 'https://github.com/ORNL/HeCBench/pull/289',
    essence: 'dx is not cleared: gradients are added to what the buffer held (FLOAT32 arm)',
    function: /pool1d_backward|pool1dGradient/,
    mistake: /not cleared|held|never cleared|uncleared/,
    edits: [
      {
        file: 'gv_pool.c',
        from: '    memset(dx->data, 0, dx->bytes);',
        to: '',
      },
    ],
  },
  {
    id: 'fourth_28',
    address: 'https://github.com/tensorflow/tensorflow/issues/10216',
    essence: 'argmax positions include the left padding',
    function: /max_pool/,
    mistake: /padding on the left|position_padded|counts the padding/,
    edits: [
      {
        file: 'gv_pool.c',
        from: '                maximum_one(x, r * e.in_length, c, raw, to, &given->positions[to]);',
        to: `                maximum_one(x, r * e.in_length, c, raw, to, &given->positions[to]);
                if (given->positions[to] >= 0) {
                    given->positions[to] += (int32_t)e.pad_left;
                }`,
      },
    ],
  },
  {
    id: 'fourth_29',
    address: 'https://github.com/Tencent/ncnn/issues/717',
    essence: 'intermediate sum held in 16 bits',
    function: /conv1d/,
    mistake: /16 bits|int16/,
    edits: [
      {
        file: 'gv_conv1d.c',
        from: `        int32_t sum = gv_i32(p->sums)[at.y];
        for (uint32_t t = 0; t < count; t++, at.x += dilation, at.w++) {
            sum += gv_i32(p->a)[at.x] * gv_i32(p->b)[at.w];
        }
        gv_i32(p->sums)[at.y] = sum;`,
        to: `        int16_t sum = 0;
        for (uint32_t t = 0; t < count; t++, at.x += dilation, at.w++) {
            sum = (int16_t)(sum + gv_i32(p->a)[at.x] * gv_i32(p->b)[at.w]);
        }
        gv_i32(p->sums)[at.y] += sum;`,
      },
    ],
  },
  {
    id: 'fourth_32',
    address: 'https://github.com/NervanaSystems/neon/issues/111',
    essence: 'the scatter writes into the wrong channel of its group',
    function: /conv1d/,
    mistake: /scatter.*channel|channel.*(of the input|input channel)/,
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '        at.y = (b * e->out_channels + first_out + c) * e->out_length + slice.input;',
        to: `        uint32_t channel = to_weight ? c : ic % in_per % out_per;
        at.y = (b * e->out_channels + first_out + channel) * e->out_length + slice.input;`,
      },
    ],
  },
  {
    id: 'fourth_33',
    address: 'https://github.com/elixir-nx/nx/pull/189',
    essence: 'dilation ignored in SAME padding',
    function: /window|conv1d|pool/,
    mistake: /dilation/,
    edits: [
      {
        file: 'gv_window.c',
        from: '    uint64_t needed = gv_window_span(w) + (uint64_t)(outputs - 1u) * w->stride;',
        to: '    uint64_t needed = w->kernel + (uint64_t)(outputs - 1u) * w->stride;',
      },
    ],
  },
  {
    id: 'fourth_36',
    address: 'https://github.com/Tencent/ncnn/issues/315',
    essence: 'depthwise with dilation: products missing, output is bias or 0',
    function: /conv1d/,
    mistake: /none is added|no products/,
    edits: [
      {
        file: 'gv_conv1d.c',
        from: `    gather(ctx, conv, &e, &p);
    if (y->dtype == GV_SYM_INT32) {`,
        to: `    if (conv->window.dilation == 1u || conv->groups != e.in_channels) {
        gather(ctx, conv, &e, &p);
    }
    if (y->dtype == GV_SYM_INT32) {`,
      },
    ],
  },
  {
    id: 'fourth_38',
    address: 'https://github.com/ROCm/AMDMIGraphX/pull/5007',
    essence: 'padding not counted in the divisor of the average pool (FLOAT32 arm)',
    function: /avg_pool/,
    mistake: /valid taps|padding does not count|clipped/,
    edits: [
      {
        file: 'gv_pool.c',
        from: '    return gv_i2f((int32_t)(pool->kind == GV_POOL_AVERAGE ? pool->window.kernel : c.count));',
        to: '    return gv_i2f((int32_t)(c.count == 0u ? pool->window.kernel : c.count));',
      },
    ],
  },
  {
    id: 'fourth_39',
    address: 'https://github.com/chainer/chainer/pull/2062',
    essence: 'the argmax input is overwritten by the backward',
    function: /max_pool1d_backward/,
    mistake: /overwrites its input argmax/,
    edits: [
      {
        file: 'gv_pool.c',
        from: '    if (at >= dx->count) {',
        to: `    gv_i32(pool->argmax)[from] = (int32_t)at;
    if (at >= dx->count) {`,
      },
    ],
  },
  {
    id: 'fourth_43',
    address: 'https://github.com/NVIDIA/TransformerEngine/pull/2746',
    essence: 'transposed views are read with contiguous strides',
    function: /matmul/,
    mistake: /row order|contiguous|order of the axes|strides/,
    edits: [
      {
        file: 'js/kernels/matmul.ts',
        from: '    ? { outer: columns, inner: rows, outerStride: 1, innerStride: columns }',
        to: '    ? { outer: columns, inner: rows, outerStride: rows, innerStride: 1 }',
      },
    ],
  },
];
