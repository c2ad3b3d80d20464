/** Public bug reports about layers that nothing was built from when they were graded first. */

import type { BugReport } from '../entry.ts';

export const layersUnseen: readonly BugReport[] = [
  {
    id: 'unseen_17',
    address: 'https://github.com/tracel-ai/burn/issues/5604',
    essence:
      'the average pool backward divides by the clipped window, the forward by the whole one',
    edits: [
      {
        file: 'gv_pool.c',
        from: '        float share = gv_f32(dy)[from] / float_divisor(pool, c);',
        to: '        float share = gv_f32(dy)[from] / gv_i2f((int32_t)c.count);',
      },
    ],
    function: /avg_pool1d_backward|avgPool/,
    mistake: /divi.*(valid|clip|taps|window)/,
  },
  {
    id: 'unseen_18',
    address: 'https://github.com/jmschrei/tangermeme/pull/95',
    essence: 'max unpooling assigns: one sample that wins two windows keeps the last gradient only',
    edits: [
      {
        file: 'gv_pool.c',
        from: '        gv_f32(dx)[at] = gv_f32(dx)[at] + gv_f32(dy)[from];',
        to: '        gv_f32(dx)[at] = gv_f32(dy)[from];',
      },
    ],
    function: /max_pool1d_backward|maxPool/,
    mistake: /overwrit|assign|instead of add/,
  },
  {
    id: 'unseen_19',
    address: 'https://github.com/paiml/trueno/pull/178',
    essence: 'the gradient of γ is a parameter of the kernel and never written',
    edits: [
      {
        file: 'gv_norm_backward.c',
        from: '        p->d_gamma[index] = p->d_gamma[index] + step;',
        to: '        (void)step;',
      },
    ],
    function: /norm_backward|norm/,
    mistake: /(gamma|γ).*(missing|never|left|zero|0|nothing)/,
  },
  {
    id: 'unseen_20',
    address: 'https://github.com/tenstorrent/tt-metal/pull/34760',
    essence: 'in the sum of dy·γ only the last part counts',
    edits: [{ file: 'gv_norm_backward.c', from: '        a = a + e;', to: '        a = e;' }],
    function: /norm_backward|norm/,
    mistake: /last/,
  },
  {
    id: 'unseen_21',
    address: 'https://github.com/NVIDIA/Megatron-LM/pull/6859',
    essence: 'the projection term of dx is multiplied by γ once more',
    edits: [
      {
        file: 'gv_norm_backward.c',
        from: '        float moment = normal_at(p, block, i) * c;',
        to: '        float moment = normal_at(p, block, i) * c * value_at(p->gamma, gv_affine_index(b, block, j));',
      },
    ],
    function: /norm_backward|norm/,
    mistake: /γ.*(twice|again|once more)|(twice|again).*γ/,
  },
  {
    id: 'unseen_22',
    address: 'https://github.com/karpathy/llm.c/pull/763',
    essence: 'the backward of a norm forgets to multiply by γ',
    edits: [
      {
        file: 'gv_norm_backward.c',
        from: '        float e = loss * value_at(p->gamma, index);',
        to: '        float e = loss;',
      },
      {
        file: 'gv_norm_backward.c',
        from: '        float e = value_at(&p->dy, i) * value_at(p->gamma, gv_affine_index(b, block, j));',
        to: '        float e = value_at(&p->dy, i);',
      },
    ],
    function: /norm_backward|norm/,
    mistake: /(γ|gamma).*(missing|left out|ignored|taken as 1|not multipl|without)/,
  },
  {
    id: 'unseen_23',
    address: 'https://github.com/deepspeedai/DeepSpeed/pull/692',
    essence: 'γ is indexed by the row instead of by the column in the backward',
    edits: [
      {
        file: 'gv_norm_backward.c',
        from: '        float e = loss * value_at(p->gamma, index);',
        to: '        float e = loss * value_at(p->gamma, b->groups == 0u ? block % b->size : index);',
      },
      {
        file: 'gv_norm_backward.c',
        from: '        float e = value_at(&p->dy, i) * value_at(p->gamma, gv_affine_index(b, block, j));',
        to: '        float e = value_at(&p->dy, i) * value_at(p->gamma, b->groups == 0u ? block % b->size : gv_affine_index(b, block, j));',
      },
    ],
    function: /layer_norm_backward|norm/,
    mistake: /(γ|gamma).*(row|block|index)|index.*(γ|gamma)/,
  },
  {
    id: 'unseen_24',
    address: 'https://github.com/tenstorrent/tt-metal/pull/56202',
    essence:
      'the gradient of γ of a group norm takes mean and deviation of another group: channel mod groups',
    edits: [
      {
        file: 'gv_norm_backward.c',
        from: '        float step = loss * normal;',
        to: '        uint32_t other = b->groups == 0u ? block : block - block % b->groups + index % b->groups;\n        float step = loss * normal_at(p, other, i);',
      },
    ],
    function: /group_norm_backward/,
    mistake: /(gamma|γ).*group|group.*(gamma|γ)/,
  },
  {
    id: 'unseen_25',
    address: 'https://github.com/pytorch/executorch/pull/17503',
    essence: 'sums of a norm are added to scratch memory that nobody cleared',
    edits: [
      {
        file: 'gv_norm_backward.c',
        from: '    memset(p->d_gamma, 0, affine_bytes);\n    memset(p->d_beta, 0, affine_bytes);\n',
        to: '',
      },
    ],
    function: /norm_backward|norm/,
    mistake:
      /not (cleared|zeroed|started|initiali)|uninitiali|kept between calls|calls before|when the case is asked alone/,
  },
  {
    id: 'unseen_26',
    address: 'https://github.com/ooples/AiDotNet.Tensors/pull/732',
    essence: 'the dropout mask is never made: what the buffer holds is used',
    edits: [
      {
        file: 'gv_activation.c',
        from: '    gv_fill_bernoulli(ctx, gv_bytes(mask), mask->count, 1.0f - p);\n',
        to: '',
      },
    ],
    function: /dropout_forward/,
    mistake: /mask.*(never|not) (written|made|drawn)|no random number/,
  },
  {
    id: 'unseen_27',
    address: 'https://github.com/jax-ml/jax/issues/1023',
    essence: 'the mean of the cross entropy is over all elements instead of the batch',
    edits: [
      {
        file: 'gv_softmax.c',
        from: '    *loss = mean && output->rank >= 2u ? sum / gv_i2f((int32_t)output->dims[0]) : sum;',
        to: '    *loss = mean && output->rank >= 2u ? sum / gv_i2f((int32_t)operands.count) : sum;',
      },
    ],
    function: /cross_entropy/,
    mistake: /(all|number of) elements|elements.*instead of.*batch|1\/\(.*shape/,
  },
  {
    id: 'unseen_28',
    address: 'https://github.com/markroxor/fromscratchtoml/issues/65',
    essence: 'the softmax gradient is off by a factor of two',
    edits: [
      {
        file: 'gv_softmax.c',
        from: '        gradient[i] = s[i] * (g[i] - dot);',
        to: '        gradient[i] = 2.0f * (s[i] * (g[i] - dot));',
      },
    ],
    function: /softmax/,
    mistake: /\b2 times|twice|doubled|factor 2/,
  },
];
