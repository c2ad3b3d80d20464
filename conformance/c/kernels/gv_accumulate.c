/* S56-S62. A sum is formed in scratch or checked completely before the target changes. */
#include "gv_accumulate.h"

#include <string.h>

#include "gv_affine.h"
#include "gv_contract.h"
#include "gv_convert.h"
#include "gv_float.h"
#include "gv_pack.h"
#include "gv_quant.h"
#include "gv_round.h"
#include "gv_seed.h"

static gv_status out_of_scratch(gv_ctx *ctx)
{
    return gv_fail(ctx, GV_E_MEMORY, "an accumulation does not fit the scratch arena");
}

static gv_status guard_count(gv_ctx *ctx, const gv_tensor *target, const gv_tensor *increment)
{
    if (target->count != increment->count) {
        return gv_fail(ctx, GV_E_REFUSED, "A11: target and increment differ in count");
    }
    return GV_OK;
}

gv_status gv_guard_gradient_width(gv_ctx *ctx, const gv_tensor *target)
{
    if (target->dtype != GV_FLOAT32 && target->bits > ctx->contract->gradient_bits_max) {
        return gv_fail(ctx, GV_E_REFUSED, "A14: the accumulation target is too wide");
    }
    return GV_OK;
}

static gv_status expect_dtype(gv_ctx *ctx, const gv_tensor *t, gv_dtype dtype)
{
    return t->dtype == dtype ? GV_OK : gv_fail(ctx, GV_E_ARG, "accumulation of another format");
}

gv_status gv_accumulate_float32(gv_ctx *ctx, gv_tensor *target, const gv_tensor *increment)
{
    gv_status status = expect_dtype(ctx, target, GV_FLOAT32);
    if (status == GV_OK) {
        status = guard_count(ctx, target, increment);
    }
    GV_TRY(status);
    size_t mark = ctx->scratch.used;
    const float *values = gv_values_of(ctx, increment, &status);
    if (values != NULL) {
        float *sums = gv_f32(target);
        for (uint32_t i = 0; i < target->count; i++) {
            sums[i] = sums[i] + values[i];
        }
    }
    ctx->scratch.used = mark;
    return status;
}

gv_status gv_accumulate_sym_dynamic(gv_ctx *ctx, gv_tensor *target, const gv_tensor *increment)
{
    GV_TRY(expect_dtype(ctx, target, GV_SYM_INT32));
    GV_TRY(expect_dtype(ctx, increment, GV_SYM_INT32));
    GV_TRY(guard_count(ctx, target, increment));
    size_t mark = ctx->scratch.used;
    float *sums = gv_scratch(ctx, (size_t)target->count * sizeof *sums);
    if (sums == NULL) {
        return out_of_scratch(ctx);
    }
    for (uint32_t i = 0; i < target->count; i++) {
        float old = gv_i2f(gv_i32(target)[i]) * target->scale;
        float step = gv_i2f(gv_i32(increment)[i]) * increment->scale;
        sums[i] = old + step;
    }
    gv_quantize_stream(ctx, sums, target->count, target->bits, target->rounding, gv_i32(target),
                       &target->scale);
    ctx->scratch.used = mark;
    return GV_OK;
}

gv_status gv_accumulate_sym_float_increment(gv_ctx *ctx, gv_tensor *target, const gv_tensor *increment)
{
    GV_TRY(expect_dtype(ctx, target, GV_SYM_INT32));
    GV_TRY(gv_guard_gradient_width(ctx, target));
    GV_TRY(expect_dtype(ctx, increment, GV_FLOAT32));
    GV_TRY(guard_count(ctx, target, increment));
    size_t mark = ctx->scratch.used;
    size_t size = (size_t)target->count * sizeof(float);
    int32_t *codes = gv_scratch(ctx, size);
    float *sums = gv_scratch(ctx, size);
    if (codes == NULL || sums == NULL) {
        ctx->scratch.used = mark;
        return out_of_scratch(ctx);
    }
    float scale;
    gv_quantize_values(ctx, gv_f32(increment), increment->count, ctx->contract->increment_bits,
                       target->rounding, codes, &scale);
    for (uint32_t i = 0; i < target->count; i++) {
        float old = gv_decode_symmetric(gv_i32(target)[i], target->scale);
        sums[i] = old + gv_decode_symmetric(codes[i], scale);
    }
    gv_quantize_values(ctx, sums, target->count, target->bits, target->rounding, gv_i32(target),
                       &target->scale);
    ctx->scratch.used = mark;
    return GV_OK;
}

gv_status gv_accumulate_sym_fixed(gv_ctx *ctx, gv_tensor *target, const gv_tensor *increment)
{
    GV_TRY(expect_dtype(ctx, target, GV_SYM_INT32));
    GV_TRY(gv_guard_gradient_width(ctx, target));
    if (increment->dtype != GV_SYM_INT32) {
        return gv_fail(ctx, GV_E_REFUSED, "A14: a fixed scale needs a SYM_INT32 increment");
    }
    gv_status status = guard_count(ctx, target, increment);
    GV_TRY(status);
    size_t mark = ctx->scratch.used;
    int32_t *steps = gv_scratch(ctx, (size_t)target->count * sizeof *steps);
    if (steps == NULL) {
        return out_of_scratch(ctx);
    }
    for (uint32_t i = 0; i < target->count && status == GV_OK; i++) {
        status = gv_rescale_seed(ctx, gv_i32(increment)[i], increment->scale, target->scale,
                                 target->rounding, &steps[i]);
    }
    for (uint32_t i = 0; i < target->count && status == GV_OK; i++) {
        gv_i32(target)[i] += steps[i];
    }
    ctx->scratch.used = mark;
    return status;
}

