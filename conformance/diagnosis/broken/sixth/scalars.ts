/** Sixth set of reports that were unseen: losses, numbers and schedules. */

import type { BugReport } from '../entry.ts';

export const scalars: readonly BugReport[] = [
  {
    id: 'sixth_02',
    address: 'https://github.com/tenstorrent/tt-metal/issues/56526',
    essence: 'the smallest code of a width is −qMax',
    function: /clamped|codes|encode/,
    mistake: /±qMax|clamp_symmetric/,
    edits: [
      {
        file: 'gv_quant.c',
        from: '    return -half_range(bits);',
        to: '    return 1.0f - half_range(bits);',
      },
    ],
  },
  {
    id: 'sixth_06',
    address: 'https://github.com/deeplearning4j/nd4j/issues/1328',
    essence: 'the cross entropy gradient is 0 where the label is 0',
    function: /cross_entropy/,
    mistake: /0 where the label is 0|of_labelled/,
    edits: [
      {
        file: 'gv_softmax.c',
        from: '        g[i] = operands.output[i] - operands.label[i];',
        to: '        g[i] = operands.label[i] == 0.0f ? 0.0f : operands.output[i] - operands.label[i];',
      },
    ],
  },
  {
    id: 'sixth_08',
    address: 'https://github.com/Marak/faker.js/pull/614',
    essence: 'the shuffle begins below the last index',
    function: /shuffle/,
    mistake: /below the last/,
    edits: [
      {
        file: 'gv_rng.c',
        from: '    for (uint32_t left = count; left >= 2u; left--) {',
        to: '    for (uint32_t left = count == 0u ? 0u : count - 1u; left >= 2u; left--) {',
      },
    ],
  },
  {
    id: 'sixth_16',
    address: 'https://github.com/pytorch/pytorch/issues/22107',
    essence: 'the step schedule decays once more at the milestone itself',
    function: /lr_schedule/,
    mistake: /once more at the boundary/,
    edits: [
      {
        file: 'gv_schedule.c',
        from: `    case GV_SCHEDULE_STEP:
        return (float)(start * gv_pow_int(factor, e / schedule.period));`,
        to: `    case GV_SCHEDULE_STEP: {
        uint32_t again = e > 0u && e % schedule.period == 0u ? 1u : 0u;
        return (float)(start * gv_pow_int(factor, e / schedule.period + again));
    }`,
      },
    ],
  },
  {
    id: 'sixth_18',
    address: 'https://github.com/pytorch/pytorch/issues/93630',
    essence: 'the last of equal maxima is taken',
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
  {
    id: 'sixth_26',
    address: 'https://github.com/mlpack/mlpack/issues/2360',
    essence: 'the softmax backward adds the sum',
    function: /softmax_backward/,
    mistake: /adds Σ|gradient_added/,
    edits: [
      {
        file: 'gv_softmax.c',
        from: '        gradient[i] = s[i] * (g[i] - dot);',
        to: '        gradient[i] = s[i] * (g[i] + dot);',
      },
    ],
  },
  {
    id: 'sixth_32',
    address: 'https://github.com/apache/mxnet/issues/11115',
    essence: 'ReLU gives 0 for NaN',
    function: /relu/,
    mistake: /NaN becomes 0|0 for NaN/,
    edits: [
      {
        file: 'gv_activation.c',
        from: '            gv_f32(y)[i] = is_negative(value) ? 0.0f : value;',
        to: '            gv_f32(y)[i] = is_negative(value) || !(value > 0.0f) ? 0.0f : value;',
      },
    ],
  },
];
