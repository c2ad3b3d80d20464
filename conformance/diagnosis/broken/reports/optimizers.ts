/** Public bug reports about optimizers, ported to the kernels of this repository. */

import type { BugReport } from '../entry.ts';

export const optimizersReports: readonly BugReport[] = [
  {
    id: 'report_65',
    address: 'https://github.com/FluxML/Flux.jl/pull/448',
    essence: 'Adam epsilon inside the root: sqrt(v_hat + eps)',
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '        float denominator = gv_sqrt_f32(v[i]) / rates->bc2 + rates->epsilon;',
        to: '        float denominator = gv_sqrt_f32(v[i] / (rates->bc2 * rates->bc2) + rates->epsilon);',
      },
    ],
    function: /adamw/,
    mistake: /inside the root/,
  },
  {
    id: 'report_67',
    address: 'https://github.com/nntrainer/nntrainer/pull/3565',
    essence: 'AdamW adds weight decay to the gradient (coupled)',
    edits: [
      {
        file: 'gv_optimizer.h',
        from: '    float epsilon;\n} gv_adamw_rates;',
        to: '    float epsilon;\n    float coupled;\n} gv_adamw_rates;',
      },
      {
        file: 'gv_optimizer.c',
        from: '        .decay = (float)(1.0 - lr * o->weight_decay),',
        to: '        .decay = 1.0f,\n        .coupled = (float)o->weight_decay,',
      },
      {
        file: 'gv_optimizer.c',
        from: '    const float *g = gv_f32(operands[1]);\n    float *out = gv_f32(raw);\n    for (uint32_t i = 0; i < raw->count; i++) {\n        out[i] = gv_fma_f32(rates->w1, g[i] - m[i], m[i]);',
        to: '    const float *gr = gv_f32(operands[1]);\n    const float *p = gv_f32(operands[2]);\n    float *out = gv_f32(raw);\n    for (uint32_t i = 0; i < raw->count; i++) {\n        float g = gr[i] + rates->coupled * p[i];\n        out[i] = gv_fma_f32(rates->w1, g - m[i], m[i]);',
      },
      {
        file: 'gv_optimizer.c',
        from: '    const float *g = gv_f32(operands[1]);\n    float *out = gv_f32(raw);\n    for (uint32_t i = 0; i < raw->count; i++) {\n        out[i] = v[i] * rates->beta2 + (rates->s2 * g[i]) * g[i];',
        to: '    const float *gr = gv_f32(operands[1]);\n    const float *p = gv_f32(operands[2]);\n    float *out = gv_f32(raw);\n    for (uint32_t i = 0; i < raw->count; i++) {\n        float g = gr[i] + rates->coupled * p[i];\n        out[i] = v[i] * rates->beta2 + (rates->s2 * g) * g;',
      },
      {
        file: 'gv_optimizer.c',
        from: '    const gv_tensor *first[2] = {m, gradient};\n    GV_TRY(gv_execute_op(ctx, first_moment_kernel, rates, first, 2, arithmetic, GV_OUT_WRITE, m));\n    const gv_tensor *second[2] = {v, gradient};\n    GV_TRY(gv_execute_op(ctx, second_moment_kernel, rates, second, 2, arithmetic, GV_OUT_WRITE, v));',
        to: '    const gv_tensor *first[3] = {m, gradient, parameter};\n    GV_TRY(gv_execute_op(ctx, first_moment_kernel, rates, first, 3, arithmetic, GV_OUT_WRITE, m));\n    const gv_tensor *second[3] = {v, gradient, parameter};\n    GV_TRY(gv_execute_op(ctx, second_moment_kernel, rates, second, 3, arithmetic, GV_OUT_WRITE, v));',
      },
    ],
    function: /adamw/,
    mistake: /coupled/,
  },
  {
    id: 'report_69',
    address: 'https://github.com/flashlight/flashlight/issues/143',
    essence: 'decoupled decay not multiplied by the learning rate',
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '        .decay = (float)(1.0 - lr * o->weight_decay),',
        to: '        .decay = (float)(1.0 - o->weight_decay),',
      },
    ],
    function: /adamw/,
    mistake: /rate is missing|1 − wd/,
  },
  {
    id: 'report_71',
    address: 'https://github.com/mdenil/dropout/issues/4',
    essence: 'parameter steps along the momentum of the previous step',
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '        const gv_tensor *inputs[2] = {parameter, &staged};',
        to: '        const gv_tensor *inputs[2] = {parameter, state};',
      },
      {
        file: 'gv_optimizer.c',
        from: '            updated[i] = descend(p[i], momenta[i], rates.lr);',
        to: '            updated[i] = descend(p[i], v[i], rates.lr);',
      },
    ],
    function: /momentum/,
    mistake: /old momentum|previous/,
  },
  {
    id: 'report_73',
    address: 'https://github.com/ml-explore/mlx/pull/87',
    essence: 'velocity scales the gradient by (1 - momentum)',
    edits: [
      {
        file: 'gv_optimizer.c',
        from: 'static float momentum_update(float v, float drive, float momentum) { return momentum * v + drive; }',
        to: 'static float momentum_update(float v, float drive, float momentum) { return momentum * v + (1.0f - momentum) * drive; }',
      },
    ],
    function: /momentum/,
    mistake: /1 − μ/,
  },
  {
    id: 'report_83',
    address: 'https://github.com/EleutherAI/gpt-neox/pull/1008',
    essence: 'cosine schedule ignores min_lr in the formula and clamps to it',
    edits: [
      {
        file: 'gv_schedule.c',
        from: '        return (float)(factor + ((start - factor) * (1.0 + gv_cos_f64(angle))) / 2.0);',
        to: '        double rate = (start * (1.0 + gv_cos_f64(angle))) / 2.0;\n        return (float)(rate > factor ? rate : factor);',
      },
    ],
    function: /lr_schedule|cosine/,
    mistake: /max\(/,
  },
  {
    id: 'report_85',
    address: 'https://github.com/pytorch/ao/pull/4915',
    essence: 'Adam step counter stops at 256 (bf16), bias correction frozen',
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '{\n    double lr = (double)o->lr;',
        to: '{\n    t = t > 256u ? 256u : t;\n    double lr = (double)o->lr;',
      },
    ],
    function: /adamw/,
    mistake: /256/,
  },
  {
    id: 'report_89',
    address: 'https://github.com/tenstorrent/tt-metal/issues/55935',
    essence: 'Adam scalars truncated to bfloat16 (beta2 0.999 -> 0.99609)',
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '        .beta2 = (float)o->beta2,',
        to: '        .beta2 = gv_float_of(gv_bits_of((float)o->beta2) & 0xffff0000u),',
      },
    ],
    function: /adamw/,
    mistake: /β2.*16 bits/,
  },
];
