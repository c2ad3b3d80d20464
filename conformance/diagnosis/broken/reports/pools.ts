/** Public bug reports about pools, ported to the kernels of this repository. */

import type { BugReport } from '../entry.ts';

export const poolsReports: readonly BugReport[] = [
  {
    id: 'report_01',
    address: 'https://github.com/ARM-software/CMSIS_5/issues/1012',
    essence:
      'pool average: a reader\'s proposed "fix" (sum-(count-1)/2)/count makes negative halves go up',
    edits: [
      {
        file: 'gv_pool.c',
        from: '    uint32_t magnitude = sum < 0 ? 0u - (uint32_t)sum : (uint32_t)sum;\n    uint32_t quotient = magnitude / n;\n    /* the remainder against n - n/2 avoids a sum beyond uint32 */\n    if (magnitude % n >= n - n / 2u) {\n        quotient = quotient + 1u;\n    }\n    return (int32_t)(sum < 0 ? 0u - quotient : quotient);',
        to: '    int32_t count = (int32_t)n;\n    return sum > 0 ? (sum + count / 2) / count : (sum - (count - 1) / 2) / count;',
      },
    ],
    function: /adaptive_avg_pool/,
    mistake: /halves? up/,
  },
  {
    id: 'report_03',
    address: 'https://github.com/ARM-software/CMSIS_5/pull/993',
    essence: 'average pool accumulates in 16 bits',
    edits: [
      {
        file: 'gv_pool.c',
        from: '    int32_t sum = 0;\n    for (uint32_t t = 0; t < c.count; t++) {\n        sum += row[c.first + t * c.step];',
        to: '    int16_t sum = 0;\n    for (uint32_t t = 0; t < c.count; t++) {\n        sum = (int16_t)(sum + row[c.first + t * c.step]);',
      },
    ],
    function: /avg_pool/,
    mistake: /16 bits/,
  },
  {
    id: 'report_05',
    address: 'https://github.com/uxlfoundation/oneDNN/pull/1677',
    essence: 'max pool starts at FLT_MIN (tiny positive) instead of lowest float',
    edits: [
      {
        file: 'gv_pool.c',
        from: '        float best = c.count == 0u ? 0.0f : -GV_INFINITY;',
        to: '        float best = c.count == 0u ? 0.0f : 1.17549435e-38f;',
      },
    ],
    function: /max_pool/,
    mistake: /FLT_MIN|starts at/,
  },
  {
    id: 'report_07',
    address: 'https://github.com/pytorch/pytorch/pull/1465',
    essence: 'window of NaN/-inf only has index -1 and the backward writes to data[-1]',
    edits: [
      {
        file: 'gv_pool.c',
        from: '    if (position < 0) {\n        return;\n    }\n    uint32_t at = row + (uint32_t)position;',
        to: '    int32_t at = (int32_t)row + position;',
      },
    ],
    function: /max_pool1d_backward/,
    mistake: /position −1|negative/,
  },
  {
    id: 'report_09',
    address: 'https://github.com/riccardomusmeci/mlx-image/issues/16',
    essence: 'adaptive average pool reshape averages strided samples instead of a contiguous patch',
    edits: [
      {
        file: 'gv_pool.c',
        from: '        gv_adaptive_window(o, e->in_length, e->out_length, &c.first, &c.count);\n        return c;',
        to: '        gv_adaptive_window(o, e->in_length, e->out_length, &c.first, &c.count);\n        if (e->in_length % e->out_length == 0u) {\n            c.first = o;\n            c.step = e->out_length;\n        }\n        return c;',
      },
    ],
    function: /adaptive/,
    mistake: /strided|O-th/,
  },
  {
    id: 'report_11',
    address: 'https://github.com/tensorflow/tflite-micro/pull/3584',
    essence: 'pooling wrapper hard-codes batch 1, later batch items are never computed',
    edits: [
      {
        file: 'gv_pool.c',
        from: '    *e = (extents){.rows = in->dims[0] * in->dims[1], .in_length = in->dims[2], .out_length = out->dims[2]};',
        to: '    *e = (extents){.rows = in->dims[1], .in_length = in->dims[2], .out_length = out->dims[2]};',
      },
    ],
    function: /pool/,
    mistake: /first batch|batch items .*only the first counts/,
  },
  {
    id: 'report_91',
    address: 'https://github.com/pytorch/pytorch/pull/7670',
    essence: 'max pool and NaN (ported: NaN in a window propagates)',
    edits: [
      {
        file: 'gv_pool.c',
        from: '            if (value > best) {',
        to: '            if (value > best || value != value) {',
      },
    ],
    function: /max_pool/,
    mistake: /NaN/,
  },
];
