/** Public bug reports about products that nothing was built from when they were graded first. */

import type { BugReport } from '../entry.ts';

export const productsUnseen: readonly BugReport[] = [
  {
    id: 'unseen_10',
    address: 'https://github.com/1bit-MONSTER/1bit-MONSTER/issues/1121',
    essence: 'the int32 results of an integer product are read as 16 bit numbers',
    edits: [
      {
        file: 'gv_matmul.c',
        from: '            out[(size_t)row * plan->cols + col] = acc;\n        }\n    }\n}\n\nvoid gv_multiply_float32',
        to: '            out[(size_t)row * plan->cols + col] = (int16_t)(uint16_t)(uint32_t)acc;\n        }\n    }\n}\n\nvoid gv_multiply_float32',
      },
    ],
    function: /matmul|linear/,
    mistake: /16 bits|int16/,
  },
  {
    id: 'unseen_11',
    address: 'https://github.com/tracel-ai/burn/issues/5304',
    essence: 'a transposed left operand is read as if it were stored in row order',
    edits: [
      {
        file: 'gv_matmul.c',
        from: '        .a_row = a_row.stride,\n        .a_inner = a_inner.stride,',
        to: '        .a_row = a->rank == 2u ? a_inner.extent : 0u,\n        .a_inner = 1u,',
      },
    ],
    function: /matmul|linear/,
    mistake:
      /(a|left).*(axes|order|transpos|exchanged)|(axes|order|transpos|exchanged).*(a|left)\b/,
  },
  {
    id: 'unseen_12',
    address: 'https://github.com/IntelLabs/bayesian-torch/issues/34',
    essence:
      'the transposed convolution is given dilation where it expects groups, and groups where it expects dilation',
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '    return (gv_conv){\n        .window = gv_param_window(call),\n        .groups = (uint32_t)gv_param_int(call, "groups"),\n        .output_padding = scatter ? (uint32_t)gv_param_int(call, "output_padding") : 0u,\n    };',
        to: '    gv_conv conv = {\n        .window = gv_param_window(call),\n        .groups = (uint32_t)gv_param_int(call, "groups"),\n        .output_padding = scatter ? (uint32_t)gv_param_int(call, "output_padding") : 0u,\n    };\n    if (scatter) {\n        uint32_t dilation = conv.window.dilation;\n        conv.window.dilation = conv.groups;\n        conv.groups = dilation;\n    }\n    return conv;',
      },
    ],
    function: /transposed/,
    mistake: /groups.*dilation|dilation.*groups/,
  },
  {
    id: 'unseen_13',
    address: 'https://github.com/robertknight/rten/pull/1399',
    essence: 'SAME padding of a transposed convolution: left and right are exchanged',
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '    gv_geometry geometry = gv_window_geometry(w, e->out_length);\n    e->pad_left = geometry.pad_left;',
        to: '    gv_geometry geometry = gv_window_geometry(w, e->out_length);\n    e->pad_left = geometry.pad_right;',
      },
    ],
    function: /transposed/,
    mistake: /(pad|SAME).*left|left.*pad/,
  },
  {
    id: 'unseen_14',
    address: 'https://github.com/root-project/root/pull/21685',
    essence: 'SAME padding is computed from the kernel without its dilation',
    edits: [
      {
        file: 'gv_window.c',
        from: '    uint64_t needed = gv_window_span(w) + (uint64_t)(outputs - 1u) * w->stride;',
        to: '    uint64_t needed = w->kernel + (uint64_t)(outputs - 1u) * w->stride;',
      },
    ],
    function: /conv|pool|window/,
    mistake: /dilation/,
  },
  {
    id: 'unseen_15',
    address: 'https://github.com/ARM-software/ComputeLibrary/pull/395',
    essence: 'products are added to a buffer that nobody cleared',
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '    memset(y->data, 0, y->bytes);\n    const product p = {.a = x, .b = weight, .sums = y, .to_weight = false};\n    scatter(ctx, conv, &e, &p);',
        to: '    const product p = {.a = x, .b = weight, .sums = y, .to_weight = false};\n    scatter(ctx, conv, &e, &p);',
      },
    ],
    function: /transposed|conv/,
    mistake:
      /not (cleared|zeroed|started|initiali)|uninitiali|never (cleared|zeroed)|start.*from what|was there before|on top of/,
  },
  {
    id: 'unseen_16',
    address: 'https://github.com/sebgao/cTensor/issues/3',
    essence:
      'the weight gradient of a convolution is divided by the number of positions, though nothing asks for a mean',
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '    gather(ctx, conv, &e, &p);\n    return GV_OK;\n}\n\ngv_status gv_conv1d_transposed_weight_grad',
        to: '    gather(ctx, conv, &e, &p);\n    float n = (float)(e.batch * e.out_length);\n    if (dw->dtype == GV_SYM_INT32) {\n        dw->scale = dw->scale / n;\n    }\n    for (uint32_t i = 0; i < dw->count && dw->dtype == GV_FLOAT32; i++) {\n        gv_f32(dw)[i] = gv_f32(dw)[i] / n;\n    }\n    return GV_OK;\n}\n\ngv_status gv_conv1d_transposed_weight_grad',
      },
    ],
    function: /conv1d_backward/,
    mistake: /divided|averag|mean|1\/\(/,
  },
];
