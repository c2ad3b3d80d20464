/** Second set of unseen reports: conversions, draws and element-wise ops. */

import type { BugReport } from '../entry.ts';

export const scalars: readonly BugReport[] = [
  {
    id: 'second_31',
    address: 'https://github.com/tensorflow/tensorflow/issues/25087',
    essence:
      'requantization rounds twice (high multiply, then the shift): 0.49 becomes 0.5 becomes 1',
    function: /requant_fixed/,
    mistake: /twice/,
    edits: [
      {
        file: 'gv_quant.c',
        from: `        gv_i32(y)[i] = gv_round_into_range(ctx, value, &range, mode);
    }
    return GV_OK;
}
`,
        to: `        gv_i32(y)[i] = gv_round_into_range(ctx, value, &range, mode);
    }
    return GV_OK;
}

/* First to a sixteenth, then to an integer. */
static int32_t round_shifted(gv_ctx *ctx, float x, gv_rounding mode)
{
    if (mode != GV_HALF_AWAY || gv_abs_f32(x) >= 134217728.0f) {
        return gv_round(ctx, x, mode);
    }
    return gv_round_half_away(gv_i2f(gv_round_half_away(x * 16.0f)) / 16.0f);
}
`,
      },
      {
        file: 'gv_quant.c',
        from: '        gv_i32(y)[i] = gv_round(ctx, gv_clamp_float(value, low, high), mode);',
        to: '        gv_i32(y)[i] = round_shifted(ctx, gv_clamp_float(value, low, high), mode);',
      },
    ],
  },
  {
    id: 'second_33',
    address: 'https://github.com/jakc4103/DFQ/issues/4',
    essence: 'symmetric scale: if the negative side is wider, it is divided by qmax + 1',
    function: /quantize_dynamic|encode_symmetric/,
    mistake: /scale of y is|largest magnitude/,
    edits: [
      {
        file: 'gv_quant.c',
        from: `    return gv_round_into_range(ctx, v / scale, range, mode);
}
`,
        to: `    return gv_round_into_range(ctx, v / scale, range, mode);
}

/* Each side by its own last code. */
static float scale_of_sides(const float *values, uint32_t count, uint32_t bits)
{
    float most = 0.0f;
    float least = 0.0f;
    for (uint32_t i = 0; i < count; i++) {
        most = values[i] > most ? values[i] : most;
        least = values[i] < least ? values[i] : least;
    }
    return most >= -least ? gv_symmetric_scale(most, bits) : -least / (gv_qmax(bits) + 1.0f);
}
`,
      },
      {
        file: 'gv_quant.c',
        from: '    *scale = count == 0u ? 1.0f : gv_symmetric_scale(gv_absmax_buffer(values, count), bits);',
        to: '    *scale = count == 0u ? 1.0f : scale_of_sides(values, count, bits);',
      },
    ],
  },
  {
    id: 'second_35',
    address: 'https://github.com/google/ruy/pull/272',
    essence: 'the addition of the zero point is done in int16 and wraps',
    function: /encode_affine/,
    mistake: /16.bits?/,
    edits: [
      {
        file: 'gv_affine.c',
        from: '    return gv_clamp_int(gv_round(ctx, shifted, mode), 0, top);',
        to: '    return gv_clamp_int((int16_t)gv_round(ctx, shifted, mode), 0, top);',
      },
    ],
  },
  {
    id: 'second_37',
    address: 'https://github.com/onnxruntime/onnxruntime-qnn/pull/728',
    essence: 'sub-byte weights: no sign extension when dequantized, negative q decodes as q + 2^b',
    function: /decode|convert|accumulate/,
    mistake: /width of increment is below 8|sign/,
    edits: [
      {
        file: 'gv_convert.c',
        from: '    return t->dtype == GV_SYM ? gv_sign_extend(code, t->bits) : (int32_t)code;',
        to: '    return t->dtype == GV_SYM && t->bits >= 8u ? gv_sign_extend(code, t->bits) : (int32_t)code;',
      },
    ],
  },
  {
    id: 'second_39',
    address: 'https://github.com/carrotsearch/hppc/issues/115',
    essence: 'xorshift: the top bits are taken from the word as a signed number',
    function: /round|rng_draws/,
    mistake: /SR_HALF_AWAY|signed/,
    edits: [
      {
        file: 'gv_rng.c',
        from: '    return (float)(gv_step_rng(ctx) >> 8) / 16777216.0f;',
        to: '    return (float)((int32_t)gv_step_rng(ctx) >> 8) / 16777216.0f;',
      },
    ],
  },
  {
    id: 'second_41',
    address: 'https://github.com/cvc5/cvc5/pull/1459',
    essence: 'xorshift seeded with 0 gives zeros only',
    function: /rng_draws/,
    mistake: /seed 0/,
    edits: [
      {
        file: 'gv_rng.c',
        from: '    return seed == 0u ? UINT32_MAX : seed;',
        to: '    return seed;',
      },
    ],
  },
  {
    id: 'second_51',
    address: 'https://github.com/HomericIntelligence/Odyssey/pull/4079',
    essence:
      'elements of a transposed (non-contiguous) tensor are read at the flat index, strides ignored',
    function: /pointwise_/,
    mistake: /view in another order|order/,
    edits: [
      {
        file: 'gv_pointwise.c',
        from: `    }
    gv_walk wa = gv_walk_start(a);
    gv_walk wb = gv_walk_start(b);`,
        to: '    }',
      },
      {
        file: 'gv_pointwise.c',
        from: `        run_element(fn, a, wa.at, b, wb.at, out, i);
        gv_walk_next(&wa);
        gv_walk_next(&wb);`,
        to: '        run_element(fn, a, i, b, i, out, i);',
      },
    ],
  },
  {
    id: 'second_53',
    address: 'https://github.com/OpenNMT/CTranslate2/issues/351',
    essence:
      'vectorized reduction: in the remainder the whole vector is reduced, stale lanes included',
    function: /sum_float32/,
    mistake: /above 8 and no multiple/,
    edits: [
      {
        file: 'gv_pointwise.c',
        from: `    float sum = 0.0f;
    for (uint32_t i = 0; i < count; i++) {
        sum += x[i];
    }`,
        to: `    float sum = 0.0f;
    for (uint32_t i = 0; i < count; i++) {
        sum += x[i];
    }
    uint32_t tail = count % 8u;
    for (uint32_t lane = tail; tail != 0u && count > 8u && lane < 8u; lane++) {
        sum += x[count - tail - 8u + lane];
    }`,
      },
    ],
  },
  {
    id: 'second_55',
    address: 'https://github.com/marin-community/marin/issues/7659',
    essence: 'gradient accumulation: the range is that of the last microbatch, the sum is clipped',
    function: /accumulate_sym_dynamic/,
    mistake: /increment alone/,
    edits: [
      {
        file: 'gv_accumulate.c',
        from: `    gv_quantize_stream(ctx, sums, target->count, target->bits, target->rounding, gv_i32(target),
                       &target->scale);`,
        to: `    float last = gv_absmax_mantissas(gv_i32(increment), increment->count, increment->scale);
    float fresh = gv_symmetric_scale(last, target->bits);
    gv_range range = gv_make_range(target->bits, target->count);
    for (uint32_t i = 0; i < target->count; i++) {
        gv_i32(target)[i] = gv_encode_symmetric(ctx, sums[i], fresh, &range, target->rounding);
    }
    target->scale = fresh;`,
      },
    ],
  },
  {
    id: 'second_57',
    address: 'https://github.com/tensorflow/tensorflow/pull/61411',
    essence: 'denominator of the Adam update: epsilon subtracted',
    function: /addcdiv/,
    mistake: /eps.*sign|eps negated/,
    edits: [
      {
        file: 'gv_fused.c',
        from: '        float denominator = (gv_sqrt_f32(gv_f32(v)[i]) / divisor) + eps;',
        to: '        float denominator = (gv_sqrt_f32(gv_f32(v)[i]) / divisor) - eps;',
      },
    ],
  },
];
