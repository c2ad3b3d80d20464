/** Public bug reports about codes that nothing was built from when they were graded first. */

import type { BugReport } from '../entry.ts';

export const codesUnseen: readonly BugReport[] = [
  {
    id: 'unseen_01',
    address: 'https://github.com/sgl-project/sglang-jax/pull/1598',
    essence:
      'the quantizer casts to the integer type, which truncates, instead of rounding (ported to the affine encoder)',
    edits: [
      {
        file: 'gv_affine.c',
        from: '    return gv_clamp_int(gv_round(ctx, shifted, mode), 0, top);',
        to: '    (void)ctx;\n    (void)mode;\n    return gv_clamp_int(gv_cast_int32(shifted), 0, top);',
      },
    ],
    function: /affine|asym/,
    mistake: /trunc/,
  },
  {
    id: 'unseen_02',
    address: 'https://github.com/tenstorrent/tt-metal/pull/56327',
    essence:
      'unsigned codes of negative values are their magnitude: the lower clamp comes after the sign is lost',
    edits: [
      {
        file: 'gv_affine.c',
        from: '    return gv_clamp_int(gv_round(ctx, shifted, mode), 0, top);',
        to: '    return gv_clamp_int(gv_round(ctx, gv_abs_f32(shifted), mode), 0, top);',
      },
    ],
    function: /affine|asym/,
    mistake: /magnitude|without its sign|absolute/,
  },
  {
    id: 'unseen_03',
    address: 'https://github.com/pytorch/executorch/pull/20655',
    essence: 'the zero point is combined with the code while both are 8 bits wide, and wraps',
    edits: [
      {
        file: 'gv_affine.h',
        from: '    return ((float)code + (float)grid.zero_point) * grid.scale;',
        to: '    return (float)(int8_t)(uint8_t)((uint32_t)code + (uint32_t)grid.zero_point) * grid.scale;',
      },
    ],
    function: /affine|asym/,
    mistake: /8 bits|int8/,
  },
  {
    id: 'unseen_04',
    address: 'https://github.com/ARM-software/ComputeLibrary/issues/1033',
    essence: 'offsets of the operands are taken with the other sign',
    edits: [
      {
        file: 'gv_affine.h',
        from: '    return ((float)code + (float)grid.zero_point) * grid.scale;',
        to: '    return ((float)code - (float)grid.zero_point) * grid.scale;',
      },
    ],
    function: /affine|asym/,
    mistake: /zero.?point.*(sign|subtract|negat)|(sign|subtract|negat).*zero.?point/,
  },
  {
    id: 'unseen_05',
    address: 'https://github.com/SonySemiconductorSolutions/mct-quantization-layers/pull/124',
    essence: 'the zero point is cut to an integer without rounding: off by one',
    edits: [
      {
        file: 'gv_affine.c',
        from: '    grid->zero_point = gv_round(ctx, z, mode);',
        to: '    (void)mode;\n    grid->zero_point = gv_cast_int32(z);',
      },
    ],
    function: /affine|asym/,
    mistake: /zero point.*trunc|trunc.*zero point/,
  },
  {
    id: 'unseen_06',
    address: 'https://github.com/openvinotoolkit/nncf/pull/4074',
    essence:
      'whether the range of an affine grid includes 0 (ported the other way round: it is made to)',
    edits: [
      {
        file: 'gv_affine.c',
        from: '    float scale;\n    if (low == high) {',
        to: '    low = low > 0.0f ? 0.0f : low;\n    high = high < 0.0f ? 0.0f : high;\n    float scale;\n    if (low == high) {',
      },
    ],
    function: /affine|asym/,
    mistake: /(range|grid).*(include|contain|extended|stretch).*0/,
  },
  {
    id: 'unseen_07',
    address: 'https://github.com/harvard-edge/cs249r_book/pull/1874',
    essence: 'the zero point is clamped to 8 bits without a word',
    edits: [
      {
        file: 'gv_affine.c',
        from: '    grid->zero_point = gv_round(ctx, z, mode);',
        to: '    grid->zero_point = gv_clamp_int(gv_round(ctx, z, mode), -128, 127);',
      },
    ],
    function: /affine|asym/,
    mistake: /zero point.*(clamp|8 bits|127)/,
  },
  {
    id: 'unseen_08',
    address: 'https://github.com/1bit-MONSTER/1bit-MONSTER/pull/572',
    essence:
      'packed 4 bit codes read in another layout: the first half in the low nibbles, the second in the high ones',
    edits: [
      {
        file: 'gv_pack.c',
        from: '        codes[k] = (int32_t)(uint32_t)(window & mask);\n        window >>= bits;\n        held -= bits;\n    }\n}',
        to: '        codes[k] = (int32_t)(uint32_t)(window & mask);\n        window >>= bits;\n        held -= bits;\n    }\n    if (bits == 4u && count % 2u == 0u) {\n        const uint8_t *first = bytes - count / 2u;\n        for (uint32_t k = 0; k < count / 2u; k++) {\n            codes[k] = first[k] & 15;\n            codes[k + count / 2u] = first[k] >> 4;\n        }\n    }\n}',
      },
    ],
    function: /unpack|convert|pack/,
    mistake: /nibble|half|halves|interleav|layout/,
  },
  {
    id: 'unseen_09',
    address: 'https://github.com/1bit-MONSTER/1bit-MONSTER/issues/1268',
    essence: 'unsigned packed codes are read as signed ones',
    edits: [
      {
        file: 'gv_convert.c',
        from: '        gv_unpack_codes(gv_bytes(t), t->count, t->bits, codes);\n        return GV_OK;',
        to: '        return gv_unpack_signed(ctx, gv_bytes(t), t->count, t->bits, codes);',
      },
      {
        file: 'gv_convert.c',
        from: '    return t->dtype == GV_SYM ? gv_sign_extend(code, t->bits) : (int32_t)code;',
        to: '    return gv_sign_extend(code, t->bits);',
      },
    ],
    function: /affine|asym|unpack|convert/,
    mistake: /signed|sign.?extend|sign extension|two’s complement/,
  },
];
