/* S104-S108. */
#include "gv_fused.h"

#include "gv_float.h"
#include "gv_views.h"

static gv_status guard_float(gv_ctx *ctx, const gv_tensor *t)
{
    if (t->dtype != GV_FLOAT32) {
        return gv_fail(ctx, GV_E_REFUSED, "A21: an operand is not FLOAT32");
    }
    return GV_OK;
}

static gv_status guard_plain(gv_ctx *ctx, const gv_tensor *t)
{
    GV_TRY(guard_float(ctx, t));
    if (!gv_is_identity(t)) {
        return gv_fail(ctx, GV_E_REFUSED, "A21: a transposed view");
    }
    return GV_OK;
}

gv_status gv_guard_plain_operands(gv_ctx *ctx, const gv_tensor *const *tensors, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        GV_TRY(guard_plain(ctx, tensors[i]));
        if (!gv_same_extents(tensors[i], tensors[0])) {
            return gv_fail(ctx, GV_E_REFUSED, "A21: extents differ");
        }
    }
    return GV_OK;
}

static gv_status guard_rows(gv_ctx *ctx, const gv_tensor *m, const gv_tensor *vector, uint32_t axis,
                            const gv_tensor *out)
{
    const gv_tensor *pair[] = {m, out};
    GV_TRY(gv_guard_plain_operands(ctx, pair, 2));
    GV_TRY(guard_plain(ctx, vector));
    if (m->rank != 2u || vector->rank != 1u || vector->count != m->dims[axis]) {
        return gv_fail(ctx, GV_E_REFUSED, "A21: a matrix and a vector that do not fit");
    }
    return GV_OK;
}

gv_status gv_scale_rows(gv_ctx *ctx, const gv_tensor *m, const gv_tensor *row_scale, gv_tensor *out)
{
    GV_TRY(guard_rows(ctx, m, row_scale, 0, out));
    for (uint32_t i = 0; i < m->count; i++) {
        gv_f32(out)[i] = gv_f32(row_scale)[i / m->dims[1]] * gv_f32(m)[i];
    }
    return GV_OK;
}

gv_status gv_sub_row(gv_ctx *ctx, const gv_tensor *m, const gv_tensor *row, gv_tensor *out)
{
    GV_TRY(guard_rows(ctx, m, row, 1, out));
    for (uint32_t i = 0; i < m->count; i++) {
        gv_f32(out)[i] = gv_f32(m)[i] - gv_f32(row)[i % m->dims[1]];
    }
    return GV_OK;
}

gv_status gv_axpby(gv_ctx *ctx, float a, const gv_tensor *x, float b, const gv_tensor *y, gv_tensor *out)
{
    GV_TRY(guard_float(ctx, x));
    GV_TRY(guard_float(ctx, y));
    GV_TRY(guard_plain(ctx, out));
    if (!gv_same_extents(x, y) || !gv_same_extents(x, out)) {
        return gv_fail(ctx, GV_E_REFUSED, "A21: extents differ");
    }
    gv_walk wx = gv_walk_start(x);
    gv_walk wy = gv_walk_start(y);
    for (uint32_t i = 0; i < x->count; i++) {
        float left = a * gv_f32(x)[wx.at];
        float right = b * gv_f32(y)[wy.at];
        gv_f32(out)[i] = left + right;
        gv_walk_next(&wx);
        gv_walk_next(&wy);
    }
    return GV_OK;
}

gv_status gv_lerp(gv_ctx *ctx, gv_tensor *a, const gv_tensor *b, float w)
{
    const gv_tensor *operands[] = {a, b};
    GV_TRY(gv_guard_plain_operands(ctx, operands, 2));
    for (uint32_t i = 0; i < a->count; i++) {
        float diff = gv_f32(b)[i] - gv_f32(a)[i];
        gv_f32(a)[i] = gv_fma_f32(w, diff, gv_f32(a)[i]);
    }
    return GV_OK;
}

gv_status gv_addcmul(gv_ctx *ctx, gv_tensor *a, const gv_tensor *b, const gv_tensor *c, float s)
{
    const gv_tensor *operands[] = {a, b, c};
    GV_TRY(gv_guard_plain_operands(ctx, operands, 3));
    for (uint32_t i = 0; i < a->count; i++) {
        float product = (s * gv_f32(b)[i]) * gv_f32(c)[i];
        gv_f32(a)[i] = gv_f32(a)[i] + product;
    }
    return GV_OK;
}

gv_status gv_addcdiv(gv_ctx *ctx, gv_tensor *a, const gv_tensor *b, const gv_tensor *v, float s,
                     float divisor, float eps)
{
    const gv_tensor *operands[] = {a, b, v};
    GV_TRY(gv_guard_plain_operands(ctx, operands, 3));
    for (uint32_t i = 0; i < a->count; i++) {
        float denominator = (gv_sqrt_f32(gv_f32(v)[i]) / divisor) + eps;
        gv_f32(a)[i] = gv_f32(a)[i] + (s * gv_f32(b)[i]) / denominator;
    }
    return GV_OK;
}
