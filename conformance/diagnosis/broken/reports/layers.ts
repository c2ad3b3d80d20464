/** Public bug reports about layers, ported to the kernels of this repository. */

import type { BugReport } from '../entry.ts';

export const layersReports: readonly BugReport[] = [
  {
    id: 'report_51',
    address: 'https://github.com/tenstorrent/tt-metal/issues/53204',
    essence: 'layernorm dx subtracts mean(dy*gamma) twice',
    edits: [
      {
        file: 'gv_norm_backward.c',
        from: '        p->dx[i] = p->rstd[block] * ((e - a) - moment);',
        to: '        p->dx[i] = p->rstd[block] * (((e - a) - a) - moment);',
      },
    ],
    function: /norm_backward/,
    mistake: /twice/,
  },
  {
    id: 'report_53',
    address: 'https://github.com/apache/mxnet/issues/17139',
    essence: 'group norm gamma/beta per group instead of per channel',
    edits: [
      {
        file: 'gv_norm.h',
        from: '    return b->groups == 0u ? j : (block % b->groups) * b->per_group + j / b->length;',
        to: '    return b->groups == 0u ? j : (block % b->groups) + 0u * j;',
      },
    ],
    function: /group_norm/,
    mistake: /indexed by group/,
  },
  {
    id: 'report_55',
    address: 'https://github.com/microsoft/CNTK/issues/3816',
    essence: 'epsilon added to the standard deviation, outside the root',
    edits: [
      {
        file: 'gv_norm.c',
        from: '        float square = d * d;\n        v = v + square;\n    }\n    *rstd = 1.0f / gv_sqrt_f32(v / (float)size + eps);\n}\n\nstatic void block_of_floats(const float *x, uint32_t size, float eps, float *mean, float *rstd)',
        to: '        float square = d * d;\n        v = v + square;\n    }\n    *rstd = 1.0f / (gv_sqrt_f32(v / (float)size) + eps);\n}\n\nstatic void block_of_floats(const float *x, uint32_t size, float eps, float *mean, float *rstd)',
      },
      {
        file: 'gv_norm.c',
        from: '        float square = d * d;\n        v = v + square;\n    }\n    *rstd = 1.0f / gv_sqrt_f32(v / (float)size + eps);\n}\n\ngv_status gv_norm_statistics(gv_ctx *ctx, const gv_tensor *x, const gv_blocks *plan, float eps,',
        to: '        float square = d * d;\n        v = v + square;\n    }\n    *rstd = 1.0f / (gv_sqrt_f32(v / (float)size) + eps);\n}\n\ngv_status gv_norm_statistics(gv_ctx *ctx, const gv_tensor *x, const gv_blocks *plan, float eps,',
      },
    ],
    function: /norm/,
    mistake: /outside the root/,
  },
  {
    id: 'report_57',
    address: 'https://github.com/VeriSilicon/TIM-VX/pull/589',
    essence: 'layernorm eps never set, always 0',
    edits: [
      {
        file: 'gv_norm.c',
        from: '        float square = d * d;\n        v = v + square;\n    }\n    *rstd = 1.0f / gv_sqrt_f32(v / (float)size + eps);\n}\n\nstatic void block_of_floats(const float *x, uint32_t size, float eps, float *mean, float *rstd)',
        to: '        float square = d * d;\n        v = v + square;\n    }\n    (void)eps;\n    *rstd = 1.0f / gv_sqrt_f32(v / (float)size);\n}\n\nstatic void block_of_floats(const float *x, uint32_t size, float eps, float *mean, float *rstd)',
      },
      {
        file: 'gv_norm.c',
        from: '        float square = d * d;\n        v = v + square;\n    }\n    *rstd = 1.0f / gv_sqrt_f32(v / (float)size + eps);\n}\n\ngv_status gv_norm_statistics(gv_ctx *ctx, const gv_tensor *x, const gv_blocks *plan, float eps,',
        to: '        float square = d * d;\n        v = v + square;\n    }\n    (void)eps;\n    *rstd = 1.0f / gv_sqrt_f32(v / (float)size);\n}\n\ngv_status gv_norm_statistics(gv_ctx *ctx, const gv_tensor *x, const gv_blocks *plan, float eps,',
      },
    ],
    function: /norm/,
    mistake: /left out|ignored/,
  },
  {
    id: 'report_59',
    address: 'https://github.com/FluxML/NNlib.jl/pull/43',
    essence: 'softmax subtracts max(0, max) - fails for all-negative logits',
    edits: [
      {
        file: 'gv_softmax.c',
        from: '    float maximum = values[0];\n    for (uint32_t i = 1; i < x->count; i++) {',
        to: '    float maximum = 0.0f;\n    for (uint32_t i = 0; i < x->count; i++) {',
      },
    ],
    function: /softmax/,
    mistake: /starts at 0/,
  },
  {
    id: 'report_61',
    address: 'https://github.com/deeplearning4j/libnd4j/issues/440',
    essence: 'softmax derivative: diagonal part only',
    edits: [
      {
        file: 'gv_softmax.c',
        from: '        gradient[i] = s[i] * (g[i] - dot);',
        to: '        gradient[i] = s[i] * (1.0f - s[i]) * g[i];',
      },
    ],
    function: /softmax_backward/,
    mistake: /diagonal|cross terms/,
  },
  {
    id: 'report_62',
    address: 'https://github.com/ml-explore/mlx/issues/4274',
    essence: 'argmax and NaN: NaN skipped vs propagated (ported the other way round: NaN wins)',
    edits: [
      {
        file: 'gv_softmax.c',
        from: '        bool above = x->dtype == GV_FLOAT32 ? gv_f32(x)[i] > gv_f32(x)[best] : gv_i32(x)[i] > gv_i32(x)[best];',
        to: '        bool above = x->dtype == GV_FLOAT32 ? gv_f32(x)[best] == gv_f32(x)[best] && !(gv_f32(x)[i] <= gv_f32(x)[best]) : gv_i32(x)[i] > gv_i32(x)[best];',
      },
    ],
    function: /argmax/,
    mistake: /NaN/,
  },
  {
    id: 'report_63',
    address: 'https://github.com/tiny-dnn/tiny-dnn/issues/1030',
    essence: 'log(p + tiny) instead of a clamp',
    edits: [
      {
        file: 'gv_softmax.c',
        from: '        float clamped = p < 1e-7f ? 1e-7f : p;',
        to: '        float clamped = p + 1e-20f;',
      },
    ],
    function: /cross_entropy/,
    mistake: /1e-20|not clamped/,
  },
  {
    id: 'report_79',
    address: 'https://github.com/CSTR-Edinburgh/mlpractical/pull/32',
    essence: 'dropout scaled twice',
    edits: [
      {
        file: 'gv_activation.c',
        from: '    float factor = 1.0f / keep;',
        to: '    float factor = 1.0f / keep / keep;',
      },
    ],
    function: /dropout/,
    mistake: /twice/,
  },
  {
    id: 'report_81',
    address: 'https://github.com/PaddlePaddle/Paddle/pull/65999',
    essence: 'relu gradient is 0 where the input is NaN',
    edits: [
      {
        file: 'gv_activation.c',
        from: '            gv_f32(dx)[i] = gv_f32(x)[i] <= 0.0f ? 0.0f : gv_f32(dy)[i];',
        to: '            gv_f32(dx)[i] = gv_f32(x)[i] > 0.0f ? gv_f32(dy)[i] : 0.0f;',
      },
    ],
    function: /relu/,
    mistake: /NaN/,
  },
  {
    id: 'report_87',
    address: 'https://github.com/NVIDIA/apex/issues/1430',
    essence: 'softmax backward overwrites the incoming gradient',
    edits: [
      {
        file: 'gv_softmax.c',
        from: '    }\n    return gv_write_loss_gradient(ctx, gradient, dx);',
        to: '    }\n    if (dy->dtype == GV_FLOAT32) {\n        for (uint32_t i = 0; i < dx->count; i++) {\n            gv_f32(dy)[i] = gradient[i];\n        }\n    }\n    return gv_write_loss_gradient(ctx, gradient, dx);',
      },
    ],
    function: /softmax_backward/,
    mistake: /overwrites its input dy/,
  },
];
