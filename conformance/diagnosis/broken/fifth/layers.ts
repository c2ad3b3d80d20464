/** Fifth set of reports that were unseen: layers and pools. */

import type { BugReport } from '../entry.ts';

export const layers: readonly BugReport[] = [
  {
    id: 'fifth_01',
    address: 'https://github.com/CanReader/FastNN/issues/4',
    essence: 'a tap of a pool window is read at first + t: the dilation is left out',
    function: /pool1d/,
    mistake: /dilation (is missing|were 1)|step_one/,
    edits: [
      {
        file: 'gv_pool.c',
        from: '    return (cover){.first = slice.input, .step = pool->window.dilation, .count = slice.count};',
        to: '    return (cover){.first = slice.input, .step = 1u, .count = slice.count};',
      },
    ],
  },
  {
    id: 'fifth_05',
    address: 'https://github.com/pytorch/pytorch/issues/190064',
    essence: 'adaptive windows of one stride and one length',
    function: /adaptive/,
    mistake: /fixed stride|one stride/,
    edits: [
      {
        file: 'js/kernels/windows.ts',
        from: '  return [Math.floor((o * length) / outputs), Math.ceil(((o + 1) * length) / outputs)];',
        to: `  const stride = Math.floor(length / outputs);
  return [o * stride, o * stride + length - (outputs - 1) * stride];`,
      },
    ],
  },
  {
    id: 'fifth_07',
    address: 'https://github.com/tracel-ai/burn/issues/5607',
    essence: 'variance as mean of squares minus squared mean',
    function: /norm/,
    mistake: /one pass|single_pass/,
    edits: [
      {
        file: 'gv_norm.c',
        from: `    for (uint32_t j = 0; j < size; j++) {
        sum = sum + x[j];
    }
    *mean = sum / (float)size;
    float v = 0.0f;
    for (uint32_t j = 0; j < size; j++) {
        float d = x[j] - *mean;
        float square = d * d;
        v = v + square;
    }
    *rstd = 1.0f / gv_sqrt_f32(v / (float)size + eps);`,
        to: `    float squares = 0.0f;
    for (uint32_t j = 0; j < size; j++) {
        float square = x[j] * x[j];
        sum = sum + x[j];
        squares = squares + square;
    }
    *mean = sum / (float)size;
    float squared_mean = *mean * *mean;
    float v = squares / (float)size - squared_mean;
    *rstd = 1.0f / gv_sqrt_f32(v + eps);`,
      },
    ],
  },
  {
    id: 'fifth_11',
    address: 'https://github.com/mlpack/mlpack/pull/3679',
    essence: 'only the first row of dy enters the bias gradient',
    function: /linear/,
    mistake: /first item/,
    edits: [
      {
        file: 'gv_linear_backward.c',
        from: '    for (uint32_t i = 0; i < dy->count; i++) {',
        to: '    for (uint32_t i = 0; i < dy->count && i < db->count; i++) {',
      },
      {
        file: 'gv_linear_backward.c',
        from: '    for (uint32_t i = 0; i < operands[0]->count; i++) {',
        to: '    for (uint32_t i = 0; i < operands[0]->count && i < raw->count; i++) {',
      },
    ],
  },
  {
    id: 'fifth_13',
    address: 'https://github.com/microsoft/onnxruntime/issues/29637',
    essence: 'the first sample of a window that begins in the left padding is element 0',
    function: /max_pool/,
    mistake: /is clipped/,
    edits: [
      {
        file: 'gv_pool.c',
        from: '        return c;',
        to: `        return c;
    }
    if (pool->kind == GV_POOL_MAX) {
        int64_t start = (int64_t)o * pool->window.stride - (int64_t)e->pad_left;
        int64_t end = start + (int64_t)gv_window_span(&pool->window);
        start = start < 0 ? 0 : start;
        end = end < (int64_t)e->in_length ? end : (int64_t)e->in_length;
        int64_t room = end > start ? end - start : 0;
        c.first = (uint32_t)start;
        c.step = pool->window.dilation;
        c.count = (uint32_t)((room + c.step - 1) / c.step);
        return c;`,
      },
    ],
  },
  {
    id: 'fifth_17',
    address: 'https://github.com/flagos-ai/FlagGems/issues/5392',
    essence: 'blocks of the backward are the entries of the first axis',
    function: /norm/,
    mistake: /entry of the first axis/,
    edits: [
      {
        file: 'gv_norm_backward.c',
        from: '    if (sym && gv_norm_returns_empty(ctx, &pass.blocks)) {',
        to: `    if (norm->groups == 0u && x->rank > 2u && x->dims[0] > 0u) {
        pass.blocks.blocks = x->dims[0];
        pass.blocks.size = x->count / x->dims[0];
    }
    if (sym && gv_norm_returns_empty(ctx, &pass.blocks)) {`,
      },
      {
        file: 'gv_norm.h',
        from: '    return b->groups == 0u ? j : (block % b->groups) * b->per_group + j / b->length;',
        to: '    return b->groups == 0u ? j % b->affine : (block % b->groups) * b->per_group + j / b->length;',
      },
    ],
  },
  {
    id: 'fifth_23',
    address: 'https://github.com/pytorch/pytorch/pull/188345',
    essence: 'the windows of the average backward start without the padding on the left',
    function: /avg_pool/,
    mistake: /no padding|padding_ignored/,
    edits: [
      {
        file: 'gv_pool.c',
        from: `    if (dx->dtype == GV_SYM_INT32) {
        GV_TRY(guard_sum(ctx, dy->bits, backward_terms(pool, &e)));`,
        to: `    e.pad_left = pool->kind == GV_POOL_AVERAGE ? 0u : e.pad_left;
    if (dx->dtype == GV_SYM_INT32) {
        GV_TRY(guard_sum(ctx, dy->bits, backward_terms(pool, &e)));`,
      },
    ],
  },
];
