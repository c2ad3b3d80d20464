/** Third set of unseen reports: products, convolutions and pools. */

import type { BugReport } from '../entry.ts';

export const products: readonly BugReport[] = [
  {
    id: 'third_01',
    address: 'https://github.com/apache/mxnet/issues/2753',
    essence: 'padding of the max pool counts as 0',
    function: /max_pool/,
    mistake: /zero|begins_at_zero/,
    edits: [
      {
        file: 'js/kernels/pools.ts',
        from: '  const covers = call.once(maximumCovers);',
        to: `  const covers = call.once(maximumCovers);
  const w = windowOf(call);`,
      },
      {
        file: 'js/kernels/pools.ts',
        from: '    raw.data[o] = count === 0 ? 0 : best;',
        to: `    if (count < w.kernel && best < 0) best = 0;
    raw.data[o] = count === 0 ? 0 : best;`,
      },
    ],
  },
  {
    id: 'third_06',
    address: 'https://github.com/ARM-software/CMSIS_5/issues/1168',
    essence: 'tail: the last output of an odd length gets no products (SYM arm)',
    function: /conv1d/,
    mistake: /position.*(mod 2|odd|pair)|tail/,
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '                gv_slice slice = gv_window_slice(w, e->in_length, e->pad_left, o);',
        to: `                /* outputs come in pairs */
                if (!to_weight && !floats && (o | 1u) >= e->out_length) {
                    continue;
                }
                gv_slice slice = gv_window_slice(w, e->in_length, e->pad_left, o);`,
      },
    ],
  },
  {
    id: 'third_09',
    address: 'https://github.com/Kulbear/deep-learning-coursera/pull/34',
    essence: 'the stride is ignored in the weight gradient',
    function: /conv1d_backward|convWeightGrad/,
    mistake: /stride.*(ignored|weight gradient)/,
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '                gv_slice slice = gv_window_slice(w, e->in_length, e->pad_left, o);',
        to: `                gv_window unit = *w;
                unit.stride = to_weight ? 1u : w->stride;
                gv_slice slice = gv_window_slice(&unit, e->in_length, e->pad_left, o);`,
      },
    ],
  },
  {
    id: 'third_11',
    address: 'https://github.com/openxla/xla/issues/46897',
    essence: 'bias indexed by row instead of column',
    function: /matmul|linear/,
    mistake: /bias.*by row/,
    edits: [
      {
        file: 'gv_matmul.c',
        from: '            float acc = bias == NULL ? 0.0f : bias[col];',
        to: '            float acc = bias == NULL ? 0.0f : bias[row % plan->cols];',
      },
    ],
  },
  {
    id: 'third_17',
    address: 'https://github.com/alibaba/zvec/pull/682',
    essence: 'b index not advanced inside an unrolled block of four',
    function: /matmul/,
    mistake: /not advanced|stays at|first of (the|each|its) block|unrolled/,
    edits: [
      {
        file: 'gv_matmul.c',
        from: '                acc += a_row[at_a] * b_col[at_b];',
        to: `                uint32_t row_of_four = plan->inner - k > plan->inner % 4u ? k & ~3u : k;
                acc += a_row[at_a] * b_col[(size_t)row_of_four * plan->b_inner];`,
      },
    ],
  },
  {
    id: 'third_21',
    address: 'https://github.com/kraiskil/onnx2c/pull/40',
    essence: 'bias of the transposed convolution added once per input channel',
    function: /conv1d_transposed|convTransposed/,
    mistake: /bias.*(once (per|for every) input channel|per input channel)/,
    edits: [
      {
        file: 'gv_conv1d.c',
        from: `                if (seeds != NULL) {
                    gv_i32(y)[i] += seeds[c];
                } else {
                    gv_f32(y)[i] = gv_f32(y)[i] + gv_f32(bias)[c];`,
        to: `                for (uint32_t ic = 0; ic < e->in_channels / e->groups; ic++) {
                    if (seeds != NULL) {
                        gv_i32(y)[i] += seeds[c];
                    } else {
                        gv_f32(y)[i] = gv_f32(y)[i] + gv_f32(bias)[c];
                    }`,
      },
    ],
  },
];
