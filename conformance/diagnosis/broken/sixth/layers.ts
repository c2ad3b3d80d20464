/** Sixth set of reports that were unseen: layers and pools. */

import type { BugReport } from '../entry.ts';

export const layers: readonly BugReport[] = [
  {
    id: 'sixth_04',
    address: 'https://github.com/robertknight/rten/pull/1408',
    essence: 'the bias of a transposed convolution is indexed within the group',
    function: /transposed/,
    mistake: /within the group|bias_in_group/,
    edits: [
      {
        file: 'gv_conv1d.c',
        from: `    for (uint32_t c = 0; c < e->out_channels; c++) {
        for (uint32_t b = 0; b < e->batch; b++) {
            uint32_t first = (b * e->out_channels + c) * e->out_length;
            for (uint32_t i = first; i < first + e->out_length; i++) {
                if (seeds != NULL) {
                    gv_i32(y)[i] += seeds[c];
                } else {
                    gv_f32(y)[i] = gv_f32(y)[i] + gv_f32(bias)[c];`,
        to: `    uint32_t out_per = e->out_channels / e->groups;
    for (uint32_t c = 0; c < e->out_channels; c++) {
        for (uint32_t b = 0; b < e->batch; b++) {
            uint32_t first = (b * e->out_channels + c) * e->out_length;
            for (uint32_t i = first; i < first + e->out_length; i++) {
                if (seeds != NULL) {
                    gv_i32(y)[i] += seeds[c % out_per];
                } else {
                    gv_f32(y)[i] = gv_f32(y)[i] + gv_f32(bias)[c % out_per];`,
      },
    ],
  },
  {
    id: 'sixth_10',
    address: 'https://github.com/snuspl/cruise/issues/800',
    essence: 'the bias gradient of a convolution sums element c of every flat item',
    function: /conv1d/,
    mistake: /as it lies in memory|of_flat_item/,
    edits: [
      {
        file: 'gv_conv1d.c',
        from: `        uint32_t c = row % dy->dims[1];
        uint32_t first = row * dy->dims[2];
        for (uint32_t i = first; i < first + dy->dims[2]; i++) {`,
        to: `        uint32_t first = row * dy->dims[2];
        for (uint32_t i = first; i < first + dy->dims[2]; i++) {
            uint32_t c = i % (dy->dims[1] * dy->dims[2]);
            if (c >= dy->dims[1]) {
                continue;
            }`,
      },
    ],
  },
  {
    id: 'sixth_12',
    address: 'https://github.com/ddbourgin/numpy-ml/issues/94',
    essence: 'the backward of dropout does not apply the mask',
    function: /dropout_backward/,
    mistake: /does not apply its mask|mask_not_applied/,
    edits: [
      {
        file: 'gv_activation.c',
        from: '    apply_mask(mask, p, dy, dx);',
        to: `    float factor = 1.0f / (1.0f - p);
    for (uint32_t i = 0; i < dy->count; i++) {
        if (dy->dtype == GV_FLOAT32) {
            gv_f32(dx)[i] = gv_f32(dy)[i] * factor;
        } else {
            gv_i32(dx)[i] = gv_i32(dy)[i];
        }
    }
    if (dy->dtype == GV_SYM_INT32) {
        dx->scale = dy->scale * factor;
    }`,
      },
    ],
  },
  {
    id: 'sixth_14',
    address: 'https://github.com/rasmusbergpalm/DeepLearnToolbox/issues/41',
    essence: 'the weight gradient of a convolution is mirrored along the kernel',
    function: /conv1d/,
    mistake: /weight gradient.*mirrored|weight_gradient_mirrored/,
    edits: [
      {
        file: 'js/kernels/convolution.ts',
        from: `      let sum = dw.data[taps + k]!;
      for (let b = 0; b < p.batch && range.count > 0; b++) {
        const from = innerLane(p, inner, b, ic, range.inner);
        sum = dot(sum, from, outerLane(p, outer, b, oc, range.first), range.count);
      }
      dw.data[taps + k] = sum;`,
        to: `      const at = taps + p.w.kernel - 1 - k;
      let sum = dw.data[at]!;
      for (let b = 0; b < p.batch && range.count > 0; b++) {
        const from = innerLane(p, inner, b, ic, range.inner);
        sum = dot(sum, from, outerLane(p, outer, b, oc, range.first), range.count);
      }
      dw.data[at] = sum;`,
      },
      {
        file: 'js/kernels/integer_convolution.ts',
        from: '      const to = k * step + b * p.outer + range.first;',
        to: '      const to = (p.w.kernel - 1 - k) * step + b * p.outer + range.first;',
      },
    ],
  },
  {
    id: 'sixth_20',
    address: 'https://github.com/robertknight/rten/pull/336',
    essence: 'the first valid tap of a window is counted without the stride',
    function: /window/,
    mistake: /without the stride|lost_without_stride/,
    edits: [
      {
        file: 'gv_window.h',
        from: '    uint64_t missing = place < pad_left ? pad_left - place : 0u;',
        to: '    uint64_t missing = output < pad_left ? pad_left - output : 0u;',
      },
    ],
  },
  {
    id: 'sixth_22',
    address: 'https://github.com/131250208/TPlinker-joint-extraction/issues/37',
    essence: 'the deviation is the square of variance plus epsilon',
    function: /norm/,
    mistake: /squares instead of/,
    edits: [
      {
        file: 'js/kernels/norm_blocks.ts',
        from: '    rstd[b] = fround(1 / fround(Math.sqrt(fround(fround(v / fround(size)) + eps))));',
        to: `    const spread = fround(fround(v / fround(size)) + eps);
    rstd[b] = fround(1 / fround(spread * spread));`,
      },
    ],
  },
  {
    id: 'sixth_24',
    address: 'https://github.com/tile-ai/tilelang/issues/2627',
    essence: 'a float product clears its sum at every eighth term',
    function: /matmul|product/,
    mistake: /cleared inside the loop|last_block_of_8/,
    edits: [
      {
        file: 'gv_matmul.c',
        from: '            for (uint32_t k = 0; k < plan->inner; k++) {',
        to: `            for (uint32_t k = 0; k < plan->inner; k++) {
                acc = k % 8u == 0u && k > 0u ? 0.0f : acc;`,
      },
    ],
  },
  {
    id: 'sixth_28',
    address: 'https://github.com/onnx/onnx/pull/8446',
    essence: 'the first output channel of a group is the number of the group',
    function: /transposed/,
    mistake: /offset of the group/,
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '    uint32_t first_out = ic / in_per * out_per;',
        to: '    uint32_t first_out = to_weight ? ic / in_per * out_per : ic / in_per;',
      },
    ],
  },
  {
    id: 'sixth_30',
    address: 'https://github.com/PaddlePaddle/Paddle/pull/78701',
    essence: 'the position of a maximum counts the taps of its window',
    function: /max_pool/,
    mistake: /counts the valid taps|position_is_valid_tap/,
    edits: [
      {
        file: 'js/kernels/pools.ts',
        from: '        at = i - row;',
        to: '        at = n;',
      },
    ],
  },
];
