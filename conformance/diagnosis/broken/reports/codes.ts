/** Public bug reports about codes, ported to the kernels of this repository. */

import type { BugReport } from '../entry.ts';

export const codesReports: readonly BugReport[] = [
  {
    id: 'report_13',
    address: 'https://github.com/mitsuhiko/libfixmath/issues/13',
    essence: 'rounding adds +half for every sign and then truncates: negatives are wrong',
    edits: [
      {
        file: 'gv_round.c',
        from: '{\n    float magnitude = gv_abs_f32(x);',
        to: '{\n    if (gv_abs_f32(x) < GV_INTEGRAL) {\n        return gv_cast_int32(x + 0.5f);\n    }\n    float magnitude = gv_abs_f32(x);',
      },
    ],
    function: /round/,
    mistake: /0\.5.*trunc/,
  },
  {
    id: 'report_15',
    address: 'https://github.com/tenstorrent/tt-metal/issues/51304',
    essence: 'quantize (one path only) truncates instead of rounding',
    edits: [
      {
        file: 'gv_quant.c',
        from: '    return gv_round_into_range(ctx, v / scale, range, mode);',
        to: '    (void)mode;\n    (void)ctx;\n    return gv_clamp_int(gv_cast_int32(v / scale), range->low_code, range->high_code);',
      },
    ],
    function: /quantize|encode/,
    mistake: /trunc/,
  },
  {
    id: 'report_17',
    address: 'https://github.com/huggingface/sentence-transformers/pull/3847',
    essence: 'codes out of range wrap instead of saturating',
    edits: [
      {
        file: 'gv_quant.c',
        from: '{\n    if (ctx->contract->encode == GV_ENCODE_CLAMP_THEN_ROUND) {',
        to: '{\n    int64_t span = (int64_t)range->high_code - range->low_code + 1;\n    int64_t code = (int64_t)gv_round(ctx, x, mode) - range->low_code;\n    code = ((code % span) + span) % span + range->low_code;\n    if (span > 0) {\n        return (int32_t)code;\n    }\n    if (ctx->contract->encode == GV_ENCODE_CLAMP_THEN_ROUND) {',
      },
    ],
    function: /encode/,
    mistake: /wrap/,
  },
  {
    id: 'report_19',
    address: 'https://github.com/IntelLabs/distiller/pull/463',
    essence: 'scale divided by 2^(bits-1) while the upper code is 2^(bits-1)-1',
    edits: [
      {
        file: 'gv_quant.c',
        from: '    return m == 0.0f ? 1.0f : m / gv_qmax(bits);',
        to: '    return m == 0.0f ? 1.0f : m / half_range(bits);',
      },
    ],
    function: /scale/,
    mistake: /2\^\(b−1\)/,
  },
  {
    id: 'report_21',
    address: 'https://github.com/microsoft/BitNet/pull/123',
    essence: '1e-10 added to the absolute maximum to avoid 0/0',
    edits: [
      {
        file: 'gv_quant.c',
        from: '    return m == 0.0f ? 1.0f : m / gv_qmax(bits);',
        to: '    return (m + 1e-10f) / gv_qmax(bits);',
      },
    ],
    function: /scale/,
    mistake: /1e-10/,
  },
  {
    id: 'report_23',
    address: 'https://github.com/hw-native-sys/pto-isa/issues/179',
    essence: 'output aliases the input: state written before the last read of it',
    edits: [
      {
        file: 'gv_quant.c',
        from: '        float value = requant_value(ctx->contract, gv_i32(x)[i], scale_in, scale, ratio);',
        to: '        float value = requant_value(ctx->contract, gv_i32(x)[i], x->scale, scale, x->scale / scale);\n        (void)ratio;',
      },
    ],
    function: /requant/,
    mistake: /overwritten before|read after that of the output is written/,
  },
  {
    id: 'report_25',
    address: 'https://github.com/graphcore-research/unit-scaling/pull/56',
    essence: 'stochastic rounding with few random bits (8)',
    edits: [
      {
        file: 'gv_round.c',
        from: '    float jittered = x + gv_draw_uniform(ctx);',
        to: '    float jittered = x + (float)(gv_step_rng(ctx) >> 24) / 256.0f;',
      },
    ],
    function: /roundStochastic/,
    mistake: /8 random bits/,
  },
  {
    id: 'report_27',
    address: 'https://github.com/NVIDIA/numba-cuda/issues/753',
    essence: 'uniform float from all 32 bits can be 1.0',
    edits: [
      {
        file: 'gv_rng.c',
        from: '    return (float)(gv_step_rng(ctx) >> 8) / 16777216.0f;',
        to: '    return (float)gv_step_rng(ctx) / 4294967296.0f;',
      },
    ],
    function: /rng_draws/,
    mistake: /32 bits/,
  },
  {
    id: 'report_29',
    address: 'https://github.com/johreh/gloomycompanion/issues/39',
    essence: 'shuffle draws the partner from the whole range',
    edits: [
      {
        file: 'gv_rng.c',
        from: '        uint32_t j = gv_draw_bounded(ctx, left);',
        to: '        uint32_t j = gv_draw_bounded(ctx, count);',
      },
    ],
    function: /shuffle/,
    mistake: /all n/,
  },
  {
    id: 'report_31',
    address: 'https://github.com/gittensor-ai-lab/sparkinfer/pull/723',
    essence:
      'packed int4 sign extension by one wide subtract: a negative element borrows 1 from its neighbour',
    edits: [
      {
        file: 'gv_pack.c',
        from: '        codes[k] = gv_sign_extend((uint32_t)codes[k], bits);\n    }\n    return GV_OK;\n}',
        to: '        codes[k] = gv_sign_extend((uint32_t)codes[k], bits);\n    }\n    for (uint32_t k = count; bits == 4u && k-- > 1u;) {\n        if (k % 2u == 1u && codes[k - 1u] < 0) {\n            codes[k] -= 1;\n        }\n    }\n    return GV_OK;\n}',
      },
    ],
    function: /unpack/,
    mistake: /one too small/,
  },
  {
    id: 'report_33',
    address: 'https://github.com/tile-ai/tilelang/issues/2477',
    essence: "signed int4 decoded as nibble - 7 (offset binary) instead of two's complement",
    edits: [
      {
        file: 'gv_pack.c',
        from: '    return (int32_t)(masked ^ sign) - (int32_t)sign;',
        to: '    return bits == 4u ? (int32_t)masked - 7 : (int32_t)(masked ^ sign) - (int32_t)sign;',
      },
    ],
    function: /unpack|sign/,
    mistake: /offset/,
  },
  {
    id: 'report_35',
    address: 'https://github.com/tile-ai/tilelang/issues/2947',
    essence: 'zero point combined in the unsigned storage type, negative results wrap',
    edits: [
      {
        file: 'gv_affine.h',
        from: '    return ((float)code + (float)grid.zero_point) * grid.scale;',
        to: '    return (float)((uint32_t)code + (uint32_t)grid.zero_point) * grid.scale;',
      },
    ],
    function: /affine/,
    mistake: /unsigned/,
  },
];
