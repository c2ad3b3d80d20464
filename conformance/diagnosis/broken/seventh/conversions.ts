/** Seventh set of reports that were unseen: conversions and draws. */

import type { BugReport } from '../entry.ts';

export const conversions: readonly BugReport[] = [
  {
    id: 'seventh_11',
    address: 'https://github.com/pytorch/pytorch/pull/60079',
    essence: 'the zero point is subtracted after the rounding',
    function: /affine/,
    mistake: /after rounding|subtract_after/,
    edits: [
      {
        file: 'gv_affine.c',
        from: `    float shifted = v / grid.scale - gv_i2f(grid.zero_point);
    return gv_clamp_int(gv_round(ctx, shifted, mode), 0, top);`,
        to: `    uint32_t code = (uint32_t)gv_round(ctx, v / grid.scale, mode);
    return gv_clamp_int((int32_t)(code - (uint32_t)grid.zero_point), 0, top);`,
      },
    ],
  },
  {
    id: 'seventh_13',
    address: 'https://github.com/vectaport/ivtools/pull/454',
    essence: 'the uniform draw is divided by 2^24 - 1',
    function: /rng|init|bernoulli/,
    mistake: /uniform_closed|2\^24 . 1/,
    edits: [
      {
        file: 'gv_rng.c',
        from: '    return (float)(gv_step_rng(ctx) >> 8) / 16777216.0f;',
        to: '    return (float)(gv_step_rng(ctx) >> 8) / 16777215.0f;',
      },
    ],
  },
  {
    id: 'seventh_19',
    address: 'https://github.com/ooples/AiDotNet.Tensors/pull/193',
    essence: 'a float becomes an integer by rounding',
    function: /convert/,
    mistake: /float_to_int_rounds|rounds to nearest/,
    edits: [
      {
        file: 'gv_convert.c',
        from: '            out[i] = gv_cast_int32(gv_f32(x)[i]);',
        to: '            out[i] = gv_round_half_away(gv_f32(x)[i]);',
      },
    ],
  },
];
