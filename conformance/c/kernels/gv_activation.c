/* L24-L26, L36. */
#include "gv_activation.h"

#include <string.h>

#include "gv_float.h"
#include "gv_fused.h"
#include "gv_pack.h"
#include "gv_rng.h"
#include "gv_views.h"

static bool is_arm(const gv_tensor *t, gv_arithmetic arithmetic)
{
    return t->dtype == (arithmetic.type == GV_ARITH_SYM_INT32 ? GV_SYM_INT32 : GV_FLOAT32);
}

static gv_status guard_forward(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *y, gv_arithmetic arithmetic)
{
    if (!is_arm(x, arithmetic) || !is_arm(y, arithmetic) || x->count != y->count) {
        return gv_fail(ctx, GV_E_ARG, "an activation takes wires of its arithmetic and of one count");
    }
    return GV_OK;
}

static void pass_scale(const gv_tensor *from, gv_tensor *to)
{
    if (from->dtype == GV_SYM_INT32) {
        to->scale = from->scale;
    }
}

/*
 * Below zero and not NaN, read from the bits: as `x < 0 ? 0 : x` clang 14 turns the choice into f32.max on
 * WebAssembly, which makes +0 of -0.
 */
static bool is_negative(float x)
{
    uint32_t bits = gv_bits_of(x);
    return bits > 0x80000000u && bits <= 0xff800000u;
}

gv_status gv_relu_forward(gv_ctx *ctx, const gv_tensor *x, gv_arithmetic arithmetic, gv_tensor *y)
{
    GV_TRY(guard_forward(ctx, x, y, arithmetic));
    for (uint32_t i = 0; i < x->count; i++) {
        if (x->dtype == GV_FLOAT32) {
            float value = gv_f32(x)[i];
            gv_f32(y)[i] = is_negative(value) ? 0.0f : value;
        } else {
            int32_t value = gv_i32(x)[i];
            gv_i32(y)[i] = value < 0 ? 0 : value;
        }
    }
    pass_scale(x, y);
    return GV_OK;
}

gv_status gv_relu_backward(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *dy, gv_arithmetic arithmetic,
                           gv_tensor *dx)
{
    if (!is_arm(x, arithmetic) || !is_arm(dy, arithmetic) || !is_arm(dx, arithmetic)) {
        return gv_fail(ctx, GV_E_REFUSED, "B7: a wire of ReLU is not of the arm's format");
    }
    for (uint32_t i = 0; i < dy->count; i++) {
        if (dy->dtype == GV_FLOAT32) {
            gv_f32(dx)[i] = gv_f32(x)[i] <= 0.0f ? 0.0f : gv_f32(dy)[i];
        } else {
            gv_i32(dx)[i] = gv_i32(x)[i] <= 0 ? 0 : gv_i32(dy)[i];
        }
    }
    pass_scale(dy, dx);
    return GV_OK;
}

static gv_status guard_rate(gv_ctx *ctx, float p)
{
    return p >= 0.0f && p < 1.0f ? GV_OK : gv_fail(ctx, GV_E_REFUSED, "B7: a dropout rate outside [0, 1)");
}

static gv_status guard_mask(gv_ctx *ctx, const gv_tensor *mask, const gv_tensor *t)
{
    return mask->count == t->count ? GV_OK : gv_fail(ctx, GV_E_REFUSED, "B7: a mask of another size");
}

/* Kept floats times 1/(1 - p), kept mantissas at a scale times 1/(1 - p); dropped ones are 0. */
static void apply_mask(const gv_tensor *mask, float p, const gv_tensor *from, gv_tensor *to)
{
    float keep = 1.0f - p;
    float factor = 1.0f / keep;
    for (uint32_t i = 0; i < from->count; i++) {
        bool kept = gv_get_bool(gv_bytes(mask), i);
        if (from->dtype == GV_FLOAT32) {
            gv_f32(to)[i] = kept ? gv_f32(from)[i] * factor : 0.0f;
        } else {
            gv_i32(to)[i] = kept ? gv_i32(from)[i] : 0;
        }
    }
    if (from->dtype == GV_SYM_INT32) {
        to->scale = from->scale * factor;
    }
}

gv_status gv_dropout_forward(gv_ctx *ctx, const gv_tensor *x, float p, bool training,
                             gv_arithmetic arithmetic, gv_tensor *mask, gv_tensor *y)
{
    GV_TRY(guard_rate(ctx, p));
    if (training) {
        GV_TRY(guard_mask(ctx, mask, x));
    }
    GV_TRY(guard_forward(ctx, x, y, arithmetic));
    if (!training) {
        return gv_flatten(ctx, x, y);
    }
    gv_fill_bernoulli(ctx, gv_bytes(mask), mask->count, 1.0f - p);
    apply_mask(mask, p, x, y);
    return GV_OK;
}

gv_status gv_dropout_backward(gv_ctx *ctx, const gv_tensor *dy, float p, gv_arithmetic arithmetic,
                              const gv_tensor *mask, gv_tensor *dx)
{
    GV_TRY(guard_rate(ctx, p));
    if (!is_arm(dy, arithmetic) || !is_arm(dx, arithmetic)) {
        return gv_fail(ctx, GV_E_REFUSED, "B7: a wire of Dropout is not of the arm's format");
    }
    GV_TRY(guard_mask(ctx, mask, dy));
    apply_mask(mask, p, dy, dx);
    return GV_OK;
}

gv_status gv_flatten(gv_ctx *ctx, const gv_tensor *from, gv_tensor *to)
{
    if (from->dtype != to->dtype || from->bytes != to->bytes) {
        return gv_fail(ctx, GV_E_ARG, "a copied wire keeps dtype and count");
    }
    memcpy(to->data, from->data, from->bytes);
    pass_scale(from, to);
    return GV_OK;
}

static gv_status guard_prelu(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *alpha, const gv_tensor *y,
                             uint32_t channels)
{
    const gv_tensor *operands[] = {x, alpha, y};
    for (uint32_t i = 0; i < 3u; i++) {
        GV_TRY(gv_guard_plain_operands(ctx, &operands[i], 1));
    }
    if (!gv_same_extents(x, y)) {
        return gv_fail(ctx, GV_E_REFUSED, "A20: extents differ");
    }
    if (alpha->count != 1u && alpha->count != channels) {
        return gv_fail(ctx, GV_E_REFUSED, "A20: neither one slope nor one per channel");
    }
    return GV_OK;
}

gv_status gv_prelu_forward(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *alpha, gv_tensor *y)
{
    uint32_t channels = x->rank > 1u ? x->dims[1] : 1u;
    uint32_t length = 1;
    for (uint32_t axis = 2; axis < x->rank; axis++) {
        length *= x->dims[axis];
    }
    GV_TRY(guard_prelu(ctx, x, alpha, y, channels));
    for (uint32_t i = 0; i < x->count; i++) {
        uint32_t slope = alpha->count == 1u ? 0u : (i / length) % channels;
        float value = gv_f32(x)[i];
        gv_f32(y)[i] = value > 0.0f ? value : gv_f32(alpha)[slope] * value;
    }
    return GV_OK;
}
