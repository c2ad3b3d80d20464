/* S8, S21, S23, S25, S36, S51, S52. */
#include "gv_quant.h"

#include "gv_contract.h"
#include "gv_float.h"
#include "gv_requant_block.h"
#include "gv_round.h"

/* 2^(bits-1), exactly; wider than 32 bits has no bounds in int32, and is taken for 32. */
static float half_range(uint32_t bits)
{
    uint32_t width = bits < 32u ? bits : 32u;
    return width == 0u ? 0.5f : (float)((uint32_t)1 << (width - 1u));
}

float gv_qmax(uint32_t bits)
{
    return half_range(bits) - 1.0f;
}

float gv_qmin(uint32_t bits)
{
    return -half_range(bits);
}

gv_range gv_make_range(uint32_t bits, uint32_t count)
{
    gv_range range = {.low = gv_qmin(bits), .high = gv_qmax(bits)};
    if (count > 0u) {
        range.low_code = gv_cast_int32(range.low);
        range.high_code = gv_cast_int32(range.high);
    }
    return range;
}

float gv_absmax_buffer(const float *values, uint32_t count)
{
    float m = gv_abs_f32(values[0]);
    for (uint32_t i = 1; i < count; i++) {
        float v = gv_abs_f32(values[i]);
        if (v > m) {
            m = v;
        }
    }
    return m;
}

float gv_absmax_mantissas(const int32_t *mantissas, uint32_t count, float scale)
{
    float m = 0.0f;
    for (uint32_t i = 0; i < count; i++) {
        float v = gv_abs_f32(gv_decode_symmetric(mantissas[i], scale));
        if (v > m) {
            m = v;
        }
    }
    return m;
}

float gv_symmetric_scale(float m, uint32_t bits)
{
    return m == 0.0f ? 1.0f : m / gv_qmax(bits);
}

int32_t gv_round_into_range(gv_ctx *ctx, float x, const gv_range *range, gv_rounding mode)
{
    if (ctx->contract->encode == GV_ENCODE_CLAMP_THEN_ROUND) {
        return gv_round(ctx, gv_clamp_float(x, range->low, range->high), mode);
    }
    return gv_clamp_int(gv_round(ctx, x, mode), range->low_code, range->high_code);
}

int32_t gv_encode_symmetric(gv_ctx *ctx, float v, float scale, const gv_range *range, gv_rounding mode)
{
    return gv_round_into_range(ctx, v / scale, range, mode);
}

void gv_quantize_values(gv_ctx *ctx, const float *values, uint32_t count, uint32_t bits, gv_rounding mode,
                        int32_t *codes, float *scale)
{
    gv_range range = gv_make_range(bits, count);
    *scale = count == 0u ? 1.0f : gv_symmetric_scale(gv_absmax_buffer(values, count), bits);
    float divisor = *scale;
    for (uint32_t i = 0; i < count; i++) {
        codes[i] = gv_encode_symmetric(ctx, values[i], divisor, &range, mode);
    }
}

gv_status gv_quantize_dynamic(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y, gv_rounding mode)
{
    if (x->dtype != GV_FLOAT32 || y->dtype != GV_SYM_INT32 || x->count != y->count) {
        return gv_fail(ctx, GV_E_ARG, "quantize expects FLOAT32 to SYM_INT32 of the same count");
    }
    gv_quantize_values(ctx, gv_f32(x), x->count, y->bits, mode, gv_i32(y), &y->scale);
    return GV_OK;
}

/* S51 before rounding: ratio form, or the June divide form. */
static float requant_value(const gv_contract *contract, int32_t q, float scale_in, float scale, float ratio)
{
    if (contract->requant == GV_REQUANT_DIVIDE) {
        return (gv_i2f(q) * scale_in) / scale;
    }
    return gv_i2f(q) * ratio;
}

static gv_status expect_sym_int32(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *y)
{
    if (x->dtype != GV_SYM_INT32 || y->dtype != GV_SYM_INT32 || x->count != y->count) {
        return gv_fail(ctx, GV_E_ARG, "requant expects SYM_INT32 to SYM_INT32 of the same count");
    }
    return GV_OK;
}

gv_status gv_requant_dynamic(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y, gv_rounding mode)
{
    GV_TRY(expect_sym_int32(ctx, x, y));
    float scale_in = x->scale;
    gv_range range = gv_make_range(y->bits, y->count);
    if (gv_requant_block_applies(ctx->contract, mode)) {
        float m = gv_requant_block_absmax(gv_i32(x), x->count, scale_in);
        y->scale = gv_symmetric_scale(m, y->bits);
        gv_requant_block(gv_i32(x), x->count, scale_in / y->scale, &range, gv_i32(y));
        return GV_OK;
    }
    float scale = gv_symmetric_scale(gv_absmax_mantissas(gv_i32(x), x->count, scale_in), y->bits);
    float ratio = scale_in / scale;
    y->scale = scale;
    for (uint32_t i = 0; i < x->count; i++) {
        float value = requant_value(ctx->contract, gv_i32(x)[i], scale_in, scale, ratio);
        gv_i32(y)[i] = gv_round_into_range(ctx, value, &range, mode);
    }
    return GV_OK;
}

gv_status gv_requant_fixed(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y, gv_rounding mode)
{
    GV_TRY(expect_sym_int32(ctx, x, y));
    if (!(y->scale > 0.0f)) {
        return gv_fail(ctx, GV_E_REFUSED, "A8: fixed-scale requant needs a scale above 0");
    }
    float scale_in = x->scale;
    float low = gv_qmin(y->bits);
    float high = gv_qmax(y->bits);
    for (uint32_t i = 0; i < x->count; i++) {
        float value = (gv_i2f(gv_i32(x)[i]) * scale_in) / y->scale;
        gv_i32(y)[i] = gv_round(ctx, gv_clamp_float(value, low, high), mode);
    }
    return GV_OK;
}
