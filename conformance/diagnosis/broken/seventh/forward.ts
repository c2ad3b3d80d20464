/** Seventh set of reports that were unseen: layers. */

import type { BugReport } from '../entry.ts';

export const forward: readonly BugReport[] = [
  {
    id: 'seventh_01',
    address: 'https://github.com/ggml-org/ggml/pull/993',
    essence: 'a convolution computes the first batch item only',
    function: /conv1d/,
    mistake: /only the first counts|first_only/,
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '    GV_TRY(gather_extents(ctx, conv, x, y, &e));',
        to: `    GV_TRY(gather_extents(ctx, conv, x, y, &e));
    e.batch = x->rank > 3u ? x->dims[3] : 1u;`,
      },
    ],
  },
  {
    id: 'seventh_03',
    address: 'https://github.com/apache/mxnet/issues/6191',
    essence: 'a max pool starts every window at -FLT_MAX',
    function: /max_pool/,
    mistake: /starts_at_lowest|FLT_MAX/,
    edits: [
      {
        file: 'gv_pool.c',
        from: '        float best = c.count == 0u ? 0.0f : -GV_INFINITY;',
        to: '        float best = -3.402823466e+38f;',
      },
    ],
  },
  {
    id: 'seventh_05',
    address: 'https://github.com/vtjeng/MIPVerify.jl/pull/23',
    essence: 'SAME padding ignores the stride',
    function: /pool|conv1d|window/,
    mistake: /ignores_stride|whatever the stride/,
    edits: [
      {
        file: 'gv_window.c',
        from: '    return (gv_geometry){.outputs = outputs, .pad_left = total / 2u, .pad_right = total - total / 2u};',
        to: `    uint64_t side = (gv_window_span(w) - 1u) / 2u;
    return (gv_geometry){.outputs = outputs, .pad_left = side, .pad_right = total > side ? total - side : 0u};`,
      },
    ],
  },
  {
    id: 'seventh_07',
    address: 'https://github.com/IntelLabs/distiller/issues/11',
    essence: 'the bias is rescaled by the reciprocal of the ratio',
    function: /matmul|linear|conv1d/,
    mistake: /reciprocal|inverse|exchanged|other way/,
    edits: [
      {
        file: 'gv_seed.c',
        from: `        return gv_rescale_seed(ctx, q, scale_from, scale_to, mode, out);
    }
    *out = gv_round_half_away((gv_i2f(q) * scale_from) / scale_to);`,
        to: `        return gv_rescale_seed(ctx, q, scale_to, scale_from, mode, out);
    }
    *out = gv_round_half_away((gv_i2f(q) * scale_to) / scale_from);`,
      },
    ],
  },
  {
    id: 'seventh_09',
    address: 'https://github.com/tenstorrent/tt-metal/issues/56955',
    essence: 'the batch stride of GroupNorm is one group',
    function: /group_norm/,
    mistake: /stride|\bgroups\b|block/,
    edits: [
      {
        file: 'gv_norm.c',
        from: '    return ctx->contract->empty_norm == GV_EMPTY_NORM_RETURNS && (blocks->blocks == 0u || blocks->size == 0u);',
        to: `    return ctx->contract->empty_norm == GV_EMPTY_NORM_RETURNS && (blocks->blocks == 0u || blocks->size == 0u);
}

/* First element of a block. */
static uint32_t start_of(const gv_blocks *b, uint32_t block)
{
    return b->groups == 0u ? block * b->size : (block / b->groups + block % b->groups) * b->size;`,
      },
      {
        file: 'gv_norm.c',
        from: '            block_of_floats(gv_f32(x) + (size_t)b * size, size, eps, &mean[b], &rstd[b]);',
        to: '            block_of_floats(gv_f32(x) + start_of(plan, b), size, eps, &mean[b], &rstd[b]);',
      },
      {
        file: 'gv_norm.c',
        from: '        block_of_mantissas(gv_i32(x) + (size_t)b * size, size, x->scale, eps, &mean[b], &rstd[b]);',
        to: '        block_of_mantissas(gv_i32(x) + start_of(plan, b), size, x->scale, eps, &mean[b], &rstd[b]);',
      },
      {
        file: 'gv_norm.c',
        from: '        values[i] = gv_normalize(gv_i32(x)[i], x->scale, mean[block], rstd[block]);',
        to: '        values[i] = gv_normalize(gv_i32(x)[start_of(b, block) + i % b->size], x->scale, mean[block], rstd[block]);',
      },
      {
        file: 'gv_norm.c',
        from: '        float normal = (gv_f32(x)[i] - mean[block]) * rstd[block];',
        to: '        float normal = (gv_f32(x)[start_of(b, block) + i % b->size] - mean[block]) * rstd[block];',
      },
    ],
  },
  {
    id: 'seventh_15',
    address: 'https://github.com/ml-explore/mlx/issues/4250',
    essence: 'columns beyond the last full block of 4 are not computed',
    function: /matmul/,
    mistake: /last n mod 4|tail_of_4/,
    edits: [
      {
        file: 'gv_matmul.c',
        from: `        const float *a_row = a + (size_t)row * plan->a_row;
        for (uint32_t col = 0; col < plan->cols; col++) {`,
        to: `        const float *a_row = a + (size_t)row * plan->a_row;
        for (uint32_t col = 0; col < plan->cols / 4u * 4u; col++) {`,
      },
    ],
  },
  {
    id: 'seventh_17',
    address: 'https://github.com/pytorch/executorch/pull/19194',
    essence: 'linear forward computes the first row only',
    function: /linear/,
    mistake: /only the first counts|first_only/,
    edits: [
      {
        file: 'gv_linear.c',
        from: `gv_status gv_linear_forward_raw(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *weight,
                                const gv_tensor *bias, gv_tensor *y)
{
    gv_tensor transposed = gv_transpose_view(weight);
    return gv_matmul_sym(ctx, x, &transposed, bias, y);`,
        to: `static gv_tensor first_row(const gv_tensor *x)
{
    gv_tensor row = *x;
    if (row.rank == 2u) {
        row.dims[row.order[0] == 0u ? 0 : 1] = 1u;
        row.count = row.dims[0] * row.dims[1];
    }
    return row;
}

gv_status gv_linear_forward_raw(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *weight,
                                const gv_tensor *bias, gv_tensor *y)
{
    gv_tensor transposed = gv_transpose_view(weight);
    gv_tensor row = first_row(x);
    return gv_matmul_sym(ctx, &row, &transposed, bias, y);`,
      },
      {
        file: 'gv_linear.c',
        from: '    return gv_matmul_float32(ctx, operands[0], &transposed, bias, raw);',
        to: `    gv_tensor row = first_row(operands[0]);
    return gv_matmul_float32(ctx, &row, &transposed, bias, raw);`,
      },
    ],
  },
];
