/** Public bug reports about products, ported to the kernels of this repository. */

import type { BugReport } from '../entry.ts';

export const productsReports: readonly BugReport[] = [
  {
    id: 'report_37',
    address: 'https://github.com/pytorch/pytorch/pull/107810',
    essence: 'bias quantised with the weight scale instead of act scale * weight scale',
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '    GV_TRY(gather_extents(ctx, conv, x, y, &e));\n    if (y->dtype == GV_SYM_INT32) {\n        GV_TRY(make_seeds(ctx, bias, scale, &seeds));',
        to: '    GV_TRY(gather_extents(ctx, conv, x, y, &e));\n    if (y->dtype == GV_SYM_INT32) {\n        GV_TRY(make_seeds(ctx, bias, weight->scale, &seeds));',
      },
    ],
    function: /conv/,
    mistake: /scale of the weight/,
  },
  {
    id: 'report_39',
    address: 'https://github.com/iree-org/iree-turbine/pull/1223',
    essence: 'weight gradient of conv: stride and dilation swapped',
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '.to_weight = true};\n    gather(ctx, conv, &e, &p);',
        to: '.to_weight = true};\n    gv_conv swapped = *conv;\n    swapped.window.stride = conv->window.dilation;\n    swapped.window.dilation = conv->window.stride;\n    gather(ctx, &swapped, &e, &p);',
      },
    ],
    function: /conv1d_backward/,
    mistake: /stride.*dilation.*exchanged/,
  },
  {
    id: 'report_41',
    address: 'https://github.com/pytorch/pytorch/issues/51430',
    essence: 'conv weight gradient with groups uses the wrong input channels',
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '            uint32_t first_in = oc / out_per * in_per;',
        to: '            uint32_t first_in = p->to_weight ? 0u : oc / out_per * in_per;',
      },
    ],
    function: /conv1d_backward/,
    mistake: /group 0/,
  },
  {
    id: 'report_43',
    address: 'https://github.com/tensorflow/tensorflow/issues/45999',
    essence: 'odd SAME padding goes to the wrong side',
    edits: [
      {
        file: 'gv_window.c',
        from: '    return (gv_geometry){.outputs = outputs, .pad_left = total / 2u, .pad_right = total - total / 2u};',
        to: '    return (gv_geometry){.outputs = outputs, .pad_left = total - total / 2u, .pad_right = total / 2u};',
      },
    ],
    function: /conv/,
    mistake: /left/,
  },
  {
    id: 'report_45',
    address: 'https://github.com/ARM-software/CMSIS_5/pull/708',
    essence:
      'batch loop advances the pointer by i*size cumulatively: wrong from the third batch item on',
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '                    at.x = (b * e->in_channels + first_in + i) * e->in_length + slice.input;',
        to: '                    at.x = (b * (b + 1u) / 2u * e->in_channels + first_in + i) * e->in_length + slice.input;',
      },
    ],
    function: /conv/,
    mistake: /third batch|b\(b \+ 1\)\/2/,
  },
  {
    id: 'report_47',
    address: 'https://github.com/pytorch/pytorch/pull/104207',
    essence: 'output_padding of the transposed conv taken as 0',
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '(uint64_t)(e->in_length - 1u) * w->stride + gv_window_span(w) + conv->output_padding;',
        to: '(uint64_t)(e->in_length - 1u) * w->stride + gv_window_span(w);',
      },
    ],
    function: /transposed/,
    mistake: /output_padding.*ignored/,
  },
  {
    id: 'report_49',
    address: 'https://github.com/BVLC/caffe/pull/3254',
    essence: 'conv layer overwrites weight and bias gradients instead of accumulating',
    edits: [
      {
        file: 'gv_conv_layer.c',
        from: '#include "gv_convert.h"\n#include "gv_seed.h"',
        to: '#include "gv_convert.h"\n#include "gv_optimizer.h"\n#include "gv_seed.h"',
      },
      {
        file: 'gv_conv_layer.c',
        from: '    GV_TRY(ctx->contract->backward == GV_BACKWARD_FUNNEL ? funnel_steps(ctx, &given, &staged, &w)',
        to: '    gv_zero_gradient(ctx, &weight_grad);\n    if (steps->bias_grad != NULL) {\n        gv_zero_gradient(ctx, &bias_grad);\n    }\n    GV_TRY(ctx->contract->backward == GV_BACKWARD_FUNNEL ? funnel_steps(ctx, &given, &staged, &w)',
      },
    ],
    function: /conv1d_backward/,
    mistake: /overwritten|thrown away/,
  },
  {
    id: 'report_75',
    address: 'https://github.com/espressif/esp-nn/issues/34',
    essence: 'fully connected kernel works only for lengths that are multiples of 8: tail dropped',
    edits: [
      {
        file: 'gv_matmul.c',
        from: '    const uint32_t inner = plan->inner;\n    const size_t a_step',
        to: '    const uint32_t inner = plan->inner < 8u ? plan->inner : plan->inner & ~7u;\n    const size_t a_step',
      },
    ],
    function: /matmul/,
    mistake: /mod 8/,
  },
  {
    id: 'report_77',
    address: 'https://github.com/rasbt/stat453-deep-learning-ss21/issues/5',
    essence: 'bias gradient is one sum over everything, same for every bias',
    edits: [
      {
        file: 'gv_linear_backward.c',
        from: '        sums[o] = sums[o] + gv_i32(dy)[i];',
        to: '        for (uint32_t all = 0; all < db->count; all++) {\n            sums[all] = sums[all] + gv_i32(dy)[i];\n        }',
      },
    ],
    function: /linear/,
    mistake: /over the outputs/,
  },
];
