/** Second set of unseen reports: pools, norms, activations and losses. */

import type { BugReport } from '../entry.ts';

export const layers: readonly BugReport[] = [
  {
    id: 'second_01',
    address: 'https://github.com/Tencent/ncnn/issues/924',
    essence:
      'average pool divides a padded window by the samples that are really there, not by the kernel size',
    function: /avg_pool1d_forward/,
    mistake: /valid_taps|valid taps/,
    edits: [
      {
        file: 'gv_pool.c',
        from: '        gv_f32(raw)[to] = sum_float(gv_f32(x) + row, c) / float_divisor(pool, c);',
        to: '        gv_f32(raw)[to] = sum_float(gv_f32(x) + row, c) / gv_i2f((int32_t)(c.count == 0u ? 1u : c.count));',
      },
    ],
  },
  {
    id: 'second_09',
    address: 'https://github.com/flagos-ai/FlagGems/issues/4915',
    essence: 'adaptive pool: end of the window rounded down instead of up',
    function: /adaptive_/,
    mistake: /floor|⌊/,
    edits: [
      {
        file: 'gv_window.c',
        from: '    *count = (uint32_t)((next + outputs - 1u) / outputs) - *first;',
        to: '    *count = (uint32_t)(next / outputs) > *first ? (uint32_t)(next / outputs) - *first : 1u;',
      },
    ],
  },
  {
    id: 'second_11',
    address: 'https://github.com/tensorflow/tensorflow/issues/22025',
    essence:
      'argmax of max pooling: index over the whole tensor on one device, within the item on the other',
    function: /max_pool1d_forward/,
    mistake: /start|in_tensor/,
    edits: [
      {
        file: 'gv_pool.c',
        from: '                *position = (int32_t)(c.first + t * c.step);',
        to: '                *position = (int32_t)(row + c.first + t * c.step);',
      },
      {
        file: 'gv_pool.c',
        from: `            best = value;
            *position = (int32_t)(c.first + t * c.step);`,
        to: `            best = value;
            *position = (int32_t)(row + c.first + t * c.step);`,
      },
    ],
  },
  {
    id: 'second_13',
    address: 'https://github.com/xlite-dev/LeetCUDA/pull/317',
    essence: 'misplaced parenthesis: eps added to the count that the variance is divided by',
    function: /norm/,
    mistake: /eps/,
    edits: [
      {
        file: 'gv_norm.c',
        from: `        float d = value - *mean;
        float square = d * d;
        v = v + square;
    }
    *rstd = 1.0f / gv_sqrt_f32(v / (float)size + eps);`,
        to: `        float d = value - *mean;
        float square = d * d;
        v = v + square;
    }
    *rstd = 1.0f / gv_sqrt_f32(v / ((float)size + eps));`,
      },
      {
        file: 'gv_norm.c',
        from: `        float d = x[j] - *mean;
        float square = d * d;
        v = v + square;
    }
    *rstd = 1.0f / gv_sqrt_f32(v / (float)size + eps);`,
        to: `        float d = x[j] - *mean;
        float square = d * d;
        v = v + square;
    }
    *rstd = 1.0f / gv_sqrt_f32(v / ((float)size + eps));`,
      },
    ],
  },
  {
    id: 'second_15',
    address: 'https://github.com/flagos-ai/FlagGems/pull/4985',
    essence:
      'group norm: groups of 3 channels are read as 4 (next power of two): the statistics take in channels of the next group',
    function: /group_norm/,
    mistake: /power_of_two|next one/,
    edits: [
      {
        file: 'gv_norm.c',
        from: 'static void block_of_mantissas(const int32_t *q, uint32_t size, float scale, float eps, float *mean,',
        to: `/* Elements of one load: channels up to a power of two, as far as the item goes. */
static uint32_t loaded(const gv_blocks *plan, uint32_t block)
{
    if (plan->groups == 0u) {
        return plan->size;
    }
    uint32_t width = 1u;
    while (width < plan->per_group) {
        width *= 2u;
    }
    uint32_t left = plan->affine - block % plan->groups * plan->per_group;
    return (width < left ? width : left) * plan->length;
}

static void block_of_mantissas(const int32_t *q, uint32_t load, uint32_t size, float scale, float eps, float *mean,`,
      },
      {
        file: 'gv_norm.c',
        from: `    int32_t sum = 0;
    for (uint32_t j = 0; j < size; j++) {`,
        to: `    int32_t sum = 0;
    for (uint32_t j = 0; j < load; j++) {`,
      },
      {
        file: 'gv_norm.c',
        from: `    *mean = scale * (gv_i2f(sum) / (float)size);
    float v = 0.0f;
    for (uint32_t j = 0; j < size; j++) {`,
        to: `    *mean = scale * (gv_i2f(sum) / (float)size);
    float v = 0.0f;
    for (uint32_t j = 0; j < load; j++) {`,
      },
      {
        file: 'gv_norm.c',
        from: 'static void block_of_floats(const float *x, uint32_t size, float eps, float *mean, float *rstd)',
        to: 'static void block_of_floats(const float *x, uint32_t load, uint32_t size, float eps, float *mean, float *rstd)',
      },
      {
        file: 'gv_norm.c',
        from: `    float sum = 0.0f;
    for (uint32_t j = 0; j < size; j++) {`,
        to: `    float sum = 0.0f;
    for (uint32_t j = 0; j < load; j++) {`,
      },
      {
        file: 'gv_norm.c',
        from: `    *mean = sum / (float)size;
    float v = 0.0f;
    for (uint32_t j = 0; j < size; j++) {`,
        to: `    *mean = sum / (float)size;
    float v = 0.0f;
    for (uint32_t j = 0; j < load; j++) {`,
      },
      {
        file: 'gv_norm.c',
        from: '            block_of_floats(gv_f32(x) + (size_t)b * size, size, eps, &mean[b], &rstd[b]);',
        to: '            block_of_floats(gv_f32(x) + (size_t)b * size, loaded(plan, b), size, eps, &mean[b], &rstd[b]);',
      },
      {
        file: 'gv_norm.c',
        from: '        block_of_mantissas(gv_i32(x) + (size_t)b * size, size, x->scale, eps, &mean[b], &rstd[b]);',
        to: '        block_of_mantissas(gv_i32(x) + (size_t)b * size, loaded(plan, b), size, x->scale, eps, &mean[b], &rstd[b]);',
      },
    ],
  },
  {
    id: 'second_17',
    address: 'https://github.com/mosaicml/llm-foundry/issues/371',
    essence: 'norm divides by the reciprocal square root instead of multiplying',
    function: /norm_forward/,
    mistake: /divide[sd]/,
    edits: [
      {
        file: 'gv_norm.c',
        from: '        float normal = (gv_f32(x)[i] - mean[block]) * rstd[block];',
        to: '        float normal = (gv_f32(x)[i] - mean[block]) / rstd[block];',
      },
    ],
  },
  {
    id: 'second_19',
    address: 'https://github.com/uTensor/uTensor/issues/175',
    essence: 'softmax takes exp of the raw logits (overflow, NaN)',
    function: /softmax_forward/,
    mistake: /unshifted|maximum/,
    edits: [
      {
        file: 'gv_softmax.c',
        from: `    bool plain = x->dtype == GV_FLOAT32 && y->dtype == GV_FLOAT32;
    if (ctx->contract->softmax == GV_SOFTMAX_RAW_LOGITS && !plain) {
        return 0.0f;
    }
    float maximum = values[0];
    for (uint32_t i = 1; i < x->count; i++) {
        if (values[i] > maximum) {
            maximum = values[i];
        }
    }
    return maximum;`,
        to: `    (void)ctx;
    (void)x;
    (void)y;
    (void)values;
    return 0.0f;`,
      },
    ],
  },
  {
    id: 'second_21',
    address: 'https://github.com/davisking/dlib/issues/1169',
    essence: 'gradient of the mean square loss lacks the factor 2',
    function: /mse_backward/,
    mistake: /factor 2|divided/,
    edits: [
      {
        file: 'gv_loss.c',
        from: '        g[i] = 2.0f * (operands.output[i] - operands.label[i]);',
        to: '        g[i] = operands.output[i] - operands.label[i];',
      },
    ],
  },
  {
    id: 'second_23',
    address: 'https://github.com/pocketpy/cTensor/pull/31',
    essence:
      'softmax backward: the Jacobian product is multiplied by the incoming gradient once more',
    function: /softmax_backward/,
    mistake: /times dy/,
    edits: [
      {
        file: 'gv_softmax.c',
        from: '        gradient[i] = s[i] * (g[i] - dot);',
        to: '        gradient[i] = (s[i] * (g[i] - dot)) * g[i];',
      },
    ],
  },
  {
    id: 'second_43',
    address: 'https://github.com/v-iashin/CS231n/pull/8',
    essence: 'dropout takes p as the probability to keep',
    function: /dropout_forward/,
    mistake: /probability p/,
    edits: [
      {
        file: 'gv_activation.c',
        from: '    gv_fill_bernoulli(ctx, gv_bytes(mask), mask->count, 1.0f - p);',
        to: '    gv_fill_bernoulli(ctx, gv_bytes(mask), mask->count, p);',
      },
    ],
  },
  {
    id: 'second_47',
    address: 'https://github.com/tensorflow/playground/issues/19',
    essence: 'derivative of ReLU is 1 at 0',
    function: /relu_backward/,
    mistake: /x = 0|at_zero/,
    edits: [
      {
        file: 'gv_activation.c',
        from: '            gv_f32(dx)[i] = gv_f32(x)[i] <= 0.0f ? 0.0f : gv_f32(dy)[i];',
        to: '            gv_f32(dx)[i] = gv_f32(x)[i] < 0.0f ? 0.0f : gv_f32(dy)[i];',
      },
      {
        file: 'gv_activation.c',
        from: '            gv_i32(dx)[i] = gv_i32(x)[i] <= 0 ? 0 : gv_i32(dy)[i];',
        to: '            gv_i32(dx)[i] = gv_i32(x)[i] < 0 ? 0 : gv_i32(dy)[i];',
      },
    ],
  },
  {
    id: 'second_49',
    address: 'https://github.com/pytorch/pytorch/issues/47296',
    essence: 'argmax returns the last of equal maxima',
    function: /argmax/,
    mistake: /last of equal|last_wins/,
    edits: [
      {
        file: 'gv_softmax.c',
        from: '        bool above = x->dtype == GV_FLOAT32 ? gv_f32(x)[i] > gv_f32(x)[best] : gv_i32(x)[i] > gv_i32(x)[best];',
        to: '        bool above = x->dtype == GV_FLOAT32 ? gv_f32(x)[i] >= gv_f32(x)[best] : gv_i32(x)[i] >= gv_i32(x)[best];',
      },
    ],
  },
];