/* What a packed engine starts from: old codes (overwritten by new ones) and decoded increments. */
typedef struct {
    int32_t *codes;
    const float *increments;
} packed_work;

static gv_status start_packed(gv_ctx *ctx, const gv_tensor *target, const gv_tensor *increment,
                              gv_dtype dtype, packed_work *work)
{
    GV_TRY(expect_dtype(ctx, target, dtype));
    if (target == increment || (target->data == increment->data && target->count > 0u)) {
        return gv_fail(ctx, GV_E_REFUSED, "A11: the increment is the target itself");
    }
    GV_TRY(guard_count(ctx, target, increment));
    work->codes = gv_scratch(ctx, (size_t)target->count * sizeof *work->codes);
    if (work->codes == NULL) {
        return out_of_scratch(ctx);
    }
    gv_status status = gv_read_codes(ctx, target, work->codes);
    if (status == GV_OK) {
        work->increments = gv_values_of(ctx, increment, &status);
    }
    return status;
}

static bool all_zero(const int32_t *codes, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (codes[i] != 0) {
            return false;
        }
    }
    return true;
}

/* S60: the trigger of a fresh scale is the state of the codes, not the scale. */
static float fixed_grid_scale(const gv_tensor *target, const packed_work *work)
{
    if (!all_zero(work->codes, target->count)) {
        return target->scale;
    }
    float m = 0.0f;
    for (uint32_t i = 0; i < target->count; i++) {
        float v = gv_abs_f32(work->increments[i]);
        if (v > m) {
            m = v;
        }
    }
    return gv_symmetric_scale(m, target->bits);
}

gv_status gv_accumulate_packed_fixed(gv_ctx *ctx, gv_tensor *target, const gv_tensor *increment)
{
    size_t mark = ctx->scratch.used;
    packed_work work = {0};
    gv_status status = start_packed(ctx, target, increment, GV_SYM, &work);
    if (status == GV_OK) {
        float scale = fixed_grid_scale(target, &work);
        for (uint32_t i = 0; i < target->count; i++) {
            float old = gv_i2f(work.codes[i]) * scale;
            float sum = old + work.increments[i];
            work.codes[i] = gv_round(ctx, sum / scale, target->rounding);
        }
        status = gv_store_sym(ctx, target, work.codes, scale);
    }
    ctx->scratch.used = mark;
    return status;
}

gv_status gv_accumulate_packed_rescale(gv_ctx *ctx, gv_tensor *target, const gv_tensor *increment)
{
    size_t mark = ctx->scratch.used;
    packed_work work = {0};
    gv_status status = start_packed(ctx, target, increment, GV_SYM, &work);
    float *sums = NULL;
    if (status == GV_OK) {
        sums = gv_scratch(ctx, (size_t)target->count * sizeof *sums);
        status = sums == NULL ? out_of_scratch(ctx) : GV_OK;
    }
    if (status == GV_OK) {
        for (uint32_t i = 0; i < target->count; i++) {
            float old = gv_i2f(work.codes[i]) * target->scale;
            sums[i] = old + work.increments[i];
        }
        float scale;
        gv_quantize_stream(ctx, sums, target->count, target->bits, target->rounding, work.codes, &scale);
        status = gv_store_sym(ctx, target, work.codes, scale);
    }
    ctx->scratch.used = mark;
    return status;
}

/* S62 on at least one element. */
static gv_status rescale_affine(gv_ctx *ctx, gv_tensor *target, const packed_work *work)
{
    float *sums = gv_scratch(ctx, (size_t)target->count * sizeof *sums);
    if (sums == NULL) {
        return out_of_scratch(ctx);
    }
    for (uint32_t i = 0; i < target->count; i++) {
        float shifted = gv_i2f(work->codes[i]) + gv_i2f(target->zero_point);
        float old = shifted * target->scale;
        sums[i] = old + work->increments[i];
    }
    gv_grid grid;
    GV_TRY(gv_quantize_affine(ctx, sums, target->count, target->bits, target->rounding, work->codes, &grid));
    gv_pack_codes(work->codes, target->count, target->bits, gv_bytes(target));
    target->scale = grid.scale;
    target->zero_point = grid.zero_point;
    return GV_OK;
}

gv_status gv_accumulate_asym(gv_ctx *ctx, gv_tensor *target, const gv_tensor *increment)
{
    size_t mark = ctx->scratch.used;
    packed_work work = {0};
    gv_status status = start_packed(ctx, target, increment, GV_ASYM, &work);
    if (status == GV_OK && target->count > 0u) {
        status = rescale_affine(ctx, target, &work);
    } else if (status == GV_OK) {
        gv_grid grid;
        status = gv_derive_grid(ctx, 0.0f, 0.0f, target->bits, target->rounding, &grid);
        if (status == GV_OK) {
            target->scale = grid.scale;
            target->zero_point = grid.zero_point;
        }
    }
    ctx->scratch.used = mark;
    return status;
}
