/** Second set of unseen reports: linear layers and convolutions. */

import type { BugReport } from '../entry.ts';

export const products: readonly BugReport[] = [
  {
    id: 'second_03',
    address: 'https://github.com/kraiskil/onnx2c/issues/7',
    essence: 'conv bias is indexed by the batch item instead of the output channel',
    function: /conv1d/,
    mistake: /bias/,
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '        uint32_t channel = row % e->out_channels;',
        to: '        uint32_t channel = row / e->out_channels % e->out_channels;',
      },
    ],
  },
  {
    id: 'second_05',
    address: 'https://github.com/uxlfoundation/oneDNN/issues/352',
    essence:
      'grouped deconvolution: output channels of the groups are interleaved instead of one group after the other',
    function: /conv1d_transposed/,
    mistake: /groups|interleav|output channels/,
    edits: [
      {
        file: 'gv_conv1d.c',
        from: 'at.y = (b * e->out_channels + first_out + c) * e->out_length + slice.input;',
        to: 'at.y = (b * e->out_channels + c * e->groups + ic / in_per) * e->out_length + slice.input;',
      },
      {
        file: 'gv_conv1d.c',
        from: '    uint32_t first_out = ic / in_per * out_per;',
        to: '',
      },
    ],
  },
  {
    id: 'second_07',
    address: 'https://github.com/pytorch/executorch/pull/18783',
    essence: 'conv1d fast path (stride 1, dilation 1) computes without the padding',
    function: /conv1d/,
    mistake: /padding|padLeft/,
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '    GV_TRY(gather_extents(ctx, conv, x, y, &e));',
        to: `    GV_TRY(gather_extents(ctx, conv, x, y, &e));
    if (conv->window.stride == 1u && conv->window.dilation == 1u) {
        e.pad_left = 0;
    }`,
      },
    ],
  },
  {
    id: 'second_45',
    address: 'https://github.com/itskonrad/miniMNIST-c/issues/7',
    essence: 'linear backward adds the input gradient twice',
    function: /linear_backward/,
    mistake: /2 times|twice/,
    edits: [
      {
        file: 'gv_linear_backward.c',
        from: `    return raw->dtype == GV_SYM_INT32 ? gv_linear_input_grad_raw(ctx, operands[0], operands[1], raw)
                                      : gv_matmul_float32(ctx, operands[0], operands[1], NULL, raw);`,
        to: `    GV_TRY(raw->dtype == GV_SYM_INT32 ? gv_linear_input_grad_raw(ctx, operands[0], operands[1], raw)
                                      : gv_matmul_float32(ctx, operands[0], operands[1], NULL, raw));
    for (uint32_t i = 0; i < raw->count; i++) {
        if (raw->dtype == GV_SYM_INT32) {
            gv_i32(raw)[i] += gv_i32(raw)[i];
        } else {
            gv_f32(raw)[i] = gv_f32(raw)[i] + gv_f32(raw)[i];
        }
    }
    return GV_OK;`,
      },
    ],
  },
];
