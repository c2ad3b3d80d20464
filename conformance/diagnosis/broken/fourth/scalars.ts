/** Fourth set of unseen reports: scalars, codes, thresholds. */

import type { BugReport } from '../entry.ts';

export const scalars: readonly BugReport[] = [
  {
    id: 'fourth_25',
    address: 'https://github.com/ooples/AiDotNet.Tensors/pull/277',
    essence: 'halves to even instead of away from zero',
    function: /round/,
    mistake: /even/,
    edits: [
      {
        file: 'gv_round.c',
        from: `        if (magnitude - nearest == 0.5f) {
            nearest += 1.0f;
        }`,
        to: '',
      },
    ],
  },
  {
    id: 'fourth_34',
    address: 'https://github.com/tile-ai/tilelang/issues/2973',
    essence: 'integer quotients floored instead of truncated',
    function: /pointwise|divInt32|sym_div/,
    mistake: /floor/,
    edits: [
      {
        file: 'gv_pointwise.c',
        from: `        return a / b;
    }
    return 0;`,
        to: `        return a % b != 0 && (a < 0) != (b < 0) ? a / b - 1 : a / b;
    }
    return 0;`,
      },
    ],
  },
  {
    id: 'fourth_35',
    address: 'https://github.com/siliconflow/onediff/issues/893',
    essence: 'signed maximum instead of absolute maximum',
    function: /quantize|absMax/,
    mistake: /largest value|max\(x\)|signed|negative values do not count/,
    edits: [
      {
        file: 'gv_quant.c',
        from: `    float m = gv_abs_f32(values[0]);
    for (uint32_t i = 1; i < count; i++) {
        float v = gv_abs_f32(values[i]);`,
        to: `    float m = values[0];
    for (uint32_t i = 1; i < count; i++) {
        float v = values[i];`,
      },
    ],
  },
  {
    id: 'fourth_42',
    address: 'https://github.com/uxlfoundation/oneDNN/pull/2903',
    essence: 'the random number is too small by 2^5; stochastic rounding almost always rounds down',
    function: /round/,
    mistake: /2\^5|too small/,
    edits: [
      {
        file: 'gv_round.c',
        from: '    float jittered = x + gv_draw_uniform(ctx);',
        to: '    float jittered = x + gv_draw_uniform(ctx) / 32.0f;',
      },
    ],
  },
  {
    id: 'fourth_44',
    address: 'https://github.com/kekzl/imp/pull/722',
    essence: 'nibble order of 4-bit codes: split halves instead of neighbours (only width 4)',
    function: /unpack/,
    mistake: /halves|in_halves/,
    edits: [
      {
        file: 'gv_pack.c',
        from: `    for (uint32_t k = 0; k < count; k++) {
        while (held < bits) {`,
        to: `    if (bits == 4u) {
        /* low nibbles first, then the high ones */
        uint32_t half = (count + 1u) / 2u;
        for (uint32_t k = 0; k < count; k++) {
            codes[k] = k < half ? bytes[k] & 15 : bytes[k - half] >> 4;
        }
        return;
    }
    for (uint32_t k = 0; k < count; k++) {
        while (held < bits) {`,
      },
    ],
  },
];
